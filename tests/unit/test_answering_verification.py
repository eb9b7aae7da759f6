"""What a sentence in its own words may say beyond its quotes: nothing exact."""

from __future__ import annotations

import pytest

from opengovai.answering.verification import verify_draft
from opengovai.types import Claim, Document, Draft, Hit, Passage, RedactedText, Source

EN = (
    "The holder may appeal to the Passport Board in Nairobi within thirty (30) days of the refusal."
)
DE = "Der Pass wird nach Zahlung der Gebühr ausgestellt."


class Archive:
    """Holds one document."""

    def __init__(self, text: str, language: str) -> None:
        self.kept = Document(
            id="d",
            title="Passport Act",
            text=text,
            language=language,
            uri="u",
            version=Document.digest(text),
        )

    def document(self, document_id: str, version: str) -> Document | None:
        return self.kept if version == self.kept.version else None


def _kept(said: str, text: str = EN, language: str = "en", quote: str = "") -> bool:
    archive = Archive(text, language)
    passage = Passage(
        id="p",
        document_id="d",
        version=archive.kept.version,
        text=text,
        start=0,
        end=len(text),
        headings=("Appeals",),
        language=language,
        uri="u",
        title="Passport Act",
    )
    source = Source(token="S1-aaaaaa", hit=Hit(passage=passage, score=1.0, lexical=1.0))
    claim = Claim(text=RedactedText(said), quotes=((source.token, quote or text),))
    return bool(verify_draft(Draft(claims=(claim,), confidence=1.0), [source], archive).sentences)


@pytest.mark.parametrize(
    "said",
    [
        EN,
        "You may appeal to the Passport Board within 30 days.",
        "Under the Passport Act, an appeal to the board is possible.",
        "[PERSON-1-kqzvrt] may appeal within 30 days.",
        "Sie können binnen 30 Tagen Beschwerde einlegen.",
    ],
)
def test_a_faithful_sentence_stays(said: str) -> None:
    assert _kept(said)


@pytest.mark.parametrize(
    "said",
    [
        "You may appeal within 60 days.",
        "You may not appeal to the Passport Board.",
        "You may appeal to the High Court.",
        "Sie können nicht binnen 30 Tagen Beschwerde einlegen.",
        "You may appeal in Mombasa within 30 days.",
    ],
    ids=["number", "negation", "body", "negation in another language", "place"],
)
def test_what_the_quote_does_not_say_is_dropped(said: str) -> None:
    assert not _kept(said)


def test_german_nouns_are_no_names_but_acronyms_are() -> None:
    assert _kept("Nach Zahlung der Gebühr bekommen Sie das Dokument.", DE, "de")
    assert not _kept("Nach Zahlung der Gebühr stellt das BVA den Pass aus.", DE, "de")


def test_a_quote_that_negates_stands_as_it_is() -> None:
    assert _kept("No fee is paid.", "No fee is paid.")
