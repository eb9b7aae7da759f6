"""Cues for kinds of answers, related words and countries, in every language."""

from __future__ import annotations

import pytest

from opengovai.answering.units import units
from opengovai.languages import SUPPORTED, analyze
from opengovai.languages.answer_types import EXACT, asked_types, said_types
from opengovai.languages.countries import countries, countries_of_address
from opengovai.languages.lexicon import related


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "How much does a passport cost?", "money"),
        ("de", "Was kostet ein Reisepass?", "money"),
        ("fr", "Combien de temps dure la procédure ?", "duration"),
        ("ru", "Сколько дней рассматривают жалобу?", "duration"),
        ("kk", "Неше күн күтемін?", "duration"),
        ("sw", "Ada ni shilingi ngapi?", "money"),
        ("rw", "Ni amafaranga angahe?", "money"),
        ("de", "Wie groß muss das Foto sein?", "size"),
        ("en", "What is the phone number of the office?", "contact"),
        ("en", "Who is the data commissioner today?", "name"),
        ("de", "Wer ist derzeit Bundesbeauftragter?", "name"),
        ("fr", "Qui est le ministre en ce moment ?", "name"),
        ("ru", "Кто сейчас министр юстиции?", "name"),
        ("kk", "Қазір министр кім?", "name"),
        ("sw", "Waziri wa elimu wa sasa ni nani?", "name"),
        ("rw", "Minisitiri w'ubutabera ni nde ubu?", "name"),
    ],
)
def test_what_a_question_asks_for(language: str, text: str, kind: str) -> None:
    assert kind in asked_types(text, language)


@pytest.mark.parametrize("text", ["Can I keep my citizenship?", "May the police search my home?"])
def test_a_yes_no_question_asks_for_nothing_exact(text: str) -> None:
    assert not asked_types(text, "en") & EXACT


@pytest.mark.parametrize(
    ("language", "text", "kind", "holds"),
    [
        ("en", "(3) The applicant shall pay the prescribed fee.", "money", False),
        ("en", "(3) The fee is 4,550 shillings.", "money", True),
        ("en", "Within thirty days of the decision.", "duration", True),
        ("en", "Section 12 applies.", "count", False),
        ("de", "Die Auskunft ist unentgeltlich.", "money", True),
        ("de", "Die Meldung erfolgt unverzüglich.", "duration", True),
        ("fr", "La peine est de cinq ans.", "duration", True),
        ("ru", "Срок составляет пятнадцать рабочих дней.", "duration", True),
        ("kk", "Он бес күн ішінде беріледі.", "duration", True),
        ("sw", "Ni halali kwa miaka kumi.", "duration", True),
        ("rw", "Mu gihe cy'iminsi mirongo itatu (30).", "duration", True),
    ],
)
def test_what_a_sentence_gives(language: str, text: str, kind: str, holds: bool) -> None:
    assert (kind in said_types(text, language)) is holds


@pytest.mark.parametrize("language", SUPPORTED)
def test_related_words_are_mutual(language: str) -> None:
    from opengovai.languages.lexicon import _lexicon

    groups = _lexicon(language).relatives
    assert len(groups) > 100
    for term, others in groups.items():
        assert term not in others
        assert all(term in related(other, language) for other in others)


def test_an_everyday_word_leads_to_the_official_one() -> None:
    for language, everyday, official in [
        ("de", "kostenlos", "unentgeltlich"),
        ("fr", "boulot", "emploi"),
        ("ru", "украли", "хищение"),
    ]:
        (said,), (meant,) = analyze(everyday, language), analyze(official, language)
        assert meant in related(said, language)
    assert related("kostenlos", "xx") == {}


def test_a_word_of_many_groups_counts_less_than_one_of_few() -> None:
    found = related(analyze("sacked", "en")[0], "en")
    assert 0 < found[analyze("terminated", "en")[0]] <= found[analyze("redundancy", "en")[0]] <= 1


def test_every_concept_has_a_cell_for_each_language() -> None:
    from importlib.resources import files

    from opengovai.languages.lexicon import COLUMNS

    text = (files("opengovai.languages") / "lexicon" / "concepts.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(lines) > 300
    assert all(line.count("|") == len(COLUMNS) - 1 for line in lines)
    assert all(cell.strip() for line in lines for cell in line.split("|"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a Kenyan passport", {"ke"}),
        ("законы Казахстана и Руанды", {"rw"}),
        ("Itegeko ry'u Rwanda", {"rw"}),
        ("Visum für die USA und Frankreich", {"us", "fr"}),
        ("we usually agree with the police in the office", set()),
    ],
)
def test_countries_are_found_by_their_names(text: str, codes: set[str]) -> None:
    assert codes <= countries(text)
    if not codes:
        assert countries(text) == frozenset()


def test_an_official_address_belongs_to_a_country() -> None:
    assert countries_of_address("https://www.gesetze-im-internet.de/bdsg/") == {"de"}
    assert countries_of_address("https://new.kenyalaw.org/akn/ke/act/2019/24/") == {"ke"}
    assert countries_of_address("https://example.org/x") == frozenset()
    assert countries_of_address("http://[") == frozenset()


def test_a_label_on_its_own_line_belongs_to_its_item_and_the_item_to_its_list() -> None:
    text = "Pässe sind\n\n1.\nReisepass,\n\n2.\nDienstpass.\n\n(2) Sie gelten zehn Jahre."
    whole, first, second, after = units(text, "de")
    assert text[whole.start : whole.end].endswith("Dienstpass.")
    assert whole.announces
    assert text[first.start : first.end] == "1.\nReisepass,"
    assert {text[slice(*unit.lead)] for unit in (first, second) if unit.lead} == {"Pässe sind"}
    assert after.lead is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("регистрация индивидуального предпринимателя", ""),
        ("сауда-саттық ақшасы", ""),
        ("Turkana County", ""),
        ("un passeport kényan, ougandais ou américain", "ke ug us"),
        ("виза в Индию и Саудовскую Аравию", "in sa"),
        ("АҚШ-тың азаматы", "us"),
    ],
)
def test_words_that_begin_like_a_country_name_none(text: str, named: str) -> None:
    assert countries(text) == set(named.split())
