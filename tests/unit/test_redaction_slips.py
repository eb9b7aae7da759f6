"""Numbers that miss their shape by one slip, and numbers that only look as if they did."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor

REDACTOR = Redactor.default(names=False)


@pytest.mark.parametrize(
    ("entity", "text", "value"),
    [
        ("KE_KRA_PIN", "KRA PIN A05076904M please", "A05076904M"),
        ("KE_KRA_PIN", "PIN yangu ya KRA ni AO67586858G", "AO67586858G"),
        ("KE_MAISHA", "Maisha namba 41897426 9 1", "41897426 9 1"),
        ("RW_NID", "indangamuntu 1 1970 8 3379O38 1 82", "1 1970 8 3379O38 1 82"),
        ("KZ_IIN", "ИИН 861l03413297", "861l03413297"),
        ("KZ_BIN", "БСН 10340472771", "10340472771"),
        ("DE_RVNR", "Rentenversicherungsnummer 15 040974 S 63", "15 040974 S 63"),
        ("DE_KVNR", "Krankenversichertennummer G67375969", "G67375969"),
        ("DE_STEUER_ID", "Steuer-ID 83 495 O26 374", "83 495 O26 374"),
        ("FR_NIR", "numéro de sécu 1 75 07 75 325 l24 08", "1 75 07 75 325 l24 08"),
        ("RU_SNILS", "СНИЛС 116-58O-610 48", "116-58O-610 48"),
        ("US_SSN", "SSN 536-42-187", "536-42-187"),
        ("GB_NINO", "NINO AB 12 34 5 C", "AB 12 34 5 C"),
        ("GB_NINO", "National Insurance number AB l2 34 56 C", "AB l2 34 56 C"),
        ("GB_NINO", "NINO A123456C", "A123456C"),
        ("IN_PAN", "PAN ABCPEl234F", "ABCPEl234F"),
        ("IN_PAN", "PAN ABCPE1234", "ABCPE1234"),
        ("IN_PAN", "PAN AB7PE1234F", "AB7PE1234F"),
        ("UG_NIN", "NIN M12345678ABCD", "M12345678ABCD"),
        ("KE_SHA", "SHA number R4172093856190", "R4172093856190"),
        ("DE_RVNR", "Rentenversicherungsnummer 15040974063", "15040974063"),
        ("TZ_NIDA", "NIDA 1998041-13944-02808-15", "1998041-13944-02808-15"),
    ],
)
def test_one_slip_hides_nothing(entity: str, text: str, value: str) -> None:
    (span,) = REDACTOR.detect(text)
    assert (span.entity, text[span.start : span.end]) == (entity, value)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("ID 20538046, 0701 685269, Makueni", "PHONE"),
        ("ЖСН 800324440528, 8 (777) 079 3268, Сарыағаш", "PHONE"),
    ],
)
def test_a_word_speaks_of_the_next_number_only(text: str, entity: str) -> None:
    assert REDACTOR.detect(text)[-1].entity == entity


@pytest.mark.parametrize(
    "text",
    [
        "Ihre Steuer 2024 beträgt 1 234,50 Euro",
        "tax of 12.03.2024 and 13.03.2024",
        "The NHS spent 1234567 pounds",
        "Act No. 1234567 on social security",
    ],
)
def test_no_slip_is_seen_in_other_numbers(text: str) -> None:
    assert REDACTOR.detect(text) == []
