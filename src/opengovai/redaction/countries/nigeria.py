"""Nigeria: NIN (NIMC) and BVN (NIBSS), 11 digits each, without a published check."""

from __future__ import annotations

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="NG",
    identifiers=(
        Identifier(entity="NG_NIN", shape=r"\d{11}", lengths=(11,), context=("ng_nin",)),
        Identifier(entity="NG_BVN", shape=r"\d{11}", lengths=(11,), context=("ng_bvn",)),
    ),
    words={"ng_nin": listed("nin, nimc"), "ng_bvn": listed("bvn")},
)
