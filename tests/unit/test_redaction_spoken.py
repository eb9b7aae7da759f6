"""Dictated phone numbers and e-mail addresses are masked; counting words in prose are not."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor

REDACTOR = Redactor.default(names=False)

FOUND = [
    ("PHONE", "call me: ", "zero seven double two one two three four five six", "."),
    ("PHONE", "phone ", "zero seven two two one two three four", " at night"),
    ("PHONE", "тел. ", "восемь девятьсот двенадцать триста сорок пять шестьдесят семь", ""),
    ("PHONE", "meine Nummer: ", "null eins sieben sechs eins zwei drei vier fünf", " danke"),
    ("PHONE", "simu ", "sifuri saba mbili mbili moja mbili tatu nne tano sita", ""),
    ("PHONE", "", "zeru karindwi umunani umunani rimwe kabiri gatatu kane", " murakoze"),
    ("PHONE", "нөмірім ", "сегіз жеті жүз бір екі үш төрт бес алты жеті", ""),
    ("PHONE", "mon portable, ", "zéro six douze trente-quatre cinquante-six soixante-dix-huit", ""),
    ("EMAIL", "write to ", "john dot doe at gmail dot com", " please"),
    ("EMAIL", "write to ", "j.kamau at gmail.com", ", please"),
    ("EMAIL", "Mail: ", "max punkt muster at gmx punkt de", ""),
    ("EMAIL", "почта: ", "иван точка петров собака яндекс точка ру", ""),
    ("EMAIL", "mail : ", "marie point dupont arobase orange point fr", ""),
]


@pytest.mark.parametrize(("entity", "before", "value", "behind"), FOUND)
def test_it_is_masked(entity: str, before: str, value: str, behind: str) -> None:
    text = before + value + behind
    spans = [(s.entity, text[s.start : s.end]) for s in REDACTOR.detect(text)]
    assert spans == [(entity, value)]


@pytest.mark.parametrize(
    "text",
    [
        "one, two or three of the twenty-one offices are open at six",
        "a phone one two three four five six",
        "I looked at the dot on the map",
        "vier oder fünf, höchstens sechs Wochen",
        "à ce point de vue, point final",
    ],
)
def test_prose_stays(text: str) -> None:
    assert REDACTOR.detect(text) == []
