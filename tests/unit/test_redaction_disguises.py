"""Numbers are seen through what people and screens do to them, in letters of any language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from opengovai.redaction import Redactor

REDACTOR = Redactor.default(names=False)

LETTERS = [
    ("KE_NATIONAL_ID", "Nambari yangu ya kitambulisho ni {}, naomba msaada.", "23456789"),
    ("KE_NATIONAL_ID", "Dear Sir, my ID no. is {} and I moved.", "1234567"),
    ("KE_KRA_PIN", "PIN yangu ya KRA ni {} tangu 2015.", "A001234567P"),
    ("KE_MAISHA", "Maisha namba yangu {} haionekani.", "12345678901234"),
    ("KE_PASSPORT", "Pasipoti yangu {} imeisha.", "AK0123456"),
    ("RW_NID", "Indangamuntu yanjye ni {}.", "1 1985 8 0123456 1 23"),
    ("RW_NID", "Ma carte d'identité rwandaise : {}", "1198570123456012"),
    ("RW_NID", "Kitambulisho changu cha Rwanda ni {}", "1198570123456012"),
    ("KZ_IIN", "Менің ЖСН {}, өтінемін тексеріңіз.", "870314401234"),
    ("KZ_IIN", "Meine kasachische IIN lautet {}.", "870314401234"),
    ("KZ_BIN", "ЖШС БСН {} тіркелген.", "130640921285"),
    ("KZ_ID_CARD", "Удостоверение личности № {} утеряно.", "041234567"),
    ("DE_STEUER_ID", "Мой немецкий Steuer-ID {}, прошу исправить.", "65 929 970 489"),
    ("DE_STEUER_ID", "Mon Steuer-ID allemand est {}.", "65929970489"),
    ("DE_RVNR", "Rentenversicherungsnummer {} bitte ändern.", "15 070649 C 103"),
    ("DE_ID_CARD", "Personalausweis {} ist weg.", "T220001293"),
    ("DE_PASSPORT", "Mein Reisepass {} läuft ab.", "C01X00T478"),
    ("FR_NIR", "Mon numéro de sécu : {}, merci.", "2 85 05 78 006 084 91"),
    ("FR_NIR", "Numéro ya sécurité sociale yanjye ni {}", "285057800608491"),
    ("GB_NINO", "My National Insurance number is {}.", "AB 12 34 56 C"),
    ("GB_NHS", "NHS number {} on the letter.", "943 476 5919"),
    ("US_SSN", "Meine SSN aus den USA ist {}.", "536-42-1234"),
    ("IN_AADHAAR", "Aadhaar {} was used.", "2341 2341 2346"),
    ("BR_CPF", "Meu CPF {} foi usado.", "390.533.447-05"),
    ("ZA_ID", "My SA ID {} was copied.", "7503305044089"),
    ("TR_KIMLIK", "TC kimlik no {} ile.", "17291716060"),
    ("RU_INN", "Мой ИНН {} указан неверно.", "500100732259"),
    ("RU_SNILS", "СНИЛС {} прилагаю.", "112-233-445 95"),
    ("RU_PASSPORT", "паспорт серии {} выдан в Омске", "4512 № 712345"),
    ("ET_FAYDA", "Fayda FIN {} please.", "1234 5678 9012"),
    ("NG_NIN", "My NIN is {} since 2019.", "12345678901"),
    ("TZ_NIDA", "Namba yangu ya NIDA ni {}.", "19850312-12345-00001-12"),
    ("UG_NIN", "My NIN {} from NIRA.", "CF85012345ABCD"),
    ("GH_CARD", "Ghana Card {} lost.", "GHA-123456789-0"),
    ("PHONE", "Nipigie simu {} kesho.", "0722 123 456"),
    ("PHONE", "Rufen Sie mich an: {} bitte.", "030 23125 123"),
    ("IBAN", "Mein Konto {} bitte.", "DE89 3704 0044 0532 0130 00"),
    ("CARD", "card {} was charged", "4111 1111 1111 1111"),
]


def _digits_from(zero: int) -> Callable[[str], str]:
    return lambda value: "".join(chr(zero + int(c)) if c.isdigit() else c for c in value)


DISGUISES: dict[str, Callable[[str], str]] = {
    "as written": lambda value: value,
    "full width": lambda value: "".join(
        chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in value
    ),
    "arabic-indic digits": _digits_from(0x660),
    "devanagari digits": _digits_from(0x966),
    "no-break spaces and hyphens": lambda value: value.translate({32: 0xA0, 45: 0x2011}),
    "zero-width spaces": "\u200b".join,
    "soft hyphen": lambda value: f"{value[:3]}\u00ad{value[3:]}",
    "look-alike letters": lambda value: value.translate(
        str.maketrans("ABCEHKMOPTX", "АВСЕНКМОРТХ")
    ),
    "line break inside": lambda value: f"{value[: len(value) // 2]}\n{value[len(value) // 2 :]}",
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize(("entity", "letter", "value"), LETTERS)
def test_a_number_is_masked_whole(entity: str, letter: str, value: str, disguise: str) -> None:
    written = DISGUISES[disguise](value)
    text = letter.format(written)
    start = text.index(written)
    spans = REDACTOR.detect(text)
    named = {s.entity for s in spans if s.start < start + len(written) and start < s.end}
    hidden = {i for s in spans for i in range(s.start, s.end)}
    places = {start + i for i, char in enumerate(written) if char.isalnum()}
    assert entity in named
    assert places <= hidden


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("DE_STEUER_ID", "Auf dem Brief mit der Steuer-ID lese ich nur 45 112 940 11. 10 Ziffern?"),
        ("KE_NATIONAL_ID", "His ID card is so old and torn that one reads only 9307539, 7 digits."),
        ("RU_SNILS", "Карточка СНИЛС стёрлась совсем, видно только 112-940-11 20. 10 цифр?"),
        ("DE_ID_CARD", "Perso verloren! Ich heiße Finn Ole Petersen, Nummer war wohl X1L9XGNKZ."),
    ],
)
def test_a_word_further_ahead_counts_where_the_text_calls_for_it(entity: str, text: str) -> None:
    assert entity in {s.entity for s in REDACTOR.detect(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Regulation (EU) 2016/679 and Law No 058/2021 of 13/10/2021",
        "Passport lost. I reported it at Mwingi, OB 33/2/9/2025.\n4. That I was born here",
        "Mein Perso ist da. Die Rechnung AB12345678 ist bezahlt.",
        "Ticket 20250902-0417, invoice 2025-114, version 127.0.6533.88",
        "счёт (прибор 00417) 2 318,40",
        "Steht in § 4 GenG steht, dass 3 Mitglieder genügen",
    ],
)
def test_numbers_that_are_nobodys_stay(text: str) -> None:
    assert REDACTOR.detect(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Fax (311)905-4466x8827", "(311)905-4466x8827"),
        ("+1-448-414-3381x060", "+1-448-414-3381x060"),
        ("call 020 7946 0018 ext. 12", "020 7946 0018 ext. 12"),
        ("22 498317 office\n455 6186 fax", "22 498317"),
        ("Tel. 030 1234567, Durchwahl 22", "030 1234567, Durchwahl 22"),
        ("Rechnung kam auf 017604069082", "017604069082"),
    ],
)
def test_phones_that_no_plan_knows(text: str, value: str) -> None:
    assert value in {text[s.start : s.end] for s in REDACTOR.detect(text) if s.entity == "PHONE"}


@pytest.mark.parametrize("between", [" ", "\n", " / ", ", "])
@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("0722 123 456", "0733 456 789"),
        ("+254 722 123 456", "+254 733 456 789"),
        ("030 23125123", "030 23125124"),
    ],
)
def test_two_phone_numbers_in_a_row_are_both_masked(one: str, two: str, between: str) -> None:
    text = f"Reach us: {one}{between}{two}."
    found = [text[s.start : s.end] for s in REDACTOR.detect(text)]
    assert found == [one, two]
