"""Paths to files: folders in name order, hidden files left out, every link followed once."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from opengovai.knowledge.loading.content import FILE_LIMIT, Skipped, unreadable


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. `label` is its path from the folder above the one given, with `/`."""

    path: Path
    label: str


def walk(paths: Iterable[Path]) -> Iterator[File | Skipped]:
    """Files under `paths`, in the order given and then by name; what is closed is Skipped."""
    for path in paths:
        yield from _from(path)


def read(path: Path) -> bytes:
    """The bytes of a regular file within the limit. Raises UnreadableSourceError."""
    try:
        with path.open("rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise unreadable("it is not a regular file", "Leave it out.")
            data = stream.read(FILE_LIMIT + 1)
    except OSError as error:
        raise unreadable(f"it cannot be read: {_why(error)}", "Check its permissions.") from None
    if len(data) > FILE_LIMIT:
        raise unreadable(
            f"it is larger than {FILE_LIMIT // 2**20} MB", "Split it into several files."
        )
    return data


def _from(path: Path) -> Iterator[File | Skipped]:
    try:
        absolute = path.resolve(strict=True)
        kind = absolute.stat().st_mode
    except (OSError, RuntimeError, ValueError):
        yield Skipped(
            path=label(str(path)),
            reason="there is no such file or folder",
            remedy="Check the path.",
        )
        return
    name = path.name if path.name not in {"", ".", ".."} else absolute.name
    if stat.S_ISDIR(kind):
        yield from _folder(absolute, label(name), frozenset())
        return
    folder = path.parent.resolve()
    prefix = "" if folder in {Path.home(), Path(folder.anchor)} else f"{label(folder.name)}/"
    yield _file(absolute, f"{prefix}{label(name)}", kind)


def _folder(folder: Path, name: str, above: frozenset[Path]) -> Iterator[File | Skipped]:
    try:
        real = folder.resolve(strict=True)
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except (OSError, RuntimeError) as error:
        yield Skipped(
            path=name,
            reason=f"the folder cannot be read: {_why(error)}",
            remedy="Check its permissions.",
        )
        return
    if real in above:
        return
    for entry in entries:
        if not entry.name.startswith((".", "~$")):
            yield from _entry(entry, f"{name}/{label(entry.name)}", above | {real})


def _entry(entry: Path, name: str, above: frozenset[Path]) -> Iterator[File | Skipped]:
    try:
        kind = entry.stat().st_mode
    except OSError as error:
        yield Skipped(
            path=name, reason=f"it cannot be read: {_why(error)}", remedy="Check the link."
        )
        return
    if stat.S_ISDIR(kind):
        yield from _folder(entry, name, above)
    else:
        yield _file(entry, name, kind)


def _file(path: Path, name: str, kind: int) -> File | Skipped:
    # Opening a pipe or a device would wait for ever.
    if not stat.S_ISREG(kind):
        return Skipped(path=name, reason="it is not a regular file", remedy="Leave it out.")
    return File(path, name)


def label(name: str) -> str:
    """A file name that can stand in a text: NFC, no control characters, no lone surrogates."""
    printable = name.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", "".join(c if c.isprintable() else "_" for c in printable))


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "it leads to itself"
