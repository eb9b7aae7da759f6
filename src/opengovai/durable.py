"""Files that appear whole or not at all, for their owner only unless a mode says otherwise, and
last once the call is back."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

PUBLIC = 0o666
"""The mode of what is for other people too, as far as the umask lets them."""


def write_new(path: Path, data: bytes) -> bool:
    """Write `path` unless it exists; whether it was written. Of two that write it at once, one
    does: link(2) fails where the name exists. Raises OSError."""
    partial = _partial(path, [data])
    try:
        os.link(partial, path)
    except FileExistsError:
        return False
    finally:
        partial.unlink(missing_ok=True)
    _sync(path.parent)
    return True


def write_over(
    path: Path,
    data: bytes | Iterable[bytes],
    *,
    modified: float | None = None,
    mode: int = 0o600,
) -> None:
    """Write `path`, one piece of `data` after the other, in place of what is there; `modified` is
    its time in seconds since 1970, if it is to be another than now. Raises OSError, and what `data`
    raises: then nothing was changed."""
    partial = _partial(path, [data] if isinstance(data, bytes) else data, mode=mode)
    try:
        if modified is not None:
            os.utime(partial, (modified, modified))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _sync(path.parent)


def _partial(path: Path, pieces: Iterable[bytes], *, mode: int = 0o600) -> Path:
    partial = path.with_name(f".{secrets.token_hex(8)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:  # a full disk, an interrupt
        partial.unlink(missing_ok=True)
        raise
    return partial


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
