"""Which countries a text names, from beginnings of words in `countries.txt`, and which one an
address belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit


def countries(text: str) -> frozenset[str]:
    """ISO 3166-1 codes of the countries named, in whatever language."""
    return frozenset(code for _, code in named(text))


def named(text: str) -> Iterator[tuple[int, str]]:
    """Where a word begins that names a country, or is made of its name, with the country's code."""
    for found in _pattern().finditer(text.lower()):
        yield found.start(), found.lastgroup or ""


_TOPS = {"uk": "gb", "gov": "us"}  # top-level domains that are no code of their country
_MEMBERS = "at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk"
_UNION = frozenset(_MEMBERS.split())  # of the European Union


@lru_cache(maxsize=4096)
def countries_of_address(uri: str) -> frozenset[str]:
    """The country of a URI's top-level domain, and those that its host names (kenyalaw.org); all
    member states for an address of the European Union."""
    host = _host(uri)
    top = host.rpartition(".")[2]
    top = _TOPS.get(top, top)
    known = frozenset({top} & _pattern().groupindex.keys())
    return known | countries(" ".join(host.split("."))) | (_UNION if top == "eu" else frozenset())


def _host(uri: str) -> str:
    try:
        return urlsplit(uri).hostname or ""
    except ValueError:
        return ""


@cache
def _pattern() -> re.Pattern[str]:
    lines = (files("opengovai.languages") / "countries.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    groups = [f"(?P<{code}>{'|'.join(map(_begins, names))})" for code, *names in rows]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(groups)})")


def _begins(name: str) -> str:
    return rf"{re.escape(name[:-1])}(?![^\W_])" if name.endswith(".") else re.escape(name)
