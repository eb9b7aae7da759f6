"""Our fast reading of libphonenumber's metadata agrees with libphonenumber."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import NumberParseException, PhoneNumberType

from opengovai.redaction.countries import CODES
from opengovai.redaction.dialling import Line, international, national

PUBLIC = {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}
REGIONS = sorted(set(CODES) - {"EU"})
ALONE = [
    region
    for region in REGIONS
    if len(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[phonenumbers.country_code_for_region(region)])
    == 1
    and region != "BR"  # carrier codes
]


def reference(number: str, region: str | None) -> Line | None:
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number, region))
    except NumberParseException:
        return None
    if kind == PhoneNumberType.UNKNOWN:
        return None
    return Line.PUBLIC if kind in PUBLIC else Line.PERSONAL


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_the_example_numbers_of_every_region(region: str) -> None:
    for kind in PhoneNumberType.values():
        example = phonenumbers.example_number_for_type(region, kind)
        if example is not None:
            digits = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)[1:]
            assert international(digits) == reference("+" + digits, None)


@given(st.sampled_from(REGIONS), st.from_regex(r"[1-9][0-9]{6,11}", fullmatch=True))
@settings(max_examples=1500, deadline=None)
def test_digits_behind_a_plus(region: str, digits: str) -> None:
    number = f"{phonenumbers.country_code_for_region(region)}{digits}"
    assert international(number) == reference("+" + number, None)


@given(st.sampled_from(ALONE), st.from_regex(r"0?[0-9]{7,11}", fullmatch=True))
@settings(max_examples=1500, deadline=None)
def test_digits_dialled_at_home(region: str, digits: str) -> None:
    ours, theirs = national(digits, region), reference(digits, region)
    code = str(phonenumbers.country_code_for_region(region))
    if digits.startswith(("00", "810", "011", code)):
        return  # international prefixes and country codes are read elsewhere
    assert ours == theirs
