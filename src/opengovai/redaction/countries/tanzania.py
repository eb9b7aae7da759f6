"""Tanzania: NIDA number, 20 digits that begin with the birth date, 19741231-12345-12345-12."""

from __future__ import annotations

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="TZ",
    identifiers=(
        Identifier(
            entity="TZ_NIDA",
            shape=r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{12}",
            lengths=(20,),
            context=("identity", "tz_nida"),
            alone=0.9,
        ),
        Identifier(entity="TZ_NIDA", shape=r"\d{20}", lengths=(20,), context=("tz_nida",)),
        Identifier(entity="TZ_TIN", shape=r"\d{9}", lengths=(9,), context=("tz_tin",)),
    ),
    words={"tz_nida": listed("nida"), "tz_tin": listed("tra")},
)
