"""Regular expressions of words that people use: long, by language, with a blank for white space."""

from __future__ import annotations

import re
from functools import cache

CAPITAL = "[A-ZÀ-ÖØ-ÞЁА-ЯҒӘІҢҮҰҚӨҺ]"
"""A capital letter of any of the seven languages."""


def joined(block: str) -> str:
    """An expression that is written over several lines."""
    return "".join(line.strip() for line in block.splitlines())


def listed(block: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(block.split())


@cache
def words(shape: str) -> re.Pattern[str]:
    """The whole words, without regard to case."""
    return re.compile(rf"(?:(?<!\w)|(?=[,\s]))(?:{loose(shape)})(?!\w)", re.IGNORECASE)


def loose(shape: str) -> str:
    """Any white space where the shape has a blank."""
    return shape.replace(" ", r"\s{1,4}")
