"""Folders: order, names, links, and files that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from opengovai.knowledge.loading import Loaded, Skipped, load, walk


def names(found: list[Loaded | Skipped]) -> list[str]:
    return [x.document.uri if isinstance(x, Loaded) else x.path for x in found]


def test_folders_are_read_in_name_order_without_hidden_files(tmp_path: Path) -> None:
    laws = tmp_path / "laws"
    (laws / "b").mkdir(parents=True)
    for name in ("c.txt", "b/z.txt", "b/a.txt", ".secret.txt", "~$lock.docx"):
        (laws / name).write_text("Some text.")
    expected = ["laws/b/a.txt", "laws/b/z.txt", "laws/c.txt"]
    assert names(list(load([laws]))) == expected
    assert [x.document.id for x in load([laws]) if isinstance(x, Loaded)] == expected


def test_a_file_has_the_same_id_alone_and_in_its_folder(tmp_path: Path) -> None:
    laws = tmp_path / "laws"
    laws.mkdir()
    (laws / "act.txt").write_text("Some text.")
    assert names(list(load([laws / "act.txt"]))) == names(list(load([laws]))) == ["laws/act.txt"]


def test_links_that_lead_in_circles_end(tmp_path: Path) -> None:
    laws = tmp_path / "laws"
    laws.mkdir()
    (laws / "a.txt").write_text("Some text.")
    (laws / "again").symlink_to(laws, target_is_directory=True)
    (laws / "self").symlink_to(laws / "self")
    found = list(load([laws]))
    assert names(found) == ["laws/a.txt", "laws/self"]
    assert isinstance(found[1], Skipped)


def test_what_is_missing_empty_binary_or_no_file_is_skipped_and_the_rest_is_read(
    tmp_path: Path,
) -> None:
    laws = tmp_path / "laws"
    laws.mkdir()
    (laws / "1-empty.txt").write_bytes(b"")
    (laws / "2-blank.txt").write_text(" \n\t\n")
    (laws / "3-binary.pdf").write_bytes(bytes(range(256)) * 10)
    (laws / "4-photo.txt").write_bytes(b"\xff\xd8\xff\xe0" + b"x" * 100)
    os.mkfifo(laws / "5-pipe.txt")
    (laws / "6-text.txt").write_text("Some text.")
    found = list(load([tmp_path / "nowhere", laws]))
    assert [type(x).__name__ for x in found] == ["Skipped"] * 6 + ["Loaded"]
    assert all(x.reason and x.remedy for x in found if isinstance(x, Skipped))
    assert found[0] == Skipped(
        path=str(tmp_path / "nowhere"),
        reason="there is no such file or folder",
        remedy="Check the path.",
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_what_may_not_be_read_is_skipped(tmp_path: Path) -> None:
    laws = tmp_path / "laws"
    (laws / "closed").mkdir(parents=True)
    (laws / "a.txt").write_text("Some text.")
    (laws / "a.txt").chmod(0)
    (laws / "closed").chmod(0)
    found = list(load([laws]))
    (laws / "closed").chmod(0o700)
    assert [x.reason for x in found if isinstance(x, Skipped) and "Permission" in x.reason]
    assert len(found) == 2


def test_a_file_over_the_limit_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "FILE_LIMIT", 2**20)
    (tmp_path / "a.txt").write_text("word " * 300_000)
    (found,) = load([tmp_path / "a.txt"])
    assert isinstance(found, Skipped)
    assert "larger than 1 MB" in found.reason


def test_names_with_odd_bytes_and_controls_are_readable_labels(tmp_path: Path) -> None:
    laws = os.fsencode(tmp_path / "laws")
    Path(os.fsdecode(laws)).mkdir()
    with open(laws + b"/bad\xff\x1b[31m.txt", "wb") as stream:  # noqa: PTH123 - a name in bytes
        stream.write(b"Some text.")
    (found,) = load([tmp_path / "laws"])
    assert isinstance(found, Loaded)
    assert found.document.uri.isprintable()
    assert found.document.uri.endswith(".txt")


def test_format_is_chosen_by_content(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_text("<!doctype html><html><body><p>A page.</p></body></html>")
    (tmp_path / "table.txt").write_text("title,text\nFees,Two hundred.\nHours,Nine to four.\n")
    found = [x.document for x in load([tmp_path]) if isinstance(x, Loaded)]
    assert [d.text for d in found] == ["A page.", "Fees\n\nTwo hundred.", "Hours\n\nNine to four."]
