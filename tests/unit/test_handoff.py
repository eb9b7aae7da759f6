"""Who is named where the assistant cannot help, and that no number is ever made up."""

from __future__ import annotations

import pytest

from opengovai.answering.contact import ContactHandOff
from opengovai.languages import SUPPORTED
from opengovai.types import Question, RedactedText, Status

DESK = ContactHandOff(authority="Office", contact="o@example.org", office_hours="8-17")


def _asked(language: str) -> Question:
    text = RedactedText("q")
    return Question(id="q", text=text, query=text, language=language)


@pytest.mark.parametrize("language", SUPPORTED)
def test_a_refusal_names_office_and_hours_in_the_persons_language(language: str) -> None:
    referral = DESK.refer(_asked(language), Status.NO_CONTENT)
    assert "o@example.org" in referral.message
    assert "8-17" in referral.message
    assert referral.office_hours == "8-17"
    others = {DESK.refer(_asked(tag), Status.NO_CONTENT).message for tag in SUPPORTED}
    assert len(others) == len(SUPPORTED)


def test_an_office_without_a_name_is_named_in_the_persons_language() -> None:
    nameless = ContactHandOff(authority="", contact="")
    told = {tag: nameless.refer(_asked(tag), Status.NO_CONTENT) for tag in SUPPORTED}
    assert "public office" in told["en"].message
    assert "public office" not in told["kk"].message
    assert len({one.authority for one in told.values()}) == len(SUPPORTED)
    assert all(one.authority in one.message and one.contact in one.message for one in told.values())


@pytest.mark.parametrize("language", SUPPORTED)
@pytest.mark.parametrize("topic", ["crisis", "emergency"])
def test_in_danger_only_the_call_for_help_is_said(language: str, topic: str) -> None:
    said = DESK.refer(_asked(language), Status.HANDED_OVER, topic=topic).message
    assert not any(char.isdigit() for char in said)
    assert "o@example.org" not in said


def test_configured_numbers_are_told_by_language() -> None:
    desk = ContactHandOff(
        authority="a", contact="c", emergency={"all": "112", "sw": "999"}, helplines={"sw": "1199"}
    )
    said = {
        (tag, topic): desk.refer(_asked(tag), Status.HANDED_OVER, topic=topic).message
        for tag in ("en", "sw")
        for topic in ("crisis", "emergency")
    }
    assert said["en", "crisis"].endswith("112")
    assert said["en", "emergency"].endswith("112")
    assert said["sw", "crisis"].endswith("1199, 999")
    assert said["sw", "emergency"].endswith("999")


def test_each_boundary_has_words_of_its_own() -> None:
    topics = ("politics", "others_data", "legal_advice", "medical_advice", "prompt_leak")
    said = {DESK.refer(_asked("en"), Status.OUT_OF_SCOPE, topic=topic).message for topic in topics}
    assert len(said) == len(topics)
