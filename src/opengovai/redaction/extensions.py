"""Phone numbers that what stands right behind them gives away: an extension
(`916.972.1680x22`, `020 7946 0018 ext. 12`), or, as on cards, `22 498317 office`.

That says what the number is, so its digits need no numbering plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

_EXTENSION = "(?i:x|ext[.]?|extn[.]?|extension|durchwahl|dw[.]?|poste|доб[.]?|вн[.]?|ішкі|ugani)"
_LABEL = "(?i:office|fax|mobile|mob|cell|home|work)"
_DIGITS = "[+(]?[0-9](?:[ ().-]{0,3}[0-9])"
_NUMBER = compile_pattern(
    f"{_DIGITS}{{6,16}},? ?{_EXTENSION}[ .:#-]{{0,2}}[0-9]{{1,6}}|{_DIGITS}{{5,14}}[ -]{_LABEL}"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -"
_LINE = re.compile(r" ?(?:[,;)\n\\|]|$)")
"""What may follow a label behind a number: the end of a line, or of an item of a list."""


class ExtensionRecognizer:
    """Finds phone numbers by their extension."""

    signs = (f"[0-9],? ?{_EXTENSION}[ .:#-]{{0,2}}[0-9]", f"[0-9][ -]{_LABEL}")
    """Without any of these in a text, `scan` finds nothing in it."""

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """Spans of the numbers with their extensions."""
        text = subject.text
        for start, end in _NUMBER.spans(subject):
            if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
                continue
            labelled = text[end - 1].isalpha()
            if labelled and not _LINE.match(text, end):
                continue
            last = start + len(text[start:end].rstrip(_LETTERS)) if labelled else end
            yield EntitySpan(
                start=start, end=last, entity="PHONE", score=0.9, recognizer="extension"
            )
