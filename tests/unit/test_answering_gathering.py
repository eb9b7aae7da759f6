"""Passages for a question with a story around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from opengovai.answering.focus import focus
from opengovai.answering.gathering import gather
from opengovai.languages import analyze
from opengovai.types import Hit, Passage, RedactedText

LOSS = "Report a stolen passport to the police."
FEES = "Report the fees to the office."


@dataclass
class Shelf:
    """Finds passages by the number of words they share with the query."""

    texts: Sequence[str]
    asked: list[str] = field(default_factory=list)

    def retrieve(self, query: RedactedText, *, k: int, language: str | None = None) -> list[Hit]:
        self.asked.append(query)
        terms = dict.fromkeys(analyze(query, "en"), 1.0)
        hits = []
        for text in self.texts:
            shared = len(terms.keys() & set(analyze(text, "en"))) / len(terms)
            hits.append(Hit(passage=_passage(text), score=shared, lexical=shared, weights=terms))
        return sorted(hits, key=lambda hit: -hit.score)[:k]


def _passage(text: str) -> Passage:
    return Passage(
        id=text,
        document_id="d",
        version="v",
        text=text,
        start=0,
        end=len(text),
        headings=(),
        language="en",
        uri="",
        title="",
    )


def test_the_story_decides_where_the_question_alone_cannot() -> None:
    shelf = Shelf([FEES, LOSS])
    text = RedactedText("My passport was stolen near [ADDRESS-1-kqzvrt]. Where do I report it?")
    best, second = gather(shelf, focus("q", text, "en"), k=2)
    assert (best.passage.text, second.passage.text) == (LOSS, FEES)
    assert not any("ADDRESS" in query for query in shelf.asked)


def test_words_of_the_story_weigh_less_and_unknown_ones_nothing() -> None:
    text = RedactedText("My passport and my zebra were stolen. Where do I report it?")
    (hit,) = gather(Shelf([LOSS]), focus("q", text, "en"), k=1)
    assert hit.weights["report"] == 1.0
    assert 0 < hit.weights["passport"] < 1.0
    assert "zebra" not in hit.weights


def test_words_of_the_law_are_searched_too() -> None:
    shelf = Shelf([FEES, "Dismissal is possible with a notice of a month.", LOSS])
    text = RedactedText("Can I be sacked?")
    best, *_ = gather(shelf, focus("q", text, "en"), k=2)
    assert best.passage.text.startswith("Dismissal")
    assert shelf.asked[0] == text
    assert "dismiss" in shelf.asked[1]


def test_a_question_without_known_words_is_searched_once() -> None:
    shelf = Shelf([FEES, LOSS])
    gather(shelf, focus("q", RedactedText("Where is Grzegorz?"), "en"), k=2)
    assert len(shelf.asked) == 1


def test_a_law_of_another_country_comes_after_one_of_the_country_asked_about() -> None:
    text = RedactedText("Do I report a stolen passport in Kenya?")
    rwandan, kenyan = f"{LOSS} Law of Rwanda.", f"{LOSS} Law of Kenya."
    best, second = gather(Shelf([rwandan, kenyan]), focus("q", text, "en"), k=2)
    assert (best.passage.text, second.passage.text) == (kenyan, rwandan)


def test_where_no_passage_holds_enough_there_is_no_content() -> None:
    text = RedactedText("Which vaccinations do dogs, cats, goats, cows and camels need?")
    assert gather(Shelf([FEES, LOSS]), focus("q", text, "en"), k=2) == []
