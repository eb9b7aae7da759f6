"""What kind of document a case is, from the words that its service lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from opengovai.cases.schema import Service
from opengovai.types import Part, RedactedText


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is said of a text: the kind ("" where it is not clear), the confidence in [0, 1], and
    the kinds that it may be, likeliest first. `typical` is the percentage of a classifier's own
    examples that were as unclear or more; -1 without one."""

    kind: str
    confidence: float
    candidates: tuple[str, ...]
    typical: int = -1


UNKNOWN = Told(kind="", confidence=0.0, candidates=())


def readable(parts: Sequence[Part]) -> str:
    """The words of a case: what is written, printed, and how a web form names its values."""
    return "\n".join(
        f"{part.name}: {part.text}" if part.name.startswith("json:") else part.text
        for part in parts
        if not part.name.startswith("form:")
    )


def kind_of(service: Service, text: RedactedText) -> Told:
    """The kind, "" where it is not clear: the classifier's where the service has one, else by how
    much of the words found speak for it. Kinds that words speak for are the candidates."""
    if service.routing.model:
        from opengovai.cases.classifier import load

        (told,) = load(service.folder / service.routing.model).classify([text])
        known = tuple(name for name in told.candidates if name in service.kinds)
        kind = told.kind if told.kind in service.kinds else ""
        return replace(told, kind=kind, candidates=known)
    scores = sorted(
        (
            (sum(_stands(word, text) for word in kind.words), name)
            for name, kind in service.kinds.items()
        ),
        reverse=True,
    )
    best, name = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0
    found = tuple(name for score, name in scores if score)
    if not best:
        return UNKNOWN
    return Told(kind=name, confidence=best / (best + second), candidates=found)


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){word}", text, re.IGNORECASE) is not None
