"""Every kind of personal data: found, named, and told from numbers that are nobody's."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from opengovai.redaction import Redactor, universal
from opengovai.redaction.countries import CODES, kenya, load, russia
from opengovai.redaction.countries.germany import icao_holds, kvnr_holds, rvnr_holds
from opengovai.redaction.countries.kazakhstan import check_digit_holds
from opengovai.redaction.numbers import NEEDS_LETTER

REDACTOR = Redactor.default(names=False)  # the patterns by themselves

FOUND = [
    ("EMAIL", "write to wanjiku.k+id@example.co.ke.", "wanjiku.k+id@example.co.ke"),
    ("EMAIL", "пишите на почта@пример.рф, спасибо", "почта@пример.рф"),
    ("PHONE", "reach me on +250 788 123 456", "+250 788 123 456"),
    ("PHONE", "simu 0722-123-456 asubuhi", "0722-123-456"),
    ("PHONE", "тел. 8 (701) 123-45-67", "8 (701) 123-45-67"),
    ("PHONE", "Tel.: 030/23125123", "030/23125123"),
    ("PHONE", "appelez le 01 99 00 12 34", "01 99 00 12 34"),
    ("PHONE", "0049 30 23125123", "0049 30 23125123"),
    ("IBAN", "pay to DE89 3704 0044 0532 0130 00 please", "DE89 3704 0044 0532 0130 00"),
    ("IBAN", "IBAN GB29NWBK60161331926819", "GB29NWBK60161331926819"),
    ("IBAN", "шот KZ86 125K ZT50 0410 0100", "KZ86 125K ZT50 0410 0100"),
    ("CARD", "card 4111 1111 1111 1111", "4111 1111 1111 1111"),
    ("BANK_ACCOUNT", "Счет 40817810099910004312, БИК", "40817810099910004312"),
    ("BANK_ACCOUNT", "р/с 40702810900000012345", "40702810900000012345"),
    ("BANK_ACCOUNT", "Счет получателя: 40817810099910004312", "40817810099910004312"),
    ("BANK_ACCOUNT", "account number: 12345678901234567890", "12345678901234567890"),
    ("BIC", "BIC: COBADEFFXXX", "COBADEFFXXX"),
    ("IMEI", "IMEI 490154203237518", "490154203237518"),
    ("IP", "from 192.168.17.23 at noon", "192.168.17.23"),
    ("IP", "host 2001:db8::8a2e:370:7334", "2001:db8::8a2e:370:7334"),
    ("MAC", "device 00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5E"),
    ("URL_CREDENTIALS", "see https://u:pw@host.org/a now", "https://u:pw@host.org/a"),
    ("URL_CREDENTIALS", "https://h.org/?token=9f2c41ab.", "https://h.org/?token=9f2c41ab"),
    ("BITCOIN", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
    ("ETHEREUM", "to 0x" + "aB" * 20, "0x" + "aB" * 20),
    ("COORDINATES", "at -1.29207, 36.82195.", "-1.29207, 36.82195"),
    ("CREDENTIAL", "key AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
    ("CREDENTIAL", "ghp_" + "a1B2" * 9, "ghp_" + "a1B2" * 9),
    ("CREDENTIAL", "Bearer abcdef0123456789XYZ", "Bearer abcdef0123456789XYZ"),
    ("CREDENTIAL", "пароль: Zhanar1987!", "Zhanar1987"),
    ("DATE_OF_BIRTH", "born on 12 March 1985", "12 March 1985"),
    ("DATE_OF_BIRTH", "nilizaliwa 3/5/1990", "3/5/1990"),
    ("DATE_OF_BIRTH", "yavutse ku wa 15 Nyakanga 1968", "15 Nyakanga 1968"),
    ("DATE_OF_BIRTH", "1988 жылғы 10 наурызда туған", "1988 жылғы 10 наурызда"),
    ("DATE_OF_BIRTH", "родилась 7 мая 1946 г.", "7 мая 1946 г."),
    ("DATE_OF_BIRTH", "geboren am 3. März 1961", "3. März 1961"),
    ("DATE_OF_BIRTH", "né le 1er mai 1970", "1er mai 1970"),
    ("DATE_OF_BIRTH", "1985 жылғы 12 наурызда тудым", "1985 жылғы 12 наурызда"),
    ("DATE_OF_BIRTH", "né en 1982, le 5 juin", "1982, le 5 juin"),
    (
        "DATE_OF_BIRTH",
        "alizaliwa mwaka 1990 mwezi wa tano tarehe 4",
        "mwaka 1990 mwezi wa tano tarehe 4",
    ),
    (
        "DATE_OF_BIRTH",
        "navutse 15 z'ukwezi kwa gatatu 1987",
        "15 z'ukwezi kwa gatatu 1987",
    ),
    ("ADDRESS", "P.O. Box 1187-10100, Nyeri", "P.O. Box 1187-10100, Nyeri"),
    ("ADDRESS", "S.L.P. 45 Garissa", "S.L.P. 45 Garissa"),
    ("ADDRESS", "KG 182 St, House 11, Kigali", "KG 182 St, House 11, Kigali"),
    ("ADDRESS", "г. Тверь, ул. Благоева, д. 14", "г. Тверь, ул. Благоева, д. 14"),
    ("ADDRESS", "Павлодар қ., Ломов көшесі, 7-үй", "Павлодар қ., Ломов көшесі, 7-үй"),
    ("ADDRESS", "Hermannstraße 48, 12049 Berlin", "Hermannstraße 48, 12049 Berlin"),
    ("ADDRESS", "48 rue Garibaldi, 69006 Lyon", "48 rue Garibaldi, 69006 Lyon"),
    ("PLATE", "my car KDA 123B", "KDA 123B"),
    ("PLATE", "машина К417АД777", "К417АД777"),
    ("PLATE", "Kennzeichen B-AB 1234", "B-AB 1234"),
    ("KE_NATIONAL_ID", "kitambulisho changu ni 12345678", "12345678"),
    ("KE_NATIONAL_ID", "12345678 is my ID number", "12345678"),
    ("KE_KRA_PIN", "A004416331M", "A004416331M"),
    ("KE_MAISHA", "Maisha number 412345678", "412345678"),
    ("KE_PASSPORT", "passport AK0424696", "AK0424696"),
    ("KE_SHA", "NHIF 15196784", "15196784"),
    ("KE_DRIVING_LICENCE", "driving licence DL-0123456", "DL-0123456"),
    ("RW_NID", "1 1985 8 0123456 0 12", "1 1985 8 0123456 0 12"),
    ("RW_PASSPORT", "pasiporo PC650250", "PC650250"),
    ("RW_TIN", "TIN 104567891", "104567891"),
    ("KZ_IIN", "ЖСН-ім 900101300017", "900101300017"),
    ("KZ_IIN", "900101300017", "900101300017"),
    ("KZ_ID_CARD", "куәлік 047769227", "047769227"),
    ("KZ_PASSPORT", "паспорт N12345678", "N12345678"),
    ("DE_STEUER_ID", "36 574 261 809", "36 574 261 809"),
    ("DE_RVNR", "15 070649 C 103", "15 070649 C 103"),
    ("DE_KVNR", "Krankenkasse A123456780", "A123456780"),
    ("DE_ID_CARD", "Ausweis L01X00T471", "L01X00T471"),
    ("DE_PASSPORT", "Reisepass C01X00T478", "C01X00T478"),
    ("GB_NINO", "NI number JK 12 18 21 B", "JK 12 18 21 B"),
    ("GB_NHS", "NHS 943 476 5919", "943 476 5919"),
    ("US_SSN", "SSN 536-22-8726", "536-22-8726"),
    ("US_ITIN", "ITIN 912-90-3456", "912-90-3456"),
    ("US_EIN", "EIN 91-1144442", "91-1144442"),
    ("FR_NIR", "2 95 10 99 126 111 93", "2 95 10 99 126 111 93"),
    ("FR_PASSPORT", "passeport 12AB34567", "12AB34567"),
    ("IN_AADHAAR", "2341 2341 2346", "2341 2341 2346"),
    ("IN_PAN", "ACUPA7085R", "ACUPA7085R"),
    ("BR_CPF", "CPF 390.533.447-05", "390.533.447-05"),
    ("BR_CNPJ", "16.727.230/0001-97", "16.727.230/0001-97"),
    ("ZA_ID", "ID 7503305044089", "7503305044089"),
    ("TR_KIMLIK", "kimlik 17291716060", "17291716060"),
    ("RU_INN", "ИНН 500100732259", "500100732259"),
    ("RU_SNILS", "112-233-445 95", "112-233-445 95"),
    ("RU_PASSPORT", "паспорт 45 06 123456", "45 06 123456"),
    ("ET_FAYDA", "Fayda FIN 1234 5678 9012", "1234 5678 9012"),
    ("NG_NIN", "NIN 12345678901", "12345678901"),
    ("NG_BVN", "BVN 22123456789", "22123456789"),
    ("TZ_NIDA", "19740913-15459-03359-19", "19740913-15459-03359-19"),
    ("UG_NIN", "CF8504858164PR", "CF8504858164PR"),
    ("GH_CARD", "GHA-123456789-0", "GHA-123456789-0"),
    ("EU_VAT", "VAT DE136695976", "DE136695976"),
]

STAY = [
    "Law No 058/2021 of 13/10/2021",
    "the Data Protection Act, No. 24 of 2019",
    "№ 88-V",
    "Cap. 170",
    "§ 26 Abs. 3 BDSG",
    "section 12345678",
    "article 47(1)",
    "KES 1,050",
    "KSh 12345678",
    "5.000 Frw",
    "1 500 000 теңге",
    "EUR 1.050.000,00",
    "call 999, 112 or 1199",
    "toll free 0800 720 990",
    "on 12.03.2024 at 09:30",
    "2024-03-12",
    "Case No. 1234567 of 2020",
    "invoice 12345678",
    "receipt no. 0042217",
    "page 1234",
    "version 4.3.2.1",
    "ISO 27001:2022",
    "Form BDA 7",
    "population 47564296",
    "2019-2024",
    "between 1990 and 1995",
    "Kamiti Road is closed",
    "https://www.ecitizen.go.ke/service?id=12",
    "the ID card and the passport",
    "COVID-19",
    "born in Kisumu",
    "Article 12, 13 and 14",
    "EN 301 549",
    "100% of 12 000 households",
    "БИК 044525225",
]


@pytest.mark.parametrize(("entity", "text", "value"), FOUND)
def test_it_is_found_and_named(entity: str, text: str, value: str) -> None:
    spans = [(s.entity, text[s.start : s.end]) for s in REDACTOR.detect(text)]
    assert spans == [(entity, value)]


@pytest.mark.parametrize("text", STAY)
def test_it_is_nobodys_and_stays(text: str) -> None:
    assert [text[s.start : s.end] for s in REDACTOR.detect(text)] == []


BESIDE = {
    "KZ_IIN": "ИИН",
    "DE_STEUER_ID": "Steuer-ID",
    "DE_RVNR": "RVNR",
    "DE_KVNR": "KVNR",
    "DE_ID_CARD": "Ausweis",
    "DE_PASSPORT": "Reisepass",
    "FR_NIR": "sécurité sociale",
    "RU_INN": "ИНН",
    "RU_SNILS": "СНИЛС",
    "RU_PASSPORT": "паспорт",
    "GB_NHS": "NHS",
    "IN_AADHAAR": "Aadhaar",
    "KE_KRA_PIN": "KRA PIN",
    "RW_NID": "indangamuntu",
    "IBAN": "IBAN",
    "CARD": "card",
    "ZA_ID": "SA ID",
    "TR_KIMLIK": "kimlik",
    "BR_CPF": "CPF",
    "US_SSN": "SSN",
}


CHECKED = [(entity, value) for entity, _, value in FOUND if entity in BESIDE]


def mistyped(value: str, rng: random.Random) -> str:
    """One wrong digit or two neighbours swapped."""
    places = [i for i, c in enumerate(value) if c.isdigit()][1:]
    letters = list(value)
    at, following = rng.choice(list(pairwise(places)))
    if rng.random() < 0.5:
        letters[at], letters[following] = letters[following], letters[at]
    else:
        letters[at] = str((int(letters[at]) + rng.randrange(1, 10)) % 10)
    return "".join(letters)


def test_mistyped_numbers_beside_their_word_are_masked() -> None:
    rng = random.Random(7)  # noqa: S311 (not a secret)
    tried = masked = 0
    for entity, value in CHECKED:
        for _ in range(25):
            text = f"{BESIDE[entity]} {mistyped(value, rng)} thanks"
            spans = REDACTOR.detect(text)
            tried += 1
            digits = [i for i, c in enumerate(text) if c.isdigit()]
            masked += all(any(s.start <= i < s.end for s in spans) for i in digits)
    assert masked / tried >= 0.97


def test_published_examples_of_the_checks() -> None:
    assert kenya.kra_pin_letter_holds("A004416331M")
    assert kenya.kra_pin_letter_holds("P051365947M")
    assert check_digit_holds("900101300017")
    assert rvnr_holds("15070649C103")
    assert kvnr_holds("A123456780")
    assert icao_holds("L01X00T471")
    assert icao_holds("C01X00T478")
    assert russia.snils_holds("11223344595")
    assert not russia.snils_holds("11223344596")


def test_every_country_has_its_pack() -> None:
    packs = load()
    assert [pack.code for pack in packs] == list(CODES)
    for pack in packs:
        for identifier in pack.identifiers:
            assert identifier.lengths
            assert 0 <= identifier.alone <= 1


def test_shapes_skipped_for_plain_digits_fit_no_plain_digits() -> None:
    rng = random.Random(1)  # noqa: S311 (not a secret)
    kinds = [*universal.IDENTIFIERS, *(kind for pack in load() for kind in pack.identifiers)]
    for kind in (k for k in kinds if NEEDS_LETTER.match(k.shape)):
        for length in kind.lengths:
            samples = ("".join(rng.choices("0123456789", k=length)) for _ in range(300))
            assert not any(re.fullmatch(kind.shape, sample) for sample in samples)


def test_countries_can_be_chosen() -> None:
    text = "ИИН 900101300017, A004416331M"
    assert [s.entity for s in Redactor.default(["KE"], names=False).detect(text)] == ["KE_KRA_PIN"]
