"""The record of one request: an intent before anything happens, one result at the end."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from opengovai.protocols import AuditSink
from opengovai.types import JSON, AuditRecord, Receipt, RedactedText


@dataclass(kw_only=True, slots=True)
class Trail:
    """Two durable records under one `id`; notes in between are kept until the seal.

    An intent without a result tells an auditor that the process died in between.
    """

    sink: AuditSink
    source: str
    kind: str
    subject: str
    id: str
    _started: int
    _notes: dict[str, JSON] = field(default_factory=dict)

    @classmethod
    def open(
        cls,
        sink: AuditSink,
        *,
        source: str,
        kind: str,
        subject: str = "",
        facts: Mapping[str, JSON],
    ) -> Trail:
        """Record the intent durably. `kind` is an event type such as "org.opengovai.question".

        Raises AuditError when it cannot be written: then nothing may go on.
        """
        request = str(uuid.uuid4())
        trail = cls(
            sink=sink,
            source=source,
            kind=kind,
            subject=subject or request,
            id=request,
            _started=time.monotonic_ns(),
        )
        trail._append("intent", facts, {})
        return trail

    def note(self, **facts: JSON) -> None:
        """Keep facts for the result record; no personal data, no floats."""
        self._notes.update(facts)

    def seal(self, *, status: str, private: Mapping[str, RedactedText]) -> Receipt:
        """Record the result durably. `private` texts are committed to, never shown in a leaf."""
        elapsed = (time.monotonic_ns() - self._started) // 1_000_000
        facts = {**self._notes, "status": status, "duration_ms": elapsed}
        return self._append("result", facts, private)

    def _append(
        self, phase: str, data: Mapping[str, JSON], private: Mapping[str, RedactedText]
    ) -> Receipt:
        return self.sink.append(
            AuditRecord(
                id=f"{self.id}/{phase}",
                source=self.source,
                type=f"{self.kind}.{phase}",
                time=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                subject=self.subject,
                phase=phase,
                data=data,
                private=private,
            )
        )
