"""Draws docs/explanation/retrieval-crosslingual.svg from crosslingual.json, beside this file.

python -m benchmarks.retrieval.plots
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.retrieval.crosslingual import RESULTS

PICTURE = Path(__file__).resolve().parents[2] / "docs/explanation/retrieval-crosslingual.svg"
BARS = (
    "Questions sw-en", "Questions rw-en", "Questions kk-en", "AfriQA rw-en", "TICO-19 sw-en",
    "TICO-19 rw-en", "NTREX sw-en", "NTREX rw-en", "NTREX kk-en", "NTREX kk-ru", "NTREX de-en",
    "NTREX fr-rw",
)  # fmt: skip
COLOURS = {"bm25s": "#9aa5b1", "OpenGovAI": "#1f6feb"}
_LEFT, _WIDE, _ROW, _TOP = 150, 440, 30, 34


def picture(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """Two bars a set: recall@20 of bm25s and of ours."""
    shown = [name for name in BARS if name in found["OpenGovAI"]]
    parts = [_text(_LEFT, 16, "recall@20, questions in one language, texts in another", weight=600)]
    for at, name in enumerate(shown):
        y = _TOP + at * _ROW
        parts.append(_text(_LEFT - 8, y + 14, name, anchor="end"))
        for nth, engine in enumerate(("bm25s", "OpenGovAI")):
            value = found[engine][name]["recall@20"]
            top = y + 11 * nth
            parts.append(
                f'<rect x="{_LEFT}" y="{top}" width="{_WIDE * value / 100:.1f}" height="10" '
                f'fill="{COLOURS[engine]}"/>'
            )
            parts.append(_text(_LEFT + _WIDE * value / 100 + 4, top + 9, f"{value:.0f}", size=9))
    bottom = _TOP + len(shown) * _ROW + 14
    for nth, (engine, colour) in enumerate(COLOURS.items()):
        x = _LEFT + 110 * nth
        parts.append(f'<rect x="{x}" y="{bottom - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(_text(x + 15, bottom, engine))
    width, height = _LEFT + _WIDE + 40, bottom + 12
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" fill="#57606a" role="img">'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 12, weight: int = 400
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )


def main() -> None:
    """Draw it."""
    PICTURE.write_text(picture(json.loads(RESULTS.read_text("utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
