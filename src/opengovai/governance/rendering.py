"""The dossier for people: one page that loads nothing, and a Markdown file per sheet."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from opengovai.governance.sheets import Row, Sheet

if TYPE_CHECKING:
    from opengovai.governance.dossier import Dossier

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --open: #b45309; --good: #15803d; --bad: #b91c1c }
@media (prefers-color-scheme: dark) { :root { --open: #fbbf24; --good: #4ade80; --bad: #f87171 } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { line-height: 1.2 } h2 { margin-top: 3rem; border-top: 2px solid var(--line);
  padding-top: 1rem }
nav ul { columns: 2; padding-left: 1.2rem } @media (max-width: 40rem) { nav ul { columns: 1 } }
dl.row { border-bottom: 1px solid var(--line); margin: 0; padding: .7rem 0 }
dt { font-weight: 600 } dt small { font-weight: 400; opacity: .7; margin-right: .5rem }
dd { margin: .2rem 0 0; white-space: pre-line; overflow-wrap: anywhere }
dd.evidence { font-size: .85rem; opacity: .85 } .open { color: var(--open) }
.good { color: var(--good) } .bad { color: var(--bad) }
table { border-collapse: collapse; width: 100% } .wide { overflow-x: auto }
td, th { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top } code { font-size: .9em; overflow-wrap: anywhere }
@media print { nav { display: none } h2 { break-before: page } }
"""


def page(dossier: Dossier, base: str) -> str:
    """The whole dossier as one HTML page; evidence is linked below `base`, unless that is empty."""
    sheets = dossier.sheets
    body = [
        "<h1>Dossier of OpenGovAI</h1>",
        f"<p>{_text(_subject(dossier))} Built on {dossier.now:%Y-%m-%d}.</p>",
        _verdict(dossier),
        "<nav aria-label='Contents'><ul>",
        *(f"<li><a href='#{one.name}'>{_text(one.title)}</a></li>" for one in sheets),
        "<li><a href='#parts'>Configuration</a></li>",
        "<li><a href='#sbom'>Installed software</a></li>",
        "<li><a href='#files'>Files of this folder</a></li></ul></nav>",
        *(_section(sheet, base) for sheet in sheets),
        _configuration(dossier),
        _packages(dossier),
        _files(dossier),
    ]
    return (
        "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>Dossier of OpenGovAI</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def markdown(sheet: Sheet) -> str:
    """One sheet, for people who edit it further."""
    lines = [f"# {sheet.title}", "", sheet.intro.strip(), "", f"Source: {sheet.source}", ""]
    for section, rows in groupby(sheet.rows, key=lambda row: row.section):
        lines += [f"## {section}", ""]
        for row in rows:
            lines += [f"### {row.id} {row.question}", "", row.answer or "*not applicable*", ""]
            lines += [f"- evidence: `{one}`" for one in row.evidence] + [""] * bool(row.evidence)
    return "\n".join(lines).rstrip() + "\n"


def _subject(dossier: Dossier) -> str:
    service = dossier.facts.values.get("deployment.service")
    return f"Service: {service}." if service else "The library itself; no service was named."


def _verdict(dossier: Dossier) -> str:
    gaps, open_ = dossier.gaps, dossier.open
    unchecked = "" if dossier.root else " The evidence was not checked: that takes a checkout."
    if gaps:
        items = "".join(
            f"<li><strong>{_text(gap.kind)}</strong> {_text(gap.where)}: {_text(gap.what)}. "
            f"{_text(gap.remedy)}</li>"
            for gap in gaps
        )
        checked = f"<p class='bad'>Check: {len(gaps)} gaps.{unchecked}</p><ul>{items}</ul>"
    else:
        checked = f"<p class='good'>Check: no gap.{unchecked}</p>"
    if not open_:
        return checked
    names = "".join(f"<li><code>{_text(one)}</code></li>" for one in open_)
    return (
        f"{checked}<details><summary class='open'>{len(open_)} facts that only a person can give "
        f"are open. Nothing was put in their place.</summary><ul>{names}</ul></details>"
    )


def _section(sheet: Sheet, base: str) -> str:
    source = f"Source: {sheet.source}. Next review of these words: {sheet.review.isoformat()}."
    parts = [
        f"<section><h2 id='{sheet.name}'>{_text(sheet.title)}</h2><p>{_text(sheet.intro)}</p>",
        f"<p><small>{_text(source)}</small></p>",
    ]
    for section, rows in groupby(sheet.rows, key=lambda row: row.section):
        parts.append(f"<h3>{_text(section)}</h3>")
        parts += [_row(row, base) for row in rows]
    return "\n".join([*parts, "</section>"])


def _row(row: Row, base: str) -> str:
    mark = " class='open'" if row.open else ""
    answer = _prose(row.answer) if row.answer else "not applicable"
    proof = ", ".join(_link(one, base) for one in row.evidence)
    evidence = f"<dd class='evidence'>Evidence: {proof}</dd>" if proof else ""
    return (
        f"<dl class='row'><dt><small>{_text(row.id)}</small>{_text(row.question)}</dt>"
        f"<dd{mark}>{answer}</dd>{evidence}</dl>"
    )


def _link(reference: str, base: str) -> str:
    shown = f"<code>{_text(reference)}</code>"
    target = quote(f"{base}/{reference.partition('::')[0]}", safe="/:#@.-_")
    return f"<a href='{target}'>{shown}</a>" if base else shown


def _configuration(dossier: Dossier) -> str:
    rows = ((row["table"], row["use"], row["egress"]) for row in dossier.deployment.parts)
    origin = _text(f"{dossier.deployment.origin}, digest {dossier.deployment.digest[:12]}")
    table = _table(("part", "plugin", "data leaves to"), rows)
    return f"<section><h2 id='parts'>Configuration</h2><p>{origin}</p>{table}</section>"


def _packages(dossier: Dossier) -> str:
    rows = ((one.name, one.version, one.licence) for one in dossier.packages)
    table = _table(("distribution", "version", "licence"), rows)
    return (
        "<section><h2 id='sbom'>Installed software</h2><p>The same, for machines: "
        f"<a href='sbom.cdx.json'>sbom.cdx.json</a> (CycloneDX 1.7).</p>{table}</section>"
    )


def _files(dossier: Dossier) -> str:
    names = ["publiccode.yml", "sbom.cdx.json", "ml-bom.cdx.json", "check.json"]
    names += [f"{sheet.name}.{kind}" for sheet in dossier.sheets for kind in ("md", "json")]
    items = "".join(f"<li><a href='{name}'>{name}</a></li>" for name in names)
    return f"<section><h2 id='files'>Files of this folder</h2><ul>{items}</ul></section>"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = "".join(f"<th>{_text(one)}</th>" for one in head)
    lines = "".join(
        "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<div class='wide'><table><tr>{titles}</tr>{lines}</table></div>"


def _prose(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _text(text))


def _text(text: str) -> str:
    return html.escape(text.strip())
