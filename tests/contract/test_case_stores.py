"""One contract for the tables of cases in SQLite and in PostgreSQL."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import msgspec
import pytest

for _folder in ("unit", "system"):
    sys.path.append(str(Path(__file__).resolve().parents[1] / _folder))

from case_parts import letter, opened, service  # noqa: E402
from test_case_crash import judge, killed_at_random, start  # noqa: E402

from opengovai import case_rights  # noqa: E402
from opengovai.audit.keys import SQLiteKeyStore  # noqa: E402
from opengovai.cases import database as sqlite_tables  # noqa: E402
from opengovai.cases.database import Database  # noqa: E402
from opengovai.cases.store import CaseStore, Event  # noqa: E402
from opengovai.casework import Casework  # noqa: E402
from opengovai.cli import main  # noqa: E402
from opengovai.errors import CaseStateError, InputError, StorageError  # noqa: E402
from opengovai.plugins import installed  # noqa: E402
from opengovai.protocols import CaseDatabase  # noqa: E402
from opengovai.testing.postgres_server import OWNER, PostgresServer  # noqa: E402
from opengovai.types import Receipt, RedactedText, ReviewDecision  # noqa: E402

Open = Callable[[], CaseDatabase]
_numbers = count()


@pytest.fixture(scope="module")
def clerk(server: PostgresServer) -> str:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(server.dsn(), autocommit=True) as admin:
        for group in ("opengovai_caseworker", "opengovai_eraser"):
            if not admin.execute("SELECT FROM pg_roles WHERE rolname = %s", (group,)).rowcount:
                admin.execute(f"CREATE ROLE {group} NOLOGIN")
        admin.execute("CREATE ROLE desk LOGIN IN ROLE opengovai_caseworker, opengovai_eraser")
    return "desk"


@pytest.fixture
def dsn(server: PostgresServer, clerk: str) -> str:
    """A new database with the tables, as one who may work on cases and destroy their keys."""
    import psycopg

    from opengovai.adapters.postgres.cases import PostgresCases

    name = f"cases{next(_numbers)}"
    with psycopg.connect(server.dsn(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    with closing(PostgresCases(server.dsn(OWNER, name))) as owner:
        assert owner.migrate() == owner.migrate()
    return server.dsn(clerk, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def connect(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same tables each time, empty at first; closes them after the test."""
    dsn = request.getfixturevalue("dsn") if request.param == "postgresql" else ""
    with ExitStack() as closes:

        def connect() -> CaseDatabase:
            if dsn:
                from opengovai.adapters.postgres.cases import PostgresCases

                return closes.enter_context(closing(PostgresCases(dsn)))
            keys = closes.enter_context(closing(SQLiteKeyStore(tmp_path / "keys.sqlite")))
            return closes.enter_context(closing(Database(tmp_path / "cases.sqlite", keys)))

        yield connect


def take_in(store: CaseStore, number: int = 0) -> str:
    made = service()
    store.register(made.digest, "/laws", made.body)
    case, event = f"case{number}", Event(kind="received", actor="system", trail="t", data={})
    assert store.receive(
        f"intake{number}",
        case=case,
        service=made.id,
        digest=made.digest,
        name="a.txt",
        data=letter(),
        event=event,
    )
    return case


def test_what_was_taken_in_is_there_for_everybody_and_once(connect: Open) -> None:
    one, other = CaseStore(connect()), CaseStore(connect())
    case = take_in(one)
    assert other.known("intake0") == case
    assert other.source(case) == ("a.txt", letter())
    event = Event(kind="received", actor="system", trail="t", data={})
    made = service()
    again = other.receive(
        "intake0",
        case="another",
        service=made.id,
        digest=made.digest,
        name="b.txt",
        data=b"b",
        event=event,
    )
    assert again == 0
    assert [row["id"] for row in one.rows()] == [case]
    assert other.service(made.digest) == ("/laws", made.body)
    with pytest.raises(InputError, match="no such case"):
        other.row("another")


def test_a_change_is_made_from_the_state_it_was_decided_on_or_not_at_all(connect: Open) -> None:
    one, other = CaseStore(connect()), CaseStore(connect())
    case = take_in(one)
    event = Event(kind="prepare", actor="system", trail="t", data={"queue": "cards"})
    assert one.change(case, ["received"], event, state="open", content={"parts": []}, due="1")
    with pytest.raises(CaseStateError, match="'open'"):
        other.change(case, ["received"], event, state="open")
    with pytest.raises(CaseStateError, match="nobody"):
        other.change(case, ["open"], event, where={"assignee": "Akinyi"}, assignee="")
    assert other.content(case) == {"parts": []}
    assert [e["kind"] for e in other.events(case)] == ["received", "prepare"], "no more than were"


