"""Audit records to test and measure with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from opengovai.types import AuditRecord, RedactedText

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def sample_record(i: int) -> AuditRecord:
    """The `i`-th of an endless series of valid, realistic records; the same `i`, the same record.

    About 1.5 kB as a log entry. Subjects repeat after 64 records.
    """
    digest = sha256(str(i).encode()).hexdigest()
    return AuditRecord(
        id=f"sample-{i}",
        source="opengovai.local/assistant",
        type="opengovai.assistant.answer",
        time=f"{_BEGIN + timedelta(seconds=i):%Y-%m-%dT%H:%M:%SZ}",
        subject=f"subject-{i % 64:02d}",
        phase="result",
        data={
            "status": "answered",
            "language": ("en", "sw", "rw", "kk", "ru", "de", "fr")[i % 7],
            "system": {"name": "opengovai", "version": "0.1.0"},
            "configuration": sha256(b"sample configuration").hexdigest(),
            "plugins": [
                {"port": "redactors", "name": "builtin", "version": "1"},
                {"port": "stores", "name": "embedded", "version": "1"},
                {"port": "drafters", "name": "extractive", "version": "1"},
            ],
            "redactions": {"NATIONAL_ID": i % 3, "PHONE_NUMBER": i % 2},
            "sources": [
                {
                    "document_id": f"passport-rules-{n}",
                    "version": digest,
                    "uri": f"https://example.go.ke/documents/passport-rules-{n}",
                    "score_ppm": 900_000 - 1000 * n,
                }
                for n in range(3)
            ],
            "guards": [{"guard": "length", "action": "allow", "reason": ""}],
            "confidence_ppm": 870_000,
            "duration_ms": 20 + i % 50,
            "retention": "ai-act",
            "legal_hold": False,
        },
        private={
            "question": RedactedText(f"How do I renew my passport? My number is <ID_{i}>."),
            "answer": RedactedText(f"Bring the old passport and form {i % 100} to the office."),
        },
    )
