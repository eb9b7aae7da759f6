"""What a crawl fetched, in one SQLite file, so that it can stop, go on and ask what has changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from opengovai.errors import StorageError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
  url TEXT PRIMARY KEY, run INTEGER NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
  final TEXT NOT NULL, noindex INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, complete INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page; `run` is the crawl that saw it last, `final` where redirects led."""

    url: str
    run: int
    etag: str
    modified: str
    final: str
    noindex: bool
    body: bytes


class Mirror:
    """The pages of one site."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise StorageError(
                f"The mirror of the site cannot be opened: {error}",
                where=str(path),
                remedy="Name a file in a folder that may be written.",
            ) from None

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def begin(self) -> int:
        """The number of the run that was cut off, or of a new one."""
        last = self._connection.execute("SELECT run, complete FROM runs ORDER BY run DESC LIMIT 1")
        run, complete = last.fetchone() or (0, 1)
        if complete:
            run += 1
            self._connection.execute("INSERT INTO runs VALUES (?, 0)", (run,))
        return int(run)

    def complete(self, run: int) -> None:
        """Every page that was found has been seen."""
        self._connection.execute("UPDATE runs SET complete = 1 WHERE run = ?", (run,))

    def get(self, url: str) -> Page | None:
        """The page as it was last fetched."""
        row = self._connection.execute(
            "SELECT url, run, etag, modified, final, noindex, body FROM pages WHERE url = ?", (url,)
        ).fetchone()
        if row is None:
            return None
        address, run, etag, modified, final, noindex, body = row
        return Page(address, run, etag, modified, final, bool(noindex), body)

    def put(self, page: Page) -> None:
        """Keep the page; durable when this returns."""
        self._connection.execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (page.url, page.run, page.etag, page.modified, page.final, page.noindex, page.body),
        )
