"""What is said twice is shown once; what differs in a figure or a negation is shown twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from opengovai.knowledge import KnowledgeBase
from opengovai.knowledge.copies import Said
from opengovai.types import Document, Passage, RedactedText, Section

ARTICLES = {
    "en": "A person whose passport was lost or stolen reports this without delay to the nearest "
    "office of the authority, which cancels it and enters the cancellation in the register within "
    "ten working days after the report has been received at that office.",
    "de": "Wer seinen Pass verloren hat, zeigt dies unverzüglich der nächsten Stelle der Behörde "
    "an, die ihn für ungültig erklärt und dies im Register innerhalb der Frist vermerkt, die mit "
    "dem Eingang der Anzeige bei dieser Stelle beginnt und drei Monate dauert.",
    "sw": "Mtu ambaye pasipoti yake imepotea au kuibwa atatoa taarifa mara moja kwa ofisi ya "
    "mamlaka iliyo karibu, ambayo itaifuta na kuandika katika rejista ndani ya muda uliowekwa "
    "tangu taarifa ilipopokelewa katika ofisi hiyo ya mamlaka husika.",
    "rw": "Umuntu wataye cyangwa wibwe urwandiko rw'inzira abimenyesha bidatinze ibiro bimwegereye "
    "by'urwego, na rwo rukarutesha agaciro kandi rukabyandika mu gitabo mu gihe cyagenwe uhereye "
    "igihe imenyesha ryakiriwe n'ibiro by'urwo rwego.",
    "kk": "Паспорты жоғалған немесе ұрланған адам бұл туралы органның ең жақын бөлімшесіне дереу "
    "хабарлайды, ал ол паспортты жарамсыз деп таниды және хабарлама бөлімшеге түскен күннен бастап "
    "белгіленген мерзімде тізілімге тиісті жазба енгізеді.",
    "ru": "Лицо, утратившее паспорт, сообщает об этом в ближайшее подразделение органа, которое "
    "признаёт его утраченным и вносит соответствующую запись в реестр в установленный срок со дня "
    "поступления сообщения в это подразделение органа внутренних дел.",
    "fr": "Toute personne dont le passeport a été perdu ou volé le signale sans délai au bureau le "
    "plus proche de l'autorité, qui l'annule et inscrit l'annulation au registre dans le délai "
    "prévu à compter de la réception du signalement par ce bureau.",
}


def _passage(text: str, *, name: str = "a", **fields: object) -> Passage:
    known = {"title": "Passport Act", "headings": ("12. Loss of a passport",), "language": "en"}
    return Passage(
        id=name, document_id=name, version="", start=0, end=len(text), text=text, uri="",
        **(known | fields),  # type: ignore[arg-type]
    )  # fmt: skip


def _adds(first: Passage, second: Passage) -> bool:
    said = Said()
    assert said.adds(first)
    return said.adds(second)


@pytest.mark.parametrize("language", ARTICLES)
def test_the_same_article_in_another_file_adds_nothing(language: str) -> None:
    text = ARTICLES[language]
    first = _passage(text, language=language)
    words = text.split()
    edited = " ".join([*words[:6], "also", *words[6:]])
    assert not _adds(first, _passage(text, name="b", language=language))
    assert not _adds(first, _passage(edited, name="b", language=language))
    later = _passage(edited, name="b", language=language, title="Passport Act (revised 2024)")
    assert not _adds(first, later)
    assert not _adds(first, replace(later, headings=("13. Loss of a passport",)))


@pytest.mark.parametrize(
    "other",
    [
        _passage(ARTICLES["en"].replace("ten working", "21 working"), name="b"),
        _passage(ARTICLES["en"].replace("which cancels", "which never cancels"), name="b"),
        _passage(ARTICLES["en"], name="b", title="Identity Cards Act"),
        _passage(ARTICLES["en"], name="b", headings=("14. Theft",)),
        _passage(ARTICLES["en"].replace("lost or stolen", "found by somebody else") + " " +
                 "Whoever finds one hands it in at any office of the authority and is thanked.",
                 name="b"),
        _passage(ARTICLES["en"], name="b", language="fr"),
    ],
)  # fmt: skip
def test_what_says_something_else_is_shown(other: Passage) -> None:
    assert _adds(_passage(ARTICLES["en"]), other)


def test_articles_of_one_document_are_never_taken_for_copies() -> None:
    first = _passage(ARTICLES["en"])
    assert _adds(first, replace(first, headings=("13. Loss of a passport",)))


def test_near_copies_do_not_crowd_out_another_answer(tmp_path: Path) -> None:
    heading = "12. Loss of a passport\n"

    def act(year: int, extra: str) -> Document:
        text = heading + ARTICLES["en"] + extra
        return Document(
            id=f"act-{year}", title=f"Passport Act (as of {year})", text=text, language="en",
            uri="", version=Document.digest(text),
            sections=(Section(heading=heading.strip(), level=1, start=0, end=len(text)),),
        )  # fmt: skip

    guide = "Lost your passport? Report it to the police as well, and ask for a certificate."
    versions = [act(2000 + n, " It tells the bearer so." * (n % 2)) for n in range(30)]
    other = Document(
        id="guide", title="Guide", text=guide, language="en", uri="", version=Document.digest(guide)
    )
    with KnowledgeBase.open(tmp_path) as base:
        base.add([*versions, other])
        hits = base.search(RedactedText("lost passport report to the office"), k=3, language="en")
    names = [hit.passage.document_id for hit in hits]
    assert "guide" in names
    assert len([name for name in names if name.startswith("act")]) == 1
