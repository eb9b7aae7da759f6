"""One contract for the embedded store and for PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from opengovai.knowledge import KnowledgeBase
from opengovai.knowledge.shared import SharedKnowledgeBase
from opengovai.testing.postgres_server import OWNER, PostgresServer
from opengovai.testing.stores import Opener, store_rules

each_rule = pytest.mark.parametrize("rule", store_rules, ids=lambda rule: rule.__name__)
_collections = count()


@each_rule
def test_the_embedded_store_keeps_the_contract(
    rule: Callable[[Opener], None], tmp_path: Path
) -> None:
    rule(lambda: KnowledgeBase.open(tmp_path / "kb"))


@pytest.fixture(scope="module")
def editor(server: PostgresServer) -> str:
    """Connects as a service that may read and write knowledge, and nothing else."""
    psycopg = pytest.importorskip("psycopg")
    from opengovai.adapters.postgres.store import PostgresStore

    with psycopg.connect(server.dsn(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE knowledge")
    owner = PostgresStore(server.dsn(OWNER, "knowledge"))
    owner.migrate()
    owner.close()
    with psycopg.connect(server.dsn(), autocommit=True) as admin:
        admin.execute("CREATE ROLE clerk LOGIN IN ROLE opengovai_editor")
    return server.dsn("clerk", "knowledge")


@each_rule
@pytest.mark.parametrize("partitioned", [False, True])
def test_postgresql_keeps_the_contract(
    rule: Callable[[Opener], None], partitioned: bool, editor: str, server: PostgresServer
) -> None:
    from opengovai.adapters.postgres.store import PostgresStore

    collection = f"Collection № {next(_collections)}"
    if partitioned:
        owner = PostgresStore(server.dsn(OWNER, "knowledge"), collection=collection)
        owner.partition()
        owner.close()
    rule(lambda: SharedKnowledgeBase(PostgresStore(editor, collection=collection)))
