"""Fields of a case, found without a model: form fields, web forms, labels, patterns, recognizers.

The first way that finds a value of the field's type wins; every value says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from opengovai.cases.dates import Found
from opengovai.cases.labels import find_labelled, matches_label, next_labels
from opengovai.cases.schema import FieldSpec, Service
from opengovai.cases.values import find_pattern, find_value
from opengovai.protocols import Recognizer
from opengovai.types import Case, Extraction, Part

BY_NAME, BY_DESCRIPTION, ANYWHERE, RECOGNIZED = 0.99, 0.95, 0.6, 0.6
"""Confidence by the way a value was found; measured in `benchmarks/casework`."""


class FieldExtractor:
    """Implements `opengovai.protocols.Extractor` for one service."""

    def __init__(self, service: Service, *, recognizers: Sequence[Recognizer] = ()) -> None:
        self._service = service
        self._recognizers = recognizers
        labels = [label for spec in service.fields.values() for label in spec.label]
        self._ends = next_labels(labels)

    def extract(self, case: Case) -> list[Extraction]:
        """At most one value a field, in the schema's order."""
        found = []
        for name, spec in self._service.fields.items():
            value = next(self._candidates(case, name, spec), None)
            if value is not None:
                found.append(value)
        return found

    def _candidates(self, case: Case, name: str, spec: FieldSpec) -> Iterator[Extraction]:
        yield from self._boxes(case, name, spec)
        yield from self._web(case, name, spec)
        texts = [part for part in case.parts if _is_text(part)]
        for part in texts:
            labelled = find_labelled(
                part.text, spec, order=self._service.date_order, ends=self._ends
            )
            if labelled:
                yield _extraction(name, *labelled, part)
        for part in texts:
            anywhere = find_pattern(part.text, spec) if spec.anywhere and spec.pattern else None
            if anywhere:
                yield _extraction(name, anywhere, ANYWHERE, part)
        for part in texts:
            yield from self._recognized(name, spec, part)

    def _boxes(self, case: Case, name: str, spec: FieldSpec) -> Iterator[Extraction]:
        """By the field's name; then by the words beside the box; filled boxes before empty."""
        parts = [part for part in case.parts if part.name.startswith("form:")]
        for pattern in spec.form:
            box = _joined([part for part in parts if _named(part, pattern)])
            yield from self._box(name, spec, box, BY_NAME)
        if spec.label:
            for part in parts:
                if any(matches_label(spec.label, words) for words in part.labels):
                    yield from self._box(name, spec, part, BY_DESCRIPTION)

    def _box(
        self, name: str, spec: FieldSpec, box: Part | None, confidence: float
    ) -> Iterator[Extraction]:
        found = find_value(box.text, spec, order=self._service.date_order) if box else None
        if box and found:
            yield _extraction(name, found, confidence, box)

    def _web(self, case: Case, name: str, spec: FieldSpec) -> Iterator[Extraction]:
        for path in spec.paths:
            pointer = "json:/" + path.replace(".", "/")
            for part in case.parts:
                if part.name == pointer:
                    yield from self._box(name, spec, part, BY_NAME)

    def _recognized(self, name: str, spec: FieldSpec, part: Part) -> Iterator[Extraction]:
        if not spec.entity:
            return
        for recognizer in self._recognizers:
            for span in recognizer.recognize(part.text):
                if span.entity == spec.entity and span.end > span.start:
                    text = part.text[span.start : span.end]
                    found = Found(text, span.start, span.end)
                    yield _extraction(name, found, RECOGNIZED * span.score, part)


def _named(part: Part, pattern: str) -> bool:
    """`*` and `?` are wild; brackets are not, since field names have them."""
    literal = re.sub(r"\[", "[[]", pattern)
    return fnmatchcase(part.name.removeprefix("form:"), literal)


def _joined(parts: Sequence[Part]) -> Part | None:
    """Boxes of one value (the digits of a number) as one part; nothing where all are empty."""
    filled = [part for part in parts if part.text.strip()]
    if len(filled) < 2:
        return filled[0] if filled else None
    names = "+".join(part.name.removeprefix("form:") for part in filled)
    return Part(name=f"form:{names}", text=" ".join(part.text for part in filled))


def _is_text(part: Part) -> bool:
    return part.name == "text" or part.name.startswith(("header:", "attachment:"))


def _extraction(name: str, found: Found, confidence: float, part: Part) -> Extraction:
    return Extraction(
        field=name,
        value=found.value,
        start=found.start,
        end=found.end,
        source=part.name,
        confidence=confidence,
    )


def source_text(parts: Sequence[Part], source: str) -> str | None:
    """The text of the part that a `source` names, joined boxes too; None if there is none."""
    texts: Mapping[str, str] = {part.name: part.text for part in parts}
    if source in texts:
        return texts[source]
    pieces = [f"form:{name}" for name in source.removeprefix("form:").split("+")]
    if source.startswith("form:") and all(piece in texts for piece in pieces):
        return " ".join(texts[piece] for piece in pieces)
    return None
