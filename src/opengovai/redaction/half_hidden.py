"""Numbers that their writer hid in part: `4187 4520 xxxx 7716`, `2200 7001 **** 4418`.

What is left of them still tells, with a name beside it, whose card or phone it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

SCORE = 0.6

_HIDDEN = "(?:[xXхХ]{2,8}|[*\u2022\u00b7\u25cf#\u2217]{2,8}|\u2026)"
_GAP = "[ -]?"
_SHAPE = (
    f"[0-9]{{2,6}}(?:{_GAP}[0-9]{{2,4}}){{0,3}}(?:{_GAP}{_HIDDEN}){{1,4}}"
    f"{_GAP}[0-9]{{2,4}}(?:{_GAP}[0-9]{{1,4}}){{0,3}}"
)
_FOUND = compile_pattern(_SHAPE)
_SIGN = "[0-9][ -]?(?:[xXхХ*\u2022\u00b7\u25cf#\u2217]{2}|\u2026)"
_FEWEST, _CARD = 5, 7


class HalfHiddenRecognizer:
    """Finds digits on both sides of marks that hide others."""

    signs = (_SIGN,)
    """Without any of these in a text, `scan` finds nothing in it."""

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """Spans of the numbers, marks and all."""
        text = subject.text
        for start, end in _FOUND.spans(subject):
            digits = sum(map(str.isdigit, text[start:end]))
            if (
                digits < _FEWEST
                or text[start - 1 : start].isalnum()
                or text[end : end + 1].isalnum()
            ):
                continue
            yield EntitySpan(
                start=start,
                end=end,
                entity="CARD" if digits > _CARD else "REFERENCE",
                score=SCORE,
                recognizer="half-hidden",
            )
