"""What can be quoted: the sentences of a passage, an item together with what announces its list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from opengovai.languages import analyze, sentences
from opengovai.languages.analysis import grams
from opengovai.languages.answer_types import said_types
from opengovai.types import Passage

_ANNOUNCES = (":", "—", "–", "-")
_ENDS = (".", "!", "?", ";", "…", ")", '"', "»", "”")
_ITEM = re.compile(r"(?:\(?[\w]{1,4}\s?[.)º°]|[-*•–—▪●])\s?")
# Code points that an announced list may add to the sentence that announces it.
_LIST_LIMIT = 1_200
_LISTED = re.compile(rf"\n\s*{_ITEM.pattern}")
_FIRST = 4  # terms that a definition starts with
_PASSAGES = 2_048  # passages whose units are kept in memory


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """`text[start:end]` of a passage; `lead` is the range of the sentence that announces it, where
    it is an item of a list. Terms, parts of words and types are those of both together. `first`
    are the terms of its first words; `announces` says that it announces a list."""

    start: int
    end: int
    lead: tuple[int, int] | None
    words: int
    terms: frozenset[str]
    grams: frozenset[str]
    types: frozenset[str]
    first: frozenset[str]
    announces: bool


@lru_cache(maxsize=_PASSAGES)
def units(text: str, language: str) -> tuple[Unit, ...]:
    """The units of a passage in text order; a sentence that announces a list holds the list as
    far as `_LIST_LIMIT` allows, and each item is a unit by itself too."""
    ranges = _labelled(text, sentences(text, language))
    found = []
    lead: tuple[int, int] | None = None
    for at, (start, end) in enumerate(ranges):
        is_item = lead is not None and _ITEM.match(text, start) is not None
        if is_item or not _announces(text, ranges, at):
            lead = lead if is_item else None
            found.append(_unit(text, start, end, lead, language))
            lead = None if text[start:end].endswith(".") else lead
        else:
            lead = (start, end)
            found.append(_unit(text, start, _list_end(text, ranges, at), None, language))
    return tuple(found)


def _labelled(text: str, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges, each label that stands on a line of its own with what it labels."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        labelled = joined and _ITEM.fullmatch(text[slice(*joined[-1])])
        joined.append((joined.pop()[0], end) if labelled else (start, end))
    return joined


def _announces(text: str, ranges: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether sentence `at` ends as an announcement does, or breaks off before an item."""
    start, end = ranges[at]
    if text[start:end].endswith(_ANNOUNCES):
        return True
    following = ranges[at + 1][0] if at + 1 < len(ranges) else end
    broken = not text[start:end].endswith(_ENDS) and _ITEM.match(text, start) is None
    return broken and following > end and _ITEM.match(text, following) is not None


@lru_cache(maxsize=_PASSAGES)
def headings(path: tuple[str, ...], language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Terms and parts of words of a title and the headings below it."""
    terms = frozenset(analyze(" \n ".join(path), language))
    return terms, _parts(terms)


def vocabulary(passage: Passage) -> frozenset[str]:
    """Every term of a passage, its title and headings."""
    above, _ = headings((passage.title, *passage.headings), passage.language)
    return above.union(*(unit.terms for unit in units(passage.text, passage.language)))


def _unit(text: str, start: int, end: int, lead: tuple[int, int] | None, language: str) -> Unit:
    whole = text[start:end] if lead is None else f"{text[lead[0] : lead[1]]} {text[start:end]}"
    found = analyze(whole, language)
    terms = frozenset(found)
    return Unit(
        start=start,
        end=end,
        lead=lead,
        words=len(whole.split()),
        terms=terms,
        grams=_parts(terms),
        types=said_types(whole, language),
        first=frozenset(found[:_FIRST]),
        announces=lead is None and _LISTED.search(text, start, end) is not None,
    )


def _parts(terms: frozenset[str]) -> frozenset[str]:
    return frozenset(chain.from_iterable(map(grams, terms)))


def _list_end(text: str, ranges: Sequence[tuple[int, int]], at: int) -> int:
    """Where the list ends that sentence `at` announces: after its last item within the limit."""
    end = announced = ranges[at][1]
    for start, stop in ranges[at + 1 :]:
        if stop - announced > _LIST_LIMIT or (end > announced and not _ITEM.match(text, start)):
            break
        end = stop
        if text[start:stop].endswith("."):
            break
    return end
