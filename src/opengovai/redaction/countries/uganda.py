"""Uganda: NIN, `C` (citizen), sex, two digits of the birth year, ten letters and digits (NIRA)."""

from __future__ import annotations

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="UG",
    identifiers=(
        Identifier(
            entity="UG_NIN",
            shape=r"[CAP][MF]\d\d[A-Z0-9]{10}",
            lengths=(14,),
            context=("identity", "ug_nin"),
            alone=0.85,
        ),
    ),
    words={"ug_nin": listed("nin, nira")},
)
