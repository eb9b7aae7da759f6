"""Phone numbers: candidates from the runs of digits, then the plans of libphonenumber.

Toll-free numbers and short codes (hotlines) are not personal and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import phonenumbers

from opengovai.redaction.candidates import Piece, Run
from opengovai.redaction.context import COUNTER, Surroundings, Vocabulary
from opengovai.redaction.dialling import Line, international, national
from opengovai.redaction.identifiers import listed
from opengovai.types import EntitySpan

WORDS = {
    "phone": listed(
        "phone, telephone, tel, tél, dial, answering, mobile, cell, cellphone, call, whatsapp, "
        "sms, fax, reach, "
        "m pesa, mpesa, contact, simu, nambari ya simu, rununu, piga, nipigie, "
        "telefone, telefoni, terefone, terefoni, numero ya telefone, hamagara, телефон*, "
        "тел, моб, ұялы, қоңырау, байланыс*, звон*, сотов*, ватсап, telefon*, handy*, "
        "mobil*, rufnummer*, rufen, anruf*, erreichbar, téléphone, portable, appelez, joindre, "
        "numéro de téléphone"
    )
}

_GROUP_BEFORE = re.compile(r"\d[ ./-]{1,2}$")
_DASHED = re.compile(r"\d{3}-\d{3}-\d{4}|(?:\d{2,4}-){3,4}\d{2,4}")
_BANK_CODE = re.compile(r"(?:БИ[КK]|BIC)[ :.№-]{0,3}$", re.IGNORECASE)
"""Russia's banks have numbers of nine digits that begin with 0 and are no line."""
_VERSION = re.compile(r"(?:\d+\.)+\d\.(?:\d+\.?)*")
_AFTER_POSTCODE = re.compile(r"\d{5,6}\s*\n\s*[0+(]")
_NEXT = re.compile(r"[\s,;/-]{1,3}(?:\+|\(?0\d{2})")
_VALID = 0.7
_MISREAD = str.maketrans("OIL", "011")
_MISTYPED = 2
_MISTYPED_GROUPS = re.compile(r"[OIL]?\d[\dOIL]*(?:[ .-][OIL]?\d[\dOIL]*)*")
_BETWEEN = " ,;/-\n\r\t"
_PARENTHESES = re.compile(r"(?:\d{1,3}[ -]?)?\(\d{1,5}\)")
_SHORTEST, _LONGEST = 7, 15
_NAMED_OTHERWISE = 0.52
"""Score of a number that could be dialled, beside a word that says it is something else."""
_DIALLED = 10
"""Digits, the trunk prefix 0 among them, from which a valid number is masked even where the words
call it an invoice: a leak is worse than a blot."""
_WHOLE, _WITH_CODE, _WITHOUT_PLUS, _EIGHT = 9, 11, 12, 11


