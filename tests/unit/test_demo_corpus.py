"""The packaged official texts: complete, marked, and with the right to be there."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

CORPUS = sorted(
    (path for path in files("opengovai.demo").joinpath("corpus").iterdir()),
    key=lambda path: path.name,
)
REPOSITORY = Path(__file__).resolve().parents[2]
KEYS = ["id", "title", "language", "uri", "licence", "publisher", "published", "note"]


def _read(path: Path) -> tuple[dict[str, str], str]:
    before, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    assert before == ""
    return tomllib.loads(front), body


def _numbers(body: str) -> list[int]:
    headings = re.findall(r"^### (.+)$", body, re.MULTILINE)
    return [int(match.group()) for heading in headings if (match := re.search(r"\d+", heading))]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_each_text_states_what_it_is(path: Path) -> None:
    front, body = _read(path)
    assert list(front) == KEYS
    assert path.name == f"{front['id']}.md"
    assert front["id"].endswith(f".{front['language']}")
    assert f"\n# {front['title']}\n" in body
    assert front["uri"].startswith("https://")
    assert "Not an official edition" in front["note"]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_each_texts_right_is_written_down(path: Path) -> None:
    licence = _read(path)[0]["licence"]
    assert (REPOSITORY / "LICENSES" / f"{licence}.txt").exists()


@pytest.mark.parametrize("language", ["en", "sw", "rw", "kk", "ru", "de", "fr"])
def test_the_universal_declaration_is_complete(language: str) -> None:
    body = next(_read(path)[1] for path in CORPUS if path.name == f"udhr.{language}.md")
    assert _numbers(body) == list(range(1, 31))


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("ke-data-protection-act-2019.en.md", 74),
        ("ke-citizenship-immigration-act-2011.en.md", 65),
        ("rw-law-68-2018.rw.md", 101),
        ("rw-law-68-2018.en.md", 101),
        ("rw-law-68-2018.fr.md", 101),
        ("rw-law-058-2021.en.md", 70),
        ("de-bdsg.de.md", 86),
    ],
)
def test_the_laws_are_complete_and_in_order(name: str, count: int) -> None:
    body = next(_read(path)[1] for path in CORPUS if path.name == name)
    assert _numbers(body) == list(range(1, count + 1))


def test_excerpts_say_so() -> None:
    excerpts = [_read(path)[0]["note"] for path in CORPUS if path.name.startswith("kz-")]
    assert len(excerpts) == 4
    assert all("EXCERPT" in note and "to be verified" in note for note in excerpts)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_known_defects_of_the_sources_are_gone(path: Path) -> None:
    body = _read(path)[1]
    for defect in (r" Part [IVX]+ – [A-Z]", r"\(\+\+\+", r"&lt;", r"[\ue000-\uf8ff\u00ad]"):
        text_lines = [line for line in body.splitlines() if not line.startswith("#")]
        assert not any(re.search(defect, line) for line in text_lines), defect
    assert not re.search(r"^### .*(THE KENYA|MISCELLANEOUS|No\. 12)", body, re.MULTILINE)
