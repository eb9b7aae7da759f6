"""Tables and records: each row of a CSV file, each object of a JSON or JSON Lines file.

Which fields hold the text, the title and so on is stated by a `Mapping` or taken from the usual
names. A record without a text field becomes one line a field, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from opengovai.knowledge.loading.content import Block, Content, unreadable

Record = dict[str, str]

_LANGUAGES = ("en", "sw", "rw", "kk", "ru", "de", "fr")
_URL = re.compile(r"https?://\S+\Z")
_TITLE_LIMIT = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapping:
    """The field names of a record, in order of preference; the first that has a value counts.

    `texts` are joined, each a paragraph. `ids` stand for themselves across files; `keys` only
    inside their file, whose path they are added to.
    """

    texts: Sequence[str] = ()
    titles: Sequence[str] = ("title", "name", "heading", "subject", "question", "label", "service")
    ids: Sequence[str] = ("id", "_id", "doc_id", "document_id", "docid", "uuid")
    keys: Sequence[str] = ("ref", "key", "slug", "num", "number")
    uris: Sequence[str] = ("uri", "url", "source_url", "link", "href")
    languages: Sequence[str] = ("language", "lang", "locale")
    licences: Sequence[str] = ("licence", "license")
    publishers: Sequence[str] = ("publisher", "authority")
    dates: Sequence[str] = ("published", "date", "version")
    valid_from: Sequence[str] = ("valid_from", "in_force_from")
    valid_until: Sequence[str] = ("valid_until", "in_force_until")
    notes: Sequence[str] = ("note",)
    usual_texts: Sequence[Sequence[str]] = field(
        default=(
            ("text",),
            ("content",),
            ("body",),
            ("contents",),
            ("full_text",),
            ("passage",),
            ("question", "answer"),
            ("context",),
            ("description",),
        )
    )


def contents(record: Record, number: int, mapping: Mapping) -> Iterator[Content]:
    """One document a record, or one a language where the fields are named by languages.

    `number` counts rows from 1. Raises UnreadableSourceError when `mapping.texts` names no field
    of the record.
    """
    filled = {name: value.strip() for name, value in record.items() if value.strip()}
    if filled:
        yield from _contents(filled, str(number), mapping)


def flatten(value: Any, *, depth: int = 20) -> Record:
    """A JSON object as fields of text: nested names are joined by dots, lists by lines."""
    record: Record = {}
    stack: list[tuple[str, Any, int]] = [("", value, 0)]
    while stack:
        name, item, level = stack.pop()
        if isinstance(item, dict) and level < depth:
            children = [
                (f"{name}.{key}" if name else str(key), item[key], level + 1) for key in item
            ]
            stack.extend(reversed(children))
        else:
            record[name or "value"] = _scalar(item)
    return record


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(line for item in value if (line := _item(item)))
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _item(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {item}" for key, item in flatten(value).items() if item)
    return _scalar(value) if not isinstance(value, list) else str(value)


def _contents(record: Record, number: str, mapping: Mapping) -> Iterator[Content]:
    parallel = [tag for tag in _LANGUAGES if tag in record]
    if not mapping.texts and len(parallel) >= 2 and not _texts(record, mapping):
        for tag in parallel:
            title = record.get(f"{tag}_title") or record.get(f"title_{tag}") or ""
            yield _content({"text": record[tag], "title": title}, record, number, mapping, tag)
        return
    yield _content(record, record, number, mapping, "")


def _content(said: Record, record: Record, number: str, mapping: Mapping, language: str) -> Content:
    title = _title(said, mapping)
    texts = _texts(said, mapping)
    if mapping.texts and not texts:
        wanted = ", ".join(mapping.texts)
        raise unreadable(f"row {number} has no field {wanted}", "Correct the mapping's texts.")
    blocks = [Block(text) for text in texts if text != title] or [Block(_lines(said, mapping))]
    if title and texts:
        blocks.insert(0, Block(title, 1))
    key = _first_of(record, mapping.keys) or number
    stated = _first_of(record, mapping.ids)
    return Content(
        blocks=tuple(blocks),
        title=title,
        id=f"{stated}.{language}" if stated and language else stated,
        key=f"{key}.{language}" if language else key,
        language=language or _tag(_first_of(record, mapping.languages)),
        uri=_first_of(record, mapping.uris),
        licence=_first_of(record, mapping.licences),
        publisher=_first_of(record, mapping.publishers),
        published=_first_of(record, mapping.dates),
        valid_from=_first_of(record, mapping.valid_from),
        valid_until=_first_of(record, mapping.valid_until),
        note=_first_of(record, mapping.notes),
    )


def _texts(record: Record, mapping: Mapping) -> list[str]:
    if mapping.texts:
        return [record[name] for name in mapping.texts if name in record]
    for names in mapping.usual_texts:
        if all(name in record for name in names):
            return [record[name] for name in names]
    return []


def _title(record: Record, mapping: Mapping) -> str:
    named = next((name for name in mapping.titles if name in record), "")
    if not named:
        named = next((name for name in record if name.endswith(("_name", "_title"))), "")
    title = " ".join(record.get(named, "").split())
    return title if len(title) <= _TITLE_LIMIT else ""


def _lines(record: Record, mapping: Mapping) -> str:
    """One line a field, under its name; ids and addresses are not text."""
    left_out = {*mapping.ids, *mapping.uris, *mapping.languages}
    shown = {
        name: value
        for name, value in record.items()
        if name not in left_out
        and not name.lower().endswith(("_id", " id"))
        and not _URL.match(value)
    }
    lines = [f"{_label(name)}: {value}" for name, value in (shown or record).items()]
    return "\n".join(lines)


def _label(name: str) -> str:
    words = re.sub(r"[_.\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _first_of(record: Record, names: Sequence[str]) -> str:
    return next((record[name] for name in names if record.get(name)), "")


def _tag(language: str) -> str:
    primary = re.split(r"[-_]", language.strip().lower())[0]
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else ""
