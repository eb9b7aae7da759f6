"""Kazakhstan.

IIN (person) and BIN (body): 11 digits and a check digit with two passes of weights (Government
resolution 853 of 2013). The date part of an IIN need not be a date any more, so it never rejects;
it only says whether a number without context is likely to be one.
"""

from __future__ import annotations

from idnumbers.nationalid.KAZ import IndividualIDNumber

from opengovai.redaction.identifiers import Country, Identifier, listed


def check_digit_holds(number: str) -> bool:
    """Whether the twelfth digit is the check digit of the eleven before it."""
    return IndividualIDNumber.checksum(number) == int(number[11])


_BIN = r"\d\d(?:0[1-9]|1[0-2])[4-6]\d{7}"

COUNTRY = Country(
    code="KZ",
    identifiers=(
        Identifier(
            entity="KZ_IIN",
            shape=r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[0-6]\d{5}",
            lengths=(12,),
            context=("kz_iin",),
            check=check_digit_holds,
            alone=0.85,
        ),
        Identifier(
            entity="KZ_IIN",
            shape=r"\d{12}",
            lengths=(12,),
            context=("kz_iin",),
            check=check_digit_holds,
        ),
        Identifier(
            entity="KZ_BIN",
            shape=_BIN,
            lengths=(12,),
            context=("kz_bin",),
            check=check_digit_holds,
            alone=0.8,
        ),
        Identifier(
            entity="KZ_BIN",
            shape=r"\d{12}",
            lengths=(12,),
            context=("kz_bin",),
            check=check_digit_holds,
        ),
        Identifier(
            entity="KZ_ID_CARD", shape=r"0\d{8}", lengths=(9,), context=("identity", "kz_id")
        ),
        Identifier(entity="KZ_PASSPORT", shape=r"[NS]\d{8}", lengths=(9,), context=("passport",)),
        Identifier(
            entity="KZ_IIN",
            shape=r"\d{11}|\d{13}",
            lengths=(11, 13),
            context=("kz_iin",),
            doubtful=True,
        ),
    ),
    words={
        "kz_iin": listed(
            "иин, жсн, iin, zhsn, jsn, жеке сәйкестендіру нөмірі, индивидуальный идентификационный "
            "номер, идентификационн*, сәйкестендіру"
        ),
        "kz_bin": listed(
            "бин, бсн, bin, bsn, бизнес сәйкестендіру нөмірі, бизнес идентификационный номер"
        ),
        "kz_id": listed("уд, удл, жк"),
    },
)
