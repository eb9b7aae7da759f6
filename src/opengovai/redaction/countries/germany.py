"""Germany.

Steuer-ID: ISO 7064 mod 11,10 and one repeated digit (section 139b AO). RVNR: VKVV section 2.
KVNR: SGB V section 290. Identity card and passport: ICAO Doc 9303 part 3, check 7-3-1; letters
without vowels and without B, D, Q, S.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle

from stdnum.de import idnr

from opengovai.redaction.identifiers import Country, Identifier, listed

_DOCUMENT = "[CFGHJKLMNPRTVWXYZ0-9]"
_RVNR = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def _cross_sums(digits: str, weights: Iterable[int]) -> int:
    products = (int(d) * w for d, w in zip(digits, weights, strict=False))
    return sum(p // 10 + p % 10 for p in products)


def rvnr_holds(number: str) -> bool:
    """Pension insurance number: cross sums of the weighted digits, mod 10 (VKVV section 2)."""
    digits = f"{number[:8]}{ord(number[8]) - 64:02d}{number[9:11]}"
    return _cross_sums(digits, _RVNR) % 10 == int(number[11])


def kvnr_holds(number: str) -> bool:
    """Health insurance number: cross sums of the digits weighted 1 and 2, mod 10."""
    digits = f"{ord(number[0]) - 64:02d}{number[1:9]}"
    return _cross_sums(digits, cycle((1, 2))) % 10 == int(number[9])


def icao_holds(number: str) -> bool:
    """Nine characters and their check digit with weights 7, 3, 1; nine alone hold."""
    if len(number) == 9:
        return True
    total = sum(int(c, 36) * w for c, w in zip(number[:9], cycle((7, 3, 1)), strict=False))
    return total % 10 == int(number[9])


def _document(entity: str, first: str, context: str, *, checked: bool) -> Identifier:
    return Identifier(
        entity=entity,
        shape=f"{first}{_DOCUMENT}{{8}}" + (r"\d" if checked else ""),
        lengths=(10,) if checked else (9,),
        context=(context,),
        check=icao_holds if checked else None,
        alone=0.6 if checked else 0.0,
    )


COUNTRY = Country(
    code="DE",
    identifiers=(
        Identifier(
            entity="DE_STEUER_ID",
            shape=r"[1-9]\d{10}",
            lengths=(11,),
            context=("tax", "de_steuer"),
            check=idnr.is_valid,
            alone=0.8,
        ),
        Identifier(
            entity="DE_RVNR",
            shape=r"\d{8}[A-Z]\d{3}",
            lengths=(12,),
            context=("social", "de_rvnr"),
            check=rvnr_holds,
            alone=0.85,
        ),
        Identifier(
            entity="DE_KVNR",
            shape=r"[A-Z]\d{9}",
            lengths=(10,),
            context=("health", "de_kvnr"),
            check=kvnr_holds,
            alone=0.7,
        ),
        _document("DE_ID_CARD", "[LMNPRTVWXYZ]", "identity", checked=False),
        _document("DE_ID_CARD", "[LMNPRTVWXYZ]", "identity", checked=True),
        _document("DE_PASSPORT", "[CFGHJK]", "passport", checked=False),
        _document("DE_PASSPORT", "[CFGHJK]", "passport", checked=True),
        Identifier(
            entity="DE_RVNR",
            shape=r"\d{11}",
            lengths=(11,),
            context=("de_rvnr",),
            doubtful=True,
        ),
        Identifier(
            entity="DE_DRIVING_LICENCE",
            shape=r"[A-Z]\d[A-Z0-9]{9}",
            lengths=(11,),
            context=("licence",),
            doubtful=True,
        ),
        Identifier(
            entity="DE_STEUER_ID",
            shape=r"\d{10}|\d{12}",
            lengths=(10, 12),
            context=("de_steuer",),
            doubtful=True,
        ),
    ),
    words={
        "de_steuer": listed(
            "idnr, steuer id, steueridentifikationsnummer, identifikationsnummer, tin"
        ),
        "de_rvnr": listed(
            "rvnr, sv, svnr, versicherungsnummer, rentenversicherungsnummer, "
            "sozialversicherungsnummer"
        ),
        "de_kvnr": listed(
            "kvnr, kv, kv karte, versichertenkarte, "
            "krankenversichertennummer, versichertennummer, gesundheitskarte, egk"
        ),
    },
)
