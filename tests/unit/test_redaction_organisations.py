"""Organisations and places are hidden where that is asked for, in all seven languages."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor
from opengovai.redaction.plugin import builtin

PLAIN = Redactor.default()
OPTION = Redactor.default(bodies=True)

TEXTS = {
    "en": (
        "I wrote to the Kenya Revenue Authority and to Baraka Hardware Ltd in Nakuru County.",
        ["Kenya Revenue Authority", "Baraka Hardware Ltd", "Nakuru County"],
    ),
    "sw": (
        "Niliandikia Wizara ya Elimu na Benki ya Equity, kisha nikaenda Ujerumani.",
        ["Wizara ya Elimu", "Benki ya Equity", "Ujerumani"],
    ),
    "rw": (
        "Nandikiye Minisiteri y'Ubuzima n'Ikigo cy'Igihugu cy'Imisoro, ntuye i Musanze.",
        ["Minisiteri y'Ubuzima", "Ikigo cy'Igihugu cy'Imisoro", "Musanze"],
    ),
    "kk": (
        "Маған Әділет министрлігі мен «Самұрық» ЖШС хат жазды, Қазақстанда тұрамын.",
        ["Әділет министрлігі", "«Самұрық» ЖШС", "Қазақстанда"],
    ),
    "ru": (
        "Мне ответили Министерство юстиции и ТОО «Рассвет», я приехал из Москвы.",
        ["Министерство юстиции", "ТОО «Рассвет»", "Москвы"],
    ),
    "de": (
        "Mir schrieben das Bundesministerium des Innern und die Müller Bau GmbH aus Köln.",
        ["Bundesministerium des Innern", "Müller Bau GmbH", "Köln"],
    ),
    "fr": (
        "J'ai écrit au Ministère de l'Intérieur et à la société Dupont SARL, en Allemagne.",
        ["Ministère de l'Intérieur", "Dupont SARL", "Allemagne"],
    ),
}


@pytest.mark.parametrize(("text", "names"), TEXTS.values(), ids=TEXTS)
def test_bodies_and_places_are_hidden_and_come_back(text: str, names: list[str]) -> None:
    redacted, vault = OPTION.redact(text)
    assert [name for name in names if name in redacted] == []
    assert vault.restore(redacted) == text


@pytest.mark.parametrize("text", [text for text, _ in TEXTS.values()], ids=TEXTS)
def test_they_stay_where_it_is_not(text: str) -> None:
    assert {s.entity for s in PLAIN.detect(text)}.isdisjoint({"ORGANISATION", "PLACE"})


@pytest.mark.parametrize(
    "text",
    [
        "The office is closed and the bank too; I work hard for the council.",
        "Ninafanya kazi ofisini, niko tayari kulipa ada.",
        "Я работаю в комитете и живу в городе.",
        "Ich arbeite im Amt und zahle 20 EUR per SMS als PDF.",
        "Je travaille à la mairie et je paie 12 EUR.",
        "Мен мектепте жұмыс істеймін.",
        "Nkora mu biro, nishyuye amafaranga.",
    ],
)
def test_common_words_are_no_names(text: str) -> None:
    assert OPTION.detect(text) == []


def test_a_configuration_can_ask_for_them() -> None:
    redactor = builtin.open(bodies=True, names=False)
    assert [s.entity for s in redactor.detect("in Kenya")] == ["PLACE"]
