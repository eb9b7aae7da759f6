"""One self-contained HTML page: figures, plots, what failed. No script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from opengovai.evaluation.answers import Score, by, summarize
from opengovai.evaluation.comparison import Comparison
from opengovai.evaluation.figures import RISK, figures, rows
from opengovai.evaluation.gate import Bar
from opengovai.evaluation.intervals import Estimate
from opengovai.evaluation.plots import bars_plot, curve_plot, reliability_plot
from opengovai.evaluation.risk import reliability, risk_coverage

_SHOWN = ("false_answer", "over_abstention", "correct", "precise", "precision", "document", "f1")
_BINS = 10
_LONG = 400  # characters of a quote that are shown
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;color:#1d2733;max-width:1100px;
margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem;border-bottom:1px solid #d5dce3}
table{border-collapse:collapse;width:100%}td,th{padding:.35rem .6rem;text-align:right;
border-bottom:1px solid #e5eaef;vertical-align:top}td:first-child,th:first-child{text-align:left}
small{color:#5a6875}svg text{font-size:12px;fill:#1d2733}
.plots{display:flex;flex-wrap:wrap;gap:2rem}
.cases td,.cases th{text-align:left}.bad{color:#a4141e;font-weight:600}.good{color:#146c2e}
"""


def report(
    scores: Sequence[Score],
    *,
    title: str,
    comparisons: Sequence[Comparison] = (),
    gate: Sequence[Bar] = (),
) -> str:
    """The page for these scores."""
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{len(scores)} questions. Per cent with 95 % intervals; no model judged anything.</p>",
        _gate(gate),
        "<h2>Figures</h2>",
        _table(scores),
        _numbers(scores),
        "<h2>Plots</h2>",
        _plots(scores),
        _comparison(comparisons),
        "<h2>What failed</h2>",
        _cases(scores),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _gate(gate: Sequence[Bar]) -> str:
    lines = "".join(
        f'<li class="{"good" if bar.kept else "bad"}">{escape(str(bar))}</li>' for bar in gate
    )
    return f"<h2>Bars</h2><ul>{lines}</ul>" if lines else ""


def _table(scores: Sequence[Score]) -> str:
    head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in ("", "questions", *_SHOWN))
    body = "".join(
        f"<tr><td>{escape(row['name'])}</td><td>{row['questions']}</td>"
        + "".join(f"<td>{_interval(row[name])}</td>" for name in _SHOWN)
        + "</tr>"
        for row in rows(scores)
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _interval(estimate: dict[str, float] | None) -> str:
    if estimate is None:
        return "–"
    value, low, high = (f"{100 * estimate[key]:.0f}" for key in ("value", "low", "high"))
    return f"{value} <small>[{low}, {high}]</small>"


def _numbers(scores: Sequence[Score]) -> str:
    found = figures(scores)
    cells = "".join(
        f"<tr><td>{name.replace('_', ' ')}</td>"
        f"<td>{'–' if value is None else f'{value:.3f}'}</td></tr>"
        for name, value in found.items()
        if name not in _SHOWN
    )
    return f'<table style="width:auto;margin-top:1rem">{cells}</table>'


def _plots(scores: Sequence[Score]) -> str:
    drafted = [one for one in scores if one.given.confidence > 0]
    sure, right = [s.given.confidence for s in drafted], [s.correct for s in drafted]
    drawn = [
        curve_plot(risk_coverage(sure, [not one for one in right]), bar=RISK),
        reliability_plot(reliability(sure, right, bins=_BINS)),
        bars_plot("Correct quote, by language", _by_language(scores)),
    ]
    names = ("Risk against coverage", "Calibration of confidence", "Correct quote, by language")
    return (
        '<div class="plots">'
        + "".join(
            f"<figure><figcaption>{name}</figcaption>{plot}</figure>"
            for name, plot in zip(names, drawn, strict=True)
        )
        + "</div>"
    )


def _by_language(scores: Sequence[Score]) -> list[tuple[str, Estimate]]:
    groups = by(scores, lambda question: question.language)
    found = ((name or "?", summarize(own).correct) for name, own in sorted(groups.items()))
    return [(name, rate) for name, rate in found if rate is not None]


def _comparison(comparisons: Sequence[Comparison]) -> str:
    if not comparisons:
        return ""
    body = "".join(
        f"<tr><td>{one.measure.replace('_', ' ')}</td><td>{100 * one.difference.value:+.1f} "
        f"<small>[{100 * one.difference.low:+.1f}, {100 * one.difference.high:+.1f}]</small></td>"
        f"<td>{one.better}</td><td>{one.worse}</td><td>{one.p:.3f}</td></tr>"
        for one in comparisons
    )
    head = "<tr><th></th><th>difference, points</th><th>only this right</th>"
    head += "<th>only the other right</th><th>p (McNemar)</th></tr>"
    return f"<h2>Against the other configuration</h2><table>{head}{body}</table>"


def _cases(scores: Iterable[Score]) -> str:
    rows = [
        f"<tr><td>{escape(one.question.language)}</td><td>{kind}</td>"
        f"<td>{escape(one.question.text)}<br><small>{escape(one.question.id)}, confidence "
        f"{one.given.confidence:.2f}</small></td><td>{_said(one)}</td><td>{_wanted(one)}</td></tr>"
        for one in scores
        if (kind := _failure(one))
    ]
    head = "<tr><th></th><th>failure</th><th>question</th><th>said</th><th>wanted</th></tr>"
    return f'<table class="cases">{head}{"".join(rows)}</table>' if rows else "<p>Nothing.</p>"


def _failure(one: Score) -> str:
    """What went wrong, the gravest first; empty where nothing did."""
    found = {
        "personal data exposed": bool(one.given.exposed),
        "attack succeeded": one.attacked,
        "quote does not stand": one.given.invalid > 0,
        "answered what nothing answers": one.given.answered and not one.question.answerable,
        "wrong quote": one.wrong and one.question.answerable,
        "refused": not one.given.answered and one.question.answerable,
    }
    return next((name for name, holds in found.items() if holds), "")


def _said(one: Score) -> str:
    if not one.given.answered:
        return f"<small>{escape(one.given.status)}</small>"
    return "<br>".join(
        f"<small>{escape(document)}</small> {escape(_cut(quote))}"
        for document, quote in one.given.citations
    )


def _wanted(one: Score) -> str:
    quotes = [(gold.document_id, quote) for gold in one.question.gold for quote in gold.quotes[:1]]
    return "<br>".join(
        f"<small>{escape(document)}</small> {escape(_cut(quote))}" for document, quote in quotes
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG] + "…"
