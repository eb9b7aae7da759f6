"""Phone numbers: candidates from the runs of digits, then `phonenumbers.parse`.

Metadata: Google's libphonenumber. Toll-free numbers and short codes (hotlines) are not personal
and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberType

from opengovai.redaction.candidates import Piece, Run
from opengovai.redaction.context import COUNTER, Surroundings, Vocabulary
from opengovai.redaction.identifiers import listed
from opengovai.types import EntitySpan

WORDS = {
    "phone": listed(
        "phone, telephone, tel, mobile, cell, cellphone, call, whatsapp, sms, fax, "
        "m pesa, mpesa, contact, simu, nambari ya simu, rununu, piga, nipigie, "
        "telefone, telefoni, terefone, terefoni, numero ya telefone, hamagara, телефон*, "
        "тел, моб, ұялы, қоңырау, байланыс*, звон*, сотов*, ватсап, telefon*, handy*, "
        "mobil*, rufnummer*, anruf*, erreichbar, téléphone, portable, appelez, joindre, "
        "numéro de téléphone"
    )
}

_GROUP_BEFORE = re.compile(r"\d[ ./-]{1,2}$")
_DASHED = re.compile(r"\d{3}-\d{3}-\d{4}|(?:\d{2,4}-){3,4}\d{2,4}")
_PARENTHESES = re.compile(r"(?:\d{1,3}[ -]?)?\(\d{1,5}\)")
_SHORTEST, _LONGEST = 7, 15
_WHOLE, _WITH_CODE, _WITHOUT_PLUS = 9, 11, 12
_PUBLIC = {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}


class PhoneReader:
    """Reads phone numbers out of runs; `regions` are those whose local forms are understood."""

    def __init__(self, regions: Sequence[str], vocabulary: Vocabulary) -> None:
        self._phone = vocabulary.bits["phone"]
        self._counter = vocabulary.bits[COUNTER]
        self._local = [(region, _national(region)) for region in regions]
        codes = {str(phonenumbers.country_code_for_region(region)) for region in regions}
        self._codes = tuple(sorted(codes))

    def read(self, run: Run, context: Surroundings) -> Iterator[EntitySpan]:
        """The phone numbers of one run; at each place the longest that is valid."""
        done = -1
        for pieces in _starts(run):
            if pieces[0].first < done:
                continue
            for piece in _longest_first(pieces):
                begin = _with_prefix(run.folded, piece.first)
                score = self._score(run, begin, piece, context)
                if score > 0:
                    start, end = run.offsets(begin, piece.stop)
                    yield EntitySpan(
                        start=start, end=end, entity="PHONE", score=score, recognizer="phone"
                    )
                    done = piece.stop
                    break

    def _score(self, run: Run, begin: int, piece: Piece, context: Surroundings) -> float:
        digits = piece.compact
        if run.folded[begin] == "+" or digits.startswith("00"):
            return _international(digits.lstrip("0"))
        if run.is_date(piece) or run.starts_with_date(piece):
            return 0.0
        start, end = run.offsets(begin, piece.stop)
        if context.say(self._phone, start, end, counter=self._counter):
            return self._named(digits, broken="\n" in run.folded[begin : piece.stop])
        if context.before(start) & self._counter:
            return 0.0
        return 0.0 if _inside(run.folded, begin, piece) else self._bare(run, begin, piece)

    def _named(self, digits: str, *, broken: bool) -> float:
        """The score where the words say that this is a phone number."""
        kind = self._kind(digits)
        if kind is not None:
            return 0.0 if kind in _PUBLIC else 0.95
        if self._has_code(digits):
            return 0.9
        return 0.55 if _WHOLE <= len(digits) <= _WITHOUT_PLUS and not broken else 0.0

    def _bare(self, run: Run, begin: int, piece: Piece) -> float:
        """The score where they do not; short numbers need words."""
        digits, written = piece.compact, run.folded[begin : piece.stop]
        if len(digits) < _WHOLE:
            return 0.0
        prefixed = digits[0] == "0" or (len(digits) == 11 and digits[0] == "8")
        formatted = _PARENTHESES.match(written) or _DASHED.fullmatch(written)
        if prefixed or (formatted and "\n" not in written):
            kind = self._kind(digits)
            if kind is not None:
                return 0.0 if kind in _PUBLIC else 0.75
        return 0.65 if "." not in written and self._has_code(digits) else 0.0

    def _kind(self, digits: str) -> int | None:
        """The type of the number in the first region where it is valid."""
        for region, matches in self._local:
            if matches(digits):
                kind = _type(digits, region)
                if kind is not None:
                    return kind
        return None

    def _has_code(self, digits: str) -> bool:
        return (
            len(digits) >= _WITH_CODE
            and digits.startswith(self._codes)
            and _type("+" + digits, None) not in {None, *_PUBLIC}
        )


def _international(digits: str) -> float:
    kind = _type("+" + digits, None)
    if kind is None:
        return 0.6 if len(digits) >= _WHOLE else 0.0
    return 0.0 if kind in _PUBLIC else 0.95


def _type(number: str, region: str | None) -> int | None:
    """libphonenumber's type of a valid number, None where it is not valid."""
    try:
        kind: int = phonenumbers.number_type(phonenumbers.parse(number, region))
    except NumberParseException:
        return None
    return None if kind == PhoneNumberType.UNKNOWN else kind


def _national(region: str) -> Callable[[str], object]:
    """A cheap test that no valid national number of the region fails."""
    metadata: Any = PhoneMetadata.metadata_for_region(region)
    prefix = metadata.national_prefix_for_parsing or "0"
    general = metadata.general_desc.national_number_pattern
    return re.compile(f"(?:{prefix})?(?:{general})").fullmatch


def _longest_first(pieces: list[Piece]) -> list[Piece]:
    """The pieces to try; a first group that is a whole number already is tried alone first."""
    shortest = pieces[0]
    longest = pieces[::-1]
    single = shortest.stop - shortest.first == len(shortest.compact)
    return [shortest, *longest] if single and len(shortest.compact) >= _WHOLE else longest


def _with_prefix(folded: str, first: int) -> int:
    """Where the number begins once its `+` or `(` is counted in."""
    begin = first
    while begin > 0 and folded[begin - 1] in "+(":
        begin -= 1
    return begin


def _inside(folded: str, begin: int, piece: Piece) -> bool:
    """Whether the piece is the later groups of a longer number."""
    grouped = piece.stop - begin > len(piece.compact)
    return grouped and _GROUP_BEFORE.search(folded, max(0, begin - 4), begin) is not None


def _starts(run: Run) -> Iterator[list[Piece]]:
    """The pieces long enough to be a number, by the place where they begin."""
    fitting = [p for p in run.pieces if _SHORTEST <= len(p.compact) <= _LONGEST]
    digits = [p for p in fitting if p.compact.isdigit()]
    return (list(group) for _, group in groupby(digits, key=attrgetter("first")))
