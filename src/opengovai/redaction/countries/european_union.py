"""European Union: VAT numbers of the member states (python-stdnum `eu.vat`)."""

from __future__ import annotations

from stdnum.eu import vat

from opengovai.redaction.identifiers import Country, Identifier, listed

_STATES = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK"

COUNTRY = Country(
    code="EU",
    identifiers=(
        Identifier(
            entity="EU_VAT",
            shape=rf"(?:{_STATES})[A-Z0-9]{{2,12}}",
            lengths=tuple(range(10, 15)),
            context=("eu_vat",),
            check=vat.is_valid,
            alone=0.8,
        ),
    ),
    words={"eu_vat": listed("vat, ust, ustid, uid, tva, umsatzsteuer*, ндс")},
    phones=False,
)
