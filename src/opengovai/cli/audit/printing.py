"""Text of a log on a terminal: it is somebody else's, and must not steer the terminal."""

from __future__ import annotations

from unicodedata import category

_STEERING = frozenset({"Cc", "Cf", "Zl", "Zp"})


def printable(text: str) -> str:
    """`text` with control and formatting characters shown as escapes."""
    return "".join(
        char.encode("unicode_escape").decode() if category(char) in _STEERING else char
        for char in text
    )
