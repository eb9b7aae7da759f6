"""Journal segments as files: their names, how one is made, and the space laid out for the next."""

from __future__ import annotations

from pathlib import Path

from opengovai.audit.files import Files, write_file
from opengovai.audit.journal import encode_header

LEAST, MOST = 1 << 15, 1 << 27
"""Bytes of zeroes that are laid out at least, else not at all, and at most."""
_CHUNK = bytes(1 << 22)
_SPARE = "spare"


def segment_name(start: int) -> str:
    """The name of the segment whose first record is `start`."""
    return f"{start:020d}"


def segments(folder: Path) -> list[tuple[int, Path]]:
    """`(first index, path)` of every segment, in order."""
    names = (path for path in folder.iterdir() if path.name.isdigit())
    return sorted((int(path.name), path) for path in names)


def create_segment(folder: Path, start: int, *, files: Files, spare: bool = False) -> Path:
    """Durably make the segment of record `start`: empty, or out of the `spare` if there is one."""
    path = folder / segment_name(start)
    try:
        if spare and (folder / _SPARE).exists():
            _head(folder / _SPARE, start, files)
            files.rename(folder / _SPARE, path)
        else:
            write_file(files, path, encode_header(start))
        files.sync_dir(folder)
    except OSError:
        files.unlink(path)
        raise
    return path


def lay_out_spare(folder: Path, size: int, *, files: Files) -> None:
    """Make a file of zeroes for the next segment, if it is worth it; a full disk is no error.

    What overwrites zeroes is synced without the file system's own journal, which other writers
    of the same disk keep waiting.
    """
    size = min(size, MOST)
    if size < LEAST or (folder / _SPARE).exists():
        return
    try:
        _write_zeroes(folder / _SPARE, size, files)
    except OSError:
        drop_spare(folder, files=files)


def drop_spare(folder: Path, *, files: Files) -> None:
    """Remove what was laid out."""
    files.unlink(folder / _SPARE)


def _head(path: Path, start: int, files: Files) -> None:
    fd = files.open(path)
    try:
        files.write(fd, encode_header(start), 0)
        files.sync(fd)
    finally:
        files.close(fd)


def _write_zeroes(path: Path, size: int, files: Files) -> None:
    fd = files.create(path)
    try:
        for at in range(0, size, len(_CHUNK)):
            files.write(fd, _CHUNK[: size - at], at)
            files.sync(fd)  # piece by piece: an acknowledgement may be waiting for the same disk
    finally:
        files.close(fd)
