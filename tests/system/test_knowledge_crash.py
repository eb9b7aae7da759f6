from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opengovai.errors import StorageError, StoreBusyError, StoreDamagedError
from opengovai.knowledge import KnowledgeBase, incoming
from opengovai.knowledge import base as base_module
from opengovai.types import Document, RedactedText

WRITER = """
import sys
from opengovai.knowledge import KnowledgeBase, incoming
from opengovai.types import Document

incoming._BATCH_DOCUMENTS = int(sys.argv[4])

def document(number):
    text = f"Service {number} of {sys.argv[2]}. Apply with form{number} at counter{number % 7}."
    return Document(id=f"{sys.argv[2]}-{number}", title=f"Service {number}", text=text,
                    language="en", uri="", version=Document.digest(text))

with KnowledgeBase.open(sys.argv[1]) as opened:
    print("open", flush=True)
    changes = opened.add(document(n) for n in range(int(sys.argv[3])))
    print(changes.added, changes.unchanged, flush=True)
"""


def write(folder: Path, name: str, count: int, batch: int = 20) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), name, str(count), str(batch)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def text_document(name: str, text: str) -> Document:
    return Document(
        id=name, title=name, text=text, language="en", uri="", version=Document.digest(text)
    )


def stored(folder: Path) -> int:
    """How many documents another process has stored by now."""
    try:
        with KnowledgeBase.open(folder, read_only=True) as base:
            return len(base.documents())
    except StorageError:
        return 0


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 60, 200])
def test_a_killed_ingest_leaves_a_base_that_opens_verifies_and_resumes(
    tmp_path: Path, after: int
) -> None:
    folder = tmp_path / "kb"
    writer = write(folder, "a", 5000)
    deadline = time.monotonic() + 30
    while stored(folder) < after and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    assert writer.returncode == -signal.SIGKILL, "it was still at work"

    with KnowledgeBase.open(folder) as base:
        kept = {listing.id for listing in base.documents()}
        assert after <= len(kept) < 5000
        assert base.verify().faults == ()
        last = max(int(name.split("-")[1]) for name in kept)
        found = base.search(RedactedText(f"form{last}"), k=1, language="en")
        assert found[0].passage.document_id == f"a-{last}"
    again = write(folder, "a", last + 50, batch=1000)
    out, _ = again.communicate(timeout=60)
    assert out.split() == ["open", "49", str(last + 1)]


@pytest.mark.slow
def test_two_processes_ingest_into_the_same_base_and_both_succeed(tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    writers = [write(folder, name, 300) for name in ("a", "b")]
    outputs = [writer.communicate(timeout=120) for writer in writers]
    assert [out.split() for out, _ in outputs] == [["open", "300", "0"]] * 2, outputs
    with KnowledgeBase.open(folder, read_only=True) as base:
        assert len(base.documents()) == 600
        assert base.verify().faults == ()


def test_a_base_that_is_being_written_for_too_long_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opengovai.knowledge.sqlite.PATIENCE", 0.05)
    with KnowledgeBase.open(tmp_path) as one, KnowledgeBase.open(tmp_path) as two:
        with one._archive.transaction(), pytest.raises(StoreBusyError, match="Another process"):
            two.add([text_document("x", "Some text.")])
        two.add([text_document("x", "Some text.")])
        assert len(one.documents()) == 1


@pytest.mark.parametrize("limit", [60_000, 200_000, 400_000])
def test_a_full_disk_is_an_error_and_nothing_stored_is_lost(tmp_path: Path, limit: int) -> None:
    folder = tmp_path / "kb"
    with KnowledgeBase.open(folder) as base:
        base.add([text_document("kept", "The fee for a passport is 4550 shillings.")])
    program = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
from opengovai.errors import StorageError
from opengovai.knowledge import KnowledgeBase
from opengovai.types import Document
import random
words = [f"word{{n}}" for n in range(20000)]
text = " ".join(random.choices(words, k=60000))
try:
    with KnowledgeBase.open({str(folder)!r}) as base:
        base.add([Document(id="big", title="", text=text, language="en", uri="",
                           version=Document.digest(text))])
except StorageError as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("StorageError The knowledge base cannot be used") or (
        done.stdout.startswith("StorageError The lexical index cannot be used")
    ), done.stdout
    with KnowledgeBase.open(folder) as base:
        assert base.search(RedactedText("passport fee"), k=1, language="en")[0].lexical == 1
        assert base.verify().faults == ()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match="cannot be used"):
        KnowledgeBase.open(tmp_path / "file" / "kb")


