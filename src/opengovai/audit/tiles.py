"""Paths and contents of tiles and entry bundles (c2sp.org/tlog-tiles). No I/O.

A full tile or bundle has 256 members. `n` counts tiles of a level from 0; `width` is the
number of members, 256 for a full tile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from opengovai.audit.merkle import HASH_SIZE, node_hash, pair_up, root_of
from opengovai.errors import VerificationError

WIDTH = 256
MAX_ENTRY = 0xFFFF
ENTRIES = "entries"


def tile_path(level: int | str, n: int, width: int = WIDTH) -> str:
    """`tile/<L>/<N>[.p/<W>]`, relative to the log; `level` is a number or `ENTRIES`."""
    parts = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        parts.insert(0, f"x{n % 1000:03d}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(parts)}{partial}"


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Every `(level, n, width)` of a tree of `size`, level by level, left to right."""
    level = 0
    while size:
        full, rest = divmod(size, WIDTH)
        for n in range(full):
            yield level, n, WIDTH
        if rest:
            yield level, full, rest
        level, size = level + 1, full


def split_entries(bundle: bytes, most: int) -> tuple[list[bytes], int]:
    """Up to `most` entries of a bundle and the offset behind the last whole one."""
    entries: list[bytes] = []
    at, end = 0, len(bundle)
    while len(entries) < most and at + 2 <= end:
        stop = at + 2 + (bundle[at] << 8 | bundle[at + 1])
        if stop > end:
            break
        entries.append(bundle[at + 2 : stop])
        at = stop
    return entries, at


def join_entries(entries: Sequence[bytes]) -> bytes:
    """A bundle: each entry behind its length, a big-endian uint16."""
    return b"".join(prefixed(entries))


def prefixed(entries: Sequence[bytes]) -> list[bytes]:
    """The members of a bundle: each entry behind its length, a big-endian uint16."""
    return [len(entry).to_bytes(2, "big") + entry for entry in entries]


def split_hashes(tile: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]


class TileNodes:
    """Tree nodes computed from tiles that `read(path)` gives, each read and hashed once.

    `size` is the tree size that decides which tiles are partial; a partial tile that is gone
    is taken from the full one, as the specification allows. Raises VerificationError for a
    tile of the wrong length; `read` raises FileNotFoundError.
    """

    def __init__(self, size: int, read: Callable[[str], bytes]) -> None:
        self._size, self._read = size, read
        self._rows: dict[tuple[int, int], list[list[bytes]]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The node `(level, index)`, which must be a complete subtree of the tree."""
        tile, within = divmod(level, 8)
        n, at = divmod(index, WIDTH >> within)
        rows = self._rows.get((tile, n)) or self._load(tile, n)
        while len(rows) <= within:
            rows.append(pair_up(rows[-1]))
        return rows[within][at]

    def tile(self, level: int, n: int) -> list[bytes]:
        """The hashes of a tile, as many as the tree size allows."""
        return (self._rows.get((level, n)) or self._load(level, n))[0]

    def _load(self, level: int, n: int) -> list[list[bytes]]:
        width = min(WIDTH, (self._size >> 8 * level) - n * WIDTH)
        data = read_tile(self._read, level, n, width)
        if len(data) != width * HASH_SIZE:
            raise VerificationError(
                f"A tile has {len(data)} bytes, not {width * HASH_SIZE}",
                where=tile_path(level, n, width),
            )
        rows = self._rows[level, n] = [split_hashes(data)]
        return rows


def read_tile(read: Callable[[str], bytes], level: int, n: int, width: int) -> bytes:
    """The bytes of a tile, a partial one cut out of the full one where that has replaced it."""
    return _read_either(read, level, n, width)[: width * HASH_SIZE]


def read_bundle(read: Callable[[str], bytes], n: int, width: int) -> list[bytes]:
    """The first `width` entries of a bundle. Raises VerificationError if they are not there."""
    entries, _ = split_entries(_read_either(read, ENTRIES, n, width), width)
    if len(entries) < width:
        raise VerificationError(
            f"A bundle ends at entry {n * WIDTH + len(entries)}", where=tile_path(ENTRIES, n, width)
        )
    return entries


def _read_either(read: Callable[[str], bytes], level: int | str, n: int, width: int) -> bytes:
    try:
        return read(tile_path(level, n, width))
    except (FileNotFoundError, NotADirectoryError):
        if width == WIDTH:
            raise
        return read(tile_path(level, n))


class RightEdge:
    """The rightmost, unfinished tiles of a growing tree: enough to extend it and to sign it."""

    def __init__(self, rows: Sequence[Sequence[bytes]] = ((),), full: Sequence[int] = (0,)) -> None:
        self.rows, self.full = [list(row) for row in rows], list(full)

    @classmethod
    def of(cls, size: int, nodes: TileNodes) -> RightEdge:
        """The edge of a stored tree of `size`."""
        edge, level = cls((), ()), 0
        while True:
            full, rest = divmod(size >> 8 * level, WIDTH)
            edge.rows.append(list(nodes.tile(level, full)) if rest else [])
            edge.full.append(full)
            if not full:
                return edge
            level += 1

    def add_full(self, root: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Append 256 leaves at once, by their root; only where no partial tile is open."""
        self.full[0] += 1
        if len(self.rows) == 1:
            self.rows.append([])
            self.full.append(0)
        yield from self.add(root, level=1)

    def add(self, leaf: bytes, level: int = 0) -> Iterable[tuple[int, int, bytes]]:
        """Append a leaf hash; gives `(level, n, bytes)` of every tile that it completes."""
        row = self.rows[level]
        row.append(leaf)
        return self._completed(level) if len(row) == WIDTH else ()

    def extend(self, leaves: Sequence[bytes]) -> Iterable[tuple[int, int, bytes]]:
        """`add` for several leaves that reach at most to the end of the rightmost tile."""
        row = self.rows[0]
        row += leaves
        return self._completed(0) if len(row) == WIDTH else ()

    def _completed(self, level: int) -> Iterator[tuple[int, int, bytes]]:
        row = self.rows[level]
        yield level, self.full[level], b"".join(row)
        self.full[level] += 1
        self.rows[level] = []
        if level + 1 == len(self.rows):
            self.rows.append([])
            self.full.append(0)
        yield from self.add(root_of(row), level + 1)

    def partial(self) -> Iterator[tuple[int, int, bytes]]:
        """`(level, n, bytes)` of every partial tile, none of them empty."""
        for level, row in enumerate(self.rows):
            if row:
                yield level, self.full[level], b"".join(row)

    def root(self) -> bytes:
        """The Merkle tree hash of the tree so far."""
        root = b""
        for row in self.rows:
            root = _root_with_tail(row, root)
        return root or root_of([])


def _root_with_tail(row: list[bytes], tail: bytes) -> bytes:
    """Root over a row of complete subtrees followed by a smaller, incomplete one."""
    root, width, end = tail, 1, len(row)
    while end:
        if end & width:
            subtree = root_of(row[end - width : end])
            root = node_hash(subtree, root) if root else subtree
            end -= width
        width <<= 1
    return root
