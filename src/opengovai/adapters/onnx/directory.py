"""A model is a directory with a manifest; what the manifest does not vouch for is not read.

Format, version 1, `manifest.json`:

    {"format": 1, "name": "...", "revision": "...", "task": "embedding", "ranking",
     "classification", "tagging" or "generation",
     "licence": "SPDX expression", "languages": ["en", ...], "card": "README.md",
     "files": {"model.onnx": "<SHA-256, hex>", "tokenizer.json": "...", "README.md": "..."},
     "max_tokens": 256, "pooling": "mean" or "cls", "labels": ["O", "B-PER", ...],
     "chat": {"system": "<s>{text}</s>", "user": ..., "assistant": ..., "reply": "<a>"},
     "ends": ["</s>"]}

`max_tokens` is what the model can take, prompt and reply together. `pooling` is an embedder's;
`labels`, in the order of the logits, are a classifier's and a tagger's; `chat` and `ends`, the
tokens that end a reply, a generator's.

Every file of `files` is read whole, compared with its digest, and used from that memory: what was
checked is what runs. Nothing else in the directory is opened. A graph is data to onnxruntime: no
custom operators, no external tensors, no chat templates, so no code of a model ever runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Any

import msgspec

from opengovai.errors import ConfigurationError, StoreDamagedError

MANIFEST = "manifest.json"
_ROLES = {"system", "user", "assistant", "reply"}
_TEXTS = ("name", "revision", "task", "licence", "card")


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelDirectory:
    """A checked model: what the manifest says, and the files' bytes by name."""

    name: str
    revision: str
    task: str
    licence: str
    languages: tuple[str, ...]
    card: str
    max_tokens: int
    pooling: str
    labels: tuple[str, ...]
    chat: Mapping[str, str]
    ends: tuple[str, ...]
    files: Mapping[str, bytes]

    def file(self, name: str) -> bytes:
        """The bytes of a file. Raises ConfigurationError where the manifest does not list it."""
        if name not in self.files:
            raise ConfigurationError(
                f"The model {self.name!r} has no file {name}",
                where=MANIFEST,
                remedy="Export the model again.",
            )
        return self.files[name]


def open_directory(path: str | Path, *, task: str) -> ModelDirectory:
    """Read and check a model for `task`.

    Raises ConfigurationError for a missing or malformed manifest or another task, and
    StoreDamagedError where a file is not what the manifest says.
    """
    folder = Path(path)
    declared = _manifest(folder / MANIFEST)
    if declared["task"] != task:
        raise _wrong(folder, f"is for {declared['task']!r}, not for {task!r}")
    files = {name: _verified(folder, name, digest) for name, digest in declared["files"].items()}
    return ModelDirectory(**{**declared, "files": files})


def write_manifest(path: str | Path, **declared: Any) -> None:
    """Write the manifest of a directory: all keys but `format`, with `files` a list of names."""
    folder = Path(path)
    digests = {name: sha256((folder / name).read_bytes()).hexdigest() for name in declared["files"]}
    content = {"format": 1, **declared, "files": digests}
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2))
    _manifest(folder / MANIFEST)


def _manifest(path: Path) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise _wrong(path.parent, f"has no readable {MANIFEST}: {error}") from error
    if not isinstance(value, dict) or value.get("format") != 1:
        raise _wrong(path.parent, "has a manifest of another format than 1")
    for key in _TEXTS:
        if not isinstance(value.get(key), str) or not value[key]:
            raise _wrong(path.parent, f"declares no {key}")
    files, languages = value.get("files"), value.get("languages")
    if not isinstance(files, dict) or not files or not all(map(_is_plain, files)):
        raise _wrong(path.parent, "lists no files, or files outside its directory")
    if not isinstance(languages, list):
        raise _wrong(path.parent, "declares no languages")
    return {
        **{key: value[key] for key in _TEXTS},
        "languages": tuple(map(str, languages)),
        "files": {name: str(digest) for name, digest in files.items()},
        "max_tokens": int(value.get("max_tokens", 512)),
        "pooling": str(value.get("pooling", "mean")),
        "labels": _labels(path.parent, value),
        **_speech(path.parent, value),
    }


def _labels(folder: Path, value: Mapping[str, Any]) -> tuple[str, ...]:
    labels = value.get("labels", [])
    if not isinstance(labels, list) or len(set(map(str, labels))) != len(labels):
        raise _wrong(folder, "declares labels in another form, or one twice")
    if value["task"] in {"classification", "tagging"} and len(labels) < 2:
        raise _wrong(folder, "declares fewer than two labels")
    return tuple(map(str, labels))


def _speech(folder: Path, value: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that only a generator has, and must have."""
    chat, ends = value.get("chat", {}), value.get("ends", [])
    if not isinstance(chat, dict) or not isinstance(ends, list):
        raise _wrong(folder, "declares chat or ends in another form")
    if value["task"] == "generation" and not (ends and chat.keys() >= _ROLES):
        raise _wrong(folder, "declares no ends, or not all of chat: " + ", ".join(sorted(_ROLES)))
    return {
        "chat": {str(role): str(markup) for role, markup in chat.items()},
        "ends": tuple(map(str, ends)),
    }


def _is_plain(name: str) -> bool:
    return name == Path(name).name and name not in {"", ".", "..", MANIFEST} and "\\" not in name


def _verified(folder: Path, name: str, digest: str) -> bytes:
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise _wrong(folder, f"lacks the file {name}: {error}") from error
    if not compare_digest(sha256(content).hexdigest().encode(), digest.lower().encode()):
        raise StoreDamagedError(
            f"The file {name} is not the one that the manifest names",
            where=str(folder),
            remedy="Get the model again from where it was published.",
        )
    return content


def _wrong(folder: Path, fault: str) -> ConfigurationError:
    return ConfigurationError(
        f"The model directory {fault}", where=str(folder), remedy="See docs/how-to/local-models.md."
    )
