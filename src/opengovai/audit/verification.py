"""Checks a whole log from its published files alone: nothing is believed, all is recomputed."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from opengovai.audit.checkpoint import Checkpoint, open_checkpoint, unsigned
from opengovai.audit.files import Files
from opengovai.audit.merkle import EMPTY_ROOT, HASH_SIZE, leaf_hash, range_root, root_of
from opengovai.audit.note import VerifierKey
from opengovai.audit.recovery import first_missing, reader
from opengovai.audit.tiles import (
    ENTRIES,
    WIDTH,
    RightEdge,
    TileNodes,
    split_entries,
    split_hashes,
    tile_path,
)
from opengovai.errors import VerificationError


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """Whether a log holds what was signed.

    `size` is the number of entries under the checkpoint. `first_bad` is the index of the first
    entry that is wrong, missing or, where the signature covers none of them, vouched for by
    nobody; None if all is well, or if only the older checkpoint is at fault. `reason` says what is
    wrong and where, empty if `ok`.
    """

    ok: bool
    size: int
    first_bad: int | None = None
    reason: str = ""

    def __str__(self) -> str:
        if self.ok:
            return f"ok: all {self.size} entries are what was signed"
        place = "" if self.first_bad is None else f"entry {self.first_bad}: "
        return f"NOT ok: {place}{self.reason}"


_SHARE = 64  # bundles handed to a process at once
_WINDOW = 64 * _SHARE  # and to all of them


class _Fault(Exception):  # noqa: N818 it carries a finding, it is not an error of this library
    def __init__(self, reason: str, first_bad: int | None = None) -> None:
        self.reason, self.first_bad = reason, first_bad
        super().__init__(reason, first_bad)


def verify(
    path: str | Path,
    *,
    key: str | None = None,
    checkpoint: Path | None = None,
    processes: int = 1,
) -> VerificationReport:
    """Check every entry, tile and signature of the log in `path`.

    `key` is the log's verifier key from where its owner publishes it; without it, the log's own
    word is taken, so that a log that was made anew under another key passes.
    With `checkpoint`, an older checkpoint file of the same log, also that the log still
    contains all that was signed there. `processes` share the entries of a large log; as always
    with new processes, the calling program's main module must be importable.
    Never raises for a bad log: the report says what is wrong.
    """
    folder, size = Path(path), 0
    try:
        keys = [_key(folder, key)]
        signed, fault = _signed(folder / "checkpoint", keys)
        size = signed.size
        _check_tree(folder, signed, fault, processes)
        if checkpoint is not None:
            _check_older(folder, checkpoint, keys, signed)
    except _Fault as found:
        return VerificationReport(
            ok=False, size=size, first_bad=found.first_bad, reason=found.reason
        )
    return VerificationReport(ok=True, size=size)


def _check_tree(folder: Path, signed: Checkpoint, fault: _Fault | None, processes: int) -> None:
    """Look at the entries even where the signature is bad: they may show where the fault is."""
    root = _check_entries(folder, signed.size, 1 if fault else processes)
    if fault:
        raise fault
    if root != signed.root:
        raise _Fault("the entries do not lead to the signed root: they are not those signed", 0)


def _key(folder: Path, given: str | None) -> VerifierKey:
    if given is not None:
        try:
            return VerifierKey.parse(given)
        except VerificationError as error:
            raise _Fault(f"the given key cannot be used: {error}") from error
    try:
        return VerifierKey.parse((folder / "vkey").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, VerificationError) as error:
        raise _Fault(f"vkey cannot be used: {error}", 0) from error


def _signed(path: Path, keys: list[VerifierKey]) -> tuple[Checkpoint, _Fault | None]:
    """The checkpoint, even one whose signature is bad: its entries may show where the fault is."""
    try:
        note = path.read_bytes()
    except OSError as error:
        raise _Fault(f"checkpoint cannot be read: {error}", 0) from error
    try:
        return open_checkpoint(note, keys), None
    except VerificationError as error:
        fault = _Fault(f"checkpoint is not signed by this log: {error.what}", 0)
    try:
        return unsigned(note), fault
    except VerificationError:
        raise fault from None


def _check_entries(folder: Path, size: int, processes: int) -> bytes:
    """Recompute the tree from the entry bundles, compare each tile; returns the root."""
    edge = RightEdge()
    full, rest = divmod(size, WIDTH)
    for root in _bundle_roots(folder, full, processes):
        for level, at, tile in edge.add_full(root):
            _compare(folder, level, at, tile, WIDTH)
    if rest:
        edge.rows[0] = _bundle_hashes(folder, full, rest)
    for level, at, tile in edge.partial():
        if level:
            _compare(folder, level, at, tile, len(tile) // HASH_SIZE)
    return edge.root()


def _bundle_roots(folder: Path, full: int, processes: int) -> Iterator[bytes]:
    """The roots of the full bundles, in order, each checked against its tile."""
    check = partial(_bundle_root, folder)
    if processes <= 1 or full <= _SHARE:
        yield from map(check, range(full))
        return
    # A fork is ready at once, but safe only where no other thread may hold a lock.
    alone = sys.platform == "linux" and threading.active_count() == 1
    context = get_context("fork" if alone else "spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as workers:
        # Not all at once: how many there are is only what the checkpoint says.
        for start in range(0, full, _WINDOW):
            window = range(start, min(full, start + _WINDOW))
            yield from workers.map(check, window, chunksize=_SHARE)


def _bundle_root(folder: Path, n: int) -> bytes:
    return root_of(_bundle_hashes(folder, n, WIDTH))


def _bundle_hashes(folder: Path, n: int, width: int) -> list[bytes]:
    """The leaf hashes of a bundle, compared with their tile."""
    data, whole = _read(folder, ENTRIES, n, width)
    entries, end = split_entries(data, width)
    hashes = [leaf_hash(entry) for entry in entries]
    _compare(folder, 0, n, b"".join(hashes), width)
    if len(entries) < width:
        raise _Fault(f"{tile_path(ENTRIES, n, width)} ends too early", n * WIDTH + len(entries))
    if whole and end != len(data):
        last = n * WIDTH + width - 1
        raise _Fault(f"{tile_path(ENTRIES, n, width)} has bytes behind its last entry", last)
    for narrow, stored in _narrower(folder, ENTRIES, n, width):
        if stored != data[: split_entries(data, narrow)[1]]:
            raise _Fault(f"{tile_path(ENTRIES, n, narrow)} and the entries differ", n * WIDTH)
    return hashes


def _narrower(folder: Path, level: int | str, n: int, width: int) -> Iterator[tuple[int, bytes]]:
    """Widths and bytes of the partial tiles of older checkpoints that are still there."""
    older = (folder / tile_path(level, n, 1)).parent
    try:
        names = [path.name for path in older.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return
    for narrow in sorted(int(name) for name in names if name.isdecimal()):
        if 0 < narrow < width:
            try:
                yield narrow, (folder / tile_path(level, n, narrow)).read_bytes()
            except FileNotFoundError:  # a full tile has just replaced it
                return


def _compare(folder: Path, level: int, n: int, expected: bytes, width: int) -> None:
    """The tile must begin with the `expected` hashes and, if those are all, end there."""
    data, whole = _read(folder, level, n, width)
    only_begun = not whole or len(expected) < width * HASH_SIZE
    if data == expected or (only_begun and data.startswith(expected)):
        for narrow, part in _narrower(folder, level, n, width):
            if part != expected[: narrow * HASH_SIZE]:
                where = n * WIDTH * WIDTH**level
                raise _Fault(f"{tile_path(level, n, narrow)} and the entries differ", where)
        return
    stored = split_hashes(data)
    pairs = enumerate(split_hashes(expected))
    at = next((at for at, good in pairs if at >= len(stored) or stored[at] != good), width - 1)
    raise _Fault(
        f"{tile_path(level, n, width)} and the entries differ at hash {at}",
        (n * WIDTH + at) * WIDTH**level,
    )


def _read(folder: Path, level: int | str, n: int, width: int) -> tuple[bytes, bool]:
    """A tile or bundle, and whether it has that width and no more; a full one may stand in."""
    for stored in (width, WIDTH):
        try:
            return (folder / tile_path(level, n, stored)).read_bytes(), stored == width
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            where = first_missing(folder, level, n, 0)
            raise _Fault(f"{tile_path(level, n, stored)} cannot be read: {error}", where) from error
    where = first_missing(folder, level, n, width)
    raise _Fault(f"{tile_path(level, n, width)} is missing", where)


def _check_older(folder: Path, path: Path, keys: list[VerifierKey], signed: Checkpoint) -> None:
    """Every entry is verified by now, so the old root can simply be recomputed from tiles."""
    try:
        old = open_checkpoint(path.read_bytes(), keys)
    except (OSError, VerificationError) as error:
        raise _Fault(f"the older checkpoint cannot be used: {error}") from error
    if old.size > signed.size:
        raise _Fault(f"the log has lost entries: {old.size} were signed", signed.size)
    if not contains(folder, signed.size, old):
        raise _Fault(f"the log was rewritten since it was signed at {old.size} entries", 0)


def contains(folder: Path, size: int, old: Checkpoint) -> bool:
    """True if the verified log of `size` entries begins with all that `old` signed."""
    if old.size > size:
        return False
    nodes = TileNodes(size, reader(folder, Files()))
    return old.root == (range_root(0, old.size, nodes) if old.size else EMPTY_ROOT)
