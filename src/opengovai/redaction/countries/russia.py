"""Russia: INN (order of the tax service), SNILS (Pension Fund, order 192p of 2006), passport.

SNILS has no check in python-stdnum or idnumbers: the nine digits weighted 9 to 1, mod 101, and of
that the last two digits; numbers up to 001-001-998 carry none.
"""

from __future__ import annotations

from stdnum.ru import inn

from opengovai.redaction.identifiers import Country, Identifier, listed

_FIRST_CHECKED = 1_001_998


def snils_holds(number: str) -> bool:
    """Whether the last two digits are the check of the nine before them."""
    if int(number[:9]) <= _FIRST_CHECKED:
        return True
    total = sum(int(d) * w for d, w in zip(number[:9], range(9, 0, -1), strict=True))
    return total % 101 % 100 == int(number[9:])


COUNTRY = Country(
    code="RU",
    identifiers=(
        Identifier(
            entity="RU_INN",
            shape=r"\d{12}",
            lengths=(12,),
            context=("ru_inn",),
            check=inn.is_valid,
            alone=0.6,
        ),
        Identifier(
            entity="RU_INN",
            shape=r"\d{10}",
            lengths=(10,),
            context=("ru_inn",),
            check=inn.is_valid,
        ),
        Identifier(
            entity="RU_SNILS",
            shape=r"\d{11}",
            lengths=(11,),
            context=("ru_snils",),
            check=snils_holds,
            alone=0.85,
            written=r"\d{3}[- ]\d{3}[- ]\d{3}[- ]\d\d",
        ),
        Identifier(entity="RU_PASSPORT", shape=r"\d{10}", lengths=(10,), context=("ru_passport",)),
        Identifier(
            entity="RU_SNILS",
            shape=r"\d{10}|\d{12}",
            lengths=(10, 12),
            context=("ru_snils",),
            doubtful=True,
        ),
    ),
    words={
        "ru_inn": listed("инн, inn"),
        "ru_snils": listed("снилс, snils, пенсионн*"),
        "ru_passport": listed("паспорт*, серия, серии, passport"),
    },
)
