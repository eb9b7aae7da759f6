"""Türkiye: T.C. kimlik no, 11 digits with two check digits (Population Services Law 5490)."""

from __future__ import annotations

from stdnum.tr import tckimlik

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="TR",
    identifiers=(
        Identifier(
            entity="TR_KIMLIK",
            shape=r"[1-9]\d{10}",
            lengths=(11,),
            context=("tr_kimlik",),
            check=tckimlik.is_valid,
            alone=0.65,
        ),
    ),
    words={"tr_kimlik": listed("kimlik, tc, tckn, t c")},
)
