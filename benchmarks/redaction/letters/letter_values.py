"""Invented values for the slots of the letters: `invent(entity, words, rng)`.

A slot such as `[[KZ_IIN|! b870314 f]]` gets a value drawn from a generator seeded by the letter
and the slot's place in it, so that editing one letter changes no other. Words after the `!`:
a country (phones, accounts), a layout, `bYYMMDD` for a birth date inside the number, `f` or `m`.
German and French numbers come from ranges kept for fiction (Bundesnetzagentur, Arcep).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

import phonenumbers
import stdnum.ru.inn
import stdnum.verhoeff
from letter_checks import (
    CHECKS,
    compact,
    icao_digit,
    kra_letter,
    kvnr_digit,
    kz_digit,
    rib_key,
    rvnr_digit,
    snils_digits,
    valid,
)

_DOCUMENT = "CFGHJKLMNPRTVWXYZ0123456789"
_PHONES = {
    "ke": ("KE", ("7########", "7########", "11#######")),
    "rw": ("RW", ("78#######", "73#######", "72#######", "79#######")),
    "kz": ("KZ", ("701#######", "747#######", "777#######", "705#######", "727#######")),
    "ru": ("RU", ("916#######", "921#######", "903#######", "495#######")),
    "de": ("DE", ("3023125###", "40669690##", "17139200##", "176040690##", "6990009###")),
    "fr": ("FR", ("19900####", "26191####", "35301####", "46571####", "53649####")),
    "tz": ("TZ", ("75#######", "71#######")),
    "ug": ("UG", ("77#######",)),
    "gb": ("GB", ("2079460###", "1632960###", "74########")),
    "us": ("US", ("20255501##", "41555501##")),
}
_LAYOUTS = ("intl", "local", "plain", "e164", "dashed")


def _fill(shape: str, rng: Random) -> str:
    """`#` a digit, `@` a capital letter, everything else itself."""
    shape = re.sub("#", lambda _: rng.choice("0123456789"), shape)
    return re.sub("@", lambda _: rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ"), shape)


def _born(words: Sequence[str], rng: Random) -> str:
    """YYMMDD, from a word `bYYMMDD` or drawn."""
    for word in words:
        if re.fullmatch(r"b\d{6}", word):
            return word[1:]
    return f"{rng.randint(55, 99):02d}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"


def _female(words: Sequence[str], rng: Random) -> bool:
    return "f" in words or ("m" not in words and rng.random() < 0.5)


def _century(born: str) -> str:
    return "20" if int(born[:2]) < 30 else "19"


def _grouped(value: str, *sizes: int) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    return " ".join(part for part in [*parts, value[at:]] if part)


def phone(words: Sequence[str], rng: Random) -> str:
    """A number valid in its region; layouts intl, local, plain, e164, dashed, bare (no plus)."""
    region, shapes = _PHONES[next(w for w in words if w in _PHONES)]
    while True:
        number = phonenumbers.parse(_fill(rng.choice(shapes), rng), region)
        if phonenumbers.is_valid_number(number):
            break
    layout = next((w for w in words if w in (*_LAYOUTS, "bare")), rng.choice(_LAYOUTS))
    formats = phonenumbers.PhoneNumberFormat
    local = str(phonenumbers.format_number(number, formats.NATIONAL))
    international = str(phonenumbers.format_number(number, formats.INTERNATIONAL))
    e164 = str(phonenumbers.format_number(number, formats.E164))
    return {
        "intl": international,
        "local": local,
        "plain": re.sub(r"\D", "", local),
        "e164": e164,
        "bare": e164[1:],
        "dashed": re.sub(r"[ ()]+", "-", local).strip("-"),
    }[layout]


def iban(words: Sequence[str], rng: Random) -> str:
    """A valid IBAN of the named country, in groups of four unless `plain`."""
    country = next(w for w in words if w in {"de", "fr", "kz", "gb"}).upper()
    shape = {"DE": "#" * 18, "FR": "#" * 21, "KZ": "###@@" + "#" * 11, "GB": "@@@@" + "#" * 14}
    account = _fill(shape[country], rng)
    if country == "FR":
        account += rib_key(account)
    digits = "".join(str(int(c, 36)) for c in f"{account}{country}00")
    value = f"{country}{98 - int(digits) % 97:02d}{account}"
    return value if "plain" in words else _grouped(value, *[4] * 6)


def card(words: Sequence[str], rng: Random) -> str:
    """A card number that passes Luhn's check: visa, master or mir."""
    heads = {"visa": "4", "master": "53", "mir": "2200"}
    head = heads[next((w for w in words if w in heads), "visa")]
    value = _ending(lambda: _fill(head.ljust(15, "#"), rng), "CARD")
    return value if "plain" in words else _grouped(value, 4, 4, 4)


