"""One connection for the threads of one process: opened on first use, anew after an error."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from opengovai.errors import ConfigurationError, OpenGovAIError

_SECONDS = 10


class Session:
    """A connection in autocommit mode, lent to one thread at a time.

    `failure` makes the error of our tree that stands for whatever psycopg raises.
    """

    def __init__(self, dsn: str, *, failure: type[OpenGovAIError]) -> None:
        self._dsn, self._failure = dsn, failure
        self._mutex = threading.Lock()
        self._connection: psycopg.Connection | None = None
        self._pid = -1

    @contextmanager
    def lent(self) -> Iterator[psycopg.Connection]:
        """The connection. A broken or inherited one is replaced, the parent's never closed."""
        with self._mutex:
            try:
                yield self._usable()
            except psycopg.Error as error:
                self._drop()
                raise self._failure(
                    f"PostgreSQL refused: {type(error).__name__}: {str(error).splitlines()[0]}"
                    if str(error)
                    else f"PostgreSQL refused: {type(error).__name__}",
                    where=_place(self._dsn),
                    remedy="Check that the server runs, and the role's rights.",
                ) from error

    def close(self) -> None:
        """Close the connection, if it is ours."""
        with self._mutex:
            self._drop()

    def _usable(self) -> psycopg.Connection:
        if self._connection is None or self._pid != os.getpid() or self._connection.closed:
            self._connection = psycopg.connect(
                self._dsn, autocommit=True, connect_timeout=_SECONDS, application_name="opengovai"
            )
            # An acknowledgement means that the commit record is on disk, whatever the server's
            # default: never the risk of a setting made for another application.
            self._connection.execute("SET synchronous_commit = on")
            self._pid = os.getpid()
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None and self._pid == os.getpid():
            self._connection.close()
        self._connection = None


def dsn_from(variable: str) -> str:
    """The connection string that an environment variable holds. Raises ConfigurationError."""
    dsn = os.environ.get(variable)
    if not dsn:
        raise ConfigurationError(
            f"The environment variable {variable} is not set",
            where="dsn_env",
            remedy=f'Set it, for example {variable}="host=db.example dbname=opengovai".',
        )
    return dsn


def _place(dsn: str) -> str:
    """Host and database, without the password."""
    known = psycopg.conninfo.conninfo_to_dict(dsn)
    return ", ".join(f"{key} {known[key]}" for key in ("host", "port", "dbname") if key in known)
