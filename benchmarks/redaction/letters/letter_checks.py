"""Check digits of the identifiers in the letters: `valid(entity, value)`.

python-stdnum checks what it knows. The rest is written out here, apart from the library under
test, so that the labels do not inherit its mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import cycle

import stdnum.de.idnr
import stdnum.fr.nir
import stdnum.gb.nhs
import stdnum.iban
import stdnum.in_.aadhaar
import stdnum.luhn
import stdnum.ru.inn

_KRA_EVEN = (0, -1, 4, 6, 8, 12, 14, 16, 18, 20)
_KZ_WEIGHTS = (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))
_RVNR_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def compact(value: str) -> str:
    """The value in upper case without the separators people write."""
    return re.sub(r"[\s\u00a0./-]", "", value).upper()


def kra_letter(head: str) -> str:
    """Check letter of a KRA PIN's first ten characters (inferred from published PINs)."""
    digits = [int(c) for c in head[1:]]
    total = {"A": 1, "P": 3}[head[0]] + sum(digits[0::2]) + sum(_KRA_EVEN[d] for d in digits[1::2])
    return chr(65 + total % 26)


def kz_digit(head: str) -> str:
    """Check digit of an IIN's or BIN's first eleven digits; empty where none is ever issued
    (Government of Kazakhstan, resolution 853 of 2013)."""
    for weights in _KZ_WEIGHTS:
        rest = sum(int(d) * w for d, w in zip(head, weights, strict=True)) % 11
        if rest < 10:
            return str(rest)
    return ""


def icao_digit(head: str) -> str:
    """Check digit with weights 7, 3, 1 (ICAO Doc 9303, part 3, section 4.9)."""
    return str(sum(int(c, 36) * w for c, w in zip(head, cycle((7, 3, 1)), strict=False)) % 10)


def _cross_sums(digits: str, weights: Iterable[int]) -> int:
    products = (int(d) * w for d, w in zip(digits, weights, strict=False))
    return sum(p // 10 + p % 10 for p in products)


def rvnr_digit(head: str) -> str:
    """Check digit of a German pension insurance number's first eleven characters (VKVV, § 2)."""
    digits = head[:8] + f"{ord(head[8]) - 64:02d}" + head[9:]
    return str(_cross_sums(digits, _RVNR_WEIGHTS) % 10)


def kvnr_digit(head: str) -> str:
    """Check digit of a German health insurance number's letter and eight digits (SGB V, § 290)."""
    return str(_cross_sums(f"{ord(head[0]) - 64:02d}{head[1:]}", cycle((1, 2))) % 10)


def snils_digits(head: str) -> str:
    """The two check digits of a SNILS's nine digits (Pension Fund of Russia, order 192p)."""
    total = sum(int(d) * w for d, w in zip(head, range(9, 0, -1), strict=True)) % 101
    return f"{total % 100:02d}"


def rib_key(head: str) -> str:
    """The key that ends a French account number of 21 characters (comité français RIB)."""
    digits = re.sub(r"[A-Z]", lambda m: "12345678912345678923456789"[ord(m[0]) - 65], head)
    bank, branch, account = int(digits[:5]), int(digits[5:10]), int(digits[10:])
    return f"{97 - (89 * bank + 15 * branch + 3 * account) % 97:02d}"


def _ends(shape: str, check: Callable[[str], str], length: int) -> Callable[[str], bool]:
    def holds(value: str) -> bool:
        return bool(re.fullmatch(shape, value)) and value[length:] == check(value[:length])

    return holds


CHECKS: dict[str, Callable[[str], bool]] = {
    "IBAN": stdnum.iban.is_valid,
    "CARD": stdnum.luhn.is_valid,
    "KE_KRA_PIN": _ends(r"[AP]\d{9}[A-Z]", kra_letter, 10),
    "RW_NID": lambda v: bool(re.fullmatch(r"[123](?:19|20)\d\d[78]\d{10}", v)),
    "KZ_IIN": _ends(r"\d{12}", kz_digit, 11),
    "KZ_BIN": _ends(r"\d{12}", kz_digit, 11),
    "DE_STEUER_ID": stdnum.de.idnr.is_valid,
    "DE_RVNR": _ends(r"\d{8}[A-Z]\d{3}", rvnr_digit, 11),
    "DE_KVNR": _ends(r"[A-Z]\d{9}", kvnr_digit, 9),
    "DE_ID_CARD": _ends(r"[A-Z0-9]{9}\d", icao_digit, 9),
    "DE_PASSPORT": _ends(r"[A-Z0-9]{9}\d", icao_digit, 9),
    "FR_NIR": stdnum.fr.nir.is_valid,
    "RU_INN": stdnum.ru.inn.is_valid,
    "RU_SNILS": _ends(r"\d{11}", snils_digits, 9),
    "GB_NHS": stdnum.gb.nhs.is_valid,
    "IN_AADHAAR": stdnum.in_.aadhaar.is_valid,
}
"""What a written value must satisfy, by entity; other entities have no public check."""


def valid(entity: str, value: str) -> bool | None:
    """Whether the check of this entity holds; None where there is none to hold.

    A German document number of nine characters stands without its check digit: None.
    """
    text = compact(value)
    if entity not in CHECKS or (entity in {"DE_ID_CARD", "DE_PASSPORT"} and len(text) == 9):
        return None
    return CHECKS[entity](text)
