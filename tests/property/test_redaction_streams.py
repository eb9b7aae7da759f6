"""A stream gives what the whole gives, wherever it is split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opengovai.redaction import Redactor
from opengovai.redaction.windows import LONGEST, MARGIN, Windows
from opengovai.types import EntitySpan

REDACTOR = Redactor.default(["KE", "DE"])
FILLER = "Kwa heshima naomba msaada wenu kuhusu ombi langu la kitambulisho kipya. "
SECRETS = [
    "0722 123 456",
    "ID 12345678",
    "a@b.co",
    "4111 1111 1111 1111",
    "P.O. Box 12-00100, Thika",
]
PIECES = st.sampled_from([*SECRETS, FILLER, FILLER * 3, "\n", "x" * 300, "[PHONE-1-bcdfgh]", "№ 5"])
TEXTS = st.lists(PIECES, max_size=60).map(" ".join)


def split(text: str, cuts: Iterable[int]) -> Iterator[str]:
    at = 0
    for cut in sorted({c % (len(text) + 1) for c in cuts}):
        yield text[at:cut]
        at = cut
    yield text[at:]


def masked(chunks: Iterable[str]) -> tuple[str, str]:
    pieces, vault = REDACTOR.redact_stream(chunks)
    redacted = "".join(pieces)
    return redacted.replace(nonce(redacted), "N"), vault.restore(redacted)


def nonce(redacted: str) -> str:
    head, _, tail = redacted.partition("[")
    return tail.partition("]")[0].rpartition("-")[2] or head or "-"


@given(TEXTS, st.lists(st.integers(0, 10_000), max_size=20))
@settings(max_examples=60, deadline=None)
def test_redaction_does_not_depend_on_the_split(text: str, cuts: list[int]) -> None:
    assert masked(split(text, cuts)) == masked([text])


def test_every_split_point_of_a_letter() -> None:
    text = FILLER * 17 + "ID 12345678, simu 0722 123 456\n" + FILLER * 5
    whole = masked([text])
    assert whole[0].count("[PHONE-1-N]") == 1
    for cut in range(1100, len(text)):
        assert masked([text[:cut], text[cut:]]) == whole


def test_chunks_of_one_character_and_bounded_memory() -> None:
    text = FILLER * 200
    windows = Windows()
    seen = [len(w.text) for char in text for w in windows.feed(char)]
    assert max(seen) <= LONGEST + 2 * MARGIN
    assert len(seen) > 5
    pieces, _ = REDACTOR.redact_stream(iter(text))
    assert "".join(pieces) == text


def test_output_flows_before_the_input_ends() -> None:
    read = 0

    def chunks() -> Iterator[str]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield FILLER * 4

    pieces, _ = REDACTOR.redact_stream(chunks())
    while not next(pieces):
        pass
    assert read < 30


@given(st.integers(0, 3000), st.sampled_from(SECRETS))
@settings(max_examples=40, deadline=None)
def test_nothing_slips_through_at_a_window_edge(offset: int, secret: str) -> None:
    text = (FILLER * 60)[:offset] + " kitambulisho " + secret + " " + FILLER * 60
    redacted, vault = REDACTOR.redact(text)
    assert secret.rpartition(" ")[2] not in redacted
    assert vault.restore(redacted) == text


@pytest.mark.parametrize("length", [500, 9_000, 40_000])
def test_a_token_of_any_length_is_masked_whole(length: int) -> None:
    link = "https://example.org/?token=" + "Zq9" * (length // 3)
    redacted, vault = REDACTOR.redact(FILLER * 14 + link + " asante")
    assert "Zq9" not in redacted
    assert redacted.endswith(" asante")
    assert vault.restore(redacted).endswith(link + " asante")


@given(
    st.lists(
        st.sampled_from(["PHONE-1", "[", "]", "-", "phone-1-", "a", " ", "{p}", "{q}", "{p}"])
    ),
    st.lists(st.integers(0, 500), max_size=12),
)
@settings(deadline=None)
def test_restoring_does_not_depend_on_the_split(parts: list[str], cuts: list[int]) -> None:
    redacted, vault = REDACTOR.redact("0722 123 456 a@b.co")
    p, q = redacted.split()
    text = "".join(parts).replace("{p}", p).replace("{q}", q[1:-1].lower())
    assert "".join(vault.restore_stream(split(text, cuts))) == vault.restore(text)


def test_restoring_gives_words_out_at_once() -> None:
    redacted, vault = REDACTOR.redact("call 0722 123 456")
    stream = vault.restore_stream(iter(["Please ", "wait", ", ", *redacted, " now"]))
    assert [next(stream) for _ in range(3)] == ["Please ", "wait", ", "]
    assert "".join(stream) == "call 0722 123 456 now"


def test_a_broken_model_stream_loses_nothing() -> None:
    _, vault = REDACTOR.redact("call 0722 123 456")

    def tokens() -> Iterator[str]:
        yield "Hello [PHO"
        raise ConnectionError

    got: list[str] = []
    with pytest.raises(ConnectionError):
        got.extend(vault.restore_stream(tokens()))
    # `extend` keeps what came before the error.
    assert "".join(got) == "Hello [PHO"


class Sentences:
    """A recognizer that looks at its whole input: the windows must be the same too."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        start = text.rfind("msaada")
        if start >= 0:
            yield EntitySpan(start=start, end=start + 6, entity="PERSON", score=1.0, recognizer="s")


@given(st.lists(st.integers(0, 10_000), max_size=10))
@settings(max_examples=20, deadline=None)
def test_further_recognizers_see_the_same_windows(cuts: list[int]) -> None:
    redactor = Redactor([Sentences()])
    text = FILLER * 100
    pieces, vault = redactor.redact_stream(split(text, cuts))
    streamed = "".join(pieces)
    whole, _ = redactor.redact(text)
    assert streamed.replace(nonce(streamed), "N") == whole.replace(nonce(whole), "N")
    assert vault.restore(streamed) == text


@pytest.mark.parametrize("unit", ["0722 123 456 ", "4111 1111 1111 1111 ", "Mr. Aa "])
def test_an_endless_chain_of_findings_streams_and_comes_back(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    redactor = Redactor.default(["KE"], names=False)
    pieces, vault = redactor.redact_stream(text[i : i + 777] for i in range(0, len(text), 777))
    joined = "".join(pieces)
    assert vault.restore(joined) == text
    spans = redactor.detect(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
