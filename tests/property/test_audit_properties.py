"""Inverses, orders and parsers of the audit log, over whatever hypothesis can think of."""

from __future__ import annotations

import hmac
import json
import math
import os
from hashlib import sha256

import msgspec
import pytest
import rfc8785
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from opengovai.audit.canonical import canonical
from opengovai.audit.checkpoint import Checkpoint, open_checkpoint
from opengovai.audit.journal import (
    HEADER_SIZE,
    decode_header,
    decode_records,
    encode_frame,
    encode_header,
    encode_record,
    encode_seal,
    scan,
)
from opengovai.audit.merkle import (
    check_consistency,
    check_inclusion,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    root_of,
)
from opengovai.audit.note import Signer, VerifierKey, open_note, valid_name
from opengovai.audit.private import CHANCE_SIZE, commitments, seal, unseal
from opengovai.audit.proofs import Proof
from opengovai.audit.tiles import (
    RightEdge,
    TileNodes,
    join_entries,
    split_entries,
    tile_path,
    tiles_of,
)
from opengovai.errors import AuditError, VerificationError

SAFE = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ASCII = st.text(st.characters(max_codepoint=127), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | SAFE | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(ASCII, inner, max_size=5),
    max_leaves=25,
)


# Canonical JSON ----------------------------------------------------------------------------


@given(JSON)
def test_canonical_json_is_that_of_rfc_8785(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]
    assert json.loads(canonical(value)) == value  # type: ignore[arg-type]


@given(
    JSON, st.sampled_from([0.0, 1.5, math.nan, 2**53, -(2**53), b"", {1: 2}, {"ä": 1}, "\ud800"])
)
def test_what_the_profile_excludes_is_refused_at_any_depth(value: object, bad: object) -> None:
    for record in ({"a": value, "b": bad}, [value, [bad]]):
        with pytest.raises(AuditError):
            canonical(record)  # type: ignore[arg-type]


# Merkle trees ------------------------------------------------------------------------------


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(i).encode()) for i in range(count)]


def naive(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, as it stands there."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"").digest()
    k = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(naive(hashes[:k]), naive(hashes[k:]))


def stored(count: int) -> TileNodes:
    """The tree of `leaves(count)` in tiles, written as they are completed."""
    edge, files = RightEdge(), {}
    for leaf in leaves(count):
        for level, n, tile in edge.add(leaf):
            files[tile_path(level, n)] = tile
    for level, n, tile in edge.partial():
        files[tile_path(level, n, len(tile) // 32)] = tile
    assert set(files) == {tile_path(*tile) for tile in tiles_of(count)}
    assert edge.root() == naive(leaves(count))
    return TileNodes(count, files.__getitem__)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 255, 256, 257, 511, 512, 600, 65_536, 65_800])
def test_tiles_hold_the_tree_of_rfc_6962(count: int) -> None:
    nodes = stored(count)
    edge = RightEdge.of(count, nodes)
    assert edge.root() == root_of(leaves(count)) == naive(leaves(count))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_every_proof_holds_and_no_changed_proof_does(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 700))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    nodes, all_leaves = stored(size), leaves(size)
    root, old_root = naive(all_leaves), naive(all_leaves[:old])

    path = inclusion_path(index, size, nodes)
    check_inclusion(all_leaves[index], index, size, root, path)
    consistent = consistency_path(old, size, nodes)
    check_consistency(old, size, old_root, root, consistent)

    flip = data.draw(st.integers(0, 31))
    bad = bytes(32 * [0]) if not path else path[-1][:flip] + b"\xff\x00" + path[-1][flip + 2 :]
    for wrong in ([*path[:-1], bad[:32]], path[:-1], [*path, root]):
        if wrong != path:
            with pytest.raises(VerificationError):
                check_inclusion(all_leaves[index], index, size, root, wrong)
    with pytest.raises(VerificationError):
        check_inclusion(leaf_hash(b"another"), index, size, root, path)
    for wrong in (consistent[:-1], [*consistent, root]):
        if wrong != consistent:
            with pytest.raises(VerificationError):
                check_consistency(old, size, old_root, root, wrong)
    with pytest.raises(VerificationError):
        check_consistency(old, size, leaf_hash(b"another"), root, consistent)


# Notes, checkpoints, proofs ----------------------------------------------------------------

NAME = st.text(min_size=1, max_size=30).filter(valid_name).filter(lambda n: n.isprintable())
SEED = st.binary(min_size=32, max_size=32)


@given(NAME, SEED, st.integers(0, 2**63), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back_from_its_note(
    name: str, seed: bytes, size: int, root: bytes
) -> None:
    signer, head = Signer(name, seed), Checkpoint(name, size, root)
    note = signer.sign(head.text()).encode()
    assert open_checkpoint(note, [VerifierKey.parse(str(signer.key))]) == head
    assert Signer.parse(signer.secret()).key == signer.key
    for at in range(0, len(note), 11):
        with pytest.raises(VerificationError):
            open_checkpoint(note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :], [signer.key])


