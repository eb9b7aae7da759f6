"""Documents on their way into a store: checked, and in portions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from opengovai.errors import InputError
from opengovai.knowledge.records import fingerprint
from opengovai.types import Changes, Document

_BATCH_DOCUMENTS = 1000
_BATCH_CHARACTERS = 4_000_000
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")  # BCP 47, lower case: a folder's name


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in portions, none twice in one; what was read before an error is stored before it
    is raised."""
    source = iter(documents)
    failure: Exception | None = None
    while failure is None:
        batch: list[Document] = []
        try:
            _fill(batch, source)
        except Exception as error:  # noqa: BLE001 raised below, after the batch
            failure = error
        if batch:
            yield from _without_repeats(batch)
        elif failure is None:
            return
    raise failure


def _without_repeats(batch: Sequence[Document]) -> Iterator[list[Document]]:
    """The batch in parts in which no document stands twice, in order."""
    part: dict[str, Document] = {}
    for document in batch:
        if document.id in part:
            yield list(part.values())
            part = {}
        part[document.id] = document
    yield list(part.values())


def _fill(batch: list[Document], source: Iterator[Document]) -> None:
    size = 0
    for document in source:
        batch.append(_checked(document))
        size += len(document.text)
        if len(batch) >= _BATCH_DOCUMENTS or size >= _BATCH_CHARACTERS:
            return


def _checked(document: Document) -> Document:
    try:
        fingerprint(document)
        document.text.encode("utf-8")
        document.id.encode("utf-8")
    except (UnicodeEncodeError, TypeError) as error:
        raise InputError(
            "The document's text, name or headings are not valid Unicode",
            where=ascii(document.id),
            remedy="Decode the source with its real encoding.",
        ) from error
    if document.version != Document.digest(document.text):
        raise InputError(
            "The document's version is not the digest of its text",
            where=document.id,
            remedy="Set version=Document.digest(text).",
        )
    if not _LANGUAGE.fullmatch(document.language):
        raise InputError(
            f"{document.language!r} is not a language tag in lower case",
            where=document.id,
            remedy="Use a code such as 'sw' or 'zh-hant'; 'und' if the language is not known.",
        )
    _check_days(document)
    return document


def _check_days(document: Document) -> None:
    """`valid_from` and `valid_until` are ISO 8601 dates, in this order."""
    days = [day for day in (document.valid_from, document.valid_until) if day]
    try:
        read = [date.fromisoformat(day) for day in days]
        wrong = [day.isoformat() for day in read] != days or read != sorted(read)
    except ValueError:
        wrong = True
    if wrong:
        raise InputError(
            f"From {document.valid_from!r} to {document.valid_until!r} is no period",
            where=document.id,
            remedy="Write valid_from and valid_until as YYYY-MM-DD, empty for no bound.",
        )


def total(parts: Iterable[Changes]) -> Changes:
    """All counts together."""
    added = updated = unchanged = passages = 0
    for part in parts:
        added += part.added
        updated += part.updated
        unchanged += part.unchanged
        passages += part.passages
    return Changes(added=added, updated=updated, unchanged=unchanged, passages=passages)
