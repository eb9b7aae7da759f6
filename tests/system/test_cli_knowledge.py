"""What a knowledge base is fed from, holds and becomes, as a shell sees it."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from test_cli import complaint, lines, run

OLD = "# Fees\n\n## Article 1\n\nA card costs 500 shillings.\n\n## Article 2\n\nPay in cash.\n"
NEW = OLD.replace("500", "600")


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    (tmp_path / "fees.en.md").write_text(OLD, "utf-8")
    assert run("ingest", tmp_path / "fees.en.md", "--kb", tmp_path / "kb").returncode == 0
    return tmp_path / "kb"


def test_a_changed_text_is_shown_with_what_went_and_what_came(kb: Path, tmp_path: Path) -> None:
    (tmp_path / "fees.en.md").write_text(NEW, "utf-8")
    change, counts = lines(run("ingest", tmp_path / "fees.en.md", "--kb", kb, "--json"))
    assert (counts["updated"], counts["added"]) == (1, 0)
    assert change["from"] != change["to"]
    assert ["500" in text for text in change["removed"]] == [True]
    assert ["600" in text for text in change["added"]] == [True]
    assert not any("cash" in text for text in change["added"] + change["removed"])
    versions = lines(run("kb", "list", "--kb", kb, "--json"))
    assert [row["state"] for row in versions] == ["superseded", "current"]


def test_a_base_moves_as_a_file_and_is_the_same_elsewhere(kb: Path, tmp_path: Path) -> None:
    (tmp_path / "fees.en.md").write_text(NEW, "utf-8")
    run("ingest", tmp_path / "fees.en.md", "--kb", kb)
    moved, again = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    assert lines(run("kb", "export", "--kb", kb, "--out", moved, "--json")) == [{"versions": 2}]
    assert run("kb", "import", moved, "--kb", tmp_path / "other").returncode == 0
    run("kb", "export", "--kb", tmp_path / "other", "--out", again)
    assert again.read_bytes() == moved.read_bytes()
    (sound,) = lines(run("kb", "verify", "--kb", tmp_path / "other", "--json"))
    assert sound["ok"]
    assert sound["documents"] == 1
    assert "Name a new file" in complaint(run("kb", "export", "--kb", kb, "--out", moved))


def _tiny_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))


def test_half_an_export_is_none(kb: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    folder.mkdir()
    (tmp_path / "long.en.md").write_text("# Long\n\n" + "A card is blue.\n" * 4_000, "utf-8")
    assert run("ingest", tmp_path / "long.en.md", "--kb", kb).returncode == 0
    file = folder / "a.jsonl"
    said = complaint(run("kb", "export", "--kb", kb, "--out", file, limit=_tiny_disk))
    assert str(file) in said
    assert not list(folder.iterdir())
    assert run("kb", "export", "--kb", kb, "--out", file).returncode == 0


def test_a_withdrawn_document_is_not_found_and_an_unknown_one_is_an_error(kb: Path) -> None:
    (row,) = lines(run("kb", "list", "--kb", kb, "--json"))
    assert "There is no such document" in complaint(
        run("kb", "remove", row["document_id"], "nobody", "--kb", kb)
    )
    assert lines(run("search", "card", "--kb", kb, "--json"))
    assert run("kb", "remove", row["document_id"], "--kb", kb).returncode == 0
    assert lines(run("search", "card", "--kb", kb, "--json")) == []


def test_the_configuration_names_store_loader_and_fields(tmp_path: Path) -> None:
    (tmp_path / "opengovai.toml").write_text(
        '[store]\nuse = "embedded"\npath = "base"\n'
        '[loader]\nuse = "files"\nmapping = { texts = ["inhalt"], titles = ["betreff"] }\n',
        "utf-8",
    )
    rows = "betreff;inhalt\nReisepass;Der Reisepass kostet 70 Euro.\n"
    (tmp_path / "leistungen.csv").write_text(rows, "utf-8")
    named = ("--config", tmp_path / "opengovai.toml")
    assert run("ingest", tmp_path / "leistungen.csv", *named).returncode == 0
    assert (tmp_path / "base").is_dir()
    hit, *_ = lines(run("search", "Reisepass Euro", *named, "--json"))
    assert "70 Euro" in hit["text"]
    assert run("kb", "list", *named).returncode == 0


def test_a_site_is_read_only_where_the_policy_names_it_and_never_inside(tmp_path: Path) -> None:
    config = tmp_path / "opengovai.toml"
    site = '[loader]\nuse = "website"\nstart = "http://{}/"\nmirror_path = "m.sqlite"\n'
    config.write_text(site.format("portal.example"), "utf-8")
    refused = complaint(run("ingest", "--config", config, "--kb", tmp_path / "kb"))
    assert '[egress] public = ["portal.example"]' in refused
    config.write_text(site.format("127.0.0.1:9"), "utf-8")
    inside = run("ingest", "--config", config, "--kb", tmp_path / "kb", "--json")
    assert inside.returncode == 2
    assert b"not public" in inside.stdout or b"private" in inside.stdout
    named = complaint(run("ingest", config, "--config", config, "--kb", tmp_path / "kb"))
    assert "reads a web site, not files" in named


def test_without_a_base_or_a_configuration_the_command_says_what_to_name(tmp_path: Path) -> None:
    assert "Give --kb DIR or --config FILE" in complaint(run("search", "card"))
    assert "Name files or folders" in complaint(run("ingest", "--kb", tmp_path / "kb"))
    assert list(tmp_path.iterdir()) == []
