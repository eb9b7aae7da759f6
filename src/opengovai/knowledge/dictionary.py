"""What a word may be called in another language, with probabilities.

The packaged tables were learnt from openly licensed parallel texts (`training/retrieval`): stems of
one language beside stems of another and how often both were linked. Languages without a table of
their own are reached through English, or Kazakh through Russian.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

Senses = Mapping[str, float]

_NONE: Senses = {}
_PIVOTS = ("en", "ru")
_LEAST = 0.05  # a rarer sense is dropped
_MOST = 6  # senses of a word
_UNSURE = 0.1  # links that a word needs to be believed half
_SCALE = 20  # counts are stored in twentieths
_SHARPNESS = 0.6  # below 1: what is linked less often counts for more than its share


@lru_cache(maxsize=20_000)
def senses(stem: str, source: str, target: str) -> Senses:
    """Stems of `target` that may stand for a stem of `source`; their probabilities add up to less
    than one where it was seen seldom, and there are none for one that was never seen."""
    direct = _row(stem, source, target)
    if direct:
        return _sharpened(direct)
    for pivot in _PIVOTS:
        if pivot not in (source, target):
            found = _through(stem, source, pivot, target)
            if found:
                return _sharpened(found)
    return _NONE


@cache
def translatable(source: str, target: str) -> bool:
    """Whether there are tables from one language into the other."""
    if source == target:
        return False
    return _exists(source, target) or any(
        _exists(source, pivot) and _exists(pivot, target) for pivot in _PIVOTS
    )


def _through(stem: str, source: str, pivot: str, target: str) -> Senses:
    found: dict[str, float] = {}
    for between, first in _shares(_row(stem, source, pivot)):
        for word, second in _shares(_row(between, pivot, target)):
            found[word] = found.get(word, 0.0) + first * second
    return found


def _shares(row: Senses) -> Iterable[tuple[str, float]]:
    mass = sum(row.values())
    return ((word, count / (mass + _UNSURE)) for word, count in row.items())


def _sharpened(row: Senses) -> Senses:
    mass = sum(row.values())
    best = sorted(row.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    kept = {word: (n / mass) ** _SHARPNESS for word, n in best if n / mass >= _LEAST}
    believed = mass / (mass + _UNSURE)
    total = sum(kept.values())
    return {word: believed * share / total for word, share in kept.items()}


def _row(stem: str, source: str, target: str) -> Senses:
    return _table(source, target).get(stem, _NONE)


def _exists(source: str, target: str) -> bool:
    return bool(_table(source, target))


@cache
def _table(source: str, target: str) -> Mapping[str, Senses]:
    """Links of the stems of `source`, read in whichever direction the pair is stored."""
    folder = files("opengovai.knowledge") / "translation"
    for one, other in ((source, target), (target, source)):
        path = folder / f"{one}-{other}.tsv.gz"
        if path.is_file():
            lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
            return _read(lines, turned=one == target)
    return {}


def _read(lines: Iterable[str], *, turned: bool) -> Mapping[str, Senses]:
    table: dict[str, dict[str, float]] = {}
    for line in lines:
        stem, *links = line.split("\t")
        for link in links:
            word, _, count = link.rpartition(" ")
            key, value = (word, stem) if turned else (stem, word)
            table.setdefault(key, {})[value] = int(count) / _SCALE
    return table
