"""Words that people use for what official texts call otherwise: "free" and "without charge".

One file a language, `lexicon/<tag>.txt`, one group of related words a line, written by hand from
general administrative vocabulary. A word's relatives are all that share a line with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from opengovai.languages.analysis import analyze

_NONE: frozenset[str] = frozenset()


def related(term: str, language: str) -> frozenset[str]:
    """Search terms related to `term`, itself left out; empty for a language without a lexicon."""
    return _lexicon(language).get(term, _NONE)


@cache
def _lexicon(language: str) -> Mapping[str, frozenset[str]]:
    path = files("opengovai.languages") / "lexicon" / f"{language}.txt"
    if not path.is_file():
        return {}
    found: dict[str, set[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        group = set() if line.startswith("#") else set(analyze(line, language))
        for term in group:
            found.setdefault(term, set()).update(group - {term})
    return {term: frozenset(others) for term, others in found.items()}
