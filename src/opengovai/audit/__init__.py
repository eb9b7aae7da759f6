"""The tamper-evident log: records in, receipts out, and proofs that an outsider can check.

    record -> canonical JSON -> journal (durable, acknowledged) -> tiles -> signed checkpoint

The published files are a C2SP tlog-tiles log; `docs/spec/audit-log.md` is the format.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.audit.log import AuditLog
    from opengovai.audit.proofs import prove, verify_proof
    from opengovai.audit.reading import LogReader
    from opengovai.audit.verification import VerificationReport, verify

__all__ = ["AuditLog", "LogReader", "VerificationReport", "prove", "verify", "verify_proof"]

_HOMES = {
    "AuditLog": "opengovai.audit.log",
    "LogReader": "opengovai.audit.reading",
    "VerificationReport": "opengovai.audit.verification",
    "prove": "opengovai.audit.proofs",
    "verify": "opengovai.audit.verification",
    "verify_proof": "opengovai.audit.proofs",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