@given(st.binary(max_size=200), SEED)
def test_no_bytes_make_the_note_parser_fail_otherwise(data: bytes, seed: bytes) -> None:
    with pytest.raises(VerificationError):
        open_note(data, [Signer("log", seed).key])


@given(
    st.integers(0, 2**63),
    st.lists(st.binary(min_size=32, max_size=32), max_size=8),
    st.binary(max_size=50),
)
def test_a_proof_comes_back_from_its_file(index: int, path: list[bytes], extra: bytes) -> None:
    proof = Proof(index, tuple(path), b"log\n1\nroot\n\n- sig\n", extra)
    assert Proof.parse(proof.text()) == proof


@given(st.text(max_size=200))
def test_no_text_makes_the_proof_parser_fail_otherwise(text: str) -> None:
    with pytest.raises(VerificationError):
        Proof.parse(text)


# Bundles and the journal -------------------------------------------------------------------


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_entries_come_back_from_their_bundle(entries: list[bytes]) -> None:
    bundle = join_entries(entries)
    assert split_entries(bundle, 256) == (entries, len(bundle))


RECORDS = st.lists(
    st.tuples(st.binary(max_size=90), st.binary(max_size=90)), min_size=1, max_size=4
)


@given(st.lists(RECORDS, min_size=1, max_size=5), st.integers(0, 2**40), st.booleans(), st.data())
def test_a_journal_comes_back_up_to_where_it_was_torn(
    batches: list[list[tuple[bytes, bytes]]], start: int, sealed: bool, data: st.DataObject
) -> None:
    frames, at = [], start
    for batch in batches:
        frames.append(encode_frame(at, [encode_record(*record) for record in batch]))
        at += len(batch)
    if sealed:
        frames.append(encode_seal(at))
    whole = b"".join(frames)
    assert decode_header(encode_header(start)) == start

    found = scan(whole, offset=HEADER_SIZE, start=start)
    assert [list(decode_records(frame.body)) for frame in found.frames if not frame.seal] == batches
    assert (found.torn, found.damaged, found.end) == (False, False, HEADER_SIZE + len(whole))

    cut = data.draw(st.integers(0, len(whole)))
    torn = scan(whole[:cut], offset=HEADER_SIZE, start=start)
    kept = len(torn.frames)
    assert torn.end == HEADER_SIZE + sum(map(len, frames[:kept]))
    assert sum(map(len, frames[:kept])) <= cut < sum(map(len, frames[: kept + 1])) or cut == len(
        whole
    )
    assert not torn.damaged

    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = scan(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :], offset=0, start=start)
    hit = next(i for i in range(len(frames)) if at < sum(map(len, frames[: i + 1])))
    assert len(flipped.frames) == hit
    assert flipped.damaged == (hit + 1 < len(frames))

    spare = bytes(data.draw(st.integers(0, 100)))
    found = scan(whole + spare, offset=HEADER_SIZE, start=start)
    assert (found.frames, found.end, found.torn) == (
        scan(whole, offset=HEADER_SIZE, start=start).frames,
        HEADER_SIZE + len(whole),
        False,
    )
    assert scan(whole + spare + b"x", offset=HEADER_SIZE, start=start).torn


# Private parts -----------------------------------------------------------------------------


@given(st.binary(min_size=32, max_size=32), TEXT, st.dictionaries(ASCII, TEXT, max_size=3))
def test_a_private_part_opens_with_its_key_and_record_only(
    key: bytes, record: str, texts: dict[str, str]
) -> None:
    committed, sealed = seal(AESGCM(key), os.urandom(CHANCE_SIZE), record, texts)
    assert unseal(key, record, sealed, committed) == texts
    with pytest.raises(VerificationError):
        unseal(sha256(key).digest(), record, sealed, committed)
    with pytest.raises(VerificationError):
        unseal(key, record + "x", sealed, committed)
    with pytest.raises(VerificationError):
        unseal(key, record, sealed, {**committed, "another": "0" * 64})
    for text in texts.values():
        assert len(text) < 8 or text.encode() not in sealed
        assert sha256(text.encode()).hexdigest() not in msgspec.json.encode(committed).decode()


@given(st.binary(min_size=32, max_size=32), st.dictionaries(ASCII, TEXT, max_size=3))
def test_a_commitment_is_the_hmac_of_the_specification(salt: bytes, texts: dict[str, str]) -> None:
    expected = {
        field: hmac.new(salt, f"{field}\x00{text}".encode(), "sha256").hexdigest()
        for field, text in texts.items()
    }
    assert commitments(salt, texts) == expected
