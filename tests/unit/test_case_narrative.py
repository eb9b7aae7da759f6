"""What letters without labels tell: old and new values, people, days in words, moves."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.cases.dated import find_days
from opengovai.cases.dates import find_date, find_dates
from opengovai.cases.firms import find_business
from opengovai.cases.moves import find_addresses
from opengovai.cases.narrative import read_narrative
from opengovai.cases.pairs import find_pair
from opengovai.cases.people import CONTESTED, find_people, is_mentioned
from opengovai.cases.schema import Like

EVERYTHING = frozenset(get_args(Like)) - {""}


@pytest.mark.parametrize(
    ("text", "wrong", "correct"),
    [
        ("It was entered as Mugisha Anold instead of Mugisha Arnold.", "Mugisha Anold", None),
        ("Instead of Butare the place should be Gisagara.", "Butare", "Gisagara"),
        ("Please change it from 2 May 2019 to 12 May 2019.", "2 May 2019", "12 May 2019"),
        ("Au lieu de Mirelle il faut lire Mireille.", "Mirelle", "Mireille"),
        ("Handitse Hakizima Fils aho kuba Hakizimana Fils.", "Hakizima Fils", "Hakizimana Fils"),
        ("Jina limeandikwa Wanjiro badala ya Wanjiru.", "Wanjiro", "Wanjiru"),
        ("Написано Викторивна, а должно быть Викторовна.", "Викторивна", "Викторовна"),
        ("Құжатта тегім Рахымов емес, Рахимов.", "Рахымов", "Рахимов"),
        ("Әкемнің аты Морат деп жазылыпты, Марат болуы тиіс.", "Морат", "Марат"),
    ],
)
def test_what_is_written_and_what_should_be(text: str, wrong: str, correct: str | None) -> None:
    pair = find_pair(text)
    assert pair is not None
    assert pair.wrong.value == wrong
    assert pair.correct.value == (correct or "Mugisha Arnold")
    for found in pair[:2]:
        assert text[found.start : found.end] == found.value


@pytest.mark.parametrize(
    "text",
    [
        "My name is Anna Keza and I live in Huye.",
        "The certificate is wrong. Please correct it.",
        "It should be corrected soon. It is written in English.",
        "",
    ],
)
def test_no_pair_is_made_up(text: str) -> None:
    assert find_pair(text) is None


def test_the_one_who_asks_is_not_one_who_is_mentioned() -> None:
    text = (
        "My neighbour John Mwangi told me to write. I am Esther Njoroge. "
        "The clerk, Ms. Jane Moraa, knows. My son Ali Njoroge was born in May."
    )
    people = find_people(text, (), child=True)
    assert people["person"].found.value == "Esther Njoroge"
    assert people["child"].found.value == "Ali Njoroge"
    assert "person" not in find_people("Mr. John Mwangi and Jane Moraa know.", (), child=False)


def test_two_who_say_that_they_ask_are_uncertain() -> None:
    people = find_people("I am Esther Njoroge. My name is Ann Keza.", (), child=False)
    assert people["person"].confidence == CONTESTED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the twenty-first of March 2019", "2019-03-21"),
        ("am dritten Oktober 2026", "2026-10-03"),
        ("le premier février 2015", "2015-02-01"),
        ("двадцать пятого октября 2026", "2026-10-25"),
    ],
)
def test_days_in_words(text: str, value: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.value == value


def test_a_day_belongs_to_what_happened_on_it() -> None:
    text = "Ich bin am 2. Mai 1990 geboren und am 3. Oktober 2026 nach Berlin gezogen."
    days = find_days(text, frozenset({"birth_date", "moving_date"}), order="dmy")
    assert {like: day.found.value for like, day in days.items()} == {
        "birth_date": "1990-05-02",
        "moving_date": "2026-10-03",
    }


def test_of_two_addresses_the_other_is_the_other_one() -> None:
    text = "Bisher wohnte ich in der Gartenstraße 12, 12105 Berlin. Bergmannstraße 4, 10961 Berlin."
    places = find_addresses(text)
    assert places.old is not None
    assert places.new is not None
    assert places.old[0].value == "Gartenstraße 12, 12105 Berlin"
    assert places.new[0].value == "Bergmannstraße 4, 10961 Berlin"
    assert places.new[1] < places.old[1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We want to open a bakery and call it Sunrise Bread.", "Sunrise Bread"),
        ("Nataka kufungua mgahawa utakaoitwa Taita Tamu Hotel mjini.", "Taita Tamu Hotel"),
        ('Is "Frontier Net Point" still free?', "Frontier Net Point"),
        ("I want to open a bakery.", ""),
    ],
)
def test_a_business_is_named(text: str, name: str) -> None:
    found = find_business(text)
    assert (found[0].value if found else "") == name


@given(st.text(alphabet=st.sampled_from("Ab ,.«»\n1Яя"), max_size=200))
def test_every_value_stands_in_the_text(text: str) -> None:
    for found, confidence in read_narrative(text, EVERYTHING, seen=(), order="dmy").values():
        assert text[found.start : found.end].strip()
        assert 0 < confidence < 1


@given(st.lists(st.dates(date(1900, 1, 1), date(2035, 1, 1)), min_size=1, max_size=5))
def test_every_date_is_found_in_its_order(days: list[date]) -> None:
    shown = [f"{day.day}.{day.month}.{day.year}" for day in days]
    assert [each.value for each in find_dates(" und ".join(shown))] == [
        day.isoformat() for day in days
    ]


def test_the_only_name_is_not_taken_where_it_is_a_friends() -> None:
    text = "How much is it? My friend Jane Wambui paid last year."
    assert is_mentioned(text, text.index("Jane"))
    assert not is_mentioned("Regards, Jane Wambui", 9)
