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
# What a crash in the middle of making a log may leave, and what a new disk has.
_OWN = {"journal", "keys", "tile", "vkey", "vkey.new", "checkpoint.new", "lost+found"}


def signer_of(path: Path, origin: str | None, *, files: Files) -> Signer:
    """The signer of the log in `path`, which is made if there is none.

    The first checkpoint is written last: a directory without one is not a log yet, and making
    it is begun again after a crash. A folder with other files in it is refused. Raises OSError,
    AuditError or ConfigurationError.
    """
    _refuse_others(path)
    for folder in (path, path / "journal", path / "keys"):
        folder.mkdir(parents=True, exist_ok=True)
    (path / "keys").chmod(0o700)
    lock = FileLock(path / "keys" / "lock")
    try:
        with lock.held():
            signer = _existing(path, files) if _exists(path) else _made(path, origin, files)
    finally:
        lock.close()
    if origin not in (None, signer.key.name):
        raise ConfigurationError(
            f"This log is called {signer.key.name}, not {origin}",
            where=str(path),
            remedy="Use its name, or make a new log in another directory.",
        )
    return signer


def _refuse_others(path: Path) -> None:
    """A log is not mixed with files that are not its own. Raises AuditError."""
    if not path.is_dir():
        return
    foreign = sorted(each.name for each in path.iterdir() if each.name not in _OWN)
    if foreign and not _exists(path):
        raise AuditError(
            f"This folder is not empty and holds no log, but {foreign[0]!r}",
            where=str(path),
            remedy="Name a new or an empty folder, or the folder of a log.",
        )


def _exists(path: Path) -> bool:
    return (path / "checkpoint").exists() or (path / "keys" / "last-signed").exists()


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
