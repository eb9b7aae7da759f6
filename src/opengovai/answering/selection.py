"""Which units become the answer: the best few, neighbours joined, within a budget of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opengovai.answering.features import Candidate
from opengovai.types import Source

_WORDS = 160  # of all quotes together; the best unit is shown whatever its length
_CONSIDERED = 8  # best units looked at
_BEHIND = 4.0  # log-odds behind the best at which a unit is no longer shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """`text[start:end]` of a source's passage; `lead` announces it where it is an item of a list
    that does not follow at once."""

    source: Source
    start: int
    end: int
    lead: tuple[int, int] | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """What is quoted: the announcing sentence, if any, and the stretch."""
        text = self.source.hit.passage.text
        ranges = ([self.lead] if self.lead else []) + [(self.start, self.end)]
        return tuple(text[start:end] for start, end in ranges)


def select(ranked: Sequence[tuple[float, Candidate]], *, limit: int) -> list[Stretch]:
    """At most `limit` stretches, best first; `ranked` is best first."""
    chosen: list[Stretch] = []
    words = 0
    for score, candidate in ranked[:_CONSIDERED]:
        if score < ranked[0][0] - _BEHIND:
            break
        stretch = _stretch(candidate)
        neighbour = next((at for at, one in enumerate(chosen) if _touch(one, stretch)), None)
        joined = _joined(chosen[neighbour], stretch) if neighbour is not None else stretch
        added = _length(joined) - (_length(chosen[neighbour]) if neighbour is not None else 0)
        if chosen and (words + added > _WORDS or (neighbour is None and len(chosen) == limit)):
            continue
        words += added
        if neighbour is None:
            chosen.append(joined)
        else:
            chosen[neighbour] = joined
    return chosen


def _stretch(candidate: Candidate) -> Stretch:
    unit, text = candidate.unit, candidate.source.hit.passage.text
    start, lead = unit.start, unit.lead
    if lead is not None and not text[lead[1] : start].strip():
        start, lead = lead[0], None
    return Stretch(source=candidate.source, start=start, end=unit.end, lead=lead)


def _touch(one: Stretch, other: Stretch) -> bool:
    """Whether they overlap or only space is between them."""
    if one.source is not other.source:
        return False
    between = one.source.hit.passage.text[min(one.end, other.end) : max(one.start, other.start)]
    return not between.strip()


def _joined(one: Stretch, other: Stretch) -> Stretch:
    start, end = min(one.start, other.start), max(one.end, other.end)
    lead = one.lead or other.lead
    inside = lead is not None and start <= lead[0] < end
    return Stretch(source=one.source, start=start, end=end, lead=None if inside else lead)


def _length(stretch: Stretch) -> int:
    return sum(len(text.split()) for text in stretch.texts)
