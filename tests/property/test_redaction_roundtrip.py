"""Redaction and restoration are inverse, whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opengovai.redaction import Redactor
from opengovai.redaction.placeholders import find

REDACTOR = Redactor.default()
PIECES = st.sampled_from([
    "0722 123 456", "ID 12345678", "a@b.co", "[PHONE-1-bcdfgh]", "EMAIL-1-bcdfgh", "PHONE-", "-1-",
    "[", "]", "bcdfgh", "4111 1111 1111 1111", "\n", " ", "№", "Алма", "\u200b", "\ud800", "１２３",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)


@given(TEXTS)
def test_restore_undoes_redact(text: str) -> None:
    redacted, vault = REDACTOR.redact(text)
    assert vault.restore(redacted) == text


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_restore_undoes_redact_within_a_conversation(texts: list[str]) -> None:
    redactor = Redactor.default(["KE"])
    done = [redactor.redact(text, conversation="c") for text in texts]
    for text, (redacted, _) in zip(texts, done, strict=True):
        assert done[-1][1].restore(redacted) == text


@given(TEXTS, st.sampled_from([str.lower, str.upper, str.title]), st.booleans())
def test_a_careless_model_never_gets_a_wrong_value(text, change, brackets) -> None:
    redacted, vault = REDACTOR.redact(text)
    altered = change(redacted)
    if not brackets:
        altered = altered.replace("[", "").replace("]", "")
    originals = {text[s.start : s.end] for s in REDACTOR.detect(text)}
    for found in find(altered):
        placeholder = altered[found.start : found.end]
        restored = vault.restore(placeholder)
        assert restored == placeholder or restored in originals or restored in text


@given(TEXTS)
def test_spans_are_ordered_disjoint_and_inside(text: str) -> None:
    at = 0
    for span in REDACTOR.detect(text):
        assert at <= span.start < span.end <= len(text)
        at = span.end
