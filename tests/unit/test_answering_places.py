"""Which countries' rules a question asks about, and that no other country's law answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from opengovai.answering.focus import focus
from opengovai.answering.gathering import gather
from opengovai.languages.countries import countries, countries_of_address
from opengovai.languages.places import places_asked
from opengovai.types import Hit, Passage, RedactedText

ASKED = [
    ("en", "What does the law in Kazakhstan say about overtime?", "kz"),
    ("en", "Does South Africa allow two passports?", "za"),
    ("en", "I am Kenyan and live in Germany. Which office in Germany renews my visa?", "de"),
    ("en", "Is overtime paid under Kazakh law?", "kz"),
    ("en", "Is overtime paid in Senegal?", "sn"),
    ("ru", "Какой налог в Грузии?", "ge"),
    ("de", "Wie hoch ist das Bußgeld in der Schweiz?", "ch"),
    ("de", "Ist das nach kenianischem Recht erlaubt?", "ke"),
    ("fr", "Combien coûte un passeport au Rwanda ?", "rw"),
    ("fr", "Que dit la loi rwandaise ?", "rw"),
    ("ru", "Какие законы действуют в Казахстане?", "kz"),
    ("ru", "Что говорит об этом турецкое право?", "tr"),
    ("kk", "Қазақстанда өлім жазасы бар ма?", "kz"),
    ("kk", "Түркияның азаматы боламын ба?", "tr"),
    ("sw", "Je, nchini Kenya kodi ni kiasi gani?", "ke"),
    ("rw", "Mu Rwanda burundu imara imyaka ingahe?", "rw"),
]
MENTIONED = [
    ("en", "May I hire a Ugandan who came without papers?"),
    ("en", "Which passport do I need for a trip to Uganda and Tanzania?"),
    ("en", "Can my son come from Somalia?"),
    ("en", "Does a Kenyan have to act within a month?"),
    ("de", "Brauche ich Papiere aus Kenia?"),
    ("de", "Hat ein Kenianer das Recht auf Urlaub?"),
    ("de", "Darf ich nach Ägypten oder Indien ausreisen?"),
    ("fr", "Ma fille est belge, peut-elle voter ?"),
    ("ru", "Можно ли уехать в Турцию через Россию?"),
    ("kk", "Түркияға баруға бола ма?"),
    ("sw", "Naweza kusafiri kwenda Uganda?"),
    ("sw", "Serikali inaweza kuchukua mali yangu?"),
    ("ru", "Что будет после того, как я подам заявление?"),
    ("rw", "Igifungo cya burundu ni iki?"),
    ("it", "Quanto costa in Kenya?"),
]


@pytest.mark.parametrize(("language", "text", "code"), ASKED)
def test_a_country_whose_rules_are_asked_about(language: str, text: str, code: str) -> None:
    assert places_asked(text, language) == {code}


@pytest.mark.parametrize(("language", "text"), MENTIONED)
def test_people_and_ways_are_not_asked_about(language: str, text: str) -> None:
    assert places_asked(text, language) == frozenset()


def test_a_word_for_ever_is_no_country() -> None:
    assert countries("Igifungo cya burundu") == frozenset()
    assert countries("Itegeko ry'u Burundi") == {"bi"}


def test_law_of_the_union_is_law_of_its_members() -> None:
    union = countries_of_address("https://eur-lex.europa.eu/eli/reg/2016/679/oj")
    assert len(union) == 27
    assert {"de", "fr", "ie"} <= union
    assert "ke" not in union


@pytest.mark.parametrize(
    ("uri", "code"),
    [("https://www.gov.uk/overtime", "gb"), ("https://www.dol.gov/overtime", "us")],
)
def test_domains_that_are_no_country_code(uri: str, code: str) -> None:
    assert countries_of_address(uri) == {code}


TEXT = "A worker has a right to paid overtime."
KENYAN = ("https://new.kenyalaw.org/akn/ke/act/2007/11/", "Employment Act, 2007")


@dataclass
class Shelf:
    """Finds all its passages, whatever is asked."""

    passages: Sequence[Passage]

    def retrieve(self, query: RedactedText, *, k: int, language: str | None = None) -> list[Hit]:
        return [
            Hit(passage=one, score=1.0, lexical=1.0, weights={"overtime": 1.0})
            for one in self.passages[:k]
        ]


def _passage(uri: str, title: str, text: str = TEXT) -> Passage:
    return Passage(
        id=f"{uri}{title}{text}",
        document_id="d",
        version="v",
        text=text,
        start=0,
        end=len(text),
        headings=(),
        language="en",
        uri=uri,
        title=title,
    )


def _found(question: str, *passages: Passage) -> list[str]:
    asked = focus("q", RedactedText(question), "en")
    return [hit.passage.id for hit in gather(Shelf(passages), asked, k=12)]


def test_law_of_another_country_does_not_answer() -> None:
    kenyan = _passage(*KENYAN)
    assert _found("Is overtime paid in Kazakhstan?", kenyan) == []
    assert _found("Is overtime paid in Senegal?", kenyan) == []
    assert _found("Is overtime paid in Kenya?", kenyan) == [kenyan.id]
    assert _found("Is overtime paid?", kenyan) == [kenyan.id]


def test_somebody_of_one_country_in_another_may_get_both_laws() -> None:
    kenyan = _passage(*KENYAN)
    german = _passage("https://www.gesetze-im-internet.de/arbzg/", "ArbZG")
    found = _found("I am Kenyan. Is overtime paid in Germany?", kenyan, german)
    assert set(found) == {kenyan.id, german.id}
    assert _found("Is overtime paid in Germany?", kenyan, german) == [german.id]


def test_a_passage_that_names_the_country_asked_about_may_answer() -> None:
    treaty = _passage(*KENYAN, "Overtime worked in Uganda is paid by the employer in Kenya.")
    assert _found("Is overtime in Uganda paid?", treaty) == [treaty.id]
    treaty = _passage(*KENYAN, "Overtime worked in Senegal is paid by the employer in Kenya.")
    assert _found("Is overtime in Senegal paid?", treaty) == [treaty.id]


@pytest.mark.parametrize(
    ("uri", "title"),
    [
        ("https://www.un.org/en/about-us/universal-declaration", "Universal Declaration"),
        ("", "Overtime rules"),
        ("documents/overtime.md", "Overtime rules"),
    ],
)
def test_international_documents_and_those_without_a_country_may_answer(
    uri: str, title: str
) -> None:
    passage = _passage(uri, title)
    assert _found("Is overtime paid in Kazakhstan?", passage) == [passage.id]


def test_the_title_may_say_the_country() -> None:
    passage = replace(_passage("", "Employment Act of Kenya"), id="p")
    assert _found("Is overtime paid in Kazakhstan?", passage) == []


def test_law_of_the_union_answers_for_its_members_only() -> None:
    passage = _passage("https://eur-lex.europa.eu/eli/dir/2003/88/oj", "Directive 2003/88/EC")
    assert _found("Is overtime paid in France?", passage) == [passage.id]
    assert _found("Is overtime paid in Kenya?", passage) == []
