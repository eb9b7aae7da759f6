"""Zip and tar archives, read member by member within limits: no bombs, no paths, no links.

Nothing is ever written to disk, so a member's name cannot lead anywhere.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile, ZipInfo

from opengovai.errors import UnreadableSourceError as _Unreadable
from opengovai.knowledge.loading.content import FILE_LIMIT, Skipped, unreadable
from opengovai.knowledge.loading.walk import label

MEMBERS_LIMIT = 10_000
TOTAL_LIMIT = 1024 * 2**20
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
# A cut stream makes tarfile call ord() on nothing.
_ALL_BROKEN = (*_BROKEN, KeyError, TypeError, tarfile.TarError, lzma.LZMAError)
_COMPRESSIONS: tuple[tuple[bytes, Callable[[io.BytesIO], io.BufferedIOBase]], ...] = (
    (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One unpacked file of an archive."""

    label: str
    data: bytes


def open_zip(data: bytes) -> ZipFile:
    """Raises UnreadableSourceError when it is broken or has too many members."""
    try:
        archive = ZipFile(io.BytesIO(data))
    except _ALL_BROKEN as error:
        raise unreadable(f"the archive is broken: {error}", "Pack it again.") from None
    if len(archive.infolist()) > MEMBERS_LIMIT:
        raise unreadable(f"it has over {MEMBERS_LIMIT:,} members", "Unpack it and give the folder.")
    return archive


def member(archive: ZipFile, name: str) -> bytes:
    """The bytes of one member. Raises UnreadableSourceError, also beyond the size limit."""
    try:
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            raise unreadable("it is encrypted", "Save it without a password.")
        with archive.open(info) as stream:
            data = stream.read(FILE_LIMIT + 1)
    except _ALL_BROKEN as error:
        raise unreadable(f"its part {name!r} is broken: {error}", "Save it again.") from None
    if len(data) > FILE_LIMIT:
        raise unreadable(
            f"unpacked, it is larger than {FILE_LIMIT // 2**20} MB", "Split it into several files."
        )
    return data


def zip_members(archive: ZipFile, path: str) -> Iterator[Member | Skipped]:
    """The files inside, in name order; hidden ones are left out."""
    total = 0
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        if info.is_dir() or _is_hidden(info.filename):
            continue
        name = f"{path}/{_inner(info)}"
        try:
            data = member(archive, info.filename)
        except _Unreadable as error:
            yield Skipped(path=name, reason=error.what, remedy=error.remedy)
            continue
        total += len(data)
        _check_total(total)
        yield Member(name, data)


def compressed_members(data: bytes, path: str) -> Iterator[Member | Skipped]:
    """What gzip, bzip2 or xz holds: the files of a tar archive, or the one file there is."""
    opener = next(o for magic, o in _COMPRESSIONS if data.startswith(magic))
    try:
        with opener(io.BytesIO(data)) as stream:
            content = stream.read(FILE_LIMIT + 1)
    except _ALL_BROKEN as error:
        raise unreadable(f"the archive is broken: {error}", "Pack it again.") from None
    if is_tar(content):
        yield from tar_members(data, path)
    else:
        name = path.rpartition("/")[2].rpartition(".")[0] or "content"
        yield _checked(f"{path}/{name}", content)


def is_tar(data: bytes) -> bool:
    """POSIX.1-1988: the mark stands at byte 257 of the first header."""
    return data[257:262] == b"ustar"


def tar_members(data: bytes, path: str) -> Iterator[Member | Skipped]:
    """The files inside a tar archive, compressed or not, in its order; links are left out."""
    total = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r|*") as archive:
            for count, info in enumerate(archive):
                if count > MEMBERS_LIMIT:
                    raise unreadable(f"it has over {MEMBERS_LIMIT:,} members", "Unpack it.")
                stream = archive.extractfile(info) if info.isreg() else None
                if stream is None or _is_hidden(info.name):
                    continue
                content = stream.read(FILE_LIMIT + 1)
                total += info.size
                _check_total(total)
                yield _checked(f"{path}/{label_path(info.name)}", content)
    except _ALL_BROKEN as error:
        raise unreadable(f"the archive is broken: {error}", "Pack it again.") from None


def _checked(name: str, content: bytes) -> Member | Skipped:
    if len(content) > FILE_LIMIT:
        return Skipped(
            path=name,
            reason=f"unpacked, it is larger than {FILE_LIMIT // 2**20} MB",
            remedy="Split it into several files.",
        )
    return Member(name, content)


def _check_total(total: int) -> None:
    if total > TOTAL_LIMIT:
        raise unreadable(
            f"unpacked, it is larger than {TOTAL_LIMIT // 2**20} MB",
            "Unpack it and give the folder.",
        )


def label_path(name: str) -> str:
    """A member's name as a relative path without `.` and `..`."""
    parts = [label(part) for part in name.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part not in {"", ".", ".."}) or "unnamed"


def _inner(info: ZipInfo) -> str:
    return label_path(info.filename)


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" in parts or any(
        p.startswith((".", "~$")) and p not in {".", ".."} for p in parts
    )


_OFFICE = (
    ("xl/workbook.xml", "a spreadsheet (XLSX)", "Save each sheet as CSV."),
    ("ppt/presentation.xml", "a presentation (PPTX)", "Save it as PDF."),
    ("META-INF/manifest.xml", "an OpenDocument file", "Save it as DOCX or PDF."),
)


def refused(names: set[str]) -> tuple[str, str] | None:
    """What this package is and what to do with it, for the kinds that nobody here reads."""
    return next(((kind, remedy) for name, kind, remedy in _OFFICE if name in names), None)
