"""Promise 2: nothing is cited that does not stand, letter for letter, in the stored version."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.answering.tokens import name_sources
from opengovai.answering.verification import locate, verify_draft
from opengovai.types import Claim, Document, Draft, Hit, Passage, RedactedText, Source

TEXT = "Preamble. A passport is valid for 10 years.  It costs\n50 euros. No one may hold two."


def _document(text: str) -> Document:
    return Document(
        id="d", title="Act", text=text, language="en", uri="u", version=Document.digest(text)
    )


class Shelf:
    """An archive of exactly one version."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def document(self, document_id: str, version: str) -> Document | None:
        kept = self._document
        return kept if (kept.id, kept.version) == (document_id, version) else None


def _sources(document: Document, start: int, end: int) -> tuple[Source, ...]:
    passage = Passage(
        id="p",
        document_id=document.id,
        version=document.version,
        text=document.text[start:end],
        start=start,
        end=end,
        headings=(),
        language="en",
        uri="u",
        title="Act",
    )
    return name_sources([Hit(passage=passage, score=1.0, lexical=1.0)])


def _draft(token: str, *sentences: tuple[str, str]) -> Draft:
    claims = tuple(Claim(text=RedactedText(t), quotes=((token, q),)) for t, q in sentences)
    return Draft(claims=claims, confidence=1.0)


@given(st.data())
def test_every_true_quote_is_found_and_cited_by_its_exact_range(data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(codec="utf-8"), min_size=5, max_size=80))
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    document = _document(text)
    (source,) = _sources(document, start, end)
    quote = source.hit.passage.text
    verified = verify_draft(_draft(source.token, (quote, quote)), [source], Shelf(document))
    if not quote.split() or locate(quote, quote) is None:  # blank, or not NFC in the source
        assert verified.dropped == 1
        return
    (sentence,) = verified.sentences
    (citation,) = sentence.citations
    assert document.text[citation.start : citation.end] == citation.quote
    assert citation.quote.split() == quote.split()


@given(quote=st.text(min_size=1, max_size=20))
def test_a_quote_is_cited_only_where_its_words_stand(quote: str) -> None:
    document = _document(TEXT)
    (source,) = _sources(document, 0, len(TEXT))
    verified = verify_draft(_draft(source.token, (quote, quote)), [source], Shelf(document))
    stands = bool(quote.split()) and " ".join(quote.split()) in " ".join(TEXT.split())
    assert bool(verified.sentences) == stands


def test_line_breaks_in_the_source_do_not_hide_a_quote() -> None:
    document = _document(TEXT)
    (source,) = _sources(document, 10, len(TEXT))
    claim = ("It costs 50 euros.", "It costs 50 euros.")
    (sentence,) = verify_draft(_draft(source.token, claim), [source], Shelf(document)).sentences
    assert sentence.citations[0].quote == "It costs\n50 euros."


@pytest.mark.parametrize(
    "claim",
    [
        ("A passport is valid for 20 years.", "A passport is valid for 10 years."),
        ("It is free.", "It costs 0 euros."),
        ("Nothing.", ""),
    ],
    ids=["another number", "no such words", "empty quote"],
)
def test_an_unsupported_sentence_is_dropped_and_the_rest_stays(claim: tuple[str, str]) -> None:
    document = _document(TEXT)
    (source,) = _sources(document, 0, len(TEXT))
    true = ("No one may hold two.", "No one may hold two.")
    verified = verify_draft(_draft(source.token, claim, true), [source], Shelf(document))
    assert [sentence.text for sentence in verified.sentences] == ["No one may hold two."]
    assert verified.dropped == 1


def test_a_claim_without_a_quote_is_dropped() -> None:
    draft = Draft(claims=(Claim(text=RedactedText("Trust me."), quotes=()),), confidence=1.0)
    document = _document(TEXT)
    assert not verify_draft(draft, _sources(document, 0, 20), Shelf(document)).sentences


def test_an_invented_source_discards_the_whole_draft() -> None:
    document = _document(TEXT)
    (source,) = _sources(document, 0, len(TEXT))
    draft = _draft("S1-000000x", ("No one may hold two.", "No one may hold two."))
    verified = verify_draft(draft, [source], Shelf(document))
    assert verified.invented
    assert not verified.sentences


def test_a_version_that_is_not_stored_is_not_cited() -> None:
    document = _document(TEXT)
    (source,) = _sources(document, 0, len(TEXT))
    claim = ("No one may hold two.", "No one may hold two.")
    verified = verify_draft(_draft(source.token, claim), [source], Shelf(_document("newer")))
    assert not verified.sentences


def test_tokens_differ_from_request_to_request() -> None:
    document = _document(TEXT)
    assert _sources(document, 0, 5)[0].token != _sources(document, 0, 5)[0].token
