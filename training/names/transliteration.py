"""Names from one alphabet into another, as clerks write them."""

from __future__ import annotations

import unicodedata

_CYRILLIC = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "а",
            "б",
            "к",
            "д",
            "е",
            "ф",
            "г",
            "х",
            "и",
            "ж",
            "к",
            "л",
            "м",
            "н",
            "о",
            "п",
            "к",
            "р",
            "с",
            "т",
            "у",
            "в",
            "в",
            "кс",
            "й",
            "з",
        ],
        strict=True,
    )
)
_DIGRAPHS = {"sch": "ш", "sh": "ш", "ch": "ч", "zh": "ж", "ya": "я", "yu": "ю", "kh": "х"}


def transliterate(name: str) -> str:
    """A Latin name in Cyrillic, roughly as a clerk would write it."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ı", "i").replace("ł", "l"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    for latin, cyrillic in _DIGRAPHS.items():
        plain = plain.replace(latin, cyrillic)
    written = "".join(_CYRILLIC.get(letter, letter) for letter in plain)
    return "-".join(part.capitalize() for part in written.split("-"))


_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґәғқңөұүһјѓќљњџѕαβγδεζηθικλμνξοπρσςτυφχψω",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g"
        " a g k n o u u h j gj kj lj nj dz dz"
        " a v g d e z i th i k l m n x o p r s s t y f ch ps o".replace("-", "").split(" "),
        strict=True,
    )
)


def romanise(name: str) -> str:
    """A Cyrillic or Greek name in Latin letters, as in a passport."""
    plain = unicodedata.normalize("NFKD", name.lower())
    composed = unicodedata.normalize("NFC", name.lower())
    letters = composed if any("\u0400" <= c <= "\u04ff" for c in composed) else plain
    written = "".join(_LATIN.get(c, c) for c in letters if not unicodedata.combining(c))
    return "-".join(part.capitalize() for part in written.split("-"))
