from __future__ import annotations

import pytest

from opengovai.guards.composition import AllOf
from opengovai.guards.text import CharacterGuard, LengthGuard
from opengovai.types import Action, RedactedText

BOTH = AllOf([LengthGuard(limit=100), CharacterGuard()])


def _action(text: str) -> Action:
    return BOTH.check(RedactedText(text), language="en").action


def test_no_guard_means_blocked() -> None:
    verdict = AllOf([]).check(RedactedText("hello"), language="en")
    assert verdict.action is Action.BLOCK
    assert "no guard" in verdict.reason


@pytest.mark.parametrize(
    "text",
    [
        "How do I get a passport?",
        "Je, pasipoti ni bei gani?\n\tAsante",
        "Паспортты қалай аламын? №5",
        "Straße, façade, naïve – “quoted” … 👩🏽‍💻",
        "مرحبا \u200f",
        "⟦PHONE_1·k3⟧ calls me",
    ],
)
def test_what_people_type_passes(text: str) -> None:
    assert _action(text) is Action.ALLOW


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("a" * 101, "101 characters"),
        ("pay \u202eevil", "U+202E"),
        ("hi\U000e0041\U000e0042", "U+E0041"),
        ("nul\x00", "U+0000"),
        ("esc \x1b[2J", "U+001B"),
        ("lone \ud800", "U+D800"),
    ],
)
def test_what_hides_or_floods_is_blocked_with_the_reason(text: str, reason: str) -> None:
    verdict = BOTH.check(RedactedText(text), language="en")
    assert verdict.action is Action.BLOCK
    assert reason in verdict.reason
