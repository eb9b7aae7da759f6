"""What kind of document a case is, from the words that its service lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opengovai.cases.schema import Service
from opengovai.types import Part, RedactedText


def readable(parts: Sequence[Part]) -> str:
    """The words of a case: what is written, printed, and how a web form names its values."""
    return "\n".join(
        f"{part.name}: {part.text}" if part.name.startswith("json:") else part.text
        for part in parts
        if not part.name.startswith("form:")
    )


def kind_of(service: Service, text: RedactedText) -> tuple[str, float]:
    """The kind and the confidence in [0, 1]: the classifier's where the service has one, else how
    much of the words found speak for it. ("", ...) where it is not clear."""
    if service.routing.model:
        from opengovai.cases.classifier import load

        ((name, sure),) = load(service.folder / service.routing.model).classify([text])
        return (name if name in service.kinds else ""), sure
    scores = sorted(
        (
            (sum(_stands(word, text) for word in kind.words), name)
            for name, kind in service.kinds.items()
        ),
        reverse=True,
    )
    best, name = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0
    return (name, best / (best + second)) if best else ("", 0.0)


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){word}", text, re.IGNORECASE) is not None
