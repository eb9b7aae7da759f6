"""Words that people use for what official texts call otherwise: "free" and "without charge".

Two sources, both written by hand from general administrative vocabulary. `lexicon/<tag>.txt`: one
group of related words of one language a line. `lexicon/concepts.txt`: one concept a line, a cell
for each language. A word's relatives are all that share a line or a cell with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from opengovai.languages.analysis import analyze, split_words

COLUMNS = ("en", "de", "fr", "ru", "kk", "sw", "rw")
_NONE: Mapping[str, float] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lexicon:
    """`relatives` of a term with what each counts; `words` of a term as they are written."""

    relatives: Mapping[str, Mapping[str, float]]
    words: Mapping[str, frozenset[str]]


def related(term: str, language: str) -> Mapping[str, float]:
    """Search terms related to `term`, itself left out, with what holding one counts, in (0, 1]:
    less for a word that stands in many groups. Empty for a language without a lexicon."""
    return _lexicon(language).relatives.get(term, _NONE)


def written(term: str, language: str) -> frozenset[str]:
    """The lexicon's words of which `term` is the search term, as they are written."""
    return _lexicon(language).words.get(term, frozenset())


@cache
def _lexicon(language: str) -> _Lexicon:
    groups = [_terms(group, language) for group in _groups(language)]
    often: dict[str, int] = {}
    words: dict[str, set[str]] = {}
    for group in groups:
        for term, spelled in group.items():
            often[term] = often.get(term, 0) + 1
            words.setdefault(term, set()).update(spelled)
    relatives: dict[str, dict[str, float]] = {}
    for group in groups:
        for term in group:
            counts = {other: often[other] ** -0.5 for other in group if other != term}
            relatives.setdefault(term, {}).update(counts)
    return _Lexicon(
        relatives=relatives, words={term: frozenset(found) for term, found in words.items()}
    )


def _terms(group: str, language: str) -> dict[str, set[str]]:
    """Search terms with the words that gave them; a compound with a hyphen is there for readers."""
    found: dict[str, set[str]] = {}
    for word in group.split():
        if "-" not in word:
            for part in split_words(word, language)[0]:
                found.setdefault(analyze(part, language)[0], set()).add(part)
    return found


def _groups(language: str) -> Iterator[str]:
    yield from _lines(f"{language}.txt")
    if language in COLUMNS:
        column = COLUMNS.index(language)
        yield from (line.split("|")[column] for line in _lines("concepts.txt"))


def _lines(name: str) -> Iterator[str]:
    path = files("opengovai.languages") / "lexicon" / name
    if path.is_file():
        text = path.read_text("utf-8")
        yield from (line for line in text.splitlines() if line and not line.startswith("#"))
