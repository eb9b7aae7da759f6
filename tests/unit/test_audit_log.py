"""The log as its users see it: open, append, close, verify; and what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from opengovai.audit import AuditLog, verify
from opengovai.audit.keys import SQLiteKeyStore
from opengovai.audit.locks import refuse_network_disk
from opengovai.audit.plugin import directory
from opengovai.audit.record import encode_each
from opengovai.audit.tiles import split_entries
from opengovai.errors import AuditError, ConfigurationError, LogDamagedError
from opengovai.testing.records import sample_record


def filled(path: Path, count: int, **options: object) -> Path:
    with AuditLog.open(path, **options) as log:  # type: ignore[arg-type]
        log.append_many([sample_record(i) for i in range(count)])
    return path


def entries(path: Path) -> list[dict[str, object]]:
    size = int((path / "checkpoint").read_text().split("\n")[1])
    bundle = path / "tile/entries" / (f"000.p/{size}" if size < 256 else "000")
    return [json.loads(entry) for entry in split_entries(bundle.read_bytes(), size)[0]]


def test_records_are_numbered_in_order_and_verify_after_closing(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path / "log", origin="audit.example/one") as log:
        receipts = [log.append(sample_record(i)) for i in range(3)]
        receipts += log.append_many([sample_record(i) for i in range(3, 5)])
    assert [receipt.index for receipt in receipts] == [0, 1, 2, 3, 4]
    assert {receipt.log for receipt in receipts} == {"audit.example/one"}
    report = verify(tmp_path / "log")
    assert report.ok, report
    assert report.size == 5
    assert [entry["id"] for entry in entries(tmp_path / "log")] == [f"sample-{i}" for i in range(5)]


def test_a_log_goes_on_where_it_was_closed(tmp_path: Path) -> None:
    for start in (0, 255, 256, 600):
        with AuditLog.open(tmp_path) as log:
            receipts = log.append_many([sample_record(i) for i in range(start, start + 300)])
        assert receipts[-1].index + 1 == verify(tmp_path).size
        assert verify(tmp_path).ok
    assert verify(tmp_path).size == 1200


def test_an_empty_log_verifies(tmp_path: Path) -> None:
    AuditLog.open(tmp_path).close()
    assert (verify(tmp_path).ok, verify(tmp_path).size) == (True, 0)


def test_what_is_acknowledged_survives_a_process_that_never_closes(tmp_path: Path) -> None:
    log = AuditLog.open(tmp_path, publish_every=3600)
    log.append_many([sample_record(i) for i in range(7)])
    with AuditLog.open(tmp_path):
        pass
    assert verify(tmp_path).size == 7
    log.append(sample_record(7))
    log.close()
    assert (verify(tmp_path).size, verify(tmp_path).ok) == (8, True)


def test_publishing_happens_by_itself(tmp_path: Path) -> None:
    from threading import Event

    with AuditLog.open(tmp_path, publish_every=0.01) as log:
        log.append(sample_record(0))
        for _ in range(500):
            if verify(tmp_path).size == 1:
                break
            Event().wait(0.01)
        assert (verify(tmp_path).size, verify(tmp_path).ok) == (1, True)


def test_private_texts_are_in_no_published_file(tmp_path: Path) -> None:
    filled(tmp_path, 300)
    texts = [*sample_record(0).private.values(), *sample_record(299).private.values()]
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert not any(text.encode() in file.read_bytes() for text in texts), file
    with AuditLog.open(tmp_path) as log:
        log.append(sample_record(0))
        for file in (tmp_path / "journal").iterdir():
            assert not any(text.encode() in file.read_bytes() for text in texts), file


def test_equal_texts_have_different_commitments(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path) as log:
        log.append_many([sample_record(0), sample_record(0)])
    first, second = (entry["commitments"] for entry in entries(tmp_path))
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert first.keys() == second.keys() == {"question", "answer"}
    assert not set(first.values()) & set(second.values())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"time": "yesterday"}, "time"),
        ({"phase": "later"}, "phase"),
        ({"id": ""}, "id"),
        ({"data": {"confidence": 0.5}}, "confidence"),
        ({"data": {"n": 2**53}}, "n"),
        ({"data": {"schlüssel": 1}}, "schlüssel"),
        ({"data": {"redactions": {"PHONE_NUMBER": "two"}}}, "redactions"),
        ({"data": {"guards": [{"guard": "x", "action": "maybe", "reason": ""}]}}, "guards"),
        ({"subject": ""}, "subject"),
    ],
)
def test_a_record_outside_the_profile_is_refused_by_field(
    tmp_path: Path, change: dict[str, object], field: str
) -> None:
    with AuditLog.open(tmp_path) as log:
        with pytest.raises(AuditError, match=field):
            log.append(replace(sample_record(0), **change))
        assert log.append(sample_record(0)).index == 0


def test_a_text_that_cannot_be_encoded_is_refused_without_harm_to_its_neighbours(
    tmp_path: Path,
) -> None:
    good = sample_record(0)
    broken = {name: type(text)(f"{text} \ud83d") for name, text in good.private.items()}
    bad = replace(sample_record(1), private=broken)
    with AuditLog.open(tmp_path) as log:
        with pytest.raises(AuditError, match="not valid Unicode"):
            log.append(bad)
        outcomes = encode_each([good, bad, sample_record(2)], SQLiteKeyStore(tmp_path / "keys.db"))
    assert [isinstance(each, AuditError) for each in outcomes] == [False, True, False]


def test_a_record_that_does_not_fit_into_an_entry_is_refused(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path) as log, pytest.raises(AuditError, match="65535"):
        log.append(replace(sample_record(0), data={"note": "x" * 70_000}))


def test_a_batch_with_one_bad_record_leaves_nothing(tmp_path: Path) -> None:
    with AuditLog.open(tmp_path) as log, pytest.raises(AuditError):
        log.append_many([sample_record(0), replace(sample_record(1), phase="later")])
    assert verify(tmp_path).size == 0


def test_a_closed_log_takes_nothing(tmp_path: Path) -> None:
    log = AuditLog.open(tmp_path)
    log.close()
    log.close()
    with pytest.raises(AuditError, match="closed"):
        log.append(sample_record(0))


def test_a_directory_that_cannot_be_made_is_an_audit_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AuditError, match="file"):
        AuditLog.open(tmp_path / "file" / "log")


@pytest.mark.parametrize("origin", ["two words", "a+b", ""])
def test_an_origin_that_no_note_can_carry_is_refused(tmp_path: Path, origin: str) -> None:
    with pytest.raises(ConfigurationError):
        AuditLog.open(tmp_path, origin=origin)


def test_the_origin_is_fixed(tmp_path: Path) -> None:
    filled(tmp_path, 1, origin="audit.example/one")
    with pytest.raises(ConfigurationError, match=r"audit\.example/one"):
        AuditLog.open(tmp_path, origin="audit.example/two")
    with AuditLog.open(tmp_path) as log:
        assert log.origin == "audit.example/one"


def test_a_copy_without_its_key_verifies_but_takes_nothing(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    (tmp_path / "keys" / "log.key").unlink()
    assert verify(tmp_path).ok
    with pytest.raises(AuditError, match="key"):
        AuditLog.open(tmp_path)


def test_the_plugin_opens_a_log(tmp_path: Path) -> None:
    log = directory.open(path=str(tmp_path), origin="audit.example/plugin")
    assert isinstance(log, AuditLog)
    assert log.append(sample_record(0)).log == "audit.example/plugin"
    log.close()


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    for file in (*(tmp_path / "keys").iterdir(), tmp_path / "private.sqlite"):
        assert file.stat().st_mode & 0o077 == 0, file


# Damage ------------------------------------------------------------------------------------


def test_any_flipped_byte_is_found_and_its_entry_named(tmp_path: Path) -> None:
    filled(tmp_path, 5)
    bundle = tmp_path / "tile/entries/000.p/5"
    data = bundle.read_bytes()
    ends = [0]
    for _ in range(5):
        ends.append(ends[-1] + 2 + int.from_bytes(data[ends[-1] : ends[-1] + 2], "big"))
    for at in range(0, len(data), 7):
        bundle.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        report = verify(tmp_path)
        hit = max(i for i, end in enumerate(ends) if end <= at)
        assert (report.ok, report.first_bad) == (False, hit), at
    bundle.write_bytes(data)
    assert verify(tmp_path).ok


def test_a_flip_in_any_tile_checkpoint_or_key_is_found(tmp_path: Path) -> None:
    filled(tmp_path, 600)
    tiles = [file for file in (tmp_path / "tile").rglob("*") if file.is_file()]
    for file in [*tiles, tmp_path / "checkpoint", tmp_path / "vkey"]:
        data = file.read_bytes()
        for at in range(0, len(data) - 1, max(1, len(data) // 40)):
            file.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
            report = verify(tmp_path)
            assert not report.ok, (file, at)
            assert report.first_bad is not None, (file, at)
            if "tile" in file.parts and "entries" not in file.parts:
                level, n = int(file.parts[file.parts.index("tile") + 1]), int(file.stem[:3])
                if file.parent.name.endswith(".p"):
                    n = int(file.parent.name[:3])
                assert report.first_bad == (n * 256 + at // 32) * 256**level, (file, at)
        file.write_bytes(data)
    assert verify(tmp_path).ok


@pytest.mark.slow
def test_several_processes_verify_the_same(tmp_path: Path) -> None:
    filled(tmp_path, 70 * 256)
    assert verify(tmp_path, processes=2) == verify(tmp_path)
    bundle = tmp_path / "tile/entries/066"
    data = bytearray(bundle.read_bytes())
    data[-1] ^= 1
    bundle.write_bytes(data)
    assert verify(tmp_path, processes=2) == verify(tmp_path)
    assert verify(tmp_path, processes=2).first_bad == 67 * 256 - 1


def test_verify_names_the_first_of_several_faults(tmp_path: Path) -> None:
    filled(tmp_path, 600)
    for n, at in (("001", 9), ("000", 700)):
        bundle = tmp_path / "tile/entries" / n
        data = bytearray(bundle.read_bytes())
        data[at] ^= 1
        bundle.write_bytes(data)
    report = verify(tmp_path)
    assert report.first_bad == 0
    assert "entry 0" in str(report)


@pytest.mark.parametrize(
    ("gone", "index"),
    [("tile/entries/000", 0), ("tile/entries/001", 256), ("tile/entries/002.p/88", 512),
     ("tile/0/001", 256), ("tile/0/002.p/88", 512), ("tile/1/000.p/2", 0)],
)  # fmt: skip
def test_a_missing_file_is_named_by_verify_and_refused_at_opening(
    tmp_path: Path, gone: str, index: int
) -> None:
    filled(tmp_path, 600)
    (tmp_path / gone).unlink()
    report = verify(tmp_path)
    assert (report.ok, report.first_bad) == (False, index)
    with pytest.raises(LogDamagedError, match=rf"entry {index}\)"):
        AuditLog.open(tmp_path)


def test_a_lost_tail_is_named_exactly(tmp_path: Path) -> None:
    """Older, narrower bundles of the same 256 show how far the log still goes."""
    with AuditLog.open(tmp_path) as log:
        log.append_many([sample_record(i) for i in range(280)])
        log.publish()
        log.append_many([sample_record(i) for i in range(20)])
    for file in tmp_path.glob("tile/*/001.p/44"):
        file.unlink()
    assert verify(tmp_path).first_bad == 280
    with pytest.raises(LogDamagedError, match="entry 280"):
        AuditLog.open(tmp_path)


def test_entries_and_tiles_forged_without_the_key_are_found(tmp_path: Path) -> None:
    from opengovai.audit.merkle import leaf_hash

    filled(tmp_path, 2)
    bundle, tile = tmp_path / "tile/entries/000.p/2", tmp_path / "tile/0/000.p/2"
    forged = bundle.read_bytes().replace(b"answered", b"Answered")
    bundle.write_bytes(forged)
    tile.write_bytes(b"".join(leaf_hash(entry) for entry in split_entries(forged, 2)[0]))
    report = verify(tmp_path)
    assert (report.ok, report.first_bad) == (False, 0)
    assert "not those signed" in str(report)


def test_a_forged_size_is_no_trap(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    checkpoint = tmp_path / "checkpoint"
    note = checkpoint.read_text()
    for size in ("9" * 19, "9" * 5000, "-1", "02", "x"):
        checkpoint.write_text(note.replace("\n2\n", f"\n{size}\n"))
        assert not verify(tmp_path, processes=2).ok


@pytest.mark.parametrize("name", ["journal", "keys/log.key", "vkey", "checkpoint"])
def test_a_log_without_its_files_is_refused_or_mended(tmp_path: Path, name: str) -> None:
    filled(tmp_path, 2)
    for file in tmp_path.glob(f"{name}/0*") if name == "journal" else [tmp_path / name]:
        file.unlink()
    if name == "checkpoint":
        AuditLog.open(tmp_path).close()  # our own copy of it is still there
        assert verify(tmp_path).size == 2
    else:
        with pytest.raises(AuditError):
            AuditLog.open(tmp_path)


def test_a_verifier_key_of_somebody_else_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "one", 1)
    filled(tmp_path / "two", 1)
    (tmp_path / "one/vkey").write_bytes((tmp_path / "two/vkey").read_bytes())
    with pytest.raises(LogDamagedError, match="verifier key"):
        AuditLog.open(tmp_path / "one")
    assert not verify(tmp_path / "one").ok


def test_two_checkpoints_of_one_size_are_refused(tmp_path: Path) -> None:
    from opengovai.audit.note import Signer

    filled(tmp_path, 1)
    signer = Signer.parse((tmp_path / "keys/log.key").read_text())
    lines = (tmp_path / "checkpoint").read_text().split("\n")
    other = f"{lines[0]}\n{lines[1]}\n{'A' * 43}=\n"
    (tmp_path / "keys/last-signed").write_text(signer.sign(other))
    with pytest.raises(LogDamagedError, match="differ"):
        AuditLog.open(tmp_path)


def test_a_network_disk_is_refused(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 0:20 / / rw - ext4 /dev/vda rw\n"
        "23 22 0:21 / /mnt/the\\040share rw - nfs4 server:/x rw\n"
        "24 23 0:22 / /mnt/the\\040share/local rw - xfs /dev/vdb rw\n"
    )
    refuse_network_disk(Path("/srv/log"), mounts=mounts)
    refuse_network_disk(Path("/mnt/the share/local/log"), mounts=mounts)
    refuse_network_disk(Path("/srv/log"), mounts=tmp_path / "none")
    with pytest.raises(AuditError, match="nfs4"):
        refuse_network_disk(Path("/mnt/the share/log"), mounts=mounts)


def test_a_shortened_log_is_refused(tmp_path: Path) -> None:
    filled(tmp_path, 5)
    bundle = tmp_path / "tile/entries/000.p/5"
    bundle.write_bytes(bundle.read_bytes()[:-10])
    assert verify(tmp_path).first_bad == 4
    with pytest.raises(LogDamagedError, match="entry 4"):
        AuditLog.open(tmp_path)


def test_a_log_rolled_back_to_an_old_checkpoint_is_refused(tmp_path: Path) -> None:
    filled(tmp_path, 5)
    old = tmp_path / "old"
    old.write_bytes((tmp_path / "checkpoint").read_bytes())
    with AuditLog.open(tmp_path) as log:
        log.append_many([sample_record(i) for i in range(5, 9)])
    (tmp_path / "checkpoint").write_bytes(old.read_bytes())
    for file in (tmp_path / "tile").rglob("9"):
        file.unlink()
    assert verify(tmp_path).ok  # in itself it is whole: only who remembers more can tell
    with pytest.raises(LogDamagedError, match="entry 5"):
        AuditLog.open(tmp_path)


def test_an_older_checkpoint_must_be_contained(tmp_path: Path) -> None:
    old = tmp_path / "old"
    filled(tmp_path / "log", 300)
    old.write_bytes((tmp_path / "log/checkpoint").read_bytes())
    with AuditLog.open(tmp_path / "log") as log:
        log.append_many([sample_record(i) for i in range(300, 700)])
    assert verify(tmp_path / "log", checkpoint=old).ok
    newer = tmp_path / "newer"
    newer.write_bytes((tmp_path / "log/checkpoint").read_bytes())
    (tmp_path / "log/checkpoint").write_bytes(old.read_bytes())
    report = verify(tmp_path / "log", checkpoint=newer)
    assert (report.ok, report.first_bad) == (False, 300)


def test_a_log_rewritten_with_its_own_key_fails_against_an_older_checkpoint(tmp_path: Path) -> None:
    from shutil import copytree

    filled(tmp_path / "log", 0)
    copytree(tmp_path / "log", tmp_path / "forged")
    filled(tmp_path / "log", 4)
    filled(tmp_path / "forged", 8)
    assert verify(tmp_path / "forged").ok
    report = verify(tmp_path / "forged", checkpoint=tmp_path / "log" / "checkpoint")
    assert not report.ok
    assert "rewritten" in report.reason


def test_a_journal_cut_inside_an_unfinished_batch_is_repaired(tmp_path: Path) -> None:
    log = AuditLog.open(tmp_path, publish_every=3600)
    log.append_many([sample_record(i) for i in range(4)])
    segment = max((tmp_path / "journal").glob("0*"))
    whole = segment.stat().st_size
    log.append(sample_record(4))
    with segment.open("r+b") as file:
        file.truncate(whole + 100)
    with AuditLog.open(tmp_path) as again:
        assert again.append(sample_record(5)).index == 4
    assert verify(tmp_path).ok


def test_a_journal_damaged_before_its_end_is_refused(tmp_path: Path) -> None:
    log = AuditLog.open(tmp_path, publish_every=3600)
    for i in range(4):
        log.append(sample_record(i))
    segment = max((tmp_path / "journal").glob("0*"))
    data = bytearray(segment.read_bytes())
    data[len(data.rstrip(b"\0")) // 2] ^= 1
    segment.write_bytes(data)
    with pytest.raises(LogDamagedError, match=r"entry [12]"):
        AuditLog.open(tmp_path)
    assert bytes(segment.read_bytes()) == bytes(data)


def test_enums_tuples_and_read_only_mappings_are_recorded_as_json(tmp_path: Path) -> None:
    from types import MappingProxyType

    from opengovai.types import Action, Status

    data = MappingProxyType(
        {
            "status": Status.ANSWERED,
            "sources": ({"document_id": "a", "cited": True},),
            "guards": [{"guard": "length", "action": Action.ALLOW, "reason": ""}],
            "more": (1, MappingProxyType({"two": Status.ERROR})),
        }
    )
    with AuditLog.open(tmp_path) as log:
        log.append(replace(sample_record(0), data=data))
    assert entries(tmp_path)[0]["data"] == {
        "status": "answered",
        "sources": [{"document_id": "a", "cited": True}],
        "guards": [{"guard": "length", "action": "allow", "reason": ""}],
        "more": [1, {"two": "error"}],
    }


@pytest.mark.parametrize("tile", ["tile/0/000.p/3", "tile/entries/000.p/3"])
def test_a_changed_partial_tile_of_an_older_checkpoint_is_found(tmp_path: Path, tile: str) -> None:
    filled(tmp_path / "log", 3)
    filled(tmp_path / "log", 4)
    assert verify(tmp_path / "log").ok
    stale = tmp_path / "log" / tile
    data = bytearray(stale.read_bytes())
    data[-1] ^= 1
    stale.write_bytes(data)
    report = verify(tmp_path / "log")
    assert not report.ok
    assert tile in report.reason