def test_of_many_who_change_at_once_one_does(connect: Open) -> None:
    stores = [CaseStore(connect()) for _ in range(6)]
    case = take_in(stores[0])
    event = Event(kind="prepare", actor="system", trail="t", data={})

    def change(store: CaseStore) -> bool:
        try:
            return bool(store.change(case, ["received"], event, state="open"))
        except CaseStateError:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(change, stores)) == 1
    assert [e["kind"] for e in stores[0].events(case)] == ["received", "prepare"]


def test_a_lease_is_one_workers_until_it_ends(connect: Open) -> None:
    stores = [CaseStore(connect()) for _ in range(6)]
    case = take_in(stores[0])
    workers = [f"elsewhere{n}:1" for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        attempts = list(pool.map(lambda s, w: s.claim(case, w, seconds=0.6), stores, workers))
    assert sorted(attempts) == [0, 0, 0, 0, 0, 1]
    late = stores[0]
    assert late.waiting(service().digest, "late:1") == []
    assert late.claim(case, "late:1", seconds=60) == 0
    time.sleep(0.7)
    assert late.waiting(service().digest, "late:1") == [case]
    assert late.claim(case, "late:1", seconds=60) == 2


def test_what_the_log_lacks_is_known_until_it_has_it(connect: Open) -> None:
    store = CaseStore(connect())
    case = take_in(store)
    (event,) = store.unrecorded(case)
    receipt = Receipt(log="l", index=7, leaf="00" * 32)
    store.recorded(event["seq"], receipt)
    store.recorded(event["seq"], msgspec.structs.replace(receipt, index=8))
    assert store.unrecorded() == []
    assert [(e["kind"], e["entry"]) for e in store.events(case)] == [("received", 7)]


@pytest.mark.parametrize(
    "statement", ["UPDATE events SET actor = 'x'", "DELETE FROM events"], ids=["change", "remove"]
)
def test_events_only_grow(connect: Open, statement: str) -> None:
    store = CaseStore(connect())
    take_in(store)
    with pytest.raises(StorageError), store.database.write() as now:
        now.execute(statement)
    assert len(store.events("case0")) == 1


def test_a_transaction_that_fails_leaves_nothing(connect: Open) -> None:
    store = CaseStore(connect())
    take_in(store)

    def fail() -> None:
        with store.database.write() as now:
            now.execute("UPDATE cases SET state = 'gone'")
            now.execute("UPDATE nothing SET state = 'gone'")

    with pytest.raises(StorageError):
        fail()
    assert store.row("case0")["state"] == "received"


GRANT = ReviewDecision(officer="Akinyi", outcome="grant", reason="OLD_ENOUGH")


def closed(work: Casework, number: int) -> str:
    case = work.prepare(letter(number=number), "a.txt").case
    work.conclude(case, GRANT)
    work.send(case, "Baraka")
    return case


def test_a_case_goes_its_whole_way_and_is_erased(connect: Open, tmp_path: Path) -> None:
    with opened(tmp_path / "desk", database=connect()) as work:
        case, other = closed(work, 20000001), closed(work, 20000002)
        assert case_rights.cases_of(work.store, work.service, {"id_number": "20000001"}) == [case]
        names = [e["field"] for e in case_rights.exported(work.store, case)["extractions"]]
        assert names == ["name", "id_number", "age"]
        case_rights.erase(
            work.store,
            work.audit,
            work.officers,
            work.outbox,
            work.service,
            case=case,
            officer="Akinyi",
            basis=RedactedText("request"),
        )
        assert work.store.content(case) is None
        with pytest.raises(StorageError, match="destroyed"):
            work.store.seals.open_json(case, "content", work.store.row(case)["content"])
        assert work.store.content(other) is not None
        assert work.store.unrecorded() == []
    assert len(list((tmp_path / "desk" / "outbox").glob("*.txt"))) == 1


def test_a_worker_takes_up_what_a_dead_one_held(connect: Open, tmp_path: Path) -> None:
    store = CaseStore(connect())
    case = take_in(store)
    assert store.claim(case, "elsewhere:1", seconds=0.05) == 1
    time.sleep(0.1)
    with opened(tmp_path / "desk", database=connect()) as work:
        assert work.resume() == 1
        assert work.store.row(case)["state"] == "open"


def test_what_a_living_worker_is_about_to_record_is_left_to_it(
    connect: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "desk", database=connect()) as work:
        monkeypatch.setattr("opengovai.cases.store.this_worker", lambda: "elsewhere:1")
        take_in(work.store)
        monkeypatch.undo()
        work.resume()
        pending = [event["kind"] for event in work.store.unrecorded()]
        assert pending == ["received"]
        monkeypatch.setattr("opengovai.steps._UNDER_WAY", -1.0)
        work.resume()
        assert work.store.unrecorded() == []


@pytest.mark.slow
def test_processes_share_the_work_on_postgresql(dsn: str, tmp_path: Path) -> None:
    from opengovai.adapters.postgres.cases import PostgresCases

    desk = tmp_path / "desk"
    batches = [start(desk, 8, dsn) for _ in range(2)]
    results = [batch.communicate(timeout=120) for batch in batches]
    with closing(PostgresCases(dsn)) as database:
        assert database.query("SELECT COUNT(*) AS n FROM cases") == [{"n": 8}], results
        twice = "SELECT case_id FROM events GROUP BY case_id, kind HAVING COUNT(*) > 1"
        assert database.query(twice) == []


@pytest.mark.slow
def test_random_kills_on_postgresql(dsn: str, tmp_path: Path) -> None:
    from opengovai.adapters.postgres.cases import PostgresCases

    desk = tmp_path / "desk"
    assert killed_at_random(desk, 3, cases=8, dsn=dsn, seed=4) >= 1
    with closing(PostgresCases(dsn)) as database:
        judge(desk, database, cases=8)


def test_a_store_of_the_first_release_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, keys = tmp_path / "cases.sqlite", SQLiteKeyStore(tmp_path / "keys.sqlite")
    monkeypatch.setattr(sqlite_tables, "MIGRATIONS", sqlite_tables.MIGRATIONS[:1])
    with CaseStore(Database(path, keys)) as old:
        take_in(old)
    monkeypatch.undo()
    with CaseStore(Database(path, keys)) as new:
        assert new.row("case0")["twice"] == 0
        assert new.source("case0") == ("a.txt", letter())
    monkeypatch.setattr(sqlite_tables, "MIGRATIONS", sqlite_tables.MIGRATIONS[:1])
    with pytest.raises(StorageError, match="has version 2, this release knows 1"):
        Database(path, keys)
    keys.close()


def test_a_desk_is_configured_onto_postgresql(
    server: PostgresServer,
    dsn: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if not any(p.group == "casestores" for p in installed()):
        # What the distribution declares, where this checkout's metadata are older.
        metadata = tmp_path / "site" / "cases-1.dist-info"
        metadata.mkdir(parents=True)
        (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: cases\nVersion: 1\n")
        (metadata / "entry_points.txt").write_text(
            "[opengovai.casestores]\npostgres = opengovai.adapters.postgres.plugin:cases\n"
        )
        monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setenv("CASES_DSN", dsn)
    config = tmp_path / "opengovai.toml"
    config.write_text(
        '[cases]\npath = "desk"\n[cases.database]\nuse = "postgres"\ndsn_env = "CASES_DSN"\n'
    )
    schema = Path(__file__).resolve().parents[2] / "examples" / "schemas" / "irs_w9.toml"
    form = tmp_path / "letter.txt"
    form.write_text("Request for Taxpayer\nBusiness name: Ouko Ltd\nCity, state, and ZIP code: X\n")
    words = ["case", "prepare", str(form), "--schema", str(schema), "--config", str(config)]
    assert main([*words, "--json"]) == 0
    assert "Ouko Ltd" in capsys.readouterr().out
    assert not (tmp_path / "desk" / "cases.sqlite").exists()
    with opened(tmp_path / "other", database=_cases(dsn)) as work:
        assert [row["service"] for row in work.store.rows()] == ["irs-w9"]
    migrate = ["case", "migrate", "--config", str(config), "--json"]
    assert main(migrate) == 2, "the tables are their owner's"
    name = dict(word.split("=", 1) for word in dsn.split())["dbname"]
    monkeypatch.setenv("CASES_DSN", server.dsn(OWNER, name))
    assert main(migrate) == 0
    assert '"version"' in capsys.readouterr().out


def _cases(dsn: str) -> CaseDatabase:
    from opengovai.adapters.postgres.cases import PostgresCases

    return PostgresCases(dsn)
