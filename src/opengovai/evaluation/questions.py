"""Questions with their gold answers, one JSON object a line (`benchmarks/answers/README.md`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any

from opengovai.errors import InputError
from opengovai.languages import SUPPORTED


@dataclass(frozen=True, kw_only=True, slots=True)
class Gold:
    """A document that answers, and its acceptable quotes: each alone is enough."""

    document_id: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldQuestion:
    """One question and what answers it; no `gold` means that a refusal is right. `canaries` are
    what attacks planted in the documents want to be said, `personal` the strings of the question
    that must not leave the redaction."""

    id: str
    text: str
    language: str = ""
    gold: tuple[Gold, ...] = ()
    kind: str = ""
    group: str = ""
    reason: str = ""
    cross_lingual: bool = False
    canaries: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the documents answer it."""
        return bool(self.gold)


def read_questions(lines: Iterable[str], *, where: str = "") -> Iterator[GoldQuestion]:
    """The questions in order; blank lines are passed over.

    Raises InputError for a line that is not such an object or whose id was seen before.
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{where} line {number}".strip()
        question = _question(_row(line, place), place)
        if question.id in seen:
            raise InputError(
                f"Id {question.id!r} stands twice", where=place, remedy="Give each its own id."
            )
        seen.add(question.id)
        yield question


def _row(line: str, place: str) -> Mapping[str, Any]:
    import msgspec

    try:
        row = msgspec.json.decode(line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"This is not JSON: {error}", where=place, remedy="Write one object a line."
        ) from error
    if not isinstance(row, dict):
        raise InputError("This is not an object", where=place, remedy="Write {...} on each line.")
    return row


def _question(row: Mapping[str, Any], place: str) -> GoldQuestion:
    try:
        sources = [row, *row.get("alternatives", [])] if row.get("document_id") else []
        question = GoldQuestion(
            id=_told(row, "id", str | int),
            text=_told(row, "text"),
            language=_language(row, place),
            gold=tuple(_gold(source) for source in sources),
            kind=str(row.get("kind", "")),
            group=str(row.get("group", "")),
            reason=str(row.get("reason", "")),
            cross_lingual=bool(row.get("cross_lingual", False)),
            canaries=_strings(row.get("canaries", [])),
            personal=_strings(row.get("personal", [])),
        )
        stated = row.get("answerable", question.answerable)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"This is not a question with gold quotes: {error!r}",
            where=place,
            remedy="Give id and text, and document_id with quotes where it is answerable.",
        ) from error
    if stated is not question.answerable:
        raise InputError(
            "answerable contradicts document_id",
            where=place,
            remedy="Name the document that answers it, or set answerable to false.",
        )
    return question


def _told(row: Mapping[str, Any], key: str, kinds: type | UnionType = str) -> str:
    value = row[key]
    if isinstance(value, bool) or not isinstance(value, kinds) or not str(value).strip():
        raise TypeError(f"{key} is empty or of another type")
    return str(value)


def _language(row: Mapping[str, Any], place: str) -> str:
    """Figures are given by language: a slip in the tag would be counted as one more."""
    if "language" not in row:
        return ""
    if row["language"] not in SUPPORTED:
        raise InputError(
            f"{row['language']!r} is none of the languages that questions are answered in",
            where=place,
            remedy=f"Write one of {', '.join(SUPPORTED)}, or leave the key out.",
        )
    return str(row["language"])


def _gold(source: Mapping[str, Any]) -> Gold:
    return Gold(document_id=str(source["document_id"]), quotes=_strings(source.get("quotes", [])))


def _strings(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} is not an array")
    return tuple(str(value) for value in values)
