"""What the assistant itself says, from one catalogue a language (`catalogues/<tag>.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template

from opengovai.languages import SUPPORTED

_FALLBACK = "en"


def message(key: str, language: str, **values: str) -> str:
    """The catalogue's sentence for `key`, in English where the language has no catalogue.

    Raises KeyError for an unknown key: keys are code, not input.
    """
    # The tag may be a caller's: it names no file, and no entry of the cache, before it is known.
    known = language if language in SUPPORTED else _FALLBACK
    return Template(_catalogue(known)[key]).substitute(values)


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    path = files("opengovai.languages") / "catalogues" / f"{language}.toml"
    catalogue: dict[str, str] = tomllib.loads(path.read_text("utf-8"))
    return catalogue
