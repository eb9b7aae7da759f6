"""What official texts do not answer ends before the search; what they may answer does not."""

from __future__ import annotations

import pytest

from opengovai.answering.focus import focus
from opengovai.answering.scope import out_of_scope
from opengovai.types import RedactedText


def _kind(text: str, language: str) -> str:
    return out_of_scope(focus("q", RedactedText(text), language))


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "Hello! How are you?", "small talk"),
        ("en", "thanks a lot, bye", "small talk"),
        ("de", "Guten Tag, wie geht es Ihnen?", "small talk"),
        ("fr", "Bonjour, ça va ?", "small talk"),
        ("ru", "Здравствуйте! Как дела?", "small talk"),
        ("kk", "Сәлеметсіз бе?", "small talk"),
        ("sw", "Habari za asubuhi?", "small talk"),
        ("rw", "Muraho neza!", "small talk"),
        ("en", "Who should I vote for?", "politics"),
        ("ru", "За кого мне лучше голосовать?", "politics"),
        ("de", "Regnet es morgen in Köln?", "weather"),
    ],
)
def test_small_talk_and_the_like_ends_here(language: str, text: str, kind: str) -> None:
    assert _kind(text, language) == kind


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hello, how long is a passport valid?"),
        ("en", "Who may vote in elections?"),
        ("en", "Thanks. And where do I report a loss?"),
        ("de", "Guten Tag, wie lange gilt der Pass?"),
        ("fr", "Bonjour, je voudrais un passeport"),
        ("ru", "С какого возраста можно голосовать?"),
        ("kk", "Сәлеметсіз бе, паспорт қанша жылға беріледі?"),
        ("sw", "Habari, pasipoti ni halali kwa muda gani?"),
        ("rw", "Muraho, ihazabu yishyurwa ryari?"),
        ("xx", "hello"),
        ("en", "?"),
    ],
)
def test_a_greeting_before_a_question_does_not_end_it(language: str, text: str) -> None:
    assert _kind(text, language) == ""
