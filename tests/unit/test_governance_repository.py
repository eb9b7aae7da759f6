"""Evidence that does not exist, a harm without a test, a licence off the list: each is a gap."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from opengovai.governance import repository
from opengovai.governance.dossier import Deployment, build
from opengovai.governance.facts import Facts, read_facts
from opengovai.governance.gaps import Gap
from opengovai.governance.sbom import Packaged

REPOSITORY = Path(__file__).resolve().parents[2]
DEPLOYMENT = Deployment(origin="test", digest="0" * 64, parts=[])
NOTHING = Facts(values={}, origin="test")
REUSE = """
[[annotations]]
path = "**"
SPDX-License-Identifier = "Apache-2.0"

[[annotations]]
path = "data/letters/**"
SPDX-License-Identifier = "Apache-2.0"
"""
HARM = "## {}\n\nMeasure.\n\n- `tests/unit/test_a.py::test_one`\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout without a gap."""
    files = {
        "pyproject.toml": '[project]\nname = "opengovai"\n',
        "README.md": "# Title\n\n[docs](docs/dpg/do-no-harm.md#leak) [here](#title)\n",
        "tests/unit/test_a.py": "def test_one() -> None: ...\n",
        "docs/dpg/do-no-harm.md": "# Do no harm\n\n"
        + "\n".join(map(HARM.format, repository.HARMS)),
        "docs/reference/model-cards/names.md": "# Names\n\n`names/model.npz`\n"
        "Licence, training, data, figures by language, where it fails, energy.\n",
        "REUSE.toml": REUSE,
        "LICENSES/Apache-2.0.txt": "...",
        "docs/reference/data-cards.md": "# Data\n\n`data`\n",
        "LICENSE": "Apache License",
        "SECURITY.md": "Report a vulnerability; we answer within 2 working days. " + "x" * 500,
        "opengovai.cdx.json": "{}",
        "tests/fuzz/run.py": "import atheris\n",
        ".github/dependabot.yml": "- package-ecosystem: github-actions\n- package-ecosystem: pip\n",
        ".github/workflows/a.yml": f"permissions:\n  contents: read\nuses: a/b@{'0' * 40}\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


MODEL = Packaged(path="names/model.npz", kind="machine-learning-model", digest="0" * 64)


def _check(root: Path) -> list[Gap]:
    return list(repository.check(root, [MODEL]))


def test_a_sound_checkout_has_no_gap(checkout: Path) -> None:
    assert _check(checkout) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "says"),
    [
        ("README.md", "do-no-harm.md#leak", "gone.md", "link", "gone.md leads nowhere"),
        ("README.md", "#leak", "#leek", "link", "names no heading"),
        ("README.md", "#title", "#titel", "link", "names no heading"),
        ("tests/unit/test_a.py", "test_one", "test_two", "link", "has no test test_one"),
        ("docs/dpg/do-no-harm.md", "## Leak", "## Lick", "field", "'Leak' names no test"),
        ("docs/dpg/do-no-harm.md", "test_a.py", "test_b.py", "link", "does not exist"),
        ("docs/reference/model-cards/names.md", "npz", "onnx", "model card", "no model card"),
        ("docs/reference/model-cards/names.md", "energy", "", "model card", "'energy'"),
        ("REUSE.toml", "Apache-2.0", "AGPL-3.0-only", "licence", "AGPL-3.0-only"),
        ("docs/reference/data-cards.md", "data", "date", "data card", "data/letters"),
        (".github/workflows/a.yml", "0" * 40, "v4", "scorecard", "Pinned-Dependencies"),
        (".github/workflows/a.yml", "permissions", "jobs", "scorecard", "Token-Permissions"),
        (
            ".github/workflows/a.yml",
            "uses",
            "run: ${{ github.event.x }}\nuses",
            "scorecard",
            "Dangerous-Workflow",
        ),
        (".github/dependabot.yml", "pip", "npm", "scorecard", "Dependency-Update-Tool"),
        ("tests/fuzz/run.py", "atheris", "this", "scorecard", "Fuzzing"),
        ("SECURITY.md", "days", "moons", "scorecard", "Security-Policy"),
        ("LICENSE", "Apache", "My", "scorecard", "License"),
    ],
)
def test_what_is_broken_is_named(
    checkout: Path, file: str, old: str, new: str, kind: str, says: str
) -> None:
    path = checkout / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    gaps = _check(checkout)
    assert gaps
    assert any(gap.kind == kind and says in f"{gap.where} {gap.what}" for gap in gaps), gaps


def test_a_missing_bill_of_materials_is_named(checkout: Path) -> None:
    (checkout / "opengovai.cdx.json").unlink()
    (gap,) = _check(checkout)
    assert "SBOM" in gap.what


def test_links_inside_code_and_to_other_hosts_are_left_alone(checkout: Path) -> None:
    page = checkout / "README.md"
    page.write_text("# T\n\n[a](https://example.org/x)\n\n```text\n[b](gone.md)\n```\n", "utf-8")
    assert _check(checkout) == []


def test_the_checkout_is_found_from_below_and_nowhere_else(checkout: Path) -> None:
    assert repository.find_repository(checkout / "docs" / "dpg") == checkout
    (checkout / "pyproject.toml").write_text('[project]\nname = "ministry"\n', "utf-8")
    assert repository.find_repository(checkout / "docs") is None


def test_a_review_that_is_due_is_a_gap() -> None:
    far = datetime(2099, 1, 1, tzinfo=UTC)
    due = build(facts=NOTHING, deployment=DEPLOYMENT, now=far).gaps
    assert {gap.kind for gap in due} == {"review"}
    own = Facts(values={"deployment.next_review": "2026-01-01"}, origin="test")
    today = datetime(2026, 11, 23, tzinfo=UTC)
    (gap,) = build(facts=own, deployment=DEPLOYMENT, now=today).gaps
    assert gap.where == "deployment.next_review"
    unreadable = Facts(values={"deployment.next_review": "soon"}, origin="test")
    (gap,) = build(facts=unreadable, deployment=DEPLOYMENT, now=today).gaps
    assert "no date" in gap.what


def test_a_service_in_operation_has_to_say_who_answers_for_it() -> None:
    dossier = build(facts=NOTHING, deployment=DEPLOYMENT, in_operation=True)
    assert any(gap.what == "deployment.authority is open" for gap in dossier.gaps)
    assert not any("owner." in gap.what for gap in dossier.gaps)


def test_this_repository_has_no_gap() -> None:
    facts = read_facts(REPOSITORY / "governance" / "facts.toml")
    dossier = build(facts=facts, deployment=DEPLOYMENT, root=REPOSITORY)
    assert list(dossier.gaps) == []


def test_the_page_on_criteria_takes_each_of_the_passing_level_once() -> None:
    page = (REPOSITORY / "docs" / "dpg" / "criteria.md").read_text("utf-8")
    section = page.partition("## OpenSSF")[2].partition("\n## ")[0]
    names = [line.split(" | ")[0][2:] for line in section.splitlines() if line.startswith("| ")]
    assert len(names) == len(set(names)) == 67 + 1  # and the head of the table
