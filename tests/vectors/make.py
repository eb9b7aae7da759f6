"""Writes `tests/vectors/opengovai`, the vectors of docs/spec/audit-log.md.

    python tests/vectors/make.py

The signing key is published: it signs nothing but these vectors.
"""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copy, rmtree
from tempfile import TemporaryDirectory

from opengovai.audit import AuditLog, LogReader, prove
from opengovai.audit.canonical import canonical
from opengovai.audit.journal import encode_frame, encode_header, encode_record, encode_seal
from opengovai.audit.merkle import leaf_hash
from opengovai.audit.note import Signer
from opengovai.audit.private import commitment
from opengovai.types import JSON, AuditRecord

HERE = Path(__file__).parent / "opengovai"
ORIGIN = "vectors.opengovai.example/log"
SIGNER = Signer(ORIGIN, bytes(range(32)))
VALUES: list[JSON] = [
    {"b": 1, "a": [True, False, None], "A": "\u00e9\u20ac\U0001f600"},
    {"": -(2**53) + 1, "~": 2**53 - 1},
    'quotes " and \\ and / and \u0000\u0008\u0009\u000a\u000c\u000d\u001f\u007f\u2028',
]


def record(i: int) -> AuditRecord:
    """A small record without private texts, so that the log is the same at each run."""
    return AuditRecord(
        id=f"vector-{i}",
        source="vectors.opengovai.example/assistant",
        type="org.opengovai.question.result",
        time=f"2026-01-01T00:{i // 60:02d}:{i % 60:02d}Z",
        subject=f"s-{i}",
        phase="result",
        data={"status": "answered", "language": "sw", "redactions": {"PHONE_NUMBER": i % 3}},
    )


def main() -> None:
    """Write everything anew."""
    rmtree(HERE, ignore_errors=True)
    with TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "keys").mkdir()
        (path / "keys" / "log.key").write_text(SIGNER.secret() + "\n")
        with AuditLog.open(path, origin=ORIGIN) as log:
            log.append_many([record(i) for i in range(300)])
        for file in [path / "vkey", path / "checkpoint", *path.glob("tile/**/*")]:
            if file.is_file():
                target = HERE / "log" / file.relative_to(path)
                target.parent.mkdir(parents=True, exist_ok=True)
                copy(file, target)
    (HERE / "entry-256.tlog-proof").write_text(prove(HERE / "log", 256), "utf-8")
    text = json.dumps(values(), indent=1, ensure_ascii=True)
    (HERE / "values.json").write_text(text + "\n", "utf-8")


def values() -> dict[str, object]:
    """Small values by part of the specification."""
    salt = bytes(range(100, 132))
    stored = [encode_record(b'{"a":1}', b""), encode_record(b"{}", b"sealed")]
    return {
        "canonical": [
            {
                "value": value,
                "hex": canonical(value).hex(),
                "leaf": leaf_hash(canonical(value)).hex(),
            }
            for value in VALUES
        ],
        "commitment": {
            "salt": salt.hex(),
            "field": "question",
            "text": "Ninahitaji pasipoti mpya.",
            "commitment": commitment(salt, "question", "Ninahitaji pasipoti mpya."),
        },
        "journal": {
            "header": encode_header(5).hex(),
            "batch": encode_frame(5, stored).hex(),
            "seal": encode_seal(7).hex(),
        },
        "signing_key": SIGNER.secret(),
        "entry_0": LogReader(HERE / "log").entry(0).decode(),
    }


if __name__ == "__main__":
    main()
