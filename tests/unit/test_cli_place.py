"""Where a quote stands, as a person reads it."""

from __future__ import annotations

from opengovai.answering.verification import verify_draft
from opengovai.cli.ask import place
from opengovai.types import Claim, Document, Draft, Hit, Passage, Source

TEXT = "A card costs 500 shillings."


class _Archive:
    def __init__(self, document: Document) -> None:
        self._document = document

    def document(self, document_id: str, version: str) -> Document | None:
        """The one document."""
        return self._document


def test_the_publisher_and_the_version_of_a_quote_are_shown() -> None:
    version = Document.digest(TEXT)
    document = Document(
        id="fees", title="Fees Order", text=TEXT, language="en", uri="https://example.go.ke/fees",
        version=version, publisher="Republic of Kenya",
    )  # fmt: skip
    passage = Passage(
        id="p", document_id="fees", version=version, text=TEXT, start=0, end=len(TEXT),
        headings=("Article 1",), language="en", uri=document.uri, title=document.title,
    )  # fmt: skip
    source = Source(token="S1", hit=Hit(passage=passage, score=1.0, lexical=1.0))
    draft = Draft(claims=(Claim(text=TEXT, quotes=(("S1", TEXT),)),), confidence=1.0)
    (sentence,) = verify_draft(draft, [source], _Archive(document)).sentences
    (citation,) = sentence.citations
    shown = place(citation)
    assert shown.startswith("Fees Order, Article 1 (Republic of Kenya, version ")
    assert version[:12] in shown
    assert "0-27" in shown
    assert document.uri in shown
