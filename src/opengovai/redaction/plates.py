"""Vehicle plates: forms that are telling by themselves, and looser ones beside a word.

Forms: national registration rules of KE, RW, UG, TZ, KZ, RU (GOST R 50577), DE, FR, GB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

_STRONG = (
    "K[A-Z]{2,3} ?[0-9]{3} ?[A-Z]",
    "R[A-Z]{1,2} ?[0-9]{3} ?[A-Z]",
    "U[A-Z]{2} ?[0-9]{3} ?[A-Z]",
    "T ?[0-9]{3} ?[A-Z]{3}",
    "[0-9]{3} ?[A-Z]{2,3} ?(?:0[1-9]|1[0-9]|20)",
    "[ABEKMHOPCTYXА-Я] ?[0-9]{3} ?[ABEKMHOPCTYXА-Я]{2} ?[0-9]{2,3}",
    "[A-Z]{2}-[0-9]{3}-[A-Z]{2}",
    "[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?[0-9]{1,4}(?: ?[EH])?",
)
_LOOSE = (
    "[A-Z]{2}(?: ?[-\u2013] ?| )?[0-9]{3}(?: ?[-\u2013] ?| )?[A-Z]{2}",
    "[A-ZÄÖÜ]{1,3}[ -]?[A-Z]{1,2}[ -]?[0-9]{1,4}[EH]?",
    "[A-Z]{2}[0-9]{2} ?[A-Z]{3}",
    "[A-ZÄÖÜ]{1,3}[\u2013\u2011][A-Z]{1,2} ?[0-9]{1,4}[EH]?",
    "[A-Z] [0-9]{3} [A-Z]{2,3} [0-9]{2}",
    "[A-Z] ?[0-9]{3} ?[A-Z]{3}",
    "[A-Z]{2,4} ?[0-9]{3} ?[A-Z]",
    "[a-z]{2,4} ?[0-9]{3} ?[a-z]",
    "[a-zäöü]{1,3}-[a-zäöü]{1,2} ?[0-9]{1,4}[eh]?",
)
_ANY = compile_pattern("|".join((*_STRONG, *_LOOSE)))
_TELLING = re.compile("|".join(_STRONG)).fullmatch
_NOT_PLATES = re.compile(
    r"(?:KES|KSH|UGX|TZS|RWF|USD|EUR|ISO|DIN|EN|UTC|GMT|COVID)[ -]?.*|.*[ -]EN .*"
)

_WORDS = re.compile(
    r"\b(?:cars?|vehicle|plates?|registration|reg|motor ?(?:cycle|bike)|bike|matatu|lorry|truck|"
    r"trailer|logbook|trela|taxi|gari|pikipiki|bodaboda|boda|usajili|imodoka|moto|ipikipiki|pur?aki|puraki|"
    r"көлік\w*|автокөлік\w*|мотоцикл\w*|мемлекеттік нөмір\w*|авто\w*|машин\w*|г/н|госномер\w*|"
    r"kennzeichen|auto|fahrzeugs?|wagen|pkw|lkw|motorrad|roller|"
    r"voiture|véhicule|plaque|immatricul\w*|camion|remorque|anhänger|прицеп\w*|тіркеме\w*|scooter)\b",
    re.IGNORECASE,
)
_NEAR, _SHORT = 40, 5


class PlateRecognizer:
    """Finds vehicle plates."""

    signs = (_ANY.source,)
    """Without any of these in a text, `scan` finds nothing in it."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the plates."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        text = subject.text
        for start, end in _ANY.spans(subject):
            if _joined(text, start, end):
                continue
            score = _score(text, start, end)
            if score:
                yield EntitySpan(
                    start=start, end=end, entity="PLATE", score=score, recognizer="plate"
                )


def _joined(text: str, start: int, end: int) -> bool:
    before, behind = text[start - 1 : start], text[end : end + 2]
    return (
        before.isalnum()
        or before in {"-", "/", "."}
        or behind[:1].isalnum()
        or (behind[:1] in {"-", "/", ".", " "} and behind[1:].isdigit())
        or (behind[:1] in {"-", "/", "."} and behind[1:].isalnum())
    )


def _score(text: str, start: int, end: int) -> float:
    plate = text[start:end]
    if _NOT_PLATES.fullmatch(plate.upper()):
        return 0.0
    if _TELLING(plate):
        return 0.65
    if len(plate) <= _SHORT:
        return 0.0
    near = _WORDS.search(text, max(0, start - _NEAR), min(len(text), end + _NEAR // 2))
    return 0.7 if near else 0.0
