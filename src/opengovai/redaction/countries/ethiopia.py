"""Ethiopia: Fayda number (FIN, 12 digits), card and alias number (FCN, FAN, 16 digits).

Source: National ID Program, id.gov.et/en/faydanumber. Numbers are random; no check is published.
"""

from __future__ import annotations

from opengovai.redaction.identifiers import Country, Identifier, listed

COUNTRY = Country(
    code="ET",
    identifiers=(
        Identifier(
            entity="ET_FAYDA", shape=r"\d{12}|\d{16}", lengths=(12, 16), context=("et_fayda",)
        ),
    ),
    words={"et_fayda": listed("fayda, fin, fcn, fan, ፋይዳ")},
)
