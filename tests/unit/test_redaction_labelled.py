"""Numbers that only a label explains are masked; numbers of laws and errands stay."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor

REDACTOR = Redactor.default(names=False)

FOUND = [
    ("RU_PASSPORT", "Паспорт серия 45 09 номер 123456", "45 09 номер 123456"),
    ("RU_PASSPORT", "паспорт серии 4509, номер 123 456 выдан", "4509, номер 123 456"),
    ("REFERENCE", "NSSF number 2001234567", "2001234567"),
    ("REFERENCE", "Nimero ya RAMA 123456789", "RAMA 123456789"),
    ("REFERENCE", "allocataire CAF 1234567", "CAF 1234567"),
    ("REFERENCE", "Numéro d'allocataire : 1234567", "1234567"),
    ("REFERENCE", "Kindergeldnummer 123FK456789", "123FK456789"),
    ("REFERENCE", "My huduma number is HN123456789.", "HN123456789"),
    ("REFERENCE", "namba ya mwanachama ni 12345678", "12345678"),
    ("REFERENCE", "договор № 1234567890", "1234567890"),
    ("REFERENCE", "жеке шотымның нөмірі 12345678", "12345678"),
    ("REFERENCE", "KRA A00123456", "A00123456"),
    ("REFERENCE", "ID23456781", "ID23456781"),
    ("REFERENCE", "id no 23,456,781", "23,456,781"),
    ("CREDENTIAL", "cvv 123", "123"),
    ("CREDENTIAL", "CVV: 4321", "4321"),
    ("PHONE", "tél 06 12 34 56", "06 12 34 56"),
]

STAY = [
    "the number of people was 1234567",
    "Law No. 1234567 of 2019",
    "Rechnungsnummer 1234567",
    "invoice number 12345678",
    "Gesetz Nr. 12345678",
    "квитанция № 12345678",
    "gazette notice no. 1234567",
    "ticket number 1234567",
    "facture numéro 1234567",
    "nambari ya ankara ni 4471902",
    "шарт 28.02.2025 бітті",
    "номер брони 4471902",
    "piano 1234567",
]


@pytest.mark.parametrize(("entity", "text", "value"), FOUND)
def test_a_labelled_number_is_masked(entity: str, text: str, value: str) -> None:
    spans = [(s.entity, text[s.start : s.end]) for s in REDACTOR.detect(text)]
    assert spans == [(entity, value)]


@pytest.mark.parametrize("text", STAY)
def test_numbers_of_laws_and_errands_stay(text: str) -> None:
    assert [text[s.start : s.end] for s in REDACTOR.detect(text)] == []
