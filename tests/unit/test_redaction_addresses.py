"""House numbers and small places as people write them in a letter."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor

REDACTOR = Redactor.default(names=False)


@pytest.mark.parametrize(
    "text",
    [
        "Ninaishi Mtaa wa Kaloleni, nyumba namba 45",
        "nyumba na. 7B, Buruburu",
        "chumba nambari 12",
        "inzu nimero 12, umudugudu wa Kibaza",
        "umudugudu wa Kibaza, akagari ka Nyabisindu",
        "House number 14",
        "дом номер 12",
        "үй нөмірі 12",
        "Hausnummer 12a",
    ],
)
def test_house_numbers_and_small_places_are_hidden(text: str) -> None:
    (span,) = REDACTOR.detect(text)
    assert (span.entity, span.end) == ("ADDRESS", len(text))


@pytest.mark.parametrize(
    "text", ["Namba 45 ya orodha", "Urutonde nimero 12", "Chapter number 14", "akagari kacu"]
)
def test_other_numbers_and_words_stay(text: str) -> None:
    assert REDACTOR.detect(text) == []
