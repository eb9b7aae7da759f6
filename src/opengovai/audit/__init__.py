"""The tamper-evident log: records in, receipts out, and proofs that an outsider can check.

    record -> canonical JSON -> journal (durable, acknowledged) -> tiles -> signed checkpoint

The published files are a C2SP tlog-tiles log; `docs/spec/audit-log.md` is the format.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.audit.log import AuditLog
    from opengovai.audit.verification import VerificationReport, verify

__all__ = ["AuditLog", "VerificationReport", "verify"]

_HOMES = {
    "AuditLog": "opengovai.audit.log",
    "VerificationReport": "opengovai.audit.verification",
    "verify": "opengovai.audit.verification",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
