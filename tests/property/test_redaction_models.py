"""Whatever a model does to placeholders: each comes back right or stays as the model wrote it."""

from __future__ import annotations

import string
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.redaction import Redactor
from opengovai.redaction.vault import Pseudonyms, Vault

VALUES = [
    ("PERSON", "Wanjiku Kamau"),
    ("PERSON", "Ерлан Сейтқали"),
    ("PHONE", "0722 123 456"),
    ("PHONE", "+254 722 123 456"),
    ("KE_NATIONAL_ID", "12345678"),
    ("DATE_OF_BIRTH", "12.03.1985"),
]
BETWEEN = " ¦ "
Careless = Callable[[str], str]

SLOPPY: dict[str, Careless] = {
    "as it was": lambda p: p,
    "small letters": str.lower,
    "capitals": str.upper,
    "title case": str.title,
    "without brackets": lambda p: p.strip("[]"),
    "half a bracket": lambda p: p[1:],
    "in bold": lambda p: f"**{p}**",
    "underscores": lambda p: p.replace("-", "_"),
    "long dashes": lambda p: p.replace("-", "\u2011"),
    "escaped": lambda p: p.replace("-", "\\-"),
}
"""What a careless model does; the placeholder still says which one it is."""


def _table() -> tuple[Pseudonyms, dict[str, str]]:
    table = Pseudonyms()
    return table, {table.placeholder(entity, value): value for entity, value in VALUES}


@st.composite
def inventions(draw: st.DrawFn, nonce: str) -> str:
    """Placeholders that no text gave: another number, label, variant or nonce, or a cut one."""
    label = draw(st.sampled_from(["PERSON", "PHONE", "IBAN", "KE-NATIONAL-ID", "NAME", "CASE"]))
    number = draw(st.integers(3, 999_999))
    variant = draw(st.sampled_from(["", "b", "zz"]))
    other = draw(st.text(alphabet="bcdfghjkmnpqrstvwxz", min_size=6, max_size=6))
    whole = f"[{label}-{number}{variant}-{nonce}]"
    return draw(
        st.sampled_from(
            [
                whole,
                f"[{label}-1-{other if other != nonce else 'bbbbbb'}]",
                f"[PERSON-1-{nonce[:-1]}]",
                f"[PERSON-1-{nonce}x]",
                f"[XPERSON-1-{nonce}]",
                f"[PERSON--1-{nonce}]",
                f"[PERSON-{nonce}]",
                nonce,
            ]
        )
    )


@given(st.data())
def test_every_placeholder_comes_back_right_or_not_at_all(data: st.DataObject) -> None:
    table, given_out = _table()
    vault = Vault(table, {})
    written: list[tuple[str, str | None]] = []
    for _ in range(data.draw(st.integers(1, 8))):
        if data.draw(st.booleans()):
            placeholder = data.draw(st.sampled_from(sorted(given_out)))
            careless = SLOPPY[data.draw(st.sampled_from(sorted(SLOPPY)))]
            written.append((careless(placeholder), given_out[placeholder]))
        else:
            written.append((data.draw(inventions(table.nonce)), None))
    answer = BETWEEN.join(piece for piece, _ in written)
    for (piece, value), out in zip(written, vault.restore(answer).split(BETWEEN), strict=True):
        if value is None:
            assert out == piece
        else:
            assert value in out
            assert not any(other in out for _, other in VALUES if other not in value)


@given(st.text(alphabet=string.printable, max_size=60), st.sampled_from(sorted(SLOPPY)))
def test_a_model_that_only_chatters_gets_nothing(chatter: str, careless: str) -> None:
    table, _ = _table()
    assert Vault(table, {}).restore(SLOPPY[careless](chatter)) == SLOPPY[careless](chatter)


def test_what_one_conversation_gave_means_nothing_in_another() -> None:
    redactor = Redactor.default(["KE"], names=False)
    mine, _ = redactor.redact("ID 12345678", conversation="a")
    _, theirs = redactor.redact("ID 87654321", conversation="b")
    assert theirs.restore(mine) == mine


@pytest.fixture(scope="module")
def tokenizer():
    """A byte-level BPE as chat models use it, trained here on a few sentences."""
    tokenizers = pytest.importorskip("tokenizers")
    made = tokenizers.Tokenizer(tokenizers.models.BPE())
    made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=600,
        initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    sentences = ["Dear citizen, your identity card is ready.", "Құрметті азамат, куәлігіңіз дайын."]
    made.train_from_iterator(sentences * 20, trainer)
    return made


@pytest.mark.parametrize("sentence", ["Dear {}, call {}.", "Құрметті {}, {} соғыңыз."])
def test_a_tokenizer_keeps_placeholders_and_streams_them(tokenizer, sentence: str) -> None:
    table, given_out = _table()
    vault = Vault(table, {})
    for one, two in pairwise(given_out):
        text = sentence.format(one, two)
        ids = tokenizer.encode(text).ids
        assert tokenizer.decode(ids) == text
        # A stream shows what each token adds to the text so far, as servers do.
        texts = [tokenizer.decode(ids[:n]) for n in range(len(ids) + 1)]
        whole = [t for t in texts if not t.endswith("\ufffd")]
        pieces = [after[len(before) :] for before, after in pairwise(whole)]
        assert len(pieces) > 20
        streamed = "".join(vault.restore_stream(pieces))
        assert streamed == sentence.format(given_out[one], given_out[two])
