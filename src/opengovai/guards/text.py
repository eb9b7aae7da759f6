"""Guards that look at the characters of a text: how many, and which."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from opengovai.types import Action, RedactedText, Verdict

_PLAIN_CONTROLS = "\t\n\r"
# Unicode TR36/TR39: tag characters smuggle text, bidirectional overrides reorder what is shown.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, kw_only=True, slots=True)
class LengthGuard:
    """Blocks an empty text and one of more than `limit` characters (code points)."""

    limit: int

    def check(self, text: RedactedText, *, language: str) -> Verdict:
        """Block with the length and the limit as the reason."""
        if not text.strip():
            return Verdict(action=Action.BLOCK, guard="length", reason="empty")
        if len(text) > self.limit:
            reason = f"{len(text)} characters, at most {self.limit} are taken"
            return Verdict(action=Action.BLOCK, guard="length", reason=reason)
        return Verdict(action=Action.ALLOW, guard="length")


@dataclass(frozen=True, slots=True)
class CharacterGuard:
    """Blocks characters that people do not type and that hide or reorder text."""

    def check(self, text: RedactedText, *, language: str) -> Verdict:
        """Block with the first offending code point as the reason."""
        bad = next((char for char in text if _is_hiding(char)), None)
        if bad is None:
            return Verdict(action=Action.ALLOW, guard="characters")
        reason = f"hidden or control character U+{ord(bad):04X}"
        return Verdict(action=Action.BLOCK, guard="characters", reason=reason)


def _is_hiding(char: str) -> bool:
    if char.isascii():
        return not char.isprintable() and char not in _PLAIN_CONTROLS
    is_tag = 0xE0000 <= ord(char) <= 0xE007F
    return is_tag or char in _OVERRIDES or unicodedata.category(char) in {"Cc", "Cs", "Co"}
