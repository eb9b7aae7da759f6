"""What only a person can say is read as it stands, and stays open where nobody said it."""

from __future__ import annotations

from pathlib import Path

import pytest

from opengovai.errors import ConfigurationError
from opengovai.governance.facts import KEYS, read_facts, template
from opengovai.governance.sheets import NAMES, fill, read_sheet

REPOSITORY = Path(__file__).resolve().parents[2]


def _written(folder: Path, text: str) -> Path:
    path = folder / "facts.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_template_is_read_back_with_everything_open(tmp_path: Path) -> None:
    facts = read_facts(_written(tmp_path, template()))
    assert facts.values == {}
    assert facts.open == [f"{table}.{key}" for table, keys in KEYS.items() for key in keys]


def test_the_repositorys_file_has_every_key_of_the_template() -> None:
    def keys(text: str) -> list[str]:
        return [line.split(" = ")[0] for line in text.splitlines() if line and line[0] != "#"]

    own = (REPOSITORY / "governance" / "facts.toml").read_text("utf-8")
    assert keys(own) == keys(template())
    assert "TO BE FILLED" in own


def test_what_is_given_is_no_longer_open(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        '[owner]\nname = " A Foundation "\n[adoption]\ncountries = ["KE", "RW"]\n'
        "[deployment]\nnext_review = 2027-01-31\n",
    )
    facts = read_facts(path)
    assert facts.values == {
        "owner.name": "A Foundation",
        "adoption.countries": "KE; RW",
        "deployment.next_review": "2027-01-31",
    }
    assert "owner.name" not in facts.open
    assert "owner.country" in facts.open


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[ower]\nname = ''", "Did you mean 'owner'"),
        ("[owner]\nnam = ''", "Did you mean 'name'"),
        ("[owner]\nname = 3", "owner.name must be a string"),
        ("[adoption]\ncountries = 'KE'", "must be a list of strings"),
        ("[adoption]\ncountries = [1]", "must be a list of strings"),
        ("owner = 1", "'owner' is not a table"),
        ("[owner", "not TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        read_facts(_written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_facts(tmp_path / "none.toml")


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_asks_only_for_facts_that_exist_and_invents_none(name: str) -> None:
    computed = ("version", "dependencies", "installed", "configuration", "parts", "models")
    facts = read_facts(None)
    sheet = fill(read_sheet(name), facts, dict.fromkeys(computed, "computed"))
    assert len({row.id for row in sheet.rows}) == len(sheet.rows)
    for row in sheet.rows:
        assert set(row.open) <= set(facts.open), row
        assert all(f"[to be filled: {key}]" in row.answer for key in row.open)