class PhoneReader:
    """Reads phone numbers out of runs; `regions` are those whose local forms are understood."""

    def __init__(self, regions: Sequence[str], vocabulary: Vocabulary) -> None:
        self._phone = vocabulary.bits["phone"]
        self._counter = vocabulary.bits[COUNTER]
        self._regions = tuple(regions)
        codes = {str(phonenumbers.country_code_for_region(region)) for region in regions}
        self._codes = tuple(sorted(codes))

    def read(self, run: Run, context: Surroundings) -> Iterator[EntitySpan]:
        """The phone numbers of one run; at each place the longest that is valid."""
        done = -1
        for pieces in _starts(run):
            if pieces[0].first < done:
                continue
            found = self._first_valid(run, pieces, context, done)
            if found:
                begin, stop, score = found
                start, end = run.offsets(begin, stop)
                yield EntitySpan(
                    start=start, end=end, entity="PHONE", score=score, recognizer="phone"
                )
                done = stop

    def _first_valid(
        self, run: Run, pieces: list[Piece], context: Surroundings, done: int
    ) -> tuple[int, int, float] | None:
        """Begin, stop and score of the longest valid piece; or of its beginning, where that is a
        number that a plan knows and another begins behind it: the digits of two numbers in a row
        may be some long number of another country."""
        begin = _with_prefix(run.folded, pieces[0].first)
        free = done >= 0 and not run.folded[done:begin].strip(_BETWEEN)
        for piece in _longest_first(pieces):
            score = self._score(run, begin, piece, context, free=free)
            if score <= 0:
                continue
            for shorter in pieces:
                if shorter.stop < piece.stop and _followed_by_another(run, shorter):
                    valid = self._score(run, begin, shorter, context, free=free)
                    if valid >= _VALID:
                        return begin, shorter.stop, valid
            return begin, piece.stop, score
        return None

    def _score(
        self, run: Run, begin: int, piece: Piece, context: Surroundings, *, free: bool
    ) -> float:
        """What the piece is worth; `free` says that the number before it ended right there."""
        digits = piece.compact
        if run.folded[begin] == "+" or digits.startswith("00"):
            return _international(digits.lstrip("0"))
        if run.is_date(piece) or run.starts_with_date(piece) or _is_version(run, piece):
            return 0.0
        if _AFTER_POSTCODE.match(run.folded, begin, piece.stop):
            return 0.0
        if _BANK_CODE.search(run.folded, max(0, begin - 7), begin):
            return 0.0
        start, end = run.offsets(begin, piece.stop)
        said = context.around(start, end)
        if self._phone & said.named:
            return self._named(digits, broken="\n" in run.folded[begin : piece.stop])
        if said.nobodys and not (digits[0] == "0" and len(digits) >= _DIALLED):
            return 0.0
        inside = not free and _inside(run.folded, begin, piece)
        score = 0.0 if inside else self._bare(run, begin, piece)
        return min(score, _NAMED_OTHERWISE) if score and context.introduced(start) else score

    def _named(self, digits: str, *, broken: bool) -> float:
        """The score where the words say that this is a phone number."""
        line = self._national(digits)
        if line is not None:
            return 0.0 if line is Line.PUBLIC else 0.95
        if self._has_code(digits):
            return 0.9
        return 0.55 if _SHORTEST <= len(digits) <= _WITHOUT_PLUS and not broken else 0.0

    def _bare(self, run: Run, begin: int, piece: Piece) -> float:
        """The score where they do not; short numbers need words."""
        digits, written = piece.compact, run.folded[begin : piece.stop]
        if len(digits) < _WHOLE:
            return 0.0
        prefixed = digits[0] == "0" or (len(digits) == _EIGHT and digits[0] == "8")
        formatted = _PARENTHESES.match(written) or _DASHED.fullmatch(written)
        if prefixed or (formatted and "\n" not in written):
            line = self._national(digits)
            if line is not None:
                return 0.0 if line is Line.PUBLIC else 0.75
        return 0.65 if "." not in written and self._has_code(digits) else 0.0

    def _national(self, digits: str) -> Line | None:
        """The kind of line in the first region where the number is valid."""
        lines = (national(digits, region) for region in self._regions)
        return next((line for line in lines if line), None)

    def _has_code(self, digits: str) -> bool:
        short = digits[0] in "17"
        return (
            (len(digits) == _WITH_CODE if short else len(digits) >= _WITH_CODE)
            and digits.startswith(self._codes)
            and international(digits) is Line.PERSONAL
        )


def _international(digits: str) -> float:
    line = international(digits)
    if line is None:
        return 0.6 if len(digits) >= _WHOLE else 0.0
    return 0.0 if line is Line.PUBLIC else 0.95


def _longest_first(pieces: list[Piece]) -> list[Piece]:
    """The pieces to try; a first group that is a whole number already is tried alone first."""
    shortest = pieces[0]
    longest = pieces[::-1]
    single = shortest.stop - shortest.first == len(shortest.compact)
    return [shortest, *longest] if single and len(shortest.compact) >= _WHOLE else longest


def _followed_by_another(run: Run, piece: Piece) -> bool:
    return len(piece.compact) >= _WHOLE and _NEXT.match(run.folded, piece.stop) is not None


def _is_version(run: Run, piece: Piece) -> bool:
    """Whether it is dotted like a version: `127.0.6533.88`."""
    goes_on = run.folded[piece.first - 1 : piece.first] == "."
    return goes_on or _VERSION.fullmatch(run.folded, piece.first, piece.stop) is not None


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


def _read_as_digits(run: Run, piece: Piece) -> Piece:
    """The piece with the letters O, I or L, within groups of digits, as digits."""
    compact = piece.compact
    if compact.isdigit() or sum(map(str.isalpha, compact)) > _MISTYPED:
        return piece
    if not _MISTYPED_GROUPS.fullmatch(run.folded, piece.first, piece.stop):
        return piece
    return piece._replace(compact=compact.translate(_MISREAD))


def _starts(run: Run) -> Iterator[list[Piece]]:
    """The pieces long enough to be a number, by the place where they begin."""
    fitting = [p for p in run.pieces if _SHORTEST <= len(p.compact) <= _LONGEST]
    read = (_read_as_digits(run, p) for p in fitting)
    digits = [p for p in read if p.compact.isdigit()]
    return (list(group) for _, group in groupby(digits, key=attrgetter("first")))
