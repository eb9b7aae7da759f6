"""A question whose answer stands in another language: it is quoted, and the citizen is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from opengovai.config import open_assistant
from opengovai.knowledge import KnowledgeBase
from opengovai.languages.messages import message
from opengovai.testing.stores import sample_document
from opengovai.types import Answer, Status

LOSS = """1. Lost passports
A person who loses a passport shall report the loss to the nearest police station.
2. Fees
The fee for a driving licence is thirty shillings.
"""
KUPOTEA = """1. Pasipoti iliyopotea
Mtu aliyepoteza pasipoti ataripoti upotevu katika kituo cha polisi kilicho karibu.
2. Ada
Ada ya leseni ya udereva ni shilingi thelathini.
"""
ASKED = "Nimepoteza pasipoti. Naripoti wapi upotevu?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "opengovai.toml").write_text("[service]\nfloor = 0.05\n")
    with KnowledgeBase.open(tmp_path / "kb") as base:
        base.add([sample_document(LOSS, name="loss")])
    return tmp_path


def _ask(folder: Path) -> Answer:
    with open_assistant(
        folder / "opengovai.toml", kb=folder / "kb", audit=folder / "log"
    ) as assistant:
        return assistant.ask(ASKED, language="sw")


def test_the_words_of_another_language_come_with_a_notice(folder: Path) -> None:
    answer = _ask(folder)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(message("other_language", "sw"))
    assert "nearest police station" in answer.text
    assert {citation.language for citation in answer.citations} == {"en"}


def test_a_text_in_the_asker_s_language_is_quoted_instead(folder: Path) -> None:
    with KnowledgeBase.open(folder / "kb") as base:
        base.add([sample_document(KUPOTEA, name="kupotea", language="sw")])
    answer = _ask(folder)
    assert message("other_language", "sw") not in answer.text
    assert {citation.language for citation in answer.citations} == {"sw"}
