"""The shared log on a real PostgreSQL server."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

psycopg = pytest.importorskip("psycopg")

from opengovai.adapters.postgres.journal import PostgresJournal  # noqa: E402
from opengovai.adapters.postgres.keystore import PostgresKeyStore  # noqa: E402
from opengovai.audit import LogReader, verify  # noqa: E402
from opengovai.audit.merkle import leaf_hash  # noqa: E402
from opengovai.audit.shared import SharedLog, publish_shared  # noqa: E402
from opengovai.cli import main  # noqa: E402
from opengovai.config import load_settings, open_assistant, open_part  # noqa: E402
from opengovai.errors import (  # noqa: E402
    AuditError,
    ConfigurationError,
    LogDamagedError,
    StorageError,
)
from opengovai.knowledge import KnowledgeBase  # noqa: E402
from opengovai.testing import sample_record  # noqa: E402
from opengovai.testing.postgres_server import OWNER, PostgresServer  # noqa: E402
from opengovai.types import JournalEntry, Receipt  # noqa: E402

ORIGIN = "example.go.ke/shared/log"
WRITER, ERASER = "service", "dpo"


@pytest.fixture(scope="module")
def roles(server: PostgresServer) -> None:
    with closing(PostgresJournal(server.dsn(OWNER))) as owner:
        owner.migrate()
    with psycopg.connect(server.dsn(OWNER), autocommit=True) as admin:
        for role, group in ((WRITER, "opengovai_writer"), (ERASER, "opengovai_eraser")):
            admin.execute(f"CREATE ROLE {role} LOGIN IN ROLE {group}")


Connect = Callable[[str], PostgresJournal]


@pytest.fixture
def connect(server: PostgresServer, roles: None) -> Iterator[Connect]:
    """Opens journals as a role, on freshly migrated tables; closes them after the test."""
    with psycopg.connect(server.dsn(OWNER), autocommit=True) as admin:
        admin.execute("DROP SCHEMA IF EXISTS opengovai CASCADE")
    with ExitStack() as closes:

        def connect(user: str) -> PostgresJournal:
            return closes.enter_context(closing(PostgresJournal(server.dsn(user))))

        owner = connect(OWNER)
        assert owner.migrate() == owner.migrate() == 3
        yield connect


@pytest.fixture
def journal(connect: Connect) -> PostgresJournal:
    return connect(WRITER)


@pytest.fixture
def log(server: PostgresServer, connect: Connect) -> Iterator[SharedLog]:
    with closing(_log(server, WRITER)) as log:
        yield log


def _log(server: PostgresServer, user: str) -> SharedLog:
    dsn = server.dsn(user)
    return SharedLog(PostgresJournal(dsn), PostgresKeyStore(dsn), origin=ORIGIN)


def test_many_writers_one_log_that_outsiders_verify(
    server: PostgresServer, journal: PostgresJournal, log: SharedLog, tmp_path: Path
) -> None:
    other = _log(server, WRITER)
    with ThreadPoolExecutor(8) as pool:
        receipts = list(
            pool.map(lambda i: (log if i % 2 else other).append(sample_record(i)), range(400))
        )
    other.close()
    assert sorted(receipt.index for receipt in receipts) == list(range(400))
    assert publish_shared(journal, tmp_path / "log", origin=ORIGIN) == 400
    log.append_many([sample_record(i) for i in range(400, 700)])
    assert publish_shared(journal, tmp_path / "log", origin=ORIGIN) == 700
    report = verify(tmp_path / "log")
    assert report.ok, report
    assert report.size == 700


def test_coroutines_share_batches_and_a_bad_record_fails_alone(
    journal: PostgresJournal, log: SharedLog, tmp_path: Path
) -> None:
    async def main() -> list[Receipt | BaseException]:
        records = [sample_record(i) for i in range(300)]
        records[150] = replace(records[150], phase="later")
        waiting = (log.append_async(record) for record in records)
        return await asyncio.gather(*waiting, return_exceptions=True)

    outcomes = asyncio.run(main())
    assert isinstance(outcomes.pop(150), AuditError)
    assert publish_shared(journal, tmp_path / "log", origin=ORIGIN) == 299
    reader = LogReader(tmp_path / "log")
    for outcome in outcomes:
        assert isinstance(outcome, Receipt)
        assert leaf_hash(reader.entry(outcome.index)).hex() == outcome.leaf


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_forked_child_appends_for_itself(log: SharedLog) -> None:
    asyncio.run(log.append_async(sample_record(0)))
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        index = asyncio.run(log.append_async(sample_record(1))).index
        os._exit(index + log.append(sample_record(2)).index)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert asyncio.run(log.append_async(sample_record(3))).index == 3


def test_an_exported_entry_that_was_altered_is_named(
    server: PostgresServer, journal: PostgresJournal, log: SharedLog, tmp_path: Path
) -> None:
    log.append_many([sample_record(i) for i in range(20)])
    publish_shared(journal, tmp_path / "log", origin=ORIGIN)
    bundle = tmp_path / "log" / "tile" / "entries" / "000.p" / "20"
    raw = bytearray(bundle.read_bytes())
    raw[-5] ^= 1
    bundle.write_bytes(raw)
    assert verify(tmp_path / "log").first_bad == 19


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE opengovai.entry SET leaf = '\\x00'",
        "DELETE FROM opengovai.entry",
        "TRUNCATE opengovai.entry CASCADE",
        "UPDATE opengovai.head SET size = 1",
        "DELETE FROM opengovai.head",
    ],
)
@pytest.mark.parametrize("user", [OWNER, WRITER, ERASER])
def test_nobody_rewrites_the_journal(
    server: PostgresServer, journal: PostgresJournal, log: SharedLog, statement: str, user: str
) -> None:
    log.append_many([sample_record(i) for i in range(3)])
    with psycopg.connect(server.dsn(user)) as connection, pytest.raises(psycopg.Error):
        connection.execute(statement)
    assert [receipt.index for receipt in log.append_many([sample_record(3)])] == [3]


def test_a_superuser_who_cuts_the_journal_is_found_out(
    server: PostgresServer, journal: PostgresJournal, log: SharedLog, tmp_path: Path
) -> None:
    log.append_many([sample_record(i) for i in range(10)])
    publish_shared(journal, tmp_path / "log", origin=ORIGIN)
    with psycopg.connect(server.dsn(OWNER)) as connection:
        connection.execute("ALTER TABLE opengovai.entry DISABLE TRIGGER ALL")
        connection.execute("ALTER TABLE opengovai.head DISABLE TRIGGER ALL")
        connection.execute("DELETE FROM opengovai.private WHERE index >= 8")
        connection.execute("DELETE FROM opengovai.entry WHERE index >= 8")
        connection.execute("UPDATE opengovai.head SET size = 8")
    with pytest.raises(LogDamagedError, match="entry 8"):
        publish_shared(journal, tmp_path / "log", origin=ORIGIN)
    log.append_many([sample_record(i) for i in range(10, 15)])
    assert verify(tmp_path / "log").ok, "what was signed still verifies"


def test_a_gap_in_the_journal_is_never_signed(
    server: PostgresServer, journal: PostgresJournal, log: SharedLog, tmp_path: Path
) -> None:
    log.append_many([sample_record(i) for i in range(10)])
    with psycopg.connect(server.dsn(OWNER)) as connection:
        connection.execute("ALTER TABLE opengovai.entry DISABLE TRIGGER ALL")
        connection.execute("DELETE FROM opengovai.private WHERE index = 4")
        connection.execute("DELETE FROM opengovai.entry WHERE index = 4")
    with pytest.raises(LogDamagedError, match="entry 4"):
        publish_shared(journal, tmp_path / "log", origin=ORIGIN)


def test_a_batch_is_recorded_whole_or_not_at_all(journal: PostgresJournal) -> None:
    good = JournalEntry(entry=b"{}")
    with pytest.raises(AuditError, match="refused"):
        journal.append([good, JournalEntry(entry=b"")])
    assert journal.size() == 0
    assert journal.append([good, good]) == 0
    assert list(journal.read(0, 2)) == [b"{}", b"{}"]


def test_erasure_leaves_the_log_whole(
    server: PostgresServer,
    connect: Connect,
    journal: PostgresJournal,
    log: SharedLog,
    tmp_path: Path,
) -> None:
    records = [sample_record(i) for i in range(6)]
    log.append_many(records)
    subject = next(record.subject for record in records if record.private)
    with_private = [i for i, r in enumerate(records) if r.subject == subject and r.private]
    with closing(PostgresKeyStore(server.dsn(ERASER))) as keys:
        assert keys.destroy(subject)
        assert not keys.destroy(subject)
    assert connect(ERASER).erase(subject) == len(with_private)
    with (
        closing(PostgresKeyStore(server.dsn(WRITER))) as keys,
        pytest.raises(StorageError, match="destroyed"),
    ):
        keys.key(subject)
    publish_shared(journal, tmp_path / "log", origin=ORIGIN)
    assert verify(tmp_path / "log").ok


WRITE_UNTIL_KILLED = """
import sys
from opengovai.adapters.postgres.journal import PostgresJournal
from opengovai.adapters.postgres.keystore import PostgresKeyStore
from opengovai.audit.shared import SharedLog
from opengovai.testing import sample_record
log = SharedLog(PostgresJournal(sys.argv[1]), PostgresKeyStore(sys.argv[1]), origin=sys.argv[2])
i = 0
while True:
    for receipt in log.append_many([sample_record(i + n) for n in range(7)]):
        print(receipt.index, receipt.leaf, flush=True)
    i += 7
