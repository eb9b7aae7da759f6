"""Bytes to text, only where there is one plausible reading; never with replacement characters."""

from __future__ import annotations

import codecs
import re

from opengovai.errors import UnreadableSourceError
from opengovai.knowledge.loading.content import unreadable

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_REMEDY = "Save it as UTF-8."
_CYRILLIC = ("cp1251", "kz1048", "koi8-r", "cp866")
_COMMON_CYRILLIC = frozenset("оеаинтрсвлкмыОЕАИНТРСВЛКМЫ")
_EXPECTED_LATIN = frozenset(
    "äöüßÄÖÜéèàçêùôîâûëïÿœæÉÈÀÇÊÙÔÎÂÛËÏŒÆñÑóíáúãõÓÍÁÚåøÅØ«»°º§–—‘’‚“”„…€©®·•¡¿ ¬£½²³±×"
)
_SAMPLE = 200_000
_SHORTEST = 10


def decode(data: bytes) -> str:
    """The text of `data`. Raises UnreadableSourceError when it is binary or ambiguous."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\x00" in data:
        return _without_mark(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _single_byte(data, error.start)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise unreadable(
            f"it is not valid {encoding.upper()} at byte {error.start}", _REMEDY
        ) from None


def _without_mark(data: bytes) -> str:
    """UTF-16 without a byte order mark has its zeros on one side; binary data has not."""
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    half = max(1, min(len(data), _SAMPLE) // 2)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) / half < 0.1 or min(even, odd) / half > 0.01:
        raise unreadable("it is binary data of no known kind", "Leave it out.")
    text = _strict(data, encoding)
    readable = sum(c.isprintable() or c.isspace() for c in text)
    if len(text) < _SHORTEST or readable < 0.98 * len(text):
        raise unreadable("it is binary data of no known kind", "Leave it out.")
    return text


def _single_byte(data: bytes, position: int) -> str:
    if any(byte < 32 and byte not in b"\t\n\r\x0c\x1a" for byte in set(data)):
        raise unreadable("it is binary data of no known kind", "Leave it out.")
    best = max(_CYRILLIC, key=lambda encoding: _cyrillic_score(data[:_SAMPLE], encoding))
    if _cyrillic_score(data[:_SAMPLE], best) > 0:
        return _strict(data, best)
    if _is_latin(data[:_SAMPLE]):
        return _strict(data, "cp1252")
    raise _ambiguous(position)


def _ambiguous(position: int) -> UnreadableSourceError:
    return unreadable(f"its encoding is not clear (no UTF-8 at byte {position})", _REMEDY)


def _cyrillic_score(data: bytes, encoding: str) -> float:
    """Above 0 if `data` reads as Cyrillic words in `encoding`; the highest is the best reading."""
    text = data.decode(encoding, "replace")
    high = [c for c in text if c > "\x7f"]
    words = re.findall(r"[Ѐ-ӿ]{3,}", text)
    if not high or len(words) < 3 or len("".join(words)) < 0.8 * len(high):
        return 0.0
    joined = "".join(words)
    common = sum(c in _COMMON_CYRILLIC for c in joined) / len(joined)
    # In a wrong Cyrillic code page, case is scattered over the word.
    regular = sum(w[1:].islower() or w.isupper() for w in words) / len(words)
    foreign = sum(c in "ЎўЈјЉљЊњЌќЏџЂђЃѓЋћЄєЇїЅѕҐґ" for c in joined) / len(joined)
    return common * regular - foreign if common > 0.5 and regular > 0.9 and foreign < 0.02 else 0.0


def _is_latin(data: bytes) -> bool:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = [c for c in text if c > "\x7f"]
    letters = sum(c.isalpha() for c in text)
    expected = sum(c in _EXPECTED_LATIN for c in high)
    return expected >= 0.97 * len(high) and len(high) < 0.2 * max(letters, 1)