def _ending(head: Callable[[], str], entity: str) -> str:
    """The first drawn head that one further digit makes valid, with that digit."""
    while True:
        start = head()
        for digit in "0123456789":
            if valid(entity, start + digit):
                return start + digit


def kz_iin(words: Sequence[str], rng: Random) -> str:
    """Birth date, century and sex, four digits, check digit."""
    born = _born(words, rng)
    sex = {"19": 3, "20": 5}[_century(born)] + _female(words, rng)
    while True:
        head = _fill(f"{born}{sex}####", rng)
        if kz_digit(head):
            return head + kz_digit(head)


def kz_bin(_words: Sequence[str], rng: Random) -> str:
    """Registration month, kind of body, five digits, check digit."""
    while True:
        head = _fill(f"{rng.randint(0, 24):02d}{rng.randint(1, 12):02d}40#####", rng)
        if kz_digit(head):
            return head + kz_digit(head)


def rw_nid(words: Sequence[str], rng: Random) -> str:
    """Status, birth year, sex, seven digits, issue count, two digits; printed in groups."""
    born = _born(words, rng)
    sex = 7 if _female(words, rng) else 8
    value = _fill(f"1{_century(born)}{born[:2]}{sex}#######{rng.randint(0, 2)}##", rng)
    return value if "plain" in words else _grouped(value, 1, 4, 1, 7, 1)


def de_steuer_id(words: Sequence[str], rng: Random) -> str:
    """One digit twice or thrice among the first ten, as the tax office issues them."""

    def head() -> str:
        digits = rng.sample("0123456789", 10)
        digits[9] = digits[rng.randrange(8)]
        rng.shuffle(digits)
        return "".join(digits)

    value = _ending(head, "DE_STEUER_ID")
    return value if "plain" in words else _grouped(value, 2, 3, 3)


def de_rvnr(words: Sequence[str], rng: Random) -> str:
    """Office, birth date DDMMYY, initial of the name at birth, serial number, check digit."""
    born = _born(words, rng)
    initial = next((w for w in words if re.fullmatch("[A-Z]", w)), rng.choice("ABCDEFGHKLMNPRSTW"))
    serial = rng.randint(50, 99) if _female(words, rng) else rng.randint(0, 49)
    office = rng.choice(("12", "15", "24", "52", "65", "80"))
    head = f"{office}{born[4:]}{born[2:4]}{born[:2]}{initial}{serial:02d}"
    value = head + rvnr_digit(head)
    return value if "plain" in words else _grouped(value, 2, 6, 1)


def de_kvnr(_words: Sequence[str], rng: Random) -> str:
    """A letter, eight digits, a check digit."""
    head = _fill("@########", rng)
    return head + kvnr_digit(head)


def _german_document(first: str) -> Callable[[Sequence[str], Random], str]:
    def draw(words: Sequence[str], rng: Random) -> str:
        head = rng.choice(first) + "".join(rng.choice(_DOCUMENT) for _ in range(8))
        return head if "front" in words else head + icao_digit(head)

    return draw


def fr_nir(words: Sequence[str], rng: Random) -> str:
    """Sex, year and month of birth, department, commune, order, key; in groups unless `plain`."""
    born = _born(words, rng)
    department = next((w[1:] for w in words if re.fullmatch(r"d\d\d", w)), "75")
    sex = 2 if _female(words, rng) else 1
    head = _fill(
        f"{sex}{born[:4]}{department}{rng.randint(100, 399)}{rng.randint(10, 499):03d}", rng
    )
    value = f"{head}{97 - int(head) % 97:02d}"
    return value if "plain" in words else _grouped(value, 1, 2, 2, 2, 3, 3)


def ru_inn(words: Sequence[str], rng: Random) -> str:
    """Twelve digits of a person, or ten of a body with `body`."""
    if "body" in words:
        return _ending(lambda: _fill("77#######", rng), "RU_INN")
    head = _fill(f"{rng.randint(10, 78)}########", rng)
    return head + str(stdnum.ru.inn.calc_personal_check_digits(head + "00"))


def ru_snils(words: Sequence[str], rng: Random) -> str:
    """Nine digits and two check digits, 112-233-445 95 unless `plain`."""
    head = _fill(f"1{rng.randint(10, 99)}######", rng)
    tail = snils_digits(head)
    return head + tail if "plain" in words else f"{head[:3]}-{head[3:6]}-{head[6:]} {tail}"


