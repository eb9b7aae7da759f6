"""One contract for the embedded store and for PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from opengovai.config import load_settings, open_assistant, open_part
from opengovai.errors import StorageError
from opengovai.knowledge import KnowledgeBase
from opengovai.knowledge.filters import Filter
from opengovai.knowledge.shared import SharedKnowledgeBase
from opengovai.knowledge.transfer import export_lines, import_lines
from opengovai.testing.postgres_server import OWNER, PostgresServer
from opengovai.testing.stores import Opener, sample_document, store_rules
from opengovai.types import RedactedText, Status

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


def test_a_service_is_configured_onto_it(
    editor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNOWLEDGE_DSN", editor)
    config = tmp_path / "opengovai.toml"
    config.write_text(
        '[store]\nuse = "postgres"\ndsn_env = "KNOWLEDGE_DSN"\ncollection = "service"\n'
    )
    with closing(open_part(load_settings(config), "store")) as store:
        store.add([sample_document("The fee for a passport is fifty shillings.", name="fees")])
    with open_assistant(config, audit=tmp_path / "log") as assistant:
        answer = assistant.ask("What is the fee for a passport?")
    assert answer.status == Status.ANSWERED
    assert [citation.document_id for citation in answer.citations] == ["fees"]


def test_collections_do_not_see_each_other(editor: str) -> None:
    here, there = (_shared(editor, f"separate {n}") for n in range(2))
    with closing(here), closing(there):
        here.add([sample_document("The fee is fifty shillings.", name="fees")])
        assert there.search(RedactedText("the fee"), language="en") == []
        assert there.current() == {}
        assert not there.remove("fees")


def test_a_knowledge_base_moves_with_its_history(editor: str, tmp_path: Path) -> None:
    with (
        KnowledgeBase.open(tmp_path / "a") as base,
        closing(_shared(editor, "moved")) as shared,
        KnowledgeBase.open(tmp_path / "b") as back,
    ):
        for fee in ("ten", "twenty", "ten"):
            base.add([sample_document(f"The fee is {fee} shillings.", name="fees")])
        base.add([sample_document("Nul \0 and 😀", name="gone")])
        base.remove("gone")
        import_lines(shared, export_lines(base))
        assert shared.current() == base.current()
        import_lines(back, export_lines(shared))
        assert sorted(export_lines(back)) == sorted(export_lines(base))


def test_counts_stay_exact_through_many_small_changes(editor: str) -> None:
    """More batches than are kept apart: the sums are folded on the way."""
    with closing(_shared(editor, "small changes")) as store:
        for n in range(150):
            store.add([sample_document(f"Notice {n}. " + "Closed. " * (n % 3), name=f"{n % 20}")])
            if n % 7 == 0:
                store.remove(f"{n % 20}")
        current = len(store.current())
        passages = store._store
        extent = passages.extents()["en"]
        held = passages.frequencies("en", ["notic", "close", "zeppelin"])
        assert extent.passages == current == held["notic"]
        found = store.search(RedactedText("closed"), k=100, language="en")
        assert held["close"] == sum("Closed" in hit.passage.text for hit in found)


@pytest.mark.parametrize("user", ["postgres", "clerk"])
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM opengovai.version",
        "TRUNCATE opengovai.version",
        "UPDATE opengovai.version SET text = 'x'",
    ],
)
def test_nobody_takes_back_what_was_citable(
    editor: str, server: PostgresServer, user: str, statement: str
) -> None:
    import psycopg

    with closing(_shared(editor, "kept")) as store:
        store.add([sample_document("Kept.", name="kept")])
    dsn = server.dsn(user, "knowledge")
    with psycopg.connect(dsn) as connection, pytest.raises(psycopg.Error):
        connection.execute(statement)


def test_a_reader_reads_and_writes_nothing(editor: str, server: PostgresServer) -> None:
    import psycopg

    with psycopg.connect(server.dsn(), autocommit=True) as admin:
        admin.execute("CREATE ROLE answering LOGIN IN ROLE opengovai_reader")
    document = sample_document("The fee is fifty shillings.", name="fees")
    reading = _shared(server.dsn("answering", "knowledge"), "read")
    with closing(_shared(editor, "read")) as writing, closing(reading):
        writing.add([document])
        assert reading.search(RedactedText("fee"), language="en")
        assert reading.document("fees", document.version) == document
        with pytest.raises(StorageError, match="permission denied"):
            reading.add([sample_document("Another.", name="fees")])


def test_a_dead_server_is_an_error_and_the_next_call_finds_it_again(
    editor: str, server: PostgresServer
) -> None:
    with closing(_shared(editor, "restarted")) as store:
        store.add([sample_document("The fee is fifty shillings.", name="fees")])
        with ThreadPoolExecutor(4) as pool:  # several connections are open
            list(pool.map(lambda _: store.search(RedactedText("fee"), language="en"), range(8)))
        server.stop("immediate")
        try:
            with pytest.raises(StorageError, match="PostgreSQL refused"):
                store.search(RedactedText("fee"), language="en")
        finally:
            server.start()
        with ThreadPoolExecutor(4) as pool:
            found = pool.map(lambda _: store.search(RedactedText("fee"), language="en"), range(8))
            assert all(found)


def test_the_stores_agree_on_the_best_passage(editor: str, tmp_path: Path) -> None:
    sections = "".join(
        f"{n}. {topic}\nThe {topic} fee is {n} shillings, paid at the {topic} office.\n"
        for n, topic in enumerate(("passport", "licence", "marriage", "birth", "land", "court"), 1)
    )
    questions = ("land fee", "where do I pay for a birth certificate", "section 3", "licens")
    with (
        KnowledgeBase.open(tmp_path / "kb") as base,
        closing(_shared(editor, "agreeing")) as shared,
    ):
        for store in (base, shared):
            store.add([sample_document(sections)])
        for question in questions:
            ours, theirs = (
                store.retrieve(RedactedText(question), k=3, language="en")
                for store in (base, shared)
            )
            assert [hit.passage for hit in ours] == [hit.passage for hit in theirs]
            for one, other in zip(ours, theirs, strict=True):
                assert one.score == pytest.approx(other.score, rel=1e-5)
                assert one.lexical == pytest.approx(other.lexical)
                assert one.weights == pytest.approx(other.weights)


@pytest.mark.parametrize(
    ("among", "expected"),
    [
        (Filter(), {"civil/en", "civil/fr", "tax/en", "civil%/en"}),
        (Filter(languages=frozenset({"fr"})), {"civil/fr"}),
        (Filter(publishers=frozenset({"Registry"})), {"civil/en", "civil%/en"}),
        (Filter(prefixes=frozenset({"civil/", "tax/"})), {"civil/en", "civil/fr", "tax/en"}),
        (Filter(prefixes=frozenset({"civil%"})), {"civil%/en"}),
        (
            Filter(languages=frozenset({"en"}), publishers=frozenset({"Treasury", "Registry"}),
                   prefixes=frozenset({"civil/", "tax/"})),
            {"civil/en", "tax/en"},
        ),
        (Filter(publishers=frozenset({"Nobody"})), set()),
    ],
)  # fmt: skip
def test_the_stores_search_among_the_same_documents(
    editor: str, tmp_path: Path, among: Filter, expected: set[str]
) -> None:
    documents = [
        replace(
            sample_document(f"DS-2019, {n} EUR.", name=name, language=name[-2:]),
            publisher=publisher,
        )
        for n, (name, publisher) in enumerate(
            [("civil/en", "Registry"), ("civil/fr", "État"), ("tax/en", "Treasury"),
             ("civil%/en", "Registry")]
        )
    ]  # fmt: skip
    with (
        KnowledgeBase.open(tmp_path / "kb") as base,
        closing(_shared(editor, f"among {next(_collections)}")) as shared,
    ):
        for store in (base, shared):
            store.add(documents)
            hits = store.search(RedactedText("DS-2019"), k=9, language="en", among=among)
            assert {hit.passage.document_id for hit in hits} == expected


def test_another_publisher_of_the_same_text_is_found_by_its_name(editor: str) -> None:
    document = sample_document("The fee is fifty shillings.", name="fees")
    with closing(_shared(editor, "published")) as store:
        for publisher in ("Registry", "Treasury"):
            store.add([replace(document, publisher=publisher)])
        for publisher, found in (("Registry", 0), ("Treasury", 1)):
            among = Filter(publishers=frozenset({publisher}))
            assert len(store.search(RedactedText("fee"), language="en", among=among)) == found


def _shared(dsn: str, collection: str) -> SharedKnowledgeBase:
    from opengovai.adapters.postgres.store import PostgresStore

    return SharedKnowledgeBase(PostgresStore(dsn, collection=collection))
