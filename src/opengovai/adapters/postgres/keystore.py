"""Subject keys in PostgreSQL: destroying one is erasure.

Keep this table out of long-lived backups, or in a database of its own with short ones: a key in a
backup outlives its destruction.
"""

from __future__ import annotations

import os

from opengovai.adapters.postgres.session import Session
from opengovai.errors import StorageError

_KEY_SIZE = 32


class PostgresKeyStore:
    """`protocols.KeyStore` on PostgreSQL. A destroyed name stays, without its key, so that nobody
    makes a second key under it."""

    def __init__(self, dsn: str) -> None:
        self._session = Session(dsn, failure=StorageError)

    def key(self, name: str) -> bytes:
        """The 32-byte key of that name, made on first use. Raises StorageError once destroyed."""
        with self._session.lent() as connection:
            # Two servers may come at once: the first insert wins, both read the same key.
            connection.execute(
                "INSERT INTO opengovai.subject VALUES (%s, %s) ON CONFLICT DO NOTHING",
                (name, os.urandom(_KEY_SIZE)),
            )
            row = connection.execute(
                "SELECT key FROM opengovai.subject WHERE name = %s", (name,)
            ).fetchone()
        if row is None or row[0] is None:
            raise StorageError("The key of this subject was destroyed", where=name)
        return bytes(row[0])

    def destroy(self, name: str) -> bool:
        """Remove the key for good; True if there was one. Needs the eraser's role."""
        with self._session.lent() as connection:
            gone = connection.execute(
                "UPDATE opengovai.subject SET key = NULL WHERE name = %s AND key IS NOT NULL",
                (name,),
            )
            if gone.rowcount == 0:
                connection.execute(
                    "INSERT INTO opengovai.subject VALUES (%s, NULL) ON CONFLICT DO NOTHING",
                    (name,),
                )
            return gone.rowcount > 0

    def close(self) -> None:
        """Close the connection."""
        self._session.close()
