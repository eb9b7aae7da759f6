"""What a log must show before it is written to again: everything below its last signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from opengovai.audit.checkpoint import Checkpoint, open_checkpoint
from opengovai.audit.files import Files
from opengovai.audit.merkle import HASH_SIZE
from opengovai.audit.note import VerifierKey
from opengovai.audit.tiles import (
    ENTRIES,
    WIDTH,
    RightEdge,
    TileNodes,
    prefixed,
    read_bundle,
    tile_path,
    tiles_of,
)
from opengovai.errors import LogDamagedError, VerificationError

_RESTORE = "Do not write to this log: restore it from a copy and compare the two."


def reader(folder: Path, files: Files) -> Callable[[str], bytes]:
    """Reads a file of the log by its relative path."""
    return lambda path: files.read_file(folder / path)


def latest_signed(folder: Path, keys: Sequence[VerifierKey], *, files: Files) -> Checkpoint:
    """The newest checkpoint that we signed: the public one, or our own copy after a crash.

    Raises LogDamagedError if one of them is not ours, or if they contradict each other.
    """
    found = []
    for name in ("keys/last-signed", "checkpoint"):
        try:
            found.append(open_checkpoint(files.read_file(folder / name), keys))
        except FileNotFoundError:
            continue
        except VerificationError as error:
            raise LogDamagedError(f"{error.what} ({name})", where=name, remedy=_RESTORE) from error
    if not found:
        raise LogDamagedError("The checkpoint is gone", where=str(folder), remedy=_RESTORE)
    if len({checkpoint.root for checkpoint in found if checkpoint.size == found[0].size}) > 1:
        raise LogDamagedError(
            "Two checkpoints of one size differ", where=str(folder), remedy=_RESTORE
        )
    return max(found, key=lambda checkpoint: checkpoint.size)


def both_signed(folder: Path, *, files: Files) -> bool:
    """True if the public checkpoint and our own copy of it are the same bytes."""
    try:
        public, own = (
            files.read_file(folder / name) for name in ("checkpoint", "keys/last-signed")
        )
    except FileNotFoundError:
        return False
    return public == own


def refuse_missing(folder: Path, size: int) -> None:
    """Raises LogDamagedError naming the first entry below `size` whose files are not all there."""
    gaps = [
        first_missing(folder, level, n, width)
        for level, n, width in tiles_of(size)
        if not _tile_is_there(folder, level, n, width)
    ]
    gaps += [
        first_missing(folder, ENTRIES, n, width)
        for level, n, width in tiles_of(size)
        if level == 0 and not _bundle_is_there(folder, n, width)
    ]
    if gaps:
        raise LogDamagedError(
            f"The log is shorter than its checkpoint of {size} entries",
            where=f"entry {min(gaps)}",
            remedy=_RESTORE,
        )


def superseded(folder: Path, size: int) -> Iterator[Path]:
    """Folders of partial tiles that a full one has replaced: a crash may have left them."""
    for level, n, width in tiles_of(size):
        for kind in (level, ENTRIES) if level == 0 else (level,):
            path = (folder / tile_path(kind, n, 1)).parent
            if width == WIDTH and path.is_dir() and (folder / tile_path(kind, n)).is_file():
                yield path


def first_missing(folder: Path, level: int | str, n: int, width: int) -> int:
    """The first entry of an absent tile or bundle that an older, narrower one does not hold."""
    older = (folder / tile_path(level, n, 1)).parent
    names = [path.name for path in older.iterdir()] if older.is_dir() else []
    held = max((int(name) for name in names if name.isdigit() and int(name) < width), default=0)
    span: int = WIDTH**level if isinstance(level, int) else 1
    return (n * WIDTH + held) * span


def _tile_is_there(folder: Path, level: int, n: int, width: int) -> bool:
    full, part = _length(folder / tile_path(level, n)), _length(folder / tile_path(level, n, width))
    return full == WIDTH * HASH_SIZE or part == width * HASH_SIZE


def _bundle_is_there(folder: Path, n: int, width: int) -> bool:
    return max(_length(folder / tile_path(ENTRIES, n, w)) for w in (width, WIDTH)) >= 2 * width


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return -1


def stored_edge(folder: Path, signed: Checkpoint, *, files: Files) -> tuple[RightEdge, list[bytes]]:
    """The right edge of the tiles and the members of the unfinished bundle, length-prefixed.

    Raises LogDamagedError unless they lead to the root that was signed.
    """
    read = reader(folder, files)
    try:
        edge = RightEdge.of(signed.size, TileNodes(signed.size, read))
        entries = _partial_bundle(read, signed.size)
    except (VerificationError, FileNotFoundError) as error:
        raise _damaged(signed.size, str(error)) from error
    if edge.root() != signed.root:
        raise _damaged(signed.size, "its tiles lead to another root")
    return edge, entries


def _partial_bundle(read: Callable[[str], bytes], size: int) -> list[bytes]:
    n, width = divmod(size, WIDTH)
    return prefixed(read_bundle(read, n, width)) if width else []


def _damaged(size: int, why: str) -> LogDamagedError:
    return LogDamagedError(
        f"The log is not what was signed at {size} entries: {why}",
        remedy="Run `opengovai audit verify` to see which entry is wrong. " + _RESTORE,
    )
