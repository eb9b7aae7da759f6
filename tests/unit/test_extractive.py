"""The drafter without a model: which sentences it quotes, and when it says nothing."""

from __future__ import annotations

import math

from opengovai.answering.extractive import ExtractiveDrafter
from opengovai.answering.focus import focus
from opengovai.answering.tokens import name_sources
from opengovai.languages import analyze
from opengovai.types import Draft, Hit, Passage, RedactedText

LOSS = "Whoever loses a passport shall report the loss. Reports are free of charge."
LIST = (
    "The application shall be accompanied by—\n(a) the birth certificate;\n(b) two photographs;\n"
    "(c) the prescribed fee.\n(2) Children sign with a parent."
)


def _hit(text: str, *, question: str, headings: tuple[str, ...] = (), language: str = "en") -> Hit:
    passage = Passage(
        id=text[:8],
        document_id="act",
        version="v",
        text=text,
        start=0,
        end=len(text),
        headings=headings,
        language=language,
        uri="u",
        title="Passport Act",
    )
    weights = {term: math.log(2) for term in analyze(question, language)}
    return Hit(passage=passage, score=0.5, lexical=0.5, weights=weights)


def _draft(question: str, *hits: Hit, language: str = "en", limit: int = 3) -> Draft:
    asked = focus("q", RedactedText(question), language)
    return ExtractiveDrafter(sentences=limit).draft(asked, name_sources(hits))


def test_it_quotes_the_sentence_that_covers_the_question() -> None:
    question = "Who must report the loss of a passport?"
    other = _hit("The passport has 32 pages.", question=question)
    draft = _draft(question, other, _hit(LOSS, question=question))
    assert draft.claims[0].text == "Whoever loses a passport shall report the loss."
    assert draft.confidence > 0.9


def test_a_sentence_that_announces_a_list_is_quoted_with_its_list() -> None:
    question = "What shall accompany the application?"
    (claim, *_) = _draft(question, _hit(LIST, question=question)).claims
    assert claim.text.startswith("The application shall be accompanied by")
    assert claim.text.endswith("(c) the prescribed fee.")


def test_an_endless_list_is_cut_before_it_floods_the_reader() -> None:
    question = "What shall accompany the application?"
    items = "".join(f"({n}) the certificate number {n} of the applicant;\n" for n in range(200))
    (claim, *_) = _draft(question, _hit(LIST[:41] + items, question=question)).claims
    assert 500 < len(claim.text) < 1_400


def test_headings_help_a_sentence_to_answer() -> None:
    question = "Where do I report a loss?"
    under = _hit("Go to the police.", question=question, headings=("Report of loss",))
    assert not _draft(question, under).claims, "no word of the question stands in the sentence"
    under = _hit("Go to report to the police.", question=question, headings=("Loss",))
    assert _draft(question, under).confidence > 0.9


def test_texts_in_the_askers_language_come_first() -> None:
    question = "Pasipoti ikipotea?"
    english = _hit("Pasipoti ikipotea, pasipoti ikipotea.", question=question)
    swahili = _hit("Pasipoti ikipotea, ripoti.", question=question, language="sw")
    draft = _draft(question, english, swahili, language="sw")
    assert draft.claims[0].text == "Pasipoti ikipotea, ripoti."


def test_without_a_word_in_common_it_says_nothing() -> None:
    question = "Do dogs dream?"
    draft = _draft(question, _hit(LOSS, question=question))
    assert (draft.claims, draft.confidence) == ((), 0.0)
    assert _draft(question).claims == ()


def test_it_keeps_to_its_limit() -> None:
    question = "report"
    many = " ".join(f"Report number {n} is a report." for n in range(9))
    assert len(_draft(question, _hit(many, question=question), limit=2).claims) == 2


def test_the_story_around_a_question_is_not_searched() -> None:
    text = RedactedText("I am at [PHONE-1-kqzvrt]. My cow died. Can I appeal? Thanks.")
    assert focus("q", text, "en").query == "Can I appeal?"
    told = RedactedText("Ask for [PERSON-1a-kqzvrt], I want my passport.")
    assert focus("q", told, "en").query.split() == [
        "Ask",
        "for",
        ",",
        "I",
        "want",
        "my",
        "passport.",
    ]
