"""Makes the files of a new log, or reads the signing key of an existing one."""

from __future__ import annotations

from pathlib import Path

from opengovai.audit.files import Files, make_dirs, replace_file
from opengovai.audit.locks import FileLock
from opengovai.audit.merkle import EMPTY_ROOT
from opengovai.audit.note import Signer
from opengovai.audit.publisher import sign
from opengovai.audit.segments import create_segment
from opengovai.errors import AuditError, ConfigurationError, LogDamagedError, VerificationError

DEFAULT_ORIGIN = "opengovai.local/log"


def signer_of(path: Path, origin: str | None, *, files: Files) -> Signer:
    """The signer of the log in `path`, which is made if there is none.

    The first checkpoint is written last: a directory without one is not a log yet, and making
    it is begun again after a crash. Raises OSError, AuditError or ConfigurationError.
    """
    for folder in (path, path / "journal", path / "keys"):
        folder.mkdir(parents=True, exist_ok=True)
    (path / "keys").chmod(0o700)
    lock = FileLock(path / "keys" / "lock")
    try:
        with lock.held():
            exists = (path / "checkpoint").exists() or (path / "keys" / "last-signed").exists()
            signer = _existing(path, files) if exists else _made(path, origin, files)
    finally:
        lock.close()
    if origin not in (None, signer.key.name):
        raise ConfigurationError(
            f"This log is called {signer.key.name}, not {origin}",
            where=str(path),
            remedy="Use its name, or make a new log in another directory.",
        )
    return signer


def _made(path: Path, origin: str | None, files: Files) -> Signer:
    for folder in (path, path / "journal", path / "keys"):
        make_dirs(files, folder, {path.parent})
    secret = path / "keys" / "log.key"
    signer = _read(secret, files) if secret.exists() else Signer.generate(origin or DEFAULT_ORIGIN)
    replace_file(files, secret, f"{signer.secret()}\n".encode(), mode=0o600)
    replace_file(files, path / "vkey", f"{signer.key}\n".encode())
    create_segment(path / "journal", 0, files=files)
    sign(path, signer, 0, EMPTY_ROOT, files=files)
    return signer


def _existing(path: Path, files: Files) -> Signer:
    try:
        signer = _read(path / "keys" / "log.key", files)
        published = files.read_file(path / "vkey").decode("ascii", "replace").strip()
    except FileNotFoundError as error:
        raise AuditError(
            "This log cannot be written here: a key file is missing",
            where=str(error.filename),
            remedy="A copy of a log can be verified; only the original is appended to.",
        ) from error
    if published != str(signer.key):
        raise LogDamagedError("The verifier key is not that of the signing key", where="vkey")
    return signer


def _read(secret: Path, files: Files) -> Signer:
    try:
        return Signer.parse(files.read_file(secret).decode("utf-8", "replace"))
    except VerificationError as error:
        raise LogDamagedError(error.what, where=str(secret)) from error
