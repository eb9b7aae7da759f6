"""Whether digits are a valid phone number, by libphonenumber's metadata.

`phonenumbers.parse` followed by `number_type` answers the same at twenty times the cost; a
property test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache
from typing import Any

import phonenumbers
from phonenumbers import PhoneMetadata

_PERSONAL = (
    "fixed_line", "mobile", "voip", "personal_number", "pager", "uan", "voicemail",
)  # fmt: skip
_PUBLIC = ("premium_rate", "toll_free", "shared_cost")
_LONGEST_CODE = 3
_NON_GEOGRAPHIC = "001"


class Line(Enum):
    """What kind of line a valid number reaches."""

    PERSONAL = "personal"
    PUBLIC = "public"


class _Plan:
    """The numbering plan of one region."""

    __slots__ = ("_general", "_lengths", "_personal", "_prefix", "_public")

    def __init__(self, metadata: Any) -> None:
        self._general = re.compile(metadata.general_desc.national_number_pattern).fullmatch
        self._personal = _any_of(getattr(metadata, kind) for kind in _PERSONAL)
        self._public = _any_of(getattr(metadata, kind) for kind in _PUBLIC)
        self._prefix = re.compile(metadata.national_prefix_for_parsing or r"(?!)").match
        self._lengths = _lengths(metadata)

    def line(self, digits: str) -> Line | None:
        """The line that the national number reaches, with or without its trunk prefix."""
        if self._lengths and len(digits) not in self._lengths:
            return None
        prefix = self._prefix(digits)
        if prefix:
            stripped = digits[prefix.end(1) if prefix.lastindex else prefix.end() :]
            if self._general(stripped) or not self._general(digits):
                return self._national(stripped)
        return self._national(digits)

    def _national(self, digits: str) -> Line | None:
        if not self._general(digits):
            return None
        if self._public(digits):
            return Line.PUBLIC
        return Line.PERSONAL if self._personal(digits) else None


def _lengths(metadata: Any) -> frozenset[int]:
    """How many digits its numbers have, with and without the trunk prefix; empty where that is
    not said, or where the prefix is not simply some digits."""
    prefix = metadata.national_prefix_for_parsing or ""
    kinds = [getattr(metadata, kind) for kind in (*_PERSONAL, *_PUBLIC)]
    known = [kind.possible_length for kind in kinds if kind and kind.national_number_pattern]
    if not all(known) or not (prefix.isdigit() or not prefix):
        return frozenset()
    return frozenset(n + more for lengths in known for n in lengths for more in (0, len(prefix)))


def _any_of(descriptions: Iterable[Any]) -> Any:
    """Matches a whole number of one of these kinds, at one of its possible lengths."""
    patterns = []
    for description in descriptions:
        if description is not None and description.national_number_pattern:
            lengths = "|".join(rf"\d{{{n}}}\Z" for n in description.possible_length)
            limit = f"(?={lengths})" if lengths else ""
            patterns.append(f"{limit}(?:{description.national_number_pattern})")
    return re.compile("|".join(patterns) or r"(?!)").fullmatch


@cache
def _plan(region: str, code: int) -> _Plan:
    if region == _NON_GEOGRAPHIC:
        return _Plan(PhoneMetadata.metadata_for_nongeo_region(code))
    return _Plan(PhoneMetadata.metadata_for_region(region))


def national(digits: str, region: str) -> Line | None:
    """The line that these digits reach when dialled inside the region."""
    return _plan(region, 0).line(digits)


def international(digits: str) -> Line | None:
    """The line that these digits reach behind a plus sign."""
    for length in range(1, _LONGEST_CODE + 1):
        code = int(digits[:length] or 0)
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code)
        if regions:
            lines = (_plan(region, code).line(digits[length:]) for region in regions)
            return next((line for line in lines if line), None)
    return None


def region_of(digits: str) -> str:
    """The ISO 3166-1 code of the region whose plan holds these digits; empty if there is none."""
    for length in range(1, _LONGEST_CODE + 1):
        code = int(digits[:length] or 0)
        for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ()):
            if region != _NON_GEOGRAPHIC and _plan(region, code).line(digits[length:]):
                return region
    return ""
