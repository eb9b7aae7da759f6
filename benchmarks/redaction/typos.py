"""Mistyped numbers beside the word that says what they are: `python -m benchmarks.redaction.typos`.

The generators of the letters draw numbers by seed; each gets one slip and stands in a short
sentence in one of the languages in which such numbers are written. *Masked* counts numbers that no
letter or digit of is left visible, *named* those masked as the type they were meant to be.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.redaction.by_type import PAGE
from benchmarks.tables import publish

from opengovai.redaction import Redactor

sys.path.insert(0, str(Path(__file__).parent / "letters"))  # the letters' scripts stand alone
from letter_values import invent

DRAWN = 40
SENTENCES = {
    "KE_NATIONAL_ID": "My ID number is {}|kitambulisho namba {}|nambari ya kitambulisho ni {}",
    "KE_KRA_PIN": "KRA PIN {}|PIN yangu ni {}|my tax PIN is {}",
    "KE_MAISHA": "Maisha number {}|maisha namba yangu {}",
    "KE_PASSPORT": "passport no. {}|pasipoti yangu {}",
    "KE_SHA": "SHA number {}|namba ya SHA {}",
    "RW_NID": "indangamuntu {}|my national ID is {}|carte d'identité n° {}",
    "RW_TIN": "TIN {}|nimero y'umusoreshwa {}",
    "KZ_IIN": "ИИН {}|менің ЖСН-ім {}|my IIN is {}",
    "KZ_BIN": "БИН {}|БСН {}",
    "KZ_ID_CARD": "удостоверение личности {}|жеке куәлік {}",
    "DE_STEUER_ID": "Steuer-ID {}|Meine Steueridentifikationsnummer lautet {}|IdNr. {}",
    "DE_RVNR": "Rentenversicherungsnummer {}|Sozialversicherungsnummer: {}",
    "DE_KVNR": "Krankenversichertennummer {}|Versichertennummer: {}",
    "DE_ID_CARD": "Personalausweis {}|Ausweisnummer: {}",
    "DE_PASSPORT": "Reisepass {}|Passnummer {}",
    "FR_NIR": "numéro de sécurité sociale {}|mon numéro de sécu : {}|NIR {}",
    "RU_INN": "ИНН {}|мой ИНН: {}",
    "RU_SNILS": "СНИЛС {}|мой СНИЛС: {}",
    "RU_PASSPORT": "паспорт {}|паспорт серия и номер {}",
    "GB_NHS": "NHS number {}|NHS no: {}",
    "GB_NINO": "National Insurance number {}|NINO {}",
    "US_SSN": "SSN {}|social security number {}",
    "IN_AADHAAR": "Aadhaar {}|my Aadhaar number is {}",
    "IN_PAN": "PAN {}",
    "TZ_NIDA": "NIDA {}|namba ya NIDA {}",
    "UG_NIN": "NIN {}",
}


def _swapped(value: str, rng: Random) -> str:
    """Two digits side by side, the other way round; one wrong digit where there are none."""
    pairs = [
        i for i in range(len(value) - 1) if value[i : i + 2].isdigit() and value[i] != value[i + 1]
    ]
    if not pairs:
        return _wrong(value, rng)
    i = rng.choice(pairs)
    return value[:i] + value[i + 1] + value[i] + value[i + 2 :]


def _digit(value: str, rng: Random) -> int:
    return rng.choice([i for i, char in enumerate(value) if char.isdigit()])


def _wrong(value: str, rng: Random) -> str:
    i = _digit(value, rng)
    return value[:i] + rng.choice("0123456789".replace(value[i], "")) + value[i + 1 :]


def _missing(value: str, rng: Random) -> str:
    i = _digit(value, rng)
    return value[:i] + value[i + 1 :]


def _doubled(value: str, rng: Random) -> str:
    i = _digit(value, rng)
    return value[: i + 1] + value[i:]


def _misread(value: str, rng: Random) -> str:
    """The letter O or l for a digit 0 or 1; unchanged where there is none."""
    places = [i for i, char in enumerate(value) if char in "01"]
    if not places:
        return value
    i = rng.choice(places)
    return value[:i] + {"0": "O", "1": "l"}[value[i]] + value[i + 1 :]


def _lost(value: str, rng: Random) -> str:
    """One letter missing; unchanged where there is none."""
    places = [i for i, char in enumerate(value) if char.isalpha()]
    i = rng.choice(places) if places else len(value)
    return value[:i] + value[i + 1 :]


def _retyped(value: str, rng: Random) -> str:
    """A digit for one letter; unchanged where there is none."""
    places = [i for i, char in enumerate(value) if char.isalpha()]
    i = rng.choice(places) if places else len(value)
    return value[:i] + (rng.choice("2345678") if places else "") + value[i + 1 :]


SLIPS: dict[str, Callable[[str, Random], str]] = {
    "wrong": _wrong,
    "swapped": _swapped,
    "one missing": _missing,
    "one doubled": _doubled,
    "O or l": _misread,
    "letter missing": _lost,
    "digit for letter": _retyped,
}


def measure(redactor: Redactor, entity: str, slip: str) -> tuple[int, int]:
    """How many of the drawn numbers are masked, and how many of these named."""
    rng = Random(f"{entity}/{slip}")  # noqa: S311 (not a secret)
    forms = SENTENCES[entity].split("|")
    masked = named = 0
    for number in range(DRAWN):
        value = SLIPS[slip](invent(entity, [], rng), rng)
        text = f"{forms[number % len(forms)].format(value)}. "
        start = text.index(value)
        spans = redactor.detect(text)
        hidden = {i for span in spans for i in range(span.start, span.end)}
        whole = all(start + i in hidden for i, char in enumerate(value) if char.isalnum())
        masked += whole
        named += whole and any(span.entity == entity for span in spans)
    return masked, named


def main() -> None:
    """Measure and write the table."""
    redactor = Redactor.default(names=False)
    rows = []
    for entity in SENTENCES:
        found = [measure(redactor, entity, slip) for slip in SLIPS]
        cells = [
            f"{100 * masked // DRAWN} %"
            + (f" ({100 * named // DRAWN} %)" if named < masked else "")
            for masked, named in found
        ]
        rows.append([entity, *cells])
    publish("redaction-typos", ["type", *SLIPS], rows, into=PAGE)


if __name__ == "__main__":
    main()
