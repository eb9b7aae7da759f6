"""Names beside the tagger: by list, and by what stands around a name that was found."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor
from opengovai.redaction.persons.listed import ListedNames
from opengovai.redaction.persons.widening import widen
from opengovai.redaction.vault import canonical
from opengovai.types import EntitySpan


def _person(text: str, name: str) -> EntitySpan:
    start = text.index(name)
    return EntitySpan(
        start=start, end=start + len(name), entity="PERSON", score=0.9, recognizer="test"
    )


def _covered(text: str, *names: str) -> set[str]:
    return {text[s.start : s.end] for s in widen(text, [_person(text, n) for n in names], 0.5)}


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("Write to Michele Iversen today", "Michele", "Michele Iversen"),
        ("signed by Juma bin Salim Mwinyi", "Juma", "Juma bin Salim Mwinyi"),
        ("ask Mary Achieng-Otieno now", "Mary", "Mary Achieng-Otieno"),
        ("to Mr. Derek Crnić. Who are you?", "Derek Crnić", "Mr. Derek Crnić"),
        ("J. K. Mwangi", "Mwangi", "Mwangi"),
        ("we met Keith Bult Jr. there", "Keith Bult", "Keith Bult Jr."),
        ("Der Antrag von Klaus Meier Betreff Wohngeld", "Klaus", "Klaus"),
    ],
)
def test_a_name_takes_its_other_parts_with_it(text: str, found: str, whole: str) -> None:
    # German capitals say little, but three small German words must tell that it is German.
    german = " und die Miete ist nicht bezahlt" if "Betreff" in text else ""
    assert whole in _covered(text + german, found)
    longest = max(_covered(text + german, found), key=len)
    assert longest == whole


def test_other_mentions_and_list_items_are_found() -> None:
    text = "Malon, Ludwig and Chebet came. Later Chebet spoke for Ludwig's brother."
    spans = widen(text, [_person(text, "Chebet")], 0.5)
    hidden = {i for s in spans for i in range(s.start, s.end)}
    for name in ("Malon", "Ludwig", "Chebet"):
        at = text.find(name)
        while at >= 0:
            assert set(range(at, at + len(name))) <= hidden, name
            at = text.find(name, at + 1)


def test_a_common_word_of_a_name_in_small_letters_stays() -> None:
    text = "Mrs Grace Mwende paid within the grace period."
    spans = widen(text, [_person(text, "Grace Mwende")], 0.5)
    assert all(s.end <= text.index(" paid") for s in spans)


def test_a_date_in_parentheses_behind_a_name_is_a_birth_date() -> None:
    text = "her mother Agnes Kioko (23 February 1957) and the Act (13 October 2021)"
    found = [s for s in widen(text, [_person(text, "Agnes Kioko")], 0.5) if s.entity != "PERSON"]
    assert [(text[s.start : s.end], s.entity) for s in found] == [
        ("23 February 1957", "DATE_OF_BIRTH")
    ]


def test_a_person_ends_where_a_plate_begins() -> None:
    text = "Moto RF 640 J"
    plate = EntitySpan(start=5, end=13, entity="PLATE", score=0.65, recognizer="test")
    spans = widen(text, [_person(text, "Moto RF"), plate], 0.5)
    assert ("PERSON", 0, 4) in {(s.entity, s.start, s.end) for s in spans}


@pytest.mark.parametrize(
    "text", ["Why is Rogelio late?", "why is rogelio late?", "WHY IS ROGELIO LATE?"]
)
def test_a_listed_name_is_found_however_written(text: str) -> None:
    (span,) = ListedNames().recognize(text)
    assert text[span.start : span.end].lower() == "rogelio"


@pytest.mark.parametrize(
    "text",
    [
        "The office in Nairobi will open in June.",
        "Kenyatta University and Wilson Airport",
        "Bitte bringen Sie den Ausweis zum Amt.",
        "I will mark the box on Monday.",
        "Ninaomba nakala ya cheti.",
        "anna@example.org",
    ],
)
def test_listed_names_leave_other_words(text: str) -> None:
    assert list(ListedNames().recognize(text)) == []


def test_a_title_does_not_make_another_person() -> None:
    assert canonical("PERSON", "Mr. Kamau") == canonical("PERSON", "Kamau")
    assert canonical("PERSON", "Drake") == "drake"
    redacted, vault = Redactor.default().redact("Dear Mr. Kamau, I told Kamau Njoroge.")
    assert "Kamau" not in redacted
    assert vault.restore(redacted) == "Dear Mr. Kamau, I told Kamau Njoroge."


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("Name: John Kamau Phone 0722", "John Kamau Phone", {"John Kamau"}),
        ("Hans Müller Telefon 030", "Hans Müller Telefon", {"Hans Müller"}),
        ("Jina: Juma Otieno Simu 0722", "Juma Otieno", {"Juma Otieno"}),
        ("Паспорт 4509", "Паспорт", set()),
        ("Mary HN123456789 waits", "Mary HN", {"Mary HN123456789"}),
        ("ask j.kamau there", "j.", {"j.kamau"}),
    ],
)
def test_a_name_ends_before_a_label_and_splits_no_token(
    text: str, found: str, kept: set[str]
) -> None:
    covered = _covered(text, found)
    assert {c for c in covered if not any(c in other and c != other for other in covered)} == kept


def test_a_family_is_found_by_its_plural() -> None:
    text = "в семье Ивановых трое детей"
    assert {text[s.start : s.end] for s in widen(text, [], 0.5)} == {"Ивановых"}