"""


def test_what_was_acknowledged_survives_the_death_of_writer_and_server(
    server: PostgresServer, journal: PostgresJournal, tmp_path: Path
) -> None:
    dsn = server.dsn(WRITER)
    command = [sys.executable, "-c", WRITE_UNTIL_KILLED, dsn, ORIGIN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = [writer.stdout.readline() for _ in range(50)]
        server.stop("immediate")  # no shutdown checkpoint: the server recovers from its log
        writer.send_signal(signal.SIGKILL)
        acknowledged = [line.split() for line in [*first, *writer.stdout] if line.endswith("\n")]
    server.start()
    assert publish_shared(journal, tmp_path / "log", origin=ORIGIN) >= len(acknowledged)
    assert verify(tmp_path / "log").ok
    from opengovai.audit.merkle import leaf_hash

    stored = [leaf_hash(leaf).hex() for leaf in journal.read(0, journal.size())]
    assert all(stored[int(index)] == leaf for index, leaf in acknowledged)


def test_without_a_server_nobody_is_answered(tmp_path: Path) -> None:
    dsn = f"host={tmp_path} dbname=none password=hunter2"
    log = SharedLog(PostgresJournal(dsn), PostgresKeyStore(dsn), origin=ORIGIN)
    with pytest.raises(AuditError, match="PostgreSQL refused") as caught:
        log.append(sample_record(0))
    assert "hunter2" not in str(caught.value)


def test_a_service_is_configured_onto_it(
    server: PostgresServer,
    connect: Connect,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AUDIT_DSN", server.dsn(WRITER))
    config = tmp_path / "opengovai.toml"
    config.write_text(
        f'[audit]\nuse = "shared"\norigin = "{ORIGIN}"\n'
        '[audit.journal]\nuse = "postgres"\ndsn_env = "AUDIT_DSN"\n'
        '[audit.keys]\nuse = "postgres"\ndsn_env = "AUDIT_DSN"\n'
    )
    KnowledgeBase.open(tmp_path / "kb").close()
    with open_assistant(config, kb=tmp_path / "kb") as assistant:
        receipt = assistant.ask("Is anybody there?").receipt
    assert (receipt.log, receipt.index) == (ORIGIN, 1)
    assert main(["audit", "publish", str(tmp_path / "log"), "--config", str(config)]) == 0
    assert main(["audit", "verify", str(tmp_path / "log")]) == 0
    assert "2 entries" in capsys.readouterr().out


def test_a_missing_connection_string_says_which_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUDIT_DSN", raising=False)
    config = tmp_path / "opengovai.toml"
    config.write_text('[audit.journal]\nuse = "postgres"\ndsn_env = "AUDIT_DSN"\n')
    with pytest.raises(ConfigurationError, match="AUDIT_DSN is not set"):
        open_part(load_settings(config), "audit", "journal")
