"""A knowledge base as JSON Lines, and back: to move between stores, to archive, to publish.

The first line is a header, each further one a version of a document; versions of one document stand
together, oldest first (docs/spec/knowledge-base-export.md). Passages and indexes are not in it: the
store that reads it makes its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from itertools import groupby
from typing import Any

import msgspec

from opengovai.errors import InputError
from opengovai.knowledge.incoming import total
from opengovai.protocols import KnowledgeStore
from opengovai.types import Changes, Document, Section

FORMAT = "opengovai-knowledge-base"
VERSION = 1

_FIELDS = frozenset(field.name for field in fields(Document))
_SECTION = frozenset(field.name for field in fields(Section))


def export_lines(store: KnowledgeStore) -> Iterator[bytes]:
    """The store as lines of JSON in UTF-8, each ended by a line feed; one version in memory at a
    time. Raises StorageError."""
    yield _line({"format": FORMAT, "format_version": VERSION})
    current = store.current()
    for document in store.history():
        known = asdict(document)
        yield _line({**known, "current": current.get(document.id) == document.version})


def import_lines(store: KnowledgeStore, lines: Iterable[bytes]) -> Changes:
    """Store what `export_lines` wrote: every version citable, the current ones found, the others
    not. Doing it twice changes nothing; documents that the store has beside them stay.

    Raises InputError naming the line that is wrong (documents before it stay stored), StorageError.
    """
    numbered = ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    _check_header(numbered)
    versions = (_version(number, line) for number, line in numbered)
    grouped = groupby(versions, key=lambda version: version[1].id)
    present = store.current()
    return total(_bring(store, list(group), present) for _, group in grouped)


def _bring(
    store: KnowledgeStore, versions: list[tuple[int, Document, bool]], present: Mapping[str, str]
) -> Changes:
    """Bring in one document: what is missing of its history, then its current version."""
    identifier = versions[0][1].id
    current = [document for _, document, found in versions if found]
    if len(current) > 1:
        raise InputError(
            "A document has two current versions",
            where=f"line {versions[-1][0]}",
            remedy="Mark all but one of them as not current.",
        )
    missing = [d for _, d, _ in versions if store.document(d.id, d.version) != d]
    done = _add(store, missing + current)
    known = {document.version for _, document, _ in versions}
    if not current and (missing or present.get(identifier) in known):
        store.remove(identifier)
    return done


def _add(store: KnowledgeStore, documents: list[Document]) -> Changes:
    """Add versions of one document, counted as the one document that they are."""
    done = [store.add([document]) for document in documents]
    changed = sum(one.added + one.updated for one in done)
    return Changes(
        added=int(any(one.added for one in done)),
        updated=int(changed > 0 and not any(one.added for one in done)),
        unchanged=int(changed == 0),
        passages=sum(one.passages for one in done),
    )


def _check_header(numbered: Iterator[tuple[int, bytes]]) -> None:
    number, line = next(numbered, (1, b"null"))
    header = _read(number, line)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise InputError(
            "This is not an exported knowledge base",
            where=f"line {number}",
            remedy="Its first line says which format it is.",
        )
    if header.get("format_version") != VERSION:
        raise InputError(
            f"This export has format version {header.get('format_version')!r}, not {VERSION}",
            where=f"line {number}",
            remedy="Read it with the version of opengovai that wrote it.",
        )


def _version(number: int, line: bytes) -> tuple[int, Document, bool]:
    row = _read(number, line)
    try:
        current = row.pop("current")
        sections = tuple(_section(section) for section in row.pop("sections", ()))
        document = Document(**row, sections=sections)
        texts = [getattr(document, name) for name in _FIELDS - {"sections"}]
        wrong = not isinstance(current, bool) or not all(isinstance(t, str) for t in texts)
    except (KeyError, TypeError, AttributeError):
        wrong = True
    if wrong or Document.digest(document.text) != document.version:
        raise InputError(
            "This line is no version of a document, or its text has another digest",
            where=f"line {number}",
            remedy="Export again; see the format in docs/spec/knowledge-base-export.md.",
        )
    return number, document, current


def _section(row: Mapping[str, Any]) -> Section:
    whole = [row[name] for name in ("level", "start", "end")]
    page = row.get("page")
    if not all(isinstance(n, int) for n in whole) or not isinstance(page, int | None):
        raise TypeError
    if not isinstance(row["heading"], str) or not set(row) <= _SECTION:
        raise TypeError
    return Section(**row)


def _read(number: int, line: bytes) -> Any:
    try:
        return msgspec.json.decode(line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"This is not JSON: {error}",
            where=f"line {number}",
            remedy="Give what `opengovai kb export` wrote.",
        ) from error


def _line(value: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(value) + b"\n"
