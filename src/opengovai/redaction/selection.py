"""From overlapping hypotheses to the spans that are masked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from opengovai.types import EntitySpan


def select(spans: Iterable[EntitySpan], *, threshold: float) -> list[EntitySpan]:
    """Disjoint spans in text order that cover the union of all spans scored `threshold` or more.

    Labels come from weighted interval selection (weight: score times length); what the chosen
    leave uncovered of the union goes to the chosen span before it, else to the one behind it.
    """
    kept = sorted((s for s in spans if s.score >= threshold), key=lambda s: (s.start, s.end))
    out: list[EntitySpan] = []
    cluster: list[EntitySpan] = []
    reach = -1
    for span in kept:
        if cluster and span.start >= reach:
            out.extend(_resolve(cluster))
            cluster = []
        cluster.append(span)
        reach = max(reach, span.end) if len(cluster) > 1 else span.end
    if cluster:
        out.extend(_resolve(cluster))
    return out


def _resolve(cluster: Sequence[EntitySpan]) -> list[EntitySpan]:
    if len(cluster) == 1:
        return list(cluster)
    chosen = _heaviest(cluster)
    start, end = cluster[0].start, max(span.end for span in cluster)
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
