"""The labelled letters of `benchmarks/redaction/letters` are what their datasheet says."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

FOLDER = Path(__file__).parents[2] / "benchmarks" / "redaction" / "letters"
sys.path.insert(0, str(FOLDER))

import write_letters  # noqa: E402
from letter_checks import CHECKS, compact, valid  # noqa: E402
from letter_values import GENERATORS  # noqa: E402

LANGUAGES = ("en", "sw", "rw", "kk", "ru", "de", "fr")
each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def letters(language: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def spans(language: str) -> list[tuple[str, str, str, bool]]:
    """Letter, entity, text, typo of every span of a language."""
    return [
        (letter["id"], s["entity"], letter["text"][s["start"] : s["end"]], s.get("typo", False))
        for letter in letters(language)
        for s in letter["spans"]
    ]


def outside(letter: dict[str, Any]) -> str:
    """The letter's text with every span blanked."""
    text = letter["text"]
    for span in letter["spans"]:
        text = text[: span["start"]] + "\0" * (span["end"] - span["start"]) + text[span["end"] :]
    return str(text)


@each_language
def test_compiled_file_is_what_its_source_says(language: str) -> None:
    compiled = (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8")
    assert compiled == write_letters.jsonl(language)


@each_language
def test_set_is_large_and_varied_enough(language: str) -> None:
    assert len(letters(language)) >= 60
    assert len(spans(language)) >= 300
    words = [len(letter["text"].split()) for letter in letters(language)]
    assert min(words) >= 25
    assert max(words) >= 120
    assert sum(not letter["spans"] for letter in letters(language)) >= 3
    numbers = sum(len(re.findall(r"\d+", outside(letter))) for letter in letters(language))
    assert numbers >= 5 * len(letters(language)), "too few numbers that are not personal"


def test_ids_are_unique_and_name_their_language() -> None:
    ids = [letter["id"] for language in LANGUAGES for letter in letters(language)]
    assert len(ids) == len(set(ids))
    for language in LANGUAGES:
        for letter in letters(language):
            assert letter["language"] == language
            assert letter["id"].startswith(f"{language}-")


@each_language
def test_spans_are_ordered_trimmed_and_inside_the_text(language: str) -> None:
    for letter in letters(language):
        end = 0
        for span in letter["spans"]:
            assert end <= span["start"] < span["end"] <= len(letter["text"]), letter["id"]
            end = span["end"]
            value = letter["text"][span["start"] : end]
            assert value == value.strip(" \n,;:"), (letter["id"], value)
        assert not re.search(r"\[\[|\]\]", letter["text"]), letter["id"]


@each_language
def test_check_digits_hold_exactly_where_the_label_says(language: str) -> None:
    for letter, entity, value, typo in spans(language):
        assert valid(entity, value) in ({False} if typo else {True, None}), (letter, entity, value)


@each_language
def test_some_identifiers_are_mistyped(language: str) -> None:
    kinds = [(entity, typo) for _, entity, _, typo in spans(language) if "_" in entity]
    national = [typo for entity, typo in kinds if entity != "DATE_OF_BIRTH"]
    typos = sum(typo for _, _, _, typo in spans(language))
    assert 0.05 <= typos / len(national) <= 0.25


@each_language
def test_phones_are_numbers_that_exist_in_their_country(language: str) -> None:
    regions = ("KE", "RW", "KZ", "RU", "DE", "FR", "TZ", "UG", "GB", "US")
    for letter, entity, value, _ in spans(language):
        if entity == "PHONE":
            numbers = [_parsed(value, region) for region in regions]
            assert any(n and phonenumbers.is_valid_number(n) for n in numbers), (letter, value)


def _parsed(value: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None


def test_no_identifier_stands_in_two_letters() -> None:
    seen: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        for letter, entity, value, _ in spans(language):
            if entity in CHECKS:
                assert seen.setdefault((entity, compact(value)), letter) == letter, value


@each_language
def test_nothing_labelled_is_left_unlabelled_elsewhere_in_its_letter(language: str) -> None:
    for letter in letters(language):
        rest = outside(letter).lower()
        for span in letter["spans"]:
            value = letter["text"][span["start"] : span["end"]].lower()
            person = span["entity"] == "PERSON"
            for part in re.findall(r"[^\W\d_]{4,}", value) if person else [value]:
                found = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", rest)
                assert not found, (letter["id"], part)


@each_language
def test_numbers_that_are_not_personal_pass_no_check_by_accident(language: str) -> None:
    lengths = {"CARD": 13, "DE_ID_CARD": 99, "DE_PASSPORT": 99}
    for letter in letters(language):
        for number in re.findall(r"(?<!\w)\d(?:[ -]?\d){8,}(?!\w)", outside(letter)):
            digits = compact(number)
            for entity, holds in CHECKS.items():
                passes = holds(digits) and len(digits) >= lengths.get(entity, 0)
                assert not passes, (letter["id"], entity, number)


def test_datasheet_explains_every_label() -> None:
    datasheet = (FOLDER / "README.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", datasheet, re.MULTILINE))
    used = {entity for language in LANGUAGES for _, entity, _, _ in spans(language)}
    assert used == explained


@each_language
def test_datasheet_counts_are_right(language: str) -> None:
    datasheet = (FOLDER / "README.md").read_text(encoding="utf-8")
    typos = sum(typo for _, _, _, typo in spans(language))
    counts = f"(`{language}`) | {len(letters(language))} | {len(spans(language))} | {typos} |"
    assert counts in datasheet


@pytest.mark.parametrize(
    ("entity", "specimen"),
    [
        ("DE_ID_CARD", "L01X00T471"),  # specimen card of the Bundesdruckerei
        ("DE_PASSPORT", "C01X00T478"),  # specimen passport of the Bundesdruckerei
        ("DE_RVNR", "15 070649 C 103"),  # VKVV, annex
        ("DE_KVNR", "A123456780"),  # gematik, specification of the card number
        ("RU_SNILS", "112-233-445 95"),  # Pension Fund of Russia
        ("KZ_BIN", "100140000003"),  # idnumbers
        ("KE_KRA_PIN", "P051365947M"),  # python-stdnum
        ("KE_KRA_PIN", "A004416331M"),  # python-stdnum
        ("IBAN", "FR14 2004 1010 0505 0001 3M02 606"),  # IBAN registry
    ],
)
def test_checks_accept_published_specimens_and_notice_one_wrong_digit(
    entity: str, specimen: str
) -> None:
    assert valid(entity, specimen)
    at = min(i for i, c in enumerate(specimen) if c.isdigit())
    wrong = [specimen[:at] + d + specimen[at + 1 :] for d in "0123456789" if d != specimen[at]]
    assert sum(not valid(entity, value) for value in wrong) >= 8


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="[]|", exclude_categories=["Cs"])),
            st.sampled_from(["PERSON", "ADDRESS", "EMAIL"]),
            st.text(st.characters(exclude_characters="[]|!"), min_size=1),
        )
    )
)
def test_offsets_cut_out_what_was_marked(parts: list[tuple[str, str, str]]) -> None:
    source = "".join(f"{before}[[{entity}|{value}]]" for before, entity, value in parts)
    letter: Any = write_letters.compile_letter("en-000", "en", source)
    cut = [(s["entity"], letter["text"][s["start"] : s["end"]]) for s in letter["spans"]]
    assert cut == [(entity, value) for _, entity, value in parts]
    assert letter["text"] == "".join(before + value for before, _, value in parts)


@pytest.mark.parametrize("entity", sorted(GENERATORS.keys() & CHECKS.keys()))
def test_invented_values_hold_and_mistyped_ones_do_not(entity: str) -> None:
    words = {"IBAN": "de"}.get(entity, "")
    source = "".join(f"[[{entity}|! {words}]] [[{entity}~|! {words}]] " for _ in range(20))
    letter: Any = write_letters.compile_letter(f"en-{entity}", "en", source)
    values = [(letter["text"][s["start"] : s["end"]], "typo" in s) for s in letter["spans"]]
    assert Counter(valid(entity, value) is not typo for value, typo in values) == {True: 40}
