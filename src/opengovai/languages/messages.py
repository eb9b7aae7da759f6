"""What the assistant itself says, from one catalogue a language (`catalogues/<tag>.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template

_FALLBACK = "en"


def message(key: str, language: str, **values: str) -> str:
    """The catalogue's sentence for `key`, in English where the language has no catalogue.

    Raises KeyError for an unknown key: keys are code, not input.
    """
    return Template(_catalogue(language)[key]).substitute(values)


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    path = files("opengovai.languages") / "catalogues" / f"{language}.toml"
    if not path.is_file():
        return _catalogue(_FALLBACK)
    catalogue: dict[str, str] = tomllib.loads(path.read_text("utf-8"))
    return catalogue
