"""Other people's vectors: what they accept we accept, what they refuse we refuse."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from opengovai.audit.checkpoint import Checkpoint, open_checkpoint
from opengovai.audit.merkle import (
    EMPTY_ROOT,
    check_consistency,
    check_inclusion,
    consistency_path,
    inclusion_path,
    leaf_hash,
    range_root,
)
from opengovai.audit.note import Signer, VerifierKey, open_note
from opengovai.audit.tiles import TileNodes, read_bundle, tile_path, tiles_of
from opengovai.audit.verification import verify
from opengovai.errors import VerificationError

VECTORS = Path(__file__).parents[1] / "vectors"


def lines(name: str) -> list[Any]:
    text = (VECTORS / "merkle" / name).read_text("utf-8")
    return [
        pytest.param(json.loads(each), id=json.loads(each)["path"]) for each in text.splitlines()
    ]


def hashes(values: list[str] | None) -> list[bytes]:
    return [base64.b64decode(value) for value in values or []]


@pytest.mark.parametrize("case", lines("inclusion.jsonl"))
def test_inclusion_as_transparency_dev_checks_it(case: dict[str, Any]) -> None:
    leaf, root = hashes([case["leafHash"], case["root"]])
    arguments = (leaf, case["leafIdx"], case["treeSize"], root, hashes(case["proof"]))
    if case["wantErr"]:
        with pytest.raises(VerificationError):
            check_inclusion(*arguments)
    else:
        check_inclusion(*arguments)


@pytest.mark.parametrize("case", lines("consistency.jsonl"))
def test_consistency_as_transparency_dev_checks_it(case: dict[str, Any]) -> None:
    """From size 0 there is nothing to prove; there a witness has its own rule (an empty proof)."""
    old_root, new_root = hashes([case["root1"], case["root2"]])
    arguments = (case["size1"], case["size2"], old_root, new_root, hashes(case["proof"]))
    if case["wantErr"]:
        with pytest.raises(VerificationError):
            check_consistency(*arguments)
    else:
        check_consistency(*arguments)


def test_the_empty_tree_and_the_leaf_prefix_of_rfc_6962() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert (
        leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


# golang.org/x/mod/sumdb --------------------------------------------------------------------

SUMDB = json.loads((VECTORS / "sumdb" / "values.json").read_text("utf-8"))
PETER = VerifierKey.parse(SUMDB["keys"]["peter"]["vkey"])
ENOCH = VerifierKey.parse(SUMDB["keys"]["enoch"]["vkey"])


def test_a_signed_note_is_the_same_bytes() -> None:
    signer = Signer.parse(SUMDB["keys"]["peter"]["skey"])
    assert signer.sign(SUMDB["text"]) == SUMDB["text"] + "\n" + SUMDB["signatures"]["peter"]
    assert signer.key == PETER
    assert str(PETER) == SUMDB["keys"]["peter"]["vkey"]
    assert signer.secret() == SUMDB["keys"]["peter"]["skey"]


def test_known_signatures_are_checked_and_unknown_ones_ignored() -> None:
    peter, enoch = SUMDB["signatures"]["peter"], SUMDB["signatures"]["enoch"]
    note = f"{SUMDB['text']}\n{peter}{enoch}".encode()
    assert open_note(note, [PETER]) == (SUMDB["text"], [PETER])
    assert open_note(note, [PETER, ENOCH]) == (SUMDB["text"], [PETER, ENOCH])
    repeated = f"{SUMDB['text']}\n{peter}{peter}{enoch}{enoch}".encode()
    assert open_note(repeated, [PETER]) == (SUMDB["text"], [PETER])
    with pytest.raises(VerificationError):
        open_note(note, [])


@pytest.mark.parametrize("note", [*(n.encode() for n in SUMDB["bad_for_peter"]), b"\xff\n\n- x\n"])
def test_bad_notes_are_refused(note: bytes) -> None:
    with pytest.raises(VerificationError):
        open_note(note, [PETER])


def test_mangled_keys_are_refused() -> None:
    skey, vkey = SUMDB["keys"]["peter"]["skey"], SUMDB["keys"]["peter"]["vkey"]
    for text, parse in ((vkey, VerifierKey.parse), (skey, Signer.parse)):
        for i in range(len(text)):
            for mangled in (
                text[:i],
                text[i + 1 :],
                text[:i] + chr(ord(text[i]) + 1) + text[i + 1 :],
            ):
                with pytest.raises(VerificationError):
                    parse(mangled)
    for bad in SUMDB["bad_vkeys"]:
        with pytest.raises(VerificationError):
            VerifierKey.parse(bad)


def test_tree_heads_are_the_same_text() -> None:
    tree = SUMDB["tree"]
    head = Checkpoint.parse(tree["text"])
    assert (head.size, head.root) == (tree["size"], leaf_hash(tree["record"].encode()))
    assert head.text() == tree["text"]
    assert Checkpoint.parse(tree["text"] + "extension\n") == head
    for bad in SUMDB["bad_trees"]:
        with pytest.raises(VerificationError):
            Checkpoint.parse(bad)


@pytest.mark.parametrize("case", SUMDB["tile_paths"], ids=lambda case: case["path"])
def test_tile_paths(case: dict[str, Any]) -> None:
    assert tile_path(case["level"], case["n"], case["width"]) == case["path"]


def test_the_tiles_of_a_tree_as_the_specification_counts_them() -> None:
    """The examples of c2sp.org/tlog-tiles: sizes 70,000 and 256."""
    tiles = list(tiles_of(70_000))
    assert len([1 for level, _, width in tiles if (level, width) == (0, 256)]) == 273
    assert [tile for tile in tiles if tile[2] != 256] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert list(tiles_of(256)) == [(0, 0, 256), (1, 0, 1)]
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"


# Tessera -----------------------------------------------------------------------------------

LOG = VECTORS / "tessera" / "log"
TESSERA = VerifierKey.parse(
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
)
# As its build_log.sh spells them.
WORDS = """one two three four five six seven eit nain ten ileven twelf threeten fourten fivten"""
ENTRIES = WORDS.split()


def nodes(size: int) -> TileNodes:
    return TileNodes(size, lambda path: (LOG / path).read_bytes())


def test_a_log_made_by_tessera_verifies(tmp_path: Path) -> None:
    from shutil import copytree

    copytree(LOG, tmp_path / "log")
    (tmp_path / "log" / "vkey").write_text(f"{TESSERA}\n")
    for size in range(16):
        old = tmp_path / "log" / f"checkpoint.{size}"
        report = verify(tmp_path / "log", checkpoint=old)
        assert (report.ok, report.size) == (True, 15), report
    assert [entry.decode() for entry in read_bundle(nodes(15)._read, 0, 15)] == ENTRIES


@pytest.mark.parametrize("size", range(1, 16))
def test_proofs_in_every_tree_of_tessera(size: int) -> None:
    head = open_checkpoint((LOG / f"checkpoint.{size}").read_bytes(), [TESSERA])
    assert range_root(0, size, nodes(size)) == head.root
    for index in range(size):
        path = inclusion_path(index, size, nodes(size))
        check_inclusion(leaf_hash(ENTRIES[index].encode()), index, size, head.root, path)
    for old in range(1, size + 1):
        before = open_checkpoint((LOG / f"checkpoint.{old}").read_bytes(), [TESSERA])
        path = consistency_path(old, size, nodes(size))
        check_consistency(old, size, before.root, head.root, path)
