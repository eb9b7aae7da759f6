"""Keys in files, for one machine without a key service.

One file a key, named by the SHA-256 of the key's name, for its owner only. A destroyed key leaves
an empty file, so that nobody makes a second key under its name. A file system may keep old bytes
for a while, and a backup keeps them for good: leave the folder out of backups, or take another
`KeyStore`.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from pathlib import Path

from opengovai.durable import write_new, write_over
from opengovai.errors import StorageError

_SIZE = 32


class KeyFiles:
    """A `protocols.KeyStore` for the threads and processes of one machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The folder of keys cannot be made: {error.strerror}", where=str(folder)
            ) from error

    def key(self, name: str) -> bytes:
        """The 32-byte key of that name, made and durably stored on first use.

        Raises StorageError once it is destroyed, or if it cannot be read.
        """
        path = self._path(name)
        try:
            if not path.exists():
                write_new(path, secrets.token_bytes(_SIZE))
            key = path.read_bytes()
        except OSError as error:
            raise StorageError(
                f"The key cannot be read: {error.strerror}", where=str(path)
            ) from error
        if len(key) != _SIZE:
            raise StorageError(
                "This key was destroyed" if not key else "This is no key", where=str(path)
            )
        return key

    def destroy(self, name: str) -> bool:
        """Destroy the key for good; True if there was one. Raises StorageError."""
        path = self._path(name)
        try:
            if not path.exists() or not path.stat().st_size:
                return False
            with path.open("r+b") as file:  # the same blocks, where the file system lets them be
                file.write(bytes(_SIZE))
            write_over(path, b"")
        except OSError as error:
            raise StorageError(
                f"The key cannot be destroyed: {error.strerror}", where=str(path)
            ) from error
        return True

    def _path(self, name: str) -> Path:
        return self._folder / f"{sha256(name.encode()).hexdigest()}.key"
