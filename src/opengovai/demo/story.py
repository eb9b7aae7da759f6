"""The demonstration: packaged official texts, real questions, a log that somebody tampers with."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib.resources import as_file, files
from pathlib import Path

from opengovai.assistant import Assistant
from opengovai.audit import VerificationReport, verify
from opengovai.config import assemble, load_settings
from opengovai.knowledge import KnowledgeBase
from opengovai.knowledge.loading import Loaded, load
from opengovai.protocols import Drafter
from opengovai.types import Answer, Document, Draft, Question, Source

_PACKAGE = files("opengovai.demo")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One question of the demonstration. `personal` are the strings in it that must go nowhere."""

    text: str
    language: str
    personal: tuple[str, ...] = ()
    answerable: bool = True


@dataclass(kw_only=True, slots=True)
class Observed:
    """A drafter that lets us look over its shoulder: what reached the model side."""

    drafter: Drafter
    seen: list[str] = field(default_factory=list)

    def draft(self, question: Question, sources: Sequence[Source]) -> Draft:
        """Note what arrives, then let the real drafter work."""
        self.seen.append(question.text)
        self.seen.extend(f"[{source.token}] {source.hit.passage.text}" for source in sources)
        return self.drafter.draft(question, sources)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """One question with what the model side saw of it (nothing where no source was found) and
    what came back."""

    asked: Asked
    seen: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Tampering:
    """A byte altered in a copy of the log, and what verification says of the copy."""

    file: str
    offset: int
    report: VerificationReport


def questions() -> list[Asked]:
    """The packaged questions, in order."""
    table = tomllib.loads((_PACKAGE / "questions.toml").read_text("utf-8"))
    return [
        Asked(**{**row, "personal": tuple(row.get("personal", ()))}) for row in table["question"]
    ]


def build(folder: Path) -> list[Document]:
    """Fill `folder`/kb from the packaged corpus and return its documents."""
    with as_file(_PACKAGE / "corpus") as corpus:
        documents = [item.document for item in load([corpus]) if isinstance(item, Loaded)]
    with KnowledgeBase.open(folder / "kb") as base:
        base.add(documents)
    return documents


def play(folder: Path, asked: Sequence[Asked]) -> Iterator[Scene]:
    """Ask each question of the assistant over `folder`/kb, logging to `folder`/audit."""
    settings = load_settings(_configuration()).with_paths(kb=folder / "kb", audit=folder / "audit")
    with ExitStack() as closing:
        assistant = assemble(settings, closing)
        for one in asked:
            yield _scene(assistant, one)


def leaks(folder: Path, asked: Sequence[Asked]) -> dict[str, list[str]]:
    """Each personal string of the questions -> the files under `folder` that hold it."""
    stored = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    secrets = [secret for one in asked for secret in one.personal]
    return {
        secret: [str(path) for path, raw in stored.items() if secret.encode() in raw]
        for secret in secrets
    }


def tamper(folder: Path) -> Tampering:
    """Copy the log, flip one bit in the middle of its entry bundle, verify the copy."""
    copy = folder / "audit-tampered"
    shutil.copytree(folder / "audit", copy)
    bundles = [path for path in (copy / "tile" / "entries").rglob("*") if path.is_file()]
    bundle = max(bundles, key=lambda path: path.stat().st_size)  # older, shorter ones are stale
    raw = bytearray(bundle.read_bytes())
    offset = len(raw) // 2
    raw[offset] ^= 1
    bundle.write_bytes(raw)
    return Tampering(file=str(bundle.relative_to(copy)), offset=offset, report=verify(copy))


def _scene(assistant: Assistant, asked: Asked) -> Scene:
    observed = Observed(drafter=assistant.drafter)
    answer = replace(assistant, drafter=observed).ask(asked.text)
    return Scene(asked=asked, seen=tuple(observed.seen), answer=answer)


def _configuration() -> Path:
    # A wheel is always unpacked, so the resource is a real file.
    with as_file(_PACKAGE / "demo.toml") as path:
        return path
