"""Fields of a case, found without a model: form fields, web forms, labels, patterns, recognizers.

The first way that finds a value of the field's type wins; every value says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial

from opengovai.cases.boxes import SEEN, find_in_box, is_laid_out
from opengovai.cases.contrast import UNSURE, names_two, stands_against
from opengovai.cases.dates import Found, Order
from opengovai.cases.labels import Ends, find_labelled, find_loosely, matches_label, words_of
from opengovai.cases.lexicon import ENTITIES, LABELS, PATTERNS
from opengovai.cases.narrative import Told, read_narrative
from opengovai.cases.people import is_mentioned
from opengovai.cases.prose import SURE, find_near
from opengovai.cases.schema import FieldSpec, Service
from opengovai.cases.tables import Cell, Head, find_below, read_heads, read_rows
from opengovai.cases.values import PERSONS, find_anywhere, find_pattern, find_value
from opengovai.protocols import Recognizer
from opengovai.types import Case, EntitySpan, Extraction, Part

BY_NAME, BY_DESCRIPTION, ANYWHERE, RECOGNIZED = 0.99, 0.95, 0.6, 0.6
"""Confidence by the way a value was found; measured in `benchmarks/casework`."""


LONGEST = 100_000
"""Characters of a text that are searched, some forty pages."""

_Way = Callable[[str, FieldSpec], Iterator[Extraction]]


class FieldExtractor:
    """Implements `opengovai.protocols.Extractor` for one service."""

    def __init__(self, service: Service, *, recognizers: Sequence[Recognizer] = ()) -> None:
        self._order = service.date_order
        self._fields = {name: _known(spec) for name, spec in service.fields.items()}
        self._recognizers = recognizers
        self._likes = frozenset(str(spec.like) for spec in self._fields.values() if spec.like)
        labels = [label for spec in self._fields.values() for label in spec.label]
        self._ends = Ends.of(labels)
        self._labels = tuple(labels)
        own = {name: words_of(" ".join(spec.label)) for name, spec in self._fields.items()}
        every = frozenset[str]().union(*own.values())
        self._foreign = {name: every - words for name, words in own.items()}

    def extract(self, case: Case) -> list[Extraction]:
        """At most one value a field, in the schema's order."""
        texts = [replace(p, text=p.text[:LONGEST]) for p in case.parts if _is_text(p)]
        letter = _Letter(texts, self._likes, self._labels, self._recognizers, self._order)
        taken = {part.name: set[int]() for part in texts}
        found: dict[str, Extraction] = {}
        ways: tuple[_Way, ...] = (
            partial(self._stated, case),
            partial(self._labelled, letter, taken),
            partial(self._loosely, texts, taken),
            partial(self._in_prose, letter),
            partial(self._recognized, letter, found),
        )
        for way in ways:
            for name, spec in self._fields.items():
                value = next(way(name, spec), None) if name not in found else None
                if value is not None:
                    found[name] = value
        return [self._weighed(texts, found[name]) for name in self._fields if name in found]

    def _weighed(self, texts: Sequence[Part], found: Extraction) -> Extraction:
        """Less certain where another value stands against it."""
        spec = self._fields[found.field]
        text = next((part.text for part in texts if part.name == found.source), "")
        unsure = (
            names_two(found.value)
            if text and spec.like in PERSONS
            else stands_against(text, found, partial(self._same_kind, spec))
        )
        return replace(found, confidence=min(found.confidence, UNSURE)) if unsure else found

    def _same_kind(self, spec: FieldSpec, text: str) -> Found | None:
        if spec.type in {"date", "amount"}:
            return find_value(text, spec, order=self._order)
        return find_pattern(text, spec) if spec.pattern else None

    def _stated(self, case: Case, name: str, spec: FieldSpec) -> Iterator[Extraction]:
        yield from self._boxes(case, name, spec)
        yield from self._web(case, name, spec)

    def _labelled(
        self, letter: _Letter, taken: dict[str, set[int]], name: str, spec: FieldSpec
    ) -> Iterator[Extraction]:
        for part in letter.texts:
            below = find_below(letter.heads(part), spec, self._labels, order=self._order)
            if below:
                found, confidence, label = below
                taken[part.name].add(label)
                yield _extraction(name, found, confidence, part)
            box = find_in_box(
                letter.columns(part), part.text, spec, self._labels, order=self._order
            )
            if box:
                taken[part.name].add(box[1])
                yield _extraction(name, box[0], SEEN, part)
            hit = find_labelled(part.text, spec, order=self._order, ends=self._ends)
            if hit:
                taken[part.name].add(hit.label)
                yield _extraction(name, hit.found, hit.confidence, part)

    def _loosely(
        self, texts: Sequence[Part], taken: dict[str, set[int]], name: str, spec: FieldSpec
    ) -> Iterator[Extraction]:
        for part in texts:
            lines = taken[part.name]
            hit = find_loosely(
                part.text,
                spec,
                order=self._order,
                ends=self._ends,
                taken=lines,
                foreign=self._foreign[name],
            )
            if hit:
                lines.add(hit.label)
                yield _extraction(name, hit.found, hit.confidence, part)

    def _in_prose(self, letter: _Letter, name: str, spec: FieldSpec) -> Iterator[Extraction]:
        for part in letter.texts:
            told = letter.told(part).get(spec.like) if spec.like else None
            if told:
                yield _extraction(name, *told, part)
            near = find_near(part.text, spec, order=self._order)
            if near:
                yield _extraction(name, near, SURE, part)
        for part in letter.texts:
            anywhere = find_anywhere(part.text, spec) if spec.anywhere else None
            if anywhere:
                yield _extraction(name, anywhere, ANYWHERE, part)

    def _recognized(
        self, letter: _Letter, found: Mapping[str, Extraction], name: str, spec: FieldSpec
    ) -> Iterator[Extraction]:
        """What a recognizer sees, where no other field has it. Of people, the only one."""
        for part in letter.texts if spec.entity else ():
            ranges = [(each.start, each.end) for each in found.values() if each.source == part.name]
            free = [
                span
                for span in letter.seen(part)
                if span.entity == spec.entity
                and all(span.end <= start or end <= span.start for start, end in ranges)
            ]
            if spec.like in PERSONS:
                free = _only_person(part.text, free)
            for span in free:
                value = Found(part.text[span.start : span.end], span.start, span.end)
                yield _extraction(name, value, RECOGNIZED * span.score, part)

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
        found = find_value(box.text, spec, order=self._order) if box else None
        if box and found:
            yield _extraction(name, found, confidence, box)

    def _web(self, case: Case, name: str, spec: FieldSpec) -> Iterator[Extraction]:
        for path in spec.paths:
            pointer = "json:/" + path.replace(".", "/")
            for part in case.parts:
                if part.name == pointer:
                    yield from self._box(name, spec, part, BY_NAME)


