"""Locks between processes, and the refusal of disks on which they do not hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opengovai.errors import AuditError

_NETWORK = frozenset(
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.ceph", "fuse.glusterfs",
        "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "gfs", "gfs2", "gpfs", "glusterfs", "lustre",
        "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb2", "smb3", "smbfs", "vboxsf",
        "virtiofs"
    }
)  # fmt: skip


class FileLock:
    """An exclusive `flock` on a file, freed by the kernel when its holder dies.

    Not re-entrant. A forked child must make its own: the lock belongs to the open file.
    """

    def __init__(self, path: Path) -> None:
        import fcntl

        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._flock, self._take, self._leave = fcntl.flock, fcntl.LOCK_EX, fcntl.LOCK_UN

    def acquire(self) -> None:
        """Wait for the lock."""
        self._flock(self._fd, self._take)

    def release(self) -> None:
        """Let the next one in."""
        self._flock(self._fd, self._leave)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock, hold it for the block."""
        self.acquire()
        try:
            yield
        finally:
            self.release()

    def close(self) -> None:
        """Give up the file."""
        os.close(self._fd)


def refuse_network_disk(path: Path, *, mounts: Path = Path("/proc/self/mountinfo")) -> None:
    """Raises AuditError if `path` lies on a network file system.

    There, locks and fsync promise less than the log needs. Where the system does not list its
    mounts in `mounts` (anything but Linux) nothing is refused.
    """
    kind = _file_system(path.resolve(), mounts)
    if kind in _NETWORK:
        raise AuditError(
            f"The log would lie on a network file system ({kind})",
            where=str(path),
            remedy="Put it on a local disk, or use the PostgreSQL log for several machines.",
        )


def _file_system(path: Path, mounts: Path) -> str:
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        fields, _, tail = line.partition(" - ")
        point = Path(_unescape(fields.split()[4]))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), tail.split()[0]
    return kind


def _unescape(field: str) -> str:
    """mountinfo writes space, tab, newline and backslash as octal escapes."""
    for code, char in (("040", " "), ("011", "\t"), ("012", "\n"), ("134", "\\")):
        field = field.replace(f"\\{code}", char)
    return field
