"""South Africa: identity number with birth date and Luhn digit (Identification Act 68 of 1997)."""

from __future__ import annotations

from stdnum.za import idnr

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="ZA",
    identifiers=(
        Identifier(
            entity="ZA_ID",
            shape=r"\d\d[01]\d[0-3]\d{5}[0-2]\d\d",
            lengths=(13,),
            context=("identity", "za_id"),
            check=idnr.is_valid,
            alone=0.8,
        ),
        Identifier(
            entity="ZA_ID",
            shape=r"\d{13}",
            lengths=(13,),
            context=("za_id",),
            doubtful=True,
        ),
    ),
    words={"za_id": listed("said, rsa id, sa id")},
)
