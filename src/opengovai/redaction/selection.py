"""From overlapping hypotheses to the spans that are masked.

The union of everything that scores enough is masked, always. Labels come from weighted interval
selection (weight: score times length); what the chosen leave uncovered of the union goes to the
chosen span before it, else to the one behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from opengovai.redaction.windows import Window
from opengovai.types import EntitySpan

_LONGEST = 8192
"""Code points of findings that overlap each other, beyond which they are cut."""

_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Settled:
    """A piece of the whole that no later text can change: it begins at `offset`; the offsets of
    its spans count from the beginning of the whole."""

    offset: int
    text: str
    spans: list[EntitySpan]


class Selection:
    """Takes the findings window by window and gives out what is settled."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._pending: list[EntitySpan] = []
        self._text = ""
        self._given = 0
        self._open: EntitySpan | None = None

    def take(self, window: Window, spans: Iterable[EntitySpan]) -> Settled:
        """What this window settles, possibly nothing. Findings that begin before its core count
        from the core on, as the window before has the rest; those behind it are the next one's."""
        kept = [s for s in spans if s.score >= self._threshold and _touches_core(s, window)]
        kept += self._continued(window)
        self._pending += [_shifted(s, window) for s in kept]
        self._open = next((s for s in kept if s.end == len(window.text)), None)
        self._text += window.text[window.core : window.end]
        clusters = list(_clusters(self._pending))
        until = window.offset + window.end
        self._pending = []
        if clusters and not window.last and _reach(clusters[-1]) > until:
            until = self._hold(clusters, until)
        return self._settle(until, clusters)

    def _hold(self, clusters: list[list[EntitySpan]], until: int) -> int:
        """Keep the last cluster, as it may grow, and settle what stands before it; one that grew
        too long is cut, so that an endless chain of findings costs no more than its length."""
        last = clusters.pop()
        if until - last[0].start <= _LONGEST:
            self._pending = last
            return max(self._given, last[0].start)
        self._pending = [replace(s, start=max(s.start, until)) for s in last if s.end > until]
        clusters.append([replace(s, end=min(s.end, until)) for s in last if s.start < until])
        return until

    def _continued(self, window: Window) -> Iterator[EntitySpan]:
        """The rest of a word so long that the window before ended inside a finding in it."""
        if self._open is not None:
            space = _SPACE.search(window.text, window.core)
            end = space.start() if space else len(window.text)
            if end > window.core:
                yield replace(self._open, start=window.core, end=end)

    def _settle(self, until: int, clusters: Iterable[Sequence[EntitySpan]]) -> Settled:
        offset, length = self._given, until - self._given
        text, self._text, self._given = self._text[:length], self._text[length:], until
        return Settled(offset, text, [span for c in clusters for span in _resolve(c)])


def _touches_core(span: EntitySpan, window: Window) -> bool:
    return span.end > window.core and span.start < window.end


def _shifted(span: EntitySpan, window: Window) -> EntitySpan:
    start = max(span.start, window.core)
    if not window.offset and start == span.start:
        return span
    return replace(span, start=start + window.offset, end=span.end + window.offset)


def _reach(cluster: Sequence[EntitySpan]) -> int:
    return max(span.end for span in cluster)


def _clusters(spans: Sequence[EntitySpan]) -> Iterator[list[EntitySpan]]:
    """Spans that overlap, together; in text order."""
    cluster: list[EntitySpan] = []
    reach = -1
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if cluster and span.start >= reach:
            yield cluster
            cluster = []
            reach = -1
        cluster.append(span)
        reach = max(reach, span.end)
    if cluster:
        yield cluster


def _resolve(cluster: Sequence[EntitySpan]) -> Sequence[EntitySpan]:
    if len(cluster) == 1:
        return cluster
    chosen = _heaviest(cluster)
    start, end = cluster[0].start, _reach(cluster)
    starts = [start, *(span.start for span in chosen[1:])]
    ends = [*starts[1:], end]
    return [
        replace(span, start=first, end=last)
        for span, first, last in zip(chosen, starts, ends, strict=True)
    ]


def _heaviest(cluster: Sequence[EntitySpan]) -> list[EntitySpan]:
    """Weighted interval scheduling by dynamic programming, O(n log n)."""
    spans = sorted(cluster, key=lambda s: (s.end, s.start))
    ends = [span.end for span in spans]
    best: list[float] = [0.0]
    before: list[int] = []
    for i, span in enumerate(spans):
        before.append(bisect_right(ends, span.start, 0, i))
        best.append(max(best[i], best[before[i]] + _weight(span)))
    chosen: list[EntitySpan] = []
    i = len(spans)
    while i > 0:
        span = spans[i - 1]
        if best[before[i - 1]] + _weight(span) > best[i - 1]:
            chosen.append(span)
            i = before[i - 1]
        else:
            i -= 1
    return chosen[::-1]


def _weight(span: EntitySpan) -> float:
    return span.score * (span.end - span.start)
