"""The log's side of witnessing: submit the checkpoint, keep the cosignatures that come back."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

from opengovai.audit.checkpoint import decimal
from opengovai.audit.cosignature import CosignerKey, cosigners_of
from opengovai.audit.files import Files, replace_file
from opengovai.audit.locks import FileLock
from opengovai.audit.posting import post
from opengovai.audit.reading import LogReader
from opengovai.errors import AuditError, LogDamagedError, VerificationError

_CONFLICT = 409


def request_cosignatures(
    path: str | Path, witnesses: Sequence[tuple[str, CosignerKey]]
) -> dict[str, str]:
    """Ask each witness, given as submission URL and key, to cosign the newest checkpoint in `path`.

    Returns what failed, by witness name: empty if all cosigned. The cosignatures are put into the
    public `checkpoint`. Raises LogDamagedError where a witness has seen a larger tree or another
    one: then this log was rolled back, or shows different people different things.
    """
    log = LogReader(path)
    note, failed = log.note.decode(), {}
    lines = []
    for url, key in witnesses:
        try:
            lines.append(_cosignature(log, url, key))
        except (AuditError, VerificationError) as error:
            if isinstance(error, LogDamagedError):
                raise
            failed[key.name] = str(error)
    known = note.rpartition("\n\n")[2].splitlines(keepends=True)
    _store(log, note + "".join(line for line in lines if line not in known))
    return failed


def _cosignature(log: LogReader, url: str, key: CosignerKey) -> str:
    """The witness's signature line, verified."""
    status, answer = _submit(log, url, old=0)
    if status == _CONFLICT:
        seen = decimal(answer.strip())
        if seen > log.size:
            raise LogDamagedError(
                f"The witness {key.name} has seen {seen} entries, this log has {log.size}",
                where=f"entry {log.size}",
                remedy="The log was rolled back: restore it, and find out by whom.",
            )
        status, answer = _submit(log, url, old=seen)
    if status == 422:
        raise LogDamagedError(
            f"The witness {key.name} has seen another tree of this log: {answer.strip()}",
            where=str(log.path),
            remedy="Compare this log with the checkpoint that the witness serves.",
        )
    if status != 200:
        raise AuditError(f"The witness answered {status}: {answer.strip()[:200]}", where=url)
    text = log.note.decode().rpartition("\n\n")[0] + "\n"
    for line in answer.splitlines(keepends=True):
        if key.cosigned_at(line.rstrip("\n"), text) is not None:
            return line
    raise VerificationError("The witness did not answer with its own cosignature", where=url)


def _submit(log: LogReader, url: str, *, old: int) -> tuple[int, str]:
    proof = log.consistency(old) if 0 < old < log.size else []
    head = [f"old {old}", *(base64.b64encode(step).decode() for step in proof)]
    body = "\n".join(head).encode() + b"\n\n" + log.note
    status, answer = post(f"{url.rstrip('/')}/add-checkpoint", body)
    return status, answer.decode("utf-8", "replace")


def _store(log: LogReader, note: str) -> None:
    """Put the cosigned checkpoint in place, unless a newer one was published meanwhile."""
    keys = log.path / "keys"
    if not keys.is_dir():
        raise AuditError(
            "Only the log itself is cosigned, not a copy", where=str(log.path), remedy="Go there."
        )
    lock = FileLock(keys / "lock")
    try:
        with lock.held():
            if (log.path / "checkpoint").read_bytes() == log.note:
                for name in ("keys/last-signed", "checkpoint"):
                    mode = 0o600 if name.startswith("keys") else 0o644
                    replace_file(Files(), log.path / name, note.encode(), mode=mode)
    finally:
        lock.close()


def cosigned(path: str | Path, keys: Sequence[CosignerKey]) -> dict[str, int]:
    """Name and POSIX time of each of `keys` under the log's public checkpoint.

    Raises AuditError, and VerificationError for a cosignature that does not verify.
    """
    return cosigners_of(LogReader(path).note.decode(), keys)
