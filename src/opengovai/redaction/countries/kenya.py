"""Kenya.

National ID: 7 or 8 digits, no check (Registration of Persons Act, Cap. 107). Maisha numbers have
9 digits on the card or 14 as UPI. KRA PIN: `A` (person) or `P` (body), nine digits, a check
letter. KRA publishes no formula; the one here was inferred from public PINs and fits 146 of 148,
so a failure proves nothing.
"""

from __future__ import annotations

from opengovai.redaction.identifiers import Country, Identifier, listed

_EVEN = (0, -1, 4, 6, 8, 12, 14, 16, 18, 20)


def kra_pin_letter_holds(pin: str) -> bool:
    """Whether the last letter is the inferred one for the ten characters before it."""
    digits = [int(c) for c in pin[1:10]]
    total = {"A": 1, "P": 3}[pin[0]] + sum(digits[0::2]) + sum(_EVEN[d] for d in digits[1::2])
    return chr(65 + total % 26) == pin[10]


COUNTRY = Country(
    code="KE",
    identifiers=(
        Identifier(
            entity="KE_NATIONAL_ID", shape=r"\d{7,8}", lengths=(7, 8), context=("identity", "ke_id")
        ),
        Identifier(
            entity="KE_KRA_PIN",
            shape=r"[AP]\d{9}[A-Z]",
            lengths=(11,),
            context=("tax", "ke_pin"),
            check=kra_pin_letter_holds,
            alone=0.9,
            advisory=True,
        ),
        Identifier(
            entity="KE_MAISHA",
            shape=r"\d{9}|\d{14}",
            lengths=(9, 14),
            context=("ke_maisha",),
        ),
        Identifier(
            entity="KE_PASSPORT",
            shape=r"[A-D]\d{6,7}|[A-D]K\d{6,7}",
            lengths=(7, 8, 9),
            context=("passport",),
        ),
        Identifier(
            entity="KE_SHA",
            shape=r"CR\d{13,14}",
            lengths=(15, 16),
            context=("health", "ke_sha"),
            alone=0.8,
        ),
        Identifier(entity="KE_SHA", shape=r"\d{7,9}", lengths=(7, 8, 9), context=("ke_sha",)),
        Identifier(
            entity="KE_SHA",
            shape=r"[A-Z0-9]{1,2}\d{13,14}",
            lengths=(14, 15, 16),
            context=("ke_sha",),
            doubtful=True,
        ),
        Identifier(
            entity="KE_DRIVING_LICENCE",
            shape=r"DL\d{7}",
            lengths=(9,),
            context=("licence",),
            alone=0.6,
        ),
    ),
    words={
        "ke_id": listed("card, cards, kadi, namba ya kitambulisho"),
        "ke_pin": listed("kra, pin, itax, kra pin"),
        "ke_maisha": listed("maisha, upi, huduma"),
        "ke_sha": listed("sha, shif, nhif"),
    },
)
