"""How much personal data a redactor leaves visible, and how much else it hides.

A label is *found* where a detected span of its entity overlaps it, and *leaks* the characters that
no detected span of whatever entity covers; white space counts for nothing. *Over-masking* is the
share of characters outside every label that were hidden all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from opengovai.errors import InputError, UnreadableSourceError, why
from opengovai.types import EntitySpan

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """Personal data at `text[start:end]`, by hand; `typo` says that its check digit is wrong."""

    start: int
    end: int
    entity: str
    typo: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """A text and everything personal in it."""

    id: str
    language: str
    text: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Counts over any number of texts; tallies add up.

    `masked` labels lie wholly under detected spans, `right` detected spans overlap a label of their
    entity, `typos_found` of `typos` are labels of mistyped numbers. `leaked` of `personal` and
    `hidden` of `public` count characters.
    """

    labels: int = 0
    found: int = 0
    masked: int = 0
    detected: int = 0
    right: int = 0
    personal: int = 0
    leaked: int = 0
    public: int = 0
    hidden: int = 0
    typos: int = 0
    typos_found: int = 0

    def __add__(self, other: Tally) -> Tally:
        sums = (getattr(self, name) + getattr(other, name) for name in self.__slots__)
        return Tally(**dict(zip(self.__slots__, sums, strict=True)))

    @property
    def recall(self) -> float | None:
        """Share of labels found."""
        return _share(self.found, self.labels)

    @property
    def typo_recall(self) -> float | None:
        """Share of labels with a typing error that were found."""
        return _share(self.typos_found, self.typos)

    @property
    def precision(self) -> float | None:
        """Share of detected spans that are right."""
        return _share(self.right, self.detected)

    @property
    def f2(self) -> float | None:
        """Recall weighed twice (van Rijsbergen 1979, beta = 2): a leak is worse than a blot."""
        recall, precision = self.recall, self.precision
        if recall is None or precision is None or not recall + precision:
            return None
        return 5 * precision * recall / (4 * precision + recall)

    @property
    def leak(self) -> float | None:
        """Share of labelled characters left visible, whatever the type."""
        return _share(self.leaked, self.personal)

    @property
    def over_masking(self) -> float | None:
        """Share of characters outside the labels that were hidden."""
        return _share(self.hidden, self.public)


def compare(text: Labelled, detected: Sequence[EntitySpan]) -> Mapping[str, Tally]:
    """The tally of one text by entity; the key "" holds what belongs to no label's entity alone:
    the characters outside the labels."""
    covered = _positions(text.text, detected)
    personal = _positions(text.text, text.labels)
    everything = {i for i, char in enumerate(text.text) if not char.isspace()}
    public = everything - personal
    tallies = {"": Tally(public=len(public), hidden=len(public & covered))}
    for label in text.labels:
        own = _positions(text.text, [label])
        leaked = len(own - covered)
        found = any(d.entity == label.entity and _overlap(d, label) for d in detected)
        _add(
            tallies,
            label.entity,
            Tally(
                labels=1,
                found=found,
                masked=not leaked,
                personal=len(own),
                leaked=leaked,
                typos=label.typo,
                typos_found=label.typo and found,
            ),
        )
    for span in detected:
        right = any(span.entity == label.entity and _overlap(span, label) for label in text.labels)
        _add(tallies, span.entity, Tally(detected=1, right=right))
    return tallies


def evaluate(
    texts: Iterable[Labelled], detect: Callable[[str], Sequence[EntitySpan]]
) -> dict[tuple[str, str], Tally]:
    """Tallies by (language, entity); see `compare` for the entity ""."""
    total: dict[tuple[str, str], Tally] = {}
    for text in texts:
        for entity, tally in compare(text, detect(text.text)).items():
            key = (text.language, entity)
            total[key] = total.get(key, Tally()) + tally
    return total


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Texts from a JSON Lines file, or from every such file in a folder, in the form
    `{"id","language","text","spans":[{"start","end","entity","typo"?}]}`.

    Raises UnreadableSourceError, and InputError naming the line that is not of that form.
    """
    import msgspec

    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            try:
                row = msgspec.json.decode(line)
                _check_language(row, f"line {number} of {file}")
                yield _labelled(row)
            except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
                raise InputError(
                    "A line is not a labelled text",
                    where=f"line {number} of {file}",
                    remedy='Write {"id","language","text","spans":[{"start","end","entity"}]}.',
                ) from error


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSourceError(
            f"It cannot be read: {why(error)}",
            where=str(file),
            remedy="Name a UTF-8 file or a folder.",
        ) from error


def _check_language(row: Mapping[str, object], where: str) -> None:
    """Any tag will do, since texts in any language are redacted; a blank would be counted under
    none. Raises InputError."""
    stated = row.get("language")
    if "language" in row and not (isinstance(stated, str) and _TAG.fullmatch(stated)):
        raise InputError(
            f"{stated!r} is no language tag",
            where=where,
            remedy='Write a tag such as "sw", or leave the key out.',
        )


def _labelled(row: Mapping[str, object]) -> Labelled:
    text, spans = row["text"], row["spans"]
    if not isinstance(text, str) or not isinstance(spans, list):
        raise TypeError
    labels = tuple(
        Label(
            start=span["start"],
            end=span["end"],
            entity=span["entity"],
            typo=span.get("typo", False),
        )
        for span in spans
    )
    if not all(_stands(label, text) for label in labels):
        raise ValueError
    return Labelled(
        id=str(row["id"]), language=str(row.get("language", "")), text=text, labels=labels
    )


def _stands(label: Label, text: str) -> bool:
    whole = type(label.start) is type(label.end) is int and isinstance(label.entity, str)
    return whole and 0 <= label.start < label.end <= len(text)


def _positions(text: str, spans: Iterable[EntitySpan | Label]) -> set[int]:
    return {i for span in spans for i in range(span.start, span.end) if not text[i].isspace()}


def _overlap(span: EntitySpan, label: Label) -> bool:
    return span.start < label.end and label.start < span.end


def _add(tallies: dict[str, Tally], entity: str, tally: Tally) -> None:
    tallies[entity] = tallies.get(entity, Tally()) + tally


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
