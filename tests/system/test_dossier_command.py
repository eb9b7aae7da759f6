"""`opengovai dossier`, as a reviewer and as a ministry run it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CONFIG = """
[drafter]
use = "generative"
[drafter.model]
use = "openai-compatible"
base_url = "http://localhost:8000/v1"
model = "Qwen/Qwen3-8B"
[drafter.model.card]
licence = "Apache-2.0"
weights = "open"
residency = "local"
"""


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "opengovai.cli", "dossier", *words]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


def test_a_dossier_is_one_folder_with_a_page_that_loads_nothing(tmp_path: Path) -> None:
    done = _run(tmp_path, "--out", "d")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "d" / "index.html").read_text("utf-8")
    assert not re.search(r"<(?:script|link|img|iframe)|url\(|https?://[^\s<]*'", page)
    for target in re.findall(r"href='([^'#][^']*)'", page):
        assert (tmp_path / "d" / target).exists(), target
    for anchor in re.findall(r"href='#([^']*)'", page):
        assert f"id='{anchor}'" in page
    assert "[to be filled: owner.name]" in page
    assert "The evidence was not checked" in page
    for name in ("dpg", "ai", "eu-ai-act", "atrs", "dpia", "register"):
        assert json.loads((tmp_path / "d" / f"{name}.json").read_text("utf-8"))["rows"]
        assert (tmp_path / "d" / f"{name}.md").read_text("utf-8").startswith("# ")


def test_without_a_checkout_the_check_passes_and_lists_what_is_open(tmp_path: Path) -> None:
    done = _run(tmp_path, "--check", "--json")
    (last,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert last["ok"]
    assert "owner.name" in last["open"]
    assert list(tmp_path.iterdir()) == []


def test_a_service_says_what_it_runs_and_is_held_to_its_facts(tmp_path: Path) -> None:
    (tmp_path / "opengovai.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "facts.toml").write_text(
        '[deployment]\nservice = "Ask <Kazi>"\nauthority = "Ministry of Works"\n', "utf-8"
    )
    done = _run(tmp_path, "--check", "--json", "--out", "d", "--config", "opengovai.toml",
                "--facts", "facts.toml")  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    what = {row["gap"]["what"] for row in rows[:-1]}
    assert "deployment.legal_basis is open" in what
    assert "deployment.authority is open" not in what
    page = (tmp_path / "d" / "index.html").read_text("utf-8")
    assert "Ask &lt;Kazi&gt;" in page
    assert "Qwen/Qwen3-8B (Apache-2.0)" in page
    bom = json.loads((tmp_path / "d" / "ml-bom.cdx.json").read_text("utf-8"))
    assert "Qwen/Qwen3-8B" in {one["name"] for one in bom["components"]}


def test_a_wrong_fact_is_an_error_that_says_where(tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_text("[owner]\nnmae = 'x'\n", "utf-8")
    done = _run(tmp_path, "--facts", "facts.toml")
    assert done.returncode == 2
    assert "Did you mean 'name'" in done.stderr


def test_in_the_checkout_evidence_is_linked(tmp_path: Path) -> None:
    done = _run(REPOSITORY, "--out", str(tmp_path / "d"))
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "d" / "index.html").read_text("utf-8")
    links = re.findall(r"<a href='([^'#]*)(?:#[^']*)?'><code>", page)
    assert len(links) > 50
    for link in links:
        assert link.startswith("http") or (tmp_path / "d" / link).exists(), link
