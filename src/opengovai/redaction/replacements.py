"""What may stand for personal data in text that nobody is to restore.

Each function is, or makes, a `Replacement`: entity and value in, other text out. Use them with
`Redactor.replace`. Reversible pseudonyms are `Redactor.redact`.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from ipaddress import ip_address

from opengovai.errors import ConfigurationError
from opengovai.redaction.dialling import region_of
from opengovai.redaction.placeholders import label
from opengovai.redaction.redactor import Replacement
from opengovai.redaction.vault import canonical

_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_BIRTH_YEARS = {"RW_NID": slice(1, 5), "TZ_NIDA": slice(0, 4)}
_BAND = 10
_KEY_BYTES = 16


def mask(entity: str, value: str) -> str:
    """`[PHONE]`: only what kind of thing stood there."""
    return f"[{label(entity)}]"


def generalise(today: date) -> Replacement:
    """Ages as bands of ten years, phones as regions, IP addresses as networks; else `mask`.

    `today` is the day from which ages count.
    """

    def replacement(entity: str, value: str) -> str:
        detail = _generalised(entity, value, today)
        return f"[{label(entity)} {detail}]" if detail else mask(entity, value)

    return replacement


def _generalised(entity: str, value: str, today: date) -> str:
    digits = re.sub(r"\D", "", value)
    if entity == "DATE_OF_BIRTH":
        year = _YEAR.search(value)
        return _age_band(int(year[0]), today) if year else ""
    if entity in _BIRTH_YEARS:
        year_digits = digits[_BIRTH_YEARS[entity]]
        return _age_band(int(year_digits), today) if len(year_digits) == 4 else ""
    if entity == "PHONE" and value.lstrip("( ").startswith("+"):
        return region_of(digits)
    if entity == "IP":
        return _network(value)
    return ""


def _age_band(year: int, today: date) -> str:
    age = today.year - year
    if not 0 <= age < 130:
        return ""
    low = age // _BAND * _BAND
    return f"age {low}-{low + _BAND - 1}"


def _network(value: str) -> str:
    try:
        address = ip_address(value)
    except ValueError:
        return ""
    bits = 16 if address.version == 4 else 32
    prefix = int(address) >> (address.max_prefixlen - bits) << (address.max_prefixlen - bits)
    return f"{type(address)(prefix)}/{bits}"


def keyed(key: bytes) -> Replacement:
    """`[PHONE-3f9ac2d81b04]`: the same value gets the same pseudonym under the same key, for ever.

    HMAC-SHA-256 over entity and canonical value, 48 bits. Whoever holds the key can test guesses;
    keep it in a KeyStore. Raises ConfigurationError for a key under 16 bytes.
    """
    _require(key)

    def replacement(entity: str, value: str) -> str:
        digest = hmac.new(key, f"{entity}\0{canonical(entity, value)}".encode(), sha256)
        return f"[{label(entity)}-{digest.hexdigest()[:12]}]"

    return replacement


def surrogate(key: bytes) -> Replacement:
    """A fake of the same form: digits for digits, letters for letters, all else kept.

    The same value gets the same fake under the same key. Fakes are not checked for being nobody's;
    their check digits are as random as the rest. Raises ConfigurationError for a short key.
    """
    _require(key)

    def replacement(entity: str, value: str) -> str:
        stream = _stream(key, f"{entity}\0{value}")
        if entity == "EMAIL":
            local = value.rpartition("@")[0]
            return "".join(_like(char, stream) for char in local) + "@example.org"
        return "".join(_like(char, stream) for char in value)

    return replacement


def _require(key: bytes) -> None:
    if len(key) < _KEY_BYTES:
        raise ConfigurationError(
            f"A key of {len(key)} bytes is too short",
            remedy=f"Use at least {_KEY_BYTES} random bytes, for instance KeyStore.key(name).",
        )


def _stream(key: bytes, text: str) -> Iterator[int]:
    """Pseudorandom numbers below 2^16, without end: HMAC-SHA-256 in counter mode."""
    count = 0
    while True:
        block = hmac.new(key, f"{count}\0{text}".encode("utf-8", "surrogatepass"), sha256).digest()
        for i in range(0, len(block), 2):
            yield int.from_bytes(block[i : i + 2])
        count += 1


def _like(char: str, stream: Iterator[int]) -> str:
    if char.isdecimal():
        return str(next(stream) % 10)
    if char.isalpha():
        letter = chr(97 + next(stream) % 26)
        return letter.upper() if char.isupper() else letter
    return char
