"""India: Aadhaar (UIDAI, Verhoeff), PAN (Income Tax Department; the fourth letter is the kind)."""

from __future__ import annotations

from stdnum.in_ import aadhaar, pan

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="IN",
    identifiers=(
        Identifier(
            entity="IN_AADHAAR",
            shape=r"[2-9]\d{11}",
            lengths=(12,),
            context=("in_aadhaar",),
            check=aadhaar.is_valid,
            alone=0.7,
            written=r"\d{4}([ -])\d{4}\1\d{4}",
        ),
        Identifier(
            entity="IN_PAN",
            shape=r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]",
            lengths=(10,),
            context=("tax", "in_pan"),
            check=pan.is_valid,
            alone=0.85,
        ),
    ),
    words={
        "in_aadhaar": listed("aadhaar, aadhar, adhaar, uidai"),
        "in_pan": listed("pan, permanent account number"),
    },
)
