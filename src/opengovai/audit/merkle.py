"""The Merkle tree of RFC 6962, section 2: hashes, proofs and their checks. No I/O.

A node is named `(level, index)`: the root of the complete subtree over the leaves
`[index * 2**level, (index + 1) * 2**level)`. `Nodes` fetches one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from opengovai.errors import VerificationError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

Nodes = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Iterable[bytes]) -> bytes:
    """Root over complete subtrees given from left (largest) to right (smallest)."""
    root = b""
    for left in reversed(list(hashes)):
        root = sha256(b"\x01" + left + root).digest() if root else left
    return root or EMPTY_ROOT


def pair_up(row: Sequence[bytes]) -> list[bytes]:
    """The nodes above a row; a last node without a sibling has none."""
    pairs = zip(row[::2], row[1::2], strict=False)
    return [sha256(b"\x01" + left + right).digest() for left, right in pairs]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash over leaf hashes; `EMPTY_ROOT` for none."""
    if not leaves:
        return EMPTY_ROOT
    row = list(leaves)
    while len(row) > 1:
        row = pair_up(row) + (row[-1:] if len(row) % 2 else [])
    return row[0]


def complete_subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """The nodes, left to right, whose fold is the root over the leaves `[start, end)`.

    `start` must be a multiple of the least power of two that is not below `end - start`.
    """
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def range_root(start: int, end: int, nodes: Nodes) -> bytes:
    """Root over the leaves `[start, end)`, aligned as in `complete_subtrees`."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return nodes(level, start >> level)
    return fold(nodes(level, index) for level, index in complete_subtrees(start, end))


def inclusion_path(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """PATH(index, D[size]) of RFC 6962, 2.1.1: from the leaf's sibling up. Needs index < size."""
    return [range_root(*sibling, nodes) for sibling in _siblings(index, size)]


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    start, end, siblings = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return siblings[::-1]


def consistency_path(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """PROOF(old, D[new]) of RFC 6962, 2.1.2. Needs 0 < old <= new."""
    start, end, ranges, whole = 0, new, [], True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return [range_root(*each, nodes) for each in reversed(ranges)]


def _split(size: int) -> int:
    """The largest power of two below `size` (size > 1)."""
    return 1 << ((size - 1).bit_length() - 1)


def check_inclusion(leaf: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]) -> None:
    """RFC 9162, 2.1.3.2. Raises VerificationError unless `leaf` is at `index` under `root`."""
    if not 0 <= index < size:
        raise VerificationError(f"There is no entry {index} in a tree of {size}")
    _is_hash(leaf)
    node, last, found = index, size - 1, leaf
    for step in path:
        _is_hash(step)
        if last == 0:
            raise VerificationError("The inclusion proof is too long")
        if node & 1 or node == last:
            found = node_hash(step, found)
            node, last = _past_right_edge(node, last)
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise VerificationError("The inclusion proof is too short")
    if found != root:
        raise VerificationError(f"The inclusion proof of entry {index} does not lead to the root")


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """RFC 9162, 2.1.4.2. Raises VerificationError unless the new tree extends the old one.

    Needs 0 < old: that every tree extends the empty one needs no proof, and the caller who
    accepts an empty old tree must say so.
    """
    if not 0 < old <= new:
        raise VerificationError(f"A consistency proof from size {old} to size {new} is meaningless")
    if old == new:
        if path or old_root != new_root:
            raise VerificationError(f"Two different trees are given for size {old}")
        return
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        raise VerificationError("The consistency proof is empty")
    first, second = _climb(old - 1, new - 1, steps)
    if first != old_root:
        raise VerificationError(f"The consistency proof does not lead to the root of size {old}")
    if second != new_root:
        raise VerificationError(f"The consistency proof does not lead to the root of size {new}")


def _climb(node: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = steps[0]
    _is_hash(first)
    for step in steps[1:]:
        _is_hash(step)
        if last == 0:
            raise VerificationError("The consistency proof is too long")
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            node, last = _past_right_edge(node, last)
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise VerificationError("The consistency proof is too short")
    return first, second


def _past_right_edge(node: int, last: int) -> tuple[int, int]:
    """Skip the levels at which the node has no sibling."""
    while not node & 1 and node:
        node, last = node >> 1, last >> 1
    return node, last


def _is_hash(value: bytes) -> None:
    if len(value) != HASH_SIZE:
        raise VerificationError(f"A proof holds a hash of {len(value)} bytes")
