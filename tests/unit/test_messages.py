from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from string import Template

import pytest

from opengovai.languages.messages import message

CATALOGUES = sorted((files("opengovai.languages") / "catalogues").iterdir(), key=lambda p: p.name)


def _read(path) -> dict[str, str]:
    return tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_every_language_says_the_same_things_with_the_same_values(path) -> None:
    english = _read(files("opengovai.languages") / "catalogues" / "en.toml")
    catalogue = _read(path)
    assert catalogue.keys() == english.keys()
    for key, text in catalogue.items():
        wanted = set(Template(english[key]).get_identifiers())
        assert set(Template(text).get_identifiers()) == wanted, key


def test_there_is_a_catalogue_for_each_of_the_seven_languages() -> None:
    assert {path.name for path in CATALOGUES} == {
        f"{tag}.toml" for tag in ("en", "sw", "rw", "kk", "ru", "de", "fr")
    }


def test_a_language_without_a_catalogue_is_answered_in_english() -> None:
    assert message("no_answer", "xx") == message("no_answer", "en")


@pytest.mark.parametrize("tag", ["", "xx", "../catalogues/sw", "a" * 5000, "\x00", "\ud800", "SW "])
def test_a_tag_that_is_no_language_of_ours_gets_the_fallback(tag: str) -> None:
    assert message("machine", tag) == message("machine", "en")


def test_a_tag_reads_no_file_beside_the_catalogues(tmp_path: Path) -> None:
    (tmp_path / "planted.toml").write_text('machine = "planted"\n')
    assert message("machine", str(tmp_path / "planted")) == message("machine", "en")
