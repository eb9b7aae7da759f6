"""Opens the archive's SQLite file, and says in our words what went wrong with it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from opengovai.errors import StorageError, StoreBusyError, StoreDamagedError

PATIENCE = 600.0  # seconds a writer waits for another one: they take turns, batch by batch


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Autocommit, usable from any thread. Raises StorageError."""
    try:
        if read_only:
            if not path.is_file():
                raise StorageError(
                    "There is no knowledge base here",
                    where=str(path.parent),
                    remedy="Make one with `opengovai ingest PATH --kb DIR`.",
                )
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
        uri = f"{path.resolve().as_uri()}?{_mode(path, read_only=read_only)}"
        return sqlite3.connect(
            uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise storage_error(error, path) from error


def _mode(path: Path, *, read_only: bool) -> str:
    """On a medium that cannot be written, a reader must not try to share a log with writers."""
    if not read_only:
        return "mode=rwc"
    log = path.with_name(f"{path.name}-wal")
    unwritable = not os.access(path.parent, os.W_OK) and not log.exists()
    return "mode=ro&immutable=1" if unwritable else "mode=ro"


def storage_error(error: Exception, path: Path) -> StorageError:
    """What SQLite or the system said, as an error of our tree."""
    where, text = str(path), str(error)
    if "locked" in text or "busy" in text:
        return StoreBusyError(
            "Another process has been writing to the knowledge base for too long",
            where=where,
            remedy="Wait until it is done and run this again; nothing was lost.",
        )
    if "malformed" in text or "not a database" in text:
        return StoreDamagedError(
            f"The knowledge base is damaged: {text}",
            where=where,
            remedy="Restore the folder from its backup, or ingest the sources into a new one.",
        )
    return StorageError(
        f"The knowledge base cannot be used: {text}",
        where=where,
        remedy="Check free space and permissions; what was stored before is intact.",
    )
