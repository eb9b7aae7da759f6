"""The drafter without a model: which sentences it quotes, and when it says nothing."""

from __future__ import annotations

import math

import pytest

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
    assert draft.claims[0].text.startswith("Whoever loses a passport shall report the loss.")
    assert draft.confidence > 0.7


def test_a_sentence_that_announces_a_list_is_quoted_with_its_list() -> None:
    question = "What shall accompany the application?"
    (claim, *_) = _draft(question, _hit(LIST, question=question)).claims
    assert claim.text.startswith("The application shall be accompanied by")
    assert "(c) the prescribed fee." in claim.text


def test_an_item_is_quoted_with_the_sentence_that_announces_it() -> None:
    question = "Must the nationality of the witness be stated?"
    items = "".join(f"({c}) the {c * 6} of the {c * 7} applicant;\n" for c in "abdefghijk" * 3)
    text = f"The form shall state:\n{items}(l) the nationality of the witness.\nOther rules apply."
    (claim, *_) = _draft(question, _hit(text, question=question)).claims
    assert claim.text == "The form shall state: […] (l) the nationality of the witness."
    assert [quote for _, quote in claim.quotes] == claim.text.split(" […] ")


def test_an_endless_list_is_cut_before_it_floods_the_reader() -> None:
    question = "What shall accompany the application?"
    items = "".join(f"({n}) the certificate number {n} of the applicant;\n" for n in range(200))
    draft = _draft(question, _hit(LIST[:41] + items, question=question))
    assert sum(len(claim.text) for claim in draft.claims) < 1_400


def test_headings_help_a_sentence_to_answer() -> None:
    question = "Where do I report a loss?"
    under = _hit("Go to the police.", question=question, headings=("Report of loss",))
    beside = _hit("Go to the police.", question=question, headings=("Marriages",))
    assert _draft(question, under).confidence > _draft(question, beside).confidence


def test_texts_in_the_askers_language_come_first() -> None:
    question = "Pasipoti ikipotea?"
    english = _hit("Pasipoti ikipotea, pasipoti ikipotea.", question=question)
    swahili = _hit("Pasipoti ikipotea, ripoti.", question=question, language="sw")
    draft = _draft(question, english, swahili, language="sw")
    assert draft.claims[0].text == "Pasipoti ikipotea, ripoti."


def test_without_a_word_in_common_it_says_nothing() -> None:
    question = "Do dogs dream?"
    draft = _draft(question, _hit(LOSS, question=question))
    assert draft.claims == ()
    assert _draft(question) == Draft(claims=(), confidence=0.0)


@pytest.mark.parametrize(
    "text", ["?", "Who are you?", "Is it so?", "and or but", "[PHONE-1-kqzvrt]"]
)
def test_without_a_content_word_it_says_nothing(text: str) -> None:
    draft = _draft(text, _hit("Who are you? Is it so? And or but.", question=text))
    assert draft == Draft(claims=(), confidence=0.0)


def test_it_keeps_to_its_limit() -> None:
    question = "report"
    many = [_hit(f"Report number {n} is a report.", question=question) for n in range(9)]
    assert len(_draft(question, *many, limit=2).claims) == 2


def test_neighbours_are_one_quote() -> None:
    question = "When must the loss of a passport be reported?"
    text = "The loss of a passport must be reported. A loss of a passport is reported in 24 hours."
    (claim,) = _draft(question, _hit(text, question=question)).claims
    assert claim.text == text


def test_a_question_for_an_amount_is_less_sure_of_a_text_without_one() -> None:
    question = "How much does a passport cost?"
    without = _hit("A passport costs the prescribed fee.", question=question)
    amount = _hit("A passport costs 4,550 shillings.", question=question)
    assert _draft(question, amount).confidence > _draft(question, without).confidence + 0.1


def test_a_question_about_another_country_is_less_sure() -> None:
    question = "How long is a passport of Rwanda valid?"
    text = "A passport is valid for ten years."
    here = _hit(text, question=question, headings=("Rwanda",))
    elsewhere = _hit(text, question=question, headings=("Kenya",))
    assert _draft(question, here).confidence > _draft(question, elsewhere).confidence + 0.1


def test_an_everyday_word_finds_the_official_one() -> None:
    question = "Is it gratis?"
    said = _hit("The certificate is issued free of charge.", question=question)
    other = _hit("The certificate is issued on Mondays only.", question=question)
    assert "free of charge" in _draft(question, other, said).claims[0].text


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