def test_a_read_only_folder_can_be_read_and_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    with KnowledgeBase.open(folder) as base:
        base.add([text_document("a", "A passport costs money.")])
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    try:
        with KnowledgeBase.open(folder, read_only=True) as base:
            assert len(base.search(RedactedText("passport"), k=1, language="en")) == 1
        with pytest.raises(StorageError), KnowledgeBase.open(folder) as base:
            base.add([text_document("b", "More.")])
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)


def index_files(folder: Path) -> list[Path]:
    kinds = (".term", ".idx", ".fast", ".store", ".fieldnorm", ".pos")
    return [path for path in (folder / "lexical" / "en").iterdir() if path.suffix in kinds]


def test_a_missing_index_is_rebuilt_on_opening(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path) as base:
        base.add([text_document("a", "A passport costs money.")])
    for path in index_files(tmp_path):
        path.unlink()
    (tmp_path / "lexical" / "en" / "meta.json").unlink()
    with KnowledgeBase.open(tmp_path) as base:
        assert len(base.search(RedactedText("passport"), k=1, language="en")) == 1
        assert base.verify().ok


def put(path: Path, data: bytes) -> None:
    """As a new file: a reader of this process may still have the old one mapped into its memory."""
    path.unlink()
    path.write_bytes(data)


def test_every_damaged_index_file_is_named_and_a_cut_one_is_rebuilt(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path) as base:
        base.add([text_document("a", "A passport costs money.")])
    for path in index_files(tmp_path):
        whole = path.read_bytes()
        put(path, bytes([whole[0] ^ 1]) + whole[1:])
        with KnowledgeBase.open(tmp_path, read_only=True) as base:
            assert any(path.name in fault for fault in base.verify().faults), path
        put(path, whole)
    for path in index_files(tmp_path):
        put(path, path.read_bytes()[:10])
    with KnowledgeBase.open(tmp_path) as base:
        assert len(base.search(RedactedText("passport"), k=1, language="en")) == 1
        assert base.verify().ok


def test_a_damaged_archive_is_said_to_be_damaged(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path) as base:
        base.add([text_document("a", "A passport costs money.")])
    path = tmp_path / "knowledge.sqlite"
    path.write_bytes(b"x" * 4096 + path.read_bytes()[4096:])
    with pytest.raises(StoreDamagedError, match="backup"):
        KnowledgeBase.open(tmp_path)


def test_a_changed_passage_in_the_archive_is_found_by_verify(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path) as base:
        base.add([text_document("a", "A passport costs money.")])
        with base._archive.transaction():
            base._archive._run("UPDATE passages SET text = 'A passport is free.'", ())
        assert any("not what stands at its place" in fault for fault in base.verify().faults)


def test_a_backup_made_by_copying_opens(tmp_path: Path) -> None:
    import shutil

    with KnowledgeBase.open(tmp_path / "kb") as base:
        base.add([text_document("a", "A passport costs money.")])
    shutil.copytree(tmp_path / "kb", tmp_path / "backup")
    with KnowledgeBase.open(tmp_path / "backup", read_only=True) as base:
        assert base.verify().ok


def test_what_was_read_before_a_failing_source_is_stored(tmp_path: Path) -> None:
    def source():  # type: ignore[no-untyped-def]
        yield text_document("a", "A passport costs money.")
        raise OSError("the disk went away")

    with KnowledgeBase.open(tmp_path) as base:
        with pytest.raises(OSError, match="went away"):
            base.add(source())
        assert [listing.id for listing in base.documents()] == ["a"]


def test_many_batches_and_blocks_give_the_same_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [text_document(f"d{n}", f"Form{n} and form{n % 5}.") for n in range(25)]
    with KnowledgeBase.open(tmp_path / "one") as one:
        one.add(texts)
        monkeypatch.setattr(incoming, "_BATCH_DOCUMENTS", 4)
        monkeypatch.setattr(base_module, "_BLOCK", 3)
        with KnowledgeBase.open(tmp_path / "many") as many:
            many.add(texts)
            for query in ("form3", "form24", "form"):
                ids = [
                    sorted(h.passage.document_id for h in base.search(
                        RedactedText(query), k=30, language="en"))
                    for base in (one, many)
                ]  # fmt: skip
                assert ids[0] == ids[1]
            assert many.verify().ok
