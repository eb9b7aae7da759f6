"""Ministries, courts and labels are no persons; who holds an office is."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor

REDACTOR = Redactor.default()


@pytest.mark.parametrize(
    "text",
    [
        "Прокуратура г. Алматы направила ответ",
        "Министерство юстиции ответило. Прокурор отказал.",
        "Акимат Бостандыкского района молчит",
        "Әділет министрлігі жауап берді. Прокуратура хат жіберді.",
        "Wizara ya Afya ilijibu na Mahakama Kuu pia.",
        "Minisiteri y'Ubuzima yaranditse",
        "Das Ministerium des Innern und die Staatsanwaltschaft schrieben",
        "Le Ministère de l'Intérieur a répondu, la Préfecture aussi",
        "The Ministry of Health and the Department of Immigration replied",
        "Please send me your NINO or PAN or IBAN, by WhatsApp or mailto:",
    ],
)
def test_bodies_and_labels_are_no_persons(text: str) -> None:
    assert REDACTOR.detect(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Прокурор Иванов Сергей отказал мне", "Иванов Сергей"),
        ("Нотариус Нурлан Сәрсенов растады", "Нурлан Сәрсенов"),
        ("I met Nino Beridze at the office", "Nino Beridze"),
        ("Karani Juma Otieno alinipigia", "Juma Otieno"),
    ],
)
def test_who_holds_an_office_is_hidden(text: str, name: str) -> None:
    redacted, _ = REDACTOR.redact(text)
    assert name not in redacted
    assert not set(name.split()) & set(redacted.split())
