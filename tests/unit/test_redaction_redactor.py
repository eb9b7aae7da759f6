"""The redactor as its callers see it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from opengovai.errors import ConfigurationError, InputError, RedactionError
from opengovai.redaction import Conversations, Redactor, without_placeholders
from opengovai.redaction.plugin import builtin
from opengovai.types import EntitySpan


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor.default()


class Broken:
    def recognize(self, text: str) -> Iterable[EntitySpan]:
        raise ValueError(text)


class OutOfRange:
    def recognize(self, text: str) -> Iterable[EntitySpan]:
        yield EntitySpan(start=0, end=len(text) + 1, entity="X", score=1.0, recognizer="x")


class Names:
    def recognize(self, text: str) -> Iterable[EntitySpan]:
        start = text.find("Wanjiku")
        if start >= 0:
            yield EntitySpan(
                start=start, end=start + 7, entity="PERSON", score=0.9, recognizer="names"
            )


def found(redactor: Redactor, text: str) -> list[tuple[str, str]]:
    return [(s.entity, text[s.start : s.end]) for s in redactor.detect(text)]


def test_what_a_citizen_writes_is_masked_and_comes_back(redactor: Redactor) -> None:
    text = "My ID is 12345678, call 0722 123 456 or write to wanjiku@example.co.ke."
    redacted, vault = redactor.redact(text)
    for secret in ("12345678", "0722", "wanjiku"):
        assert secret not in redacted
    assert vault.restore(redacted) == text
    assert vault.counts() == {"KE_NATIONAL_ID": 1, "PHONE": 1, "EMAIL": 1}


def test_numbers_of_nobody_stay(redactor: Redactor) -> None:
    text = (
        "Law No 058/2021, the Data Protection Act 2019, № 88-V, § 26 Abs. 3, KES 1,050, "
        "call 999 or 112, on 12.03.2024, page 1234, EUR 1.050.000,00"
    )
    assert found(redactor, text) == []


def test_the_same_value_keeps_its_pseudonym_within_a_conversation(redactor: Redactor) -> None:
    first, _ = redactor.redact("call 0722123456", conversation="a")
    second, vault = redactor.redact("again 0722123456, or +254 722 123 456", conversation="a")
    placeholder = first.removeprefix("call ")
    assert placeholder in second
    assert vault.restore(placeholder) == "0722123456"
    assert vault.restore(second) == "again 0722123456, or +254 722 123 456"


def test_conversations_do_not_share_pseudonyms(redactor: Redactor) -> None:
    one, vault = redactor.redact("call 0722123456", conversation="b")
    other, _ = redactor.redact("call 0722123456", conversation="c")
    assert one != other
    assert vault.restore(other) == other


def test_two_numbers_side_by_side_are_two(redactor: Redactor) -> None:
    assert found(redactor, "call 0722123456 0733 123 456") == [
        ("PHONE", "0722123456"),
        ("PHONE", "0733 123 456"),
    ]


def test_further_recognizers_join_in() -> None:
    redactor = Redactor.default(["ke"], [Names()])
    redacted, vault = redactor.redact("I am Wanjiku, ID 12345678")
    assert "Wanjiku" not in redacted
    assert vault.counts() == {"PERSON": 1, "KE_NATIONAL_ID": 1}


@pytest.mark.parametrize("recognizer", [Broken(), OutOfRange()])
def test_a_recognizer_that_fails_stops_the_text(recognizer: object) -> None:
    redactor = Redactor.default(["KE"], [recognizer])  # type: ignore[list-item]
    with pytest.raises(RedactionError) as caught:
        redactor.redact("secret 12345678")
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_redactor_without_recognizers_is_refused() -> None:
    with pytest.raises(InputError, match="everything through"):
        Redactor([])


def test_text_must_be_text(redactor: Redactor) -> None:
    with pytest.raises(InputError, match="bytes"):
        redactor.redact(b"x")  # type: ignore[arg-type]


def test_an_unknown_country_is_named_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"No redaction pack for XX.*KE"):
        builtin.open(countries=["XX"])


def test_the_plugin_opens_a_redactor() -> None:
    assert isinstance(builtin.open(countries=["KE"]), Redactor)


def test_a_forgotten_conversation_starts_anew() -> None:
    now = [0.0]
    conversations = Conversations(most=2, seconds=10, clock=lambda: now[0])
    a = conversations.pseudonyms("a")
    now[0] = 9.0
    assert conversations.pseudonyms("a") is a
    now[0] = 18.0
    assert conversations.pseudonyms("a") is a
    now[0] = 28.0
    assert conversations.pseudonyms("a") is not a


def test_the_memory_is_bounded_and_drops_the_least_recently_used() -> None:
    conversations = Conversations(most=2, clock=lambda: 0.0)
    a, b = conversations.pseudonyms("a"), conversations.pseudonyms("b")
    conversations.pseudonyms("a")
    conversations.pseudonyms("c")
    assert len(conversations) == 2
    assert conversations.pseudonyms("a") is a
    assert conversations.pseudonyms("b") is not b


def test_threads_agree_on_pseudonyms(redactor: Redactor) -> None:
    texts = [f"call 07221234{i % 10:02d}" for i in range(200)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda t: redactor.redact(t, conversation="threads"), texts))
    by_text = {}
    for text, (redacted, vault) in zip(texts, done, strict=True):
        assert by_text.setdefault(text, redacted) == redacted
        assert vault.restore(redacted) == text
    assert len(set(by_text.values())) == 10


def test_an_index_query_can_go_without_placeholders(redactor: Redactor) -> None:
    redacted, _ = redactor.redact("renew passport, phone 0722123456 please")
    assert without_placeholders(redacted).split() == ["renew", "passport,", "phone", "please"]
