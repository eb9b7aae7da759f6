"""The country packs by ISO 3166-1 code; only those that are wanted are imported."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from opengovai.errors import ConfigurationError
from opengovai.redaction.identifiers import Country

_FILES = {
    "BR": "brazil",
    "DE": "germany",
    "ET": "ethiopia",
    "EU": "european_union",
    "FR": "france",
    "GB": "united_kingdom",
    "GH": "ghana",
    "IN": "india",
    "KE": "kenya",
    "KZ": "kazakhstan",
    "NG": "nigeria",
    "RU": "russia",
    "RW": "rwanda",
    "TR": "turkey",
    "TZ": "tanzania",
    "UG": "uganda",
    "US": "united_states",
    "ZA": "south_africa",
}
CODES = tuple(_FILES)


def load(codes: Sequence[str] | None = None) -> tuple[Country, ...]:
    """The packs of these countries, or all. Raises ConfigurationError for an unknown code."""
    wanted = CODES if codes is None else tuple(dict.fromkeys(code.upper() for code in codes))
    unknown = [code for code in wanted if code not in _FILES]
    if unknown:
        raise ConfigurationError(
            f"No redaction pack for {', '.join(unknown)}",
            where="countries",
            remedy=f"Choose among {', '.join(CODES)}.",
        )
    return tuple(
        import_module(f"opengovai.redaction.countries.{_FILES[code]}").COUNTRY for code in wanted
    )
