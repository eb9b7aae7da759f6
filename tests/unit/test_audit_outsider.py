"""What somebody meets who was handed a log: damaged, hostile, of another owner, or very large."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest

from opengovai.audit import AuditLog, LogReader, prove, verify
from opengovai.audit.checkpoint import Checkpoint
from opengovai.audit.merkle import leaf_hash
from opengovai.audit.note import Signer
from opengovai.audit.proofs import Proof
from opengovai.cli import main
from opengovai.errors import AuditError, InputError, LogDamagedError
from opengovai.testing import sample_record
from opengovai.types import AuditRecord


@pytest.fixture
def log(tmp_path: Path) -> Path:
    with AuditLog.open(tmp_path / "log", publish_every=3600) as log:
        log.append_many([sample_record(i) for i in range(300)])
        log.publish()
        log.append_many([sample_record(i) for i in range(300, 320)])
    return tmp_path / "log"


READING = (
    ("show",),
    ("show", "--json"),
    ("export",),
    ("export", "--format", "csv"),
    ("export", "--format", "ai-act"),
    ("export", "--format", "prov"),
    ("stats",),
)


def overwritten(bundle: Path, at: int, data: bytes) -> None:
    raw = bytearray(bundle.read_bytes())
    raw[at : at + len(data)] = data
    bundle.write_bytes(raw)


@pytest.mark.parametrize("verb", READING, ids=" ".join)
@pytest.mark.parametrize("damage", [b"\x00", b"\xed\xa0\x80", b'"'], ids=["nul", "utf8", "quote"])
def test_a_damaged_entry_is_named_by_whoever_reads_it(
    log: Path, verb: tuple[str, ...], damage: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    overwritten(log / "tile" / "entries" / "000", 60, damage)
    assert main(["audit", verb[0], str(log), *verb[1:]]) == 2
    said = capsys.readouterr().err
    assert "entry 0" in said
    assert "audit verify" in said
    assert verify(log).first_bad == 0


def foreign(path: Path, entries: list[bytes], *, size: int | None = None) -> Path:
    """A log as another program would write it, signed and all."""
    signer = Signer.generate("elsewhere.example/log")
    folder = path / "tile" / "entries" / "000.p"
    folder.mkdir(parents=True)
    (path / "tile" / "0" / "000.p").mkdir(parents=True)
    members = b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
    (folder / str(len(entries))).write_bytes(members)
    leaves = [leaf_hash(entry) for entry in entries]
    (path / "tile" / "0" / "000.p" / str(len(entries))).write_bytes(b"".join(leaves))
    checkpoint = Checkpoint(signer.key.name, size or 1, leaves[0])
    (path / "checkpoint").write_text(signer.sign(checkpoint.text()), "utf-8")
    (path / "vkey").write_text(f"{signer.key}\n", "utf-8")
    return path


def stored(**changes: Any) -> bytes:
    record = {
        "id": "r",
        "source": "s",
        "type": "t",
        "time": "2026-01-01T00:00:00Z",
        "subject": "",
        "phase": "result",
        "data": {"status": "answered"},
    }
    return json.dumps({**record, **changes}).encode()


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"1" * 5000,
        b"[" * 30_000,
        stored(data=[]),
        stored(data={"redactions": 7}),
        stored(data={"oversight": "yes"}),
        stored(data={"duration_ms": 1e300}),
        stored(time="yesterday"),
        stored(time="2026-13-45T99:00:00Z"),
        stored(time="0001-01-01T00:00:00+23:59"),
        stored(id=None),
    ],
    ids=range(14),
)
def test_entries_of_another_make_are_refused_not_stumbled_over(
    tmp_path: Path, entry: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    log = foreign(tmp_path / "log", [entry])
    assert verify(log).ok
    for verb, *options in READING:
        assert main(["audit", verb, str(log), *options]) == 2
        assert "entry 0" in capsys.readouterr().err
    proof = tmp_path / "proof"
    proof.write_text(prove(log, 0), "utf-8")
    if entry:  # an empty one would stand in no proof file
        key = (log / "vkey").read_text("utf-8").strip()
        assert main(["audit", "verify-proof", str(proof), "--key", key]) == 0
        assert main(["audit", "verify-proof", str(proof), "--key", key, "--json"]) == 0


def test_a_log_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "\x1b[2J\x9b31m\u202e\u2028ok"
    log = foreign(tmp_path / "log", [stored(id=hostile, data={"status": hostile})])
    proof = tmp_path / "proof"
    proof.write_text(prove(log, 0), "utf-8")
    key = (log / "vkey").read_text("utf-8").strip()
    assert main(["audit", "show", str(log)]) == 0
    assert main(["audit", "verify-proof", str(proof), "--key", key]) == 0
    said = capsys.readouterr().out
    assert not set(hostile) & set(said) - set("[2J31mok")


def test_facts_do_not_pass_for_the_envelope(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = foreign(tmp_path / "log", [stored(data={"id": "another", "time": "later"})])
    assert main(["audit", "export", str(log), "--format", "csv"]) == 0
    row = capsys.readouterr().out.splitlines()[1]
    assert row.startswith("0,2026-01-01T00:00:00Z,r,t,")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_checkpoint_that_claims_more_than_there_is(
    tmp_path: Path, jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log = foreign(tmp_path / "log", [stored()], size=10**18)
    assert main(["audit", "verify", str(log), "--jobs", jobs]) == 1
    assert "entry 1" in capsys.readouterr().out
    assert main(["audit", "prove", str(log), str(10**17)]) == 2
    assert main(["audit", "show", str(log)]) == 2


def test_a_log_under_another_key_passes_only_where_no_key_is_named(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = (log / "vkey").read_text("utf-8").strip()
    with AuditLog.open(tmp_path / "other", origin=LogReader(log).key.name) as other:
        other.append(sample_record(0))
    assert main(["audit", "verify", str(log), "--key", key]) == 0
    assert main(["audit", "verify", str(tmp_path / "other")]) == 0
    assert main(["audit", "verify", str(tmp_path / "other"), "--key", key]) == 1
    assert main(["audit", "verify", str(log), "--key", "nonsense"]) == 2
    assert "no verifier key" in capsys.readouterr().err


def test_a_key_that_is_none_is_bad_input_and_no_failed_proof(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "prove", str(log), "0"]) == 0
    proof = tmp_path / "entry.proof"
    proof.write_text(capsys.readouterr().out, "utf-8")
    assert main(["audit", "verify-proof", str(proof), "--key", "foo"]) == 2
    assert "--key" in capsys.readouterr().err
    key = (log / "vkey").read_text("utf-8").strip()
    assert main(["audit", "verify-proof", str(proof), "--key", key]) == 0


def test_a_folder_that_is_no_log_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "verify", str(tmp_path)]) == 2
    (tmp_path / "letter.txt").write_text("hello", "utf-8")
    assert main(["audit", "verify", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("There is no log here") == 2


def test_no_log_is_made_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("hello", "utf-8")
    with pytest.raises(AuditError, match=r"letter\.txt"):
        AuditLog.open(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


def test_a_log_in_which_somebody_put_a_file_is_still_one(log: Path) -> None:
    (log / "README.txt").write_text("our log", "utf-8")
    AuditLog.open(log).close()


def test_a_log_is_made_in_an_empty_folder_and_on_a_new_disk(tmp_path: Path) -> None:
    (tmp_path / "lost+found").mkdir()
    AuditLog.open(tmp_path).close()
    assert verify(tmp_path).ok


def test_an_empty_log_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log"
    AuditLog.open(log).close()
    assert main(["audit", "verify", str(log)]) == 0
    assert main(["audit", "prove", str(log), "0"]) == 2
    for verb, *options in READING:
        assert main(["audit", verb, str(log), *options]) == 0
    page = tmp_path / "page.html"
    assert main(["audit", "stats", str(log), "--html", str(page)]) == 0
    assert "nothing yet" in page.read_text("utf-8")
    assert "no record of this subject" in erased(log, "nobody", capsys)


def erased(log: Path, subject: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["audit", "erase", str(log), subject, "--basis", "b", "--approver", "a"]) == 2
    return capsys.readouterr().err


def test_nothing_is_made_where_no_log_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    assert "not a log" in erased(tmp_path / "folder", "s", capsys)
    assert "not a log" in erased(tmp_path / "nothing", "s", capsys)
    assert main(["audit", "verify", str(tmp_path / "folder")]) == 2
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.parametrize("keep", [0, 5, 299], ids=str)
def test_a_tail_that_was_cut_off_is_missed(
    log: Path, keep: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Entries, tiles and journal as if the last records had never been; the checkpoint stays."""
    for path in sorted(log.glob("tile/**/*.p"), reverse=True):
        rmtree(path)
    for path in log.glob("tile/*/001"):
        path.unlink()
    bundle = log / "tile" / "entries" / "000"
    if keep < 256:
        entries = bundle.read_bytes()
        bundle.write_bytes(entries[: len(entries) * keep // 256])
    assert main(["audit", "verify", str(log)]) == 1
    capsys.readouterr()
    with pytest.raises(LogDamagedError) as refused:
        AuditLog.open(log)
    assert "entry" in str(refused.value)


def test_an_older_copy_is_refused_where_the_own_memory_is_newer(log: Path, tmp_path: Path) -> None:
    copytree(log, tmp_path / "copy")
    with AuditLog.open(log) as live:
        live.append(sample_record(1))
    (tmp_path / "copy" / "keys" / "last-signed").write_bytes(
        (log / "keys" / "last-signed").read_bytes()
    )
    with pytest.raises(LogDamagedError, match="shorter"):
        AuditLog.open(tmp_path / "copy")
    assert not verify(tmp_path / "copy", checkpoint=log / "checkpoint").ok


@pytest.mark.parametrize(
    "change",
    [
        lambda p: replace(p, index=p.index + 1),
        lambda p: replace(p, index=2**63),
        lambda p: replace(p, path=p.path[1:]),
        lambda p: replace(p, path=(*p.path, p.path[0])),
        lambda p: replace(p, extra=p.extra + b" "),
        lambda p: replace(p, note=p.note.replace(b"\n320\n", b"\n321\n")),
        lambda p: replace(p, path=p.path * 40),
    ],
    ids=range(7),
)
def test_a_proof_that_was_changed_is_refused(
    log: Path, tmp_path: Path, change: Callable[[Proof], Proof]
) -> None:
    file = tmp_path / "proof"
    file.write_text(change(Proof.parse(prove(log, 7))).text(), "utf-8")
    key = (log / "vkey").read_text("utf-8").strip()
    assert main(["audit", "verify-proof", str(file), "--key", key]) == 1


def test_a_proof_file_of_nonsense_is_refused(log: Path, tmp_path: Path) -> None:
    key = (log / "vkey").read_text("utf-8").strip()
    file = tmp_path / "proof"
    for text in ("", "c2sp.org/tlog-proof@v1\n", "\n\n", prove(log, 7)[:-20], "\u2014" * 500):
        file.write_text(text, "utf-8")
        assert main(["audit", "verify-proof", str(file), "--key", key]) == 1
    file.write_text(prove(log, 7).replace("extra ", f"extra {base64.b64encode(b'x').decode()}"))
    assert main(["audit", "verify-proof", str(file), "--key", key]) == 1


# Clocks --------------------------------------------------------------------------------------


def at(time: datetime, i: int, subject: str) -> AuditRecord:
    return replace(sample_record(i), time=f"{time:%Y-%m-%dT%H:%M:%SZ}", subject=subject)


def test_a_clock_that_is_behind_does_not_shorten_retention(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with AuditLog.open(tmp_path) as log:
        log.append(at(now - timedelta(days=2), 0, "right"))
        log.append(at(datetime(1970, 1, 1, tzinfo=UTC), 1, "behind"))
        with pytest.raises(InputError, match="is kept until"):
            log.erase("behind", basis="b", approver="a")


def test_a_clock_that_is_ahead_does_not_lengthen_the_retention_of_others(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with AuditLog.open(tmp_path) as log:
        log.append(at(datetime(9999, 12, 31, tzinfo=UTC), 0, "ahead"))
        log.append(at(now - timedelta(days=400), 1, "right"))
        assert log.erase("right", basis="b", approver="a").index == 3
        with pytest.raises(InputError, match="is kept until"):
            log.erase("ahead", basis="b", approver="a")


def test_a_clock_that_is_far_off_makes_no_endless_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with AuditLog.open(tmp_path / "log") as log:
        log.append(at(datetime(1970, 1, 1, tzinfo=UTC), 0, "behind"))
        log.append(at(datetime(9999, 12, 31, 23, tzinfo=UTC), 1, "ahead"))
    assert main(["audit", "stats", str(tmp_path / "log"), "--by", "hour"]) == 2
    assert "--since" in capsys.readouterr().err
    since = ["--since", "9999-01-01"]
    assert main(["audit", "stats", str(tmp_path / "log"), "--by", "hour", *since]) == 0
    assert capsys.readouterr().out.startswith("9999-12-31T23  1 requests")


@pytest.mark.parametrize("time", ["2026-02-30T00:00:00Z", "2026-01-01T24:30:00Z"])
def test_a_time_that_does_not_exist_is_not_recorded(tmp_path: Path, time: str) -> None:
    with AuditLog.open(tmp_path) as log:
        with pytest.raises(AuditError, match="time does not exist"):
            log.append(replace(sample_record(0), time=time))
        log.append(replace(sample_record(0), time="2026-01-01T00:00:00.123456789Z"))
    assert [index for index, _ in LogReader(tmp_path).entries()] == [0]
