"""United Kingdom.

NINO: HMRC, National Insurance Manual NIM39110. NHS number: NHS Data Dictionary, modulus 11.
"""

from __future__ import annotations

from stdnum.gb import nhs

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="GB",
    identifiers=(
        Identifier(
            entity="GB_NINO",
            shape=r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]",
            lengths=(9,),
            context=("gb_nino",),
            alone=0.85,
        ),
        Identifier(
            entity="GB_NINO",
            shape=r"[A-Z0-9]{2}\d{6}[A-Z0-9]?|[A-Z]\d{6}[A-Z]",
            lengths=(8, 9),
            context=("gb_nino",),
            doubtful=True,
        ),
        Identifier(
            entity="GB_NHS",
            shape=r"\d{10}",
            lengths=(10,),
            context=("gb_nhs",),
            check=nhs.is_valid,
            alone=0.6,
            written=r"\d{3}[ -]\d{3}[ -]\d{4}",
        ),
    ),
    words={
        "gb_nino": listed("nino, ni number, national insurance"),
        "gb_nhs": listed("nhs"),
    },
)
