"""Ghana: Ghana card, GHA-123456789-0 (National Identification Authority)."""

from __future__ import annotations

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="GH",
    identifiers=(
        Identifier(
            entity="GH_CARD",
            shape=r"GHA\d{10}",
            lengths=(13,),
            context=("identity", "gh_card"),
            alone=0.9,
        ),
    ),
    words={"gh_card": listed("ghana card, ghanacard")},
)
