"""Geographic coordinates: decimal degrees with four or more places, and degrees and minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

_DECIMAL = "[-+\u2212]?[0-9]{1,3}[.][0-9]{4,}°? ?[NSEWСЮЗВ]?"
_SECONDS = '(?: ?[0-9.]{1,7} ?["\u2033\u201d])?'
_SEXAGESIMAL = f"[0-9]{{1,3}} ?° ?[0-9]{{1,2}} ?['\u2032\u2019]{_SECONDS} ?[NSEWOСЮЗВ]?"
_PAIR = compile_pattern(
    f"{_DECIMAL}(?: ?[,;/] ?| ){_DECIMAL}|{_SEXAGESIMAL}(?: ?[,;/] ?| ){_SEXAGESIMAL}"
)
_NUMBER = re.compile(r"[-+]?\d{1,3}(?:\.\d+)?")
_POLE, _DATELINE = 90.0, 180.0


class CoordinateRecognizer:
    """Finds pairs of coordinates."""

    signs = ("[.][0-9]{4}", "° ?[0-9]")
    """Without any of these in a text, `scan` finds nothing in it."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the pairs."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        text = subject.text
        for start, end in _PAIR.spans(subject):
            piece = text[start:end]
            if _plausible(piece) and not text[start - 1 : start].isdigit():
                last = start + len(piece.rstrip())
                yield EntitySpan(
                    start=start, end=last, entity="COORDINATES", score=0.8, recognizer="coordinate"
                )


def _plausible(piece: str) -> bool:
    """Whether one number can be a latitude and the other a longitude."""
    if "'" in piece or "\u2032" in piece or "\u2019" in piece:
        return True
    numbers = [abs(float(n)) for n in _NUMBER.findall(piece.replace("\u2212", "-"))]
    return len(numbers) == 2 and min(numbers) <= _POLE and max(numbers) <= _DATELINE