class _Letter:
    """The texts of a case, each read once: by the recognizers, and for what it tells."""

    def __init__(
        self,
        texts: Sequence[Part],
        likes: frozenset[str],
        labels: Sequence[str],
        recognizers: Sequence[Recognizer],
        order: Order,
    ) -> None:
        self.texts = texts
        self._likes, self._labels = likes, labels
        self._recognizers, self._order = recognizers, order
        self._rows: dict[str, list[list[Cell]]] = {}
        self._heads: dict[str, list[Head]] = {}
        self._seen: dict[str, list[EntitySpan]] = {}
        self._told: dict[str, Told] = {}

    def seen(self, part: Part) -> list[EntitySpan]:
        if part.name not in self._seen:
            self._seen[part.name] = [
                span
                for recognizer in self._recognizers
                for span in recognizer.recognize(part.text)
                if span.end > span.start
            ]
        return self._seen[part.name]

    def heads(self, part: Part) -> list[Head]:
        if part.name not in self._heads:
            self._heads[part.name] = read_heads(self.rows(part), self._labels)
        return self._heads[part.name]

    def rows(self, part: Part) -> list[list[Cell]]:
        if part.name not in self._rows:
            self._rows[part.name] = read_rows(part.text)
        return self._rows[part.name]

    def columns(self, part: Part) -> list[list[Cell]]:
        """The same, where cells that stand below each other begin in the same column."""
        return self.rows(part) if is_laid_out(part.text) else []

    def told(self, part: Part) -> Told:
        if part.name not in self._told:
            self._told[part.name] = read_narrative(
                part.text, self._likes, seen=self.seen(part), order=self._order
            )
        return self._told[part.name]


def _only_person(text: str, spans: Sequence[EntitySpan]) -> list[EntitySpan]:
    """The one of at least two words, if there is but one: whose the others are, nobody says."""
    full = [span for span in spans if len(text[span.start : span.end].split()) > 1]
    alone = len({text[span.start : span.end] for span in full}) == 1
    return [span for span in full if alone and not is_mentioned(text, span.start)]


def _known(spec: FieldSpec) -> FieldSpec:
    """With the labels, the pattern and the recognizer of what it is like."""
    if not spec.like:
        return spec
    return spec.model_copy(
        update={
            "label": (*spec.label, *LABELS[spec.like]),
            "pattern": spec.pattern or PATTERNS.get(spec.like, ""),
            "entity": spec.entity or ENTITIES.get(spec.like, ""),
        }
    )


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
