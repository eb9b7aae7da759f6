"""Phone numbers: candidates from the runs of digits, then `phonenumbers.parse`.

Metadata: Google's libphonenumber. Toll-free numbers and short codes (hotlines) are not personal
and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

from opengovai.redaction.candidates import Run
from opengovai.redaction.context import Vocabulary
from opengovai.redaction.identifiers import COUNTER, listed
from opengovai.types import EntitySpan

WORDS = {
    "phone": listed(
        "phone, telephone, tel, mobile, cell, cellphone, call, whatsapp, sms, fax, number "
        "is, m pesa, mpesa, contact, simu, nambari ya simu, rununu, piga, nipigie, "
        "telefone, telefoni, terefone, terefoni, numero ya telefone, hamagara, телефон*, "
        "тел, моб, ұялы, қоңырау, байланыс*, звон*, сотов*, ватсап, telefon*, handy*, "
        "mobil*, rufnummer*, anruf*, erreichbar, téléphone, portable, appelez, joindre, "
        "numéro de téléphone"
    )
}

_DATE = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2}|.*/(?:19|20)\d\d"
)
_DIGITS = re.compile(r"\D+")
_SHORTEST, _LONGEST = 7, 15
_WHOLE = 9
_PUBLIC = {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}


class PhoneReader:
    """Reads phone numbers out of runs; `regions` are those whose local forms are understood."""

    def __init__(self, regions: Sequence[str], vocabulary: Vocabulary) -> None:
        self._regions = tuple(regions)
        self._vocabulary = vocabulary
        self._phone = vocabulary.bits["phone"]
        self._counter = vocabulary.bits[COUNTER]
        codes = {str(phonenumbers.country_code_for_region(region)) for region in regions}
        self._codes = tuple(sorted(codes))

    def read(self, text: str, run: Run) -> Iterator[EntitySpan]:
        """The phone numbers of one run; at each place the longest that is valid."""
        done = -1
        for first, stops in _starts(run):
            if first < done:
                continue
            for stop in _longest_first(stops, first):
                begin = _with_prefix(run.folded, first)
                score = self._score(text, run, begin, first, stop)
                if score > 0:
                    start, end = run.offsets(begin, stop)
                    yield EntitySpan(
                        start=start, end=end, entity="PHONE", score=score, recognizer="phone"
                    )
                    done = stop
                    break

    def _score(self, text: str, run: Run, begin: int, first: int, stop: int) -> float:
        written = run.folded[begin:stop]
        if _DATE.fullmatch(written):
            return 0.0
        digits = _DIGITS.sub("", written)
        if "+" in written or digits.startswith("00"):
            return self._international("+" + digits.lstrip("0"))
        start, end = run.offsets(begin, stop)
        left, right = self._vocabulary.around(text, start, end)
        named = bool(left & self._phone or (right & self._phone and not left & self._counter))
        if not named and left & self._counter:
            return 0.0
        return self._local(digits, named=named, written=written)

    def _international(self, number: str) -> float:
        parsed = _parse(number, None)
        if parsed is None or not phonenumbers.is_possible_number(parsed):
            return 0.0
        if phonenumbers.number_type(parsed) in _PUBLIC:
            return 0.0
        return 0.95 if phonenumbers.is_valid_number(parsed) else 0.6

    def _local(self, digits: str, *, named: bool, written: str) -> float:
        prefixed = digits[0] == "0" or (len(digits) == 11 and digits[0] == "8")
        formatted = "(" in written or written.count("-") >= 2
        if prefixed or formatted or named:
            for region in self._regions:
                parsed = _parse(digits, region)
                if parsed is not None and phonenumbers.is_valid_number(parsed):
                    if phonenumbers.number_type(parsed) in _PUBLIC:
                        return 0.0
                    return 0.95 if named else 0.75
        if digits.startswith(self._codes) and len(digits) >= 11:
            parsed = _parse("+" + digits, None)
            if parsed is not None and phonenumbers.is_valid_number(parsed):
                return 0.9 if named else 0.65
        return 0.55 if named and len(digits) >= 9 else 0.0


def _parse(number: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(number, region)
    except NumberParseException:
        return None


def _longest_first(stops: list[int], first: int) -> list[int]:
    """The ends to try; a first group that is a whole number already is tried alone first."""
    longest = stops[::-1]
    return [stops[0], *longest] if stops[0] - first >= _WHOLE else longest


def _with_prefix(folded: str, first: int) -> int:
    """Where the number begins once its `+` or `(` is counted in."""
    begin = first
    while begin > 0 and folded[begin - 1] in "+(":
        begin -= 1
    return begin


def _starts(run: Run) -> Iterator[tuple[int, list[int]]]:
    """Each token that may begin a number, with the ends of the pieces long enough."""
    stops: list[int] = []
    previous = -1
    for first, stop, compact in run.pieces():
        if first != previous:
            if stops:
                yield previous, stops
            previous, stops = first, []
        if _SHORTEST <= len(compact) <= _LONGEST and compact.isdigit():
            stops.append(stop)
    if stops:
        yield previous, stops