def kra_pin(words: Sequence[str], rng: Random) -> str:
    """`A` for a person, `P` with `body` for a body, nine digits, the check letter."""
    head = _fill("P05#######" if "body" in words else "A0########", rng)
    return head + kra_letter(head)


def _shaped(**shapes: str) -> Callable[[Sequence[str], Random], str]:
    """Draws one of the shapes: the one a word names, else the first."""

    def draw(words: Sequence[str], rng: Random) -> str:
        name = next((w for w in words if w in shapes), next(iter(shapes)))
        return _fill(shapes[name], rng)

    return draw


def _nhs(_words: Sequence[str], rng: Random) -> str:
    while True:
        head = _fill("9########", rng)
        value = next((head + d for d in "0123456789" if valid("GB_NHS", head + d)), "")
        if value:
            return _grouped(value, 3, 3)


def _aadhaar(_words: Sequence[str], rng: Random) -> str:
    head = _fill(rng.choice("23456789") + "##########", rng)
    return _grouped(head + str(stdnum.verhoeff.calc_check_digit(head)), 4, 4)


GENERATORS: dict[str, Callable[[Sequence[str], Random], str]] = {
    "PHONE": phone,
    "IBAN": iban,
    "CARD": card,
    "KE_NATIONAL_ID": _shaped(eight="3#######", old="2#######", seven="9######"),
    "KE_KRA_PIN": kra_pin,
    "KE_MAISHA": _shaped(nine="4########", long="2#############"),
    "KE_PASSPORT": _shaped(new="AK0######", old="A2######", b="BK######"),
    "KE_SHA": _shaped(sha="CR#############-#", nhif="1#######"),
    "KE_DRIVING_LICENCE": _shaped(smart="DL-0######", old="DL#######"),
    "RW_NID": rw_nid,
    "RW_PASSPORT": _shaped(ordinary="PC######"),
    "RW_TIN": _shaped(tin="1########"),
    "KZ_IIN": kz_iin,
    "KZ_BIN": kz_bin,
    "KZ_ID_CARD": _shaped(card="04#######"),
    "KZ_PASSPORT": _shaped(passport="N1#######"),
    "DE_STEUER_ID": de_steuer_id,
    "DE_RVNR": de_rvnr,
    "DE_KVNR": de_kvnr,
    "DE_ID_CARD": _german_document("LMNPRTVWXY"),
    "DE_PASSPORT": _german_document("CFGHJK"),
    "FR_NIR": fr_nir,
    "FR_PASSPORT": _shaped(passport="19CK#####"),
    "RU_INN": ru_inn,
    "RU_PASSPORT": _shaped(spaced="45 1# 7#####", plain="451#7#####"),
    "RU_SNILS": ru_snils,
    "GB_NHS": _nhs,
    "GB_NINO": _shaped(spaced="JK ## ## ## B"),
    "US_SSN": _shaped(dashed="53#-4#-1###"),
    "IN_AADHAAR": _aadhaar,
    "IN_PAN": _shaped(person="@@@P@####@"),
    "TZ_NIDA": lambda words, rng: _fill(f"19{_born(words, rng)}-1####-0####-1#", rng),
    "UG_NIN": _shaped(woman="CF8#0#######@@", man="CM8#0#######@@"),
}
"""A generator for each entity that may stand in a slot."""


def invent(entity: str, words: Sequence[str], rng: Random) -> str:
    """A value of the entity in the layout its words ask for, valid where a check exists.

    `threes` groups any value by three, `nbsp` turns its spaces into non-breaking ones.
    """
    value = GENERATORS[entity](words, rng)
    if "threes" in words:
        value = _grouped(value, *[3] * (len(value) // 3))
    return value.replace(" ", "\u00a0") if "nbsp" in words else value


def mistype(entity: str, value: str, rng: Random) -> str:
    """The value with one slip of the keyboard that its check notices: two neighbours swapped or
    one character wrong. Raises KeyError for an entity without a check."""
    places = [i for i, c in enumerate(value) if c.isdigit()][:-1] or range(len(value) - 1)
    while True:
        letters = list(value)
        at = rng.choice(places)
        if letters[at + 1].isdigit() and rng.random() < 0.5:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = rng.choice("0123456789")
        wrong = "".join(letters)
        if not CHECKS[entity](compact(wrong)):
            return wrong
