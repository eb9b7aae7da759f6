"""The vectors of docs/spec/audit-log.md."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from opengovai.audit import LogReader, prove, schema, verify, verify_proof
from opengovai.audit.canonical import canonical
from opengovai.audit.journal import (
    HEADER_SIZE,
    decode_header,
    decode_records,
    encode_frame,
    encode_record,
    scan,
)
from opengovai.audit.merkle import leaf_hash
from opengovai.audit.note import Signer
from opengovai.audit.private import commitments
from opengovai.audit.schema import RETENTION_DAYS, Data, Entry

VECTORS = Path(__file__).parents[1] / "vectors" / "opengovai"
VALUES = json.loads((VECTORS / "values.json").read_text("utf-8"))


def test_the_published_log_verifies() -> None:
    report = verify(VECTORS / "log")
    assert (report.ok, report.size) == (True, 300), report
    assert LogReader(VECTORS / "log").entry(0).decode() == VALUES["entry_0"]


def test_the_published_key_signs_the_same_checkpoint() -> None:
    note = (VECTORS / "log" / "checkpoint").read_text("utf-8")
    assert Signer.parse(VALUES["signing_key"]).sign(note.partition("\n\n")[0] + "\n") == note


def test_the_published_proof_holds_and_is_what_we_make() -> None:
    proof = (VECTORS / "entry-256.tlog-proof").read_text("utf-8")
    proven = verify_proof(proof, keys=[(VECTORS / "log" / "vkey").read_text()])
    assert (proven.index, json.loads(proven.entry)["id"]) == (256, "vector-256")
    assert prove(VECTORS / "log", 256) == proof


def test_canonical_values() -> None:
    for case in VALUES["canonical"]:
        assert canonical(case["value"]).hex() == case["hex"]
        assert leaf_hash(bytes.fromhex(case["hex"])).hex() == case["leaf"]


def test_a_commitment() -> None:
    case = VALUES["commitment"]
    made = commitments(bytes.fromhex(case["salt"]), {case["field"]: case["text"]})
    assert made == {case["field"]: case["commitment"]}


def test_a_journal() -> None:
    header, batch, seal = (bytes.fromhex(VALUES["journal"][k]) for k in ("header", "batch", "seal"))
    assert (decode_header(header), len(header)) == (5, HEADER_SIZE)
    found = scan(batch + seal, offset=HEADER_SIZE, start=5)
    assert [(f.start, f.count, f.seal) for f in found.frames] == [(5, 2, False), (7, 0, True)]
    records = list(decode_records(found.frames[0].body))
    assert records == [(b'{"a":1}', b""), (b"{}", b"sealed")]
    assert encode_frame(5, [encode_record(*record) for record in records]) == batch


def written(kind: type[msgspec.Struct]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(kind)]


def test_every_shape_declares_its_fields_in_the_order_in_which_they_are_written() -> None:
    kinds = [kind for kind in vars(schema).values() if isinstance(kind, type(msgspec.Struct))]
    for kind in kinds:
        assert written(kind) == sorted(written(kind)), kind
    assert {schema.Entry, schema.Data, schema.ModelCall} < set(kinds)


def test_the_specification_names_every_field_that_is_checked() -> None:
    page = (VECTORS.parents[2] / "docs" / "spec" / "audit-log.md").read_text("utf-8")
    names = [name for name in written(Data) if not name.startswith("gen_ai.")]
    for name in [*names, *written(Entry), *RETENTION_DAYS]:
        assert f"`{name}`" in page or name == "private", name
