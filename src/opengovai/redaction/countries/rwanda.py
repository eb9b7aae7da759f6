"""Rwanda.

NID: 16 digits: status 1 (citizen), 2 (refugee) or 3 (foreigner), year of birth, 8 (male) or
7 (female), seven digits in order of registration, issue count, two security digits whose formula
is not published (National Identification Agency).
"""

from __future__ import annotations

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="RW",
    identifiers=(
        Identifier(
            entity="RW_NID",
            shape=r"[123](?:19|20)\d\d[78]\d{10}",
            lengths=(16,),
            context=("identity", "rw_nid"),
            alone=0.85,
        ),
        Identifier(entity="RW_NID", shape=r"\d{15,17}", lengths=(15, 16, 17), context=("rw_nid",)),
        Identifier(entity="RW_PASSPORT", shape=r"P[A-Z]\d{6}", lengths=(8,), context=("passport",)),
        Identifier(entity="RW_TIN", shape=r"\d{9}", lengths=(9,), context=("tax", "rw_tin")),
    ),
    words={
        "rw_nid": listed(
            "nid, nida, indangamuntu, irangamuntu, ndangamuntu, national id, nimero y "
            "indangamuntu, id, kitambulisho, carte d identité, identité"
        ),
        "rw_tin": listed("tin, nimero y umusoreshwa, umusoreshwa, rra"),
    },
)
