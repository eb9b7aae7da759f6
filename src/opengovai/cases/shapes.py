"""Regular expressions of words that people use: long, by language, with a blank for white space."""

from __future__ import annotations

import re
from functools import cache

CAPITAL = "[A-ZÀ-ÖØ-ÞЁА-ЯҒӘІҢҮҰҚӨҺ]"
"""A capital letter of any of the seven languages."""


_BLANK = re.compile(r"\[[^\]]*\]| \??")
"""A blank of a label, optional or not; in a class of characters it stands for itself."""


def joined(block: str) -> str:
    """An expression that is written over several lines."""
    return "".join(line.strip() for line in block.splitlines())


def listed(block: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(block.split())


@cache
def words(shape: str) -> re.Pattern[str]:
    """The whole words, without regard to case."""
    return re.compile(rf"(?:(?<!\w)|(?=[,\s]))(?:{loose(shape)})(?!(?<=\w)\w)", re.IGNORECASE)


def loose(shape: str) -> str:
    """Any white space where the shape has a blank."""
    return shape.replace(" ", r"\s{1,4}")


def loose_label(label: str) -> str:
    """Any white space where the label has a blank, either apostrophe where it has one."""
    either = re.sub(r"['’]", "['’]", f"(?:{label})")
    return _BLANK.sub(_any_blank, either)


def _any_blank(found: re.Match[str]) -> str:
    if found[0].startswith("["):
        return found[0]
    return r"[\s\u00a0]{0,4}" if found[0].endswith("?") else r"[\s\u00a0]{1,4}"
