from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tantivy

from opengovai.errors import InputError
from opengovai.knowledge import KnowledgeBase, lexical
from opengovai.types import Document, Hit, RedactedText, Section

FILLER = {
    "en": "The authority shall keep records of matter {n} and report under section {m} yearly.",
    "de": "Die Behörde führt ein Verzeichnis der Sache {n} und berichtet nach § {m} jährlich.",
    "ru": "Орган ведёт учёт дела {n} и отчитывается согласно статье {m} ежегодно.",
    "kk": "Орган {n} іс бойынша есеп жүргізеді және {m}-бапқа сәйкес жыл сайын есеп береді.",
    "rw": "Urwego rubika inyandiko za dosiye {n} rugatanga raporo hakurikijwe ingingo ya {m}.",
    "sw": "Mamlaka itatunza kumbukumbu za jambo {n} na kutoa ripoti chini ya kifungu cha {m}.",
    "fr": "L'autorité tient un registre de l'affaire {n} et fait rapport selon l'article {m}.",
}
LABEL = {
    "en": "{n}. Duty number",
    "de": "§ {n} – Pflicht",
    "ru": "Статья {n}. Обязанность",
    "kk": "{n}-бап. Міндет",
    "rw": "Ingingo ya {n}: Inshingano",
    "sw": "Kifungu cha {n}. Wajibu",
    "fr": "Article {n} : Obligation",
}
TITLE = {"en": "Data Protection Act", "de": "Passgesetz", "fr": "Code des archives"}


def law(language: str, *, name: str = "law", title: str = "", articles: int = 40) -> Document:
    """A law whose every article mentions another one by number."""
    text, sections = "", []
    for n in range(1, articles + 1):
        heading = LABEL[language].format(n=n)
        body = FILLER[language].format(n=n, m=articles - n + 1)
        sections.append((heading, len(text)))
        text += f"{heading}\n{body}\n"
    return Document(
        id=f"{name}-{language}",
        title=title or TITLE.get(language, "Law"),
        text=text,
        language=language,
        uri="",
        version=Document.digest(text),
        sections=tuple(Section(heading=h, level=1, start=s, end=len(text)) for h, s in sections),
    )


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("laws")) as base:
        base.add(law(language) for language in FILLER)
        base.add([law("en", name="other", title="Consumer Protection Act")])
        yield base


def ask(base: KnowledgeBase, query: str, language: str | None = None) -> list[Hit]:
    return base.search(RedactedText(query), k=5, language=language)


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("en", "What does section 26 of the Data Protection Act say?"),
        ("en", "sec. 26 Data Protection Act"),
        ("de", "Was steht in § 26 Passgesetz?"),
        ("de", "Artikel 26 Passgesetz"),
        ("ru", "О чём говорит статья 26?"),
        ("kk", "26-бап не туралы?"),
        ("kk", "бап 26"),
        ("rw", "Ingingo ya 26 ivuga iki?"),
        ("sw", "Kifungu cha 26 kinasema nini?"),
        ("fr", "Que dit l'article 26 du code des archives ?"),
    ],
)
def test_an_article_asked_for_by_number_comes_first(
    laws: KnowledgeBase, language: str, query: str
) -> None:
    first = ask(laws, query, language)[0]
    assert first.passage.document_id == f"law-{language}"
    assert first.passage.headings == (LABEL[language].format(n=26),)


@pytest.mark.parametrize(
    ("text", "language", "query"),
    [
        ("A passport is replaced on application.", "en", "replase my pasport"),
        ("Der Datenschutzbeauftragte berät die Behörde.", "de", "Datenschutzbeauftragter Beratung"),
        ("Das Kindergeld wird monatlich gezahlt.", "de", "Kindergelder"),
        ("Le tribunal statue sur l'hébergement.", "fr", "hebergement tribunaux"),
        ("Umwana ahabwa igihano cyoroheje.", "rw", "ibihano by'abana"),
        ("Mwombaji atalipa ada ya leseni.", "sw", "kulipia leseni"),
        ("Азаматтардың құқықтары қорғалады.", "kk", "азаматтың құқығын қорғау"),
        ("Заявитель получает паспорт в центре.", "ru", "получение паспартов"),
    ],
)
def test_a_variant_or_misspelling_finds_the_word_and_counts_as_held_in_part(
    tmp_path: Path, text: str, language: str, query: str
) -> None:
    document = Document(
        id="wanted", title="", text=text, language=language, uri="", version=Document.digest(text)
    )
    with KnowledgeBase.open(tmp_path) as base:
        base.add([document, law(language)])
        hits = ask(base, query, language)
        assert hits[0].passage.document_id == "wanted"
        assert 0.3 < hits[0].lexical <= 1
        assert all(hit.lexical < hits[0].lexical for hit in hits[1:])


def test_a_question_about_something_else_has_a_low_share(laws: KnowledgeBase) -> None:
    for query in ("Who won the football championship?", "best pizza recipe with records"):
        assert all(hit.lexical < 0.5 for hit in ask(laws, query, "en"))


def test_the_language_is_identified_when_it_is_not_given(laws: KnowledgeBase) -> None:
    for query, language in (
        ("Welches Verzeichnis führt die Behörde?", "de"),
        ("Mamlaka itatunza kumbukumbu gani?", "sw"),
        ("Органы қандай есеп жүргізеді?", "kk"),
    ):
        assert ask(laws, query)[0].passage.language == language


def test_hits_are_ordered_and_complete(laws: KnowledgeBase) -> None:
    hits = laws.search(RedactedText("records of matter 7"), k=20, language="en")
    assert len(hits) == 20
    assert len({hit.passage.id for hit in hits}) == 20
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= hit.lexical <= 1 for hit in hits)
    assert set(hits[0].weights) == {"record", "matter", "7"}


def test_a_very_long_question_is_answered_from_its_beginning(laws: KnowledgeBase) -> None:
    query = "records of matter 7 " + " ".join(f"word{n}" for n in range(20_000))
    assert "matter 7" in ask(laws, query, "en")[0].passage.text


@pytest.mark.parametrize("k", [0, -1, 10**7, 10**20])
def test_a_number_of_hits_that_cannot_be_is_refused(laws: KnowledgeBase, k: int) -> None:
    with pytest.raises(InputError, match="k "):
        laws.search(RedactedText("duty"), k=k)


def test_more_hits_than_there_are_passages_gives_what_there_is(laws: KnowledgeBase) -> None:
    found = laws.search(RedactedText("authority records"), k=10**6, language="en")
    assert len(found) == len({hit.passage.id for hit in found}) >= 40


@pytest.mark.parametrize(
    ("language", "query", "together", "apart"),
    [
        ("en", "right of appeal", "a right of appeal is open", "of the appeal as of right"),
        ("sw", "haki ya rufaa", "yupo mwenye haki ya rufaa", "rufaa ya mtu mwenye haki"),
        ("rw", "uburenganzira bwo kujurira", "afite uburenganzira bwo kujurira",
         "kujurira bwo afite uburenganzira"),
    ],
)  # fmt: skip
def test_words_side_by_side_win_over_the_same_words_apart(
    tmp_path: Path, language: str, query: str, together: str, apart: str
) -> None:
    with KnowledgeBase.open(tmp_path) as base:
        base.add(
            Document(
                id=name,
                title="",
                text=text,
                language=language,
                uri="",
                version=Document.digest(text),
            )
            for name, text in (("a", apart), ("b", together))
        )
        assert ask(base, query, language)[0].passage.document_id == "b"


def test_a_base_that_was_indexed_without_pairs_is_read_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", indexed=True, fast=True)
    for field in ("text", "head", "grams", "grammar"):
        builder.add_text_field(field, tokenizer_name="whitespace")
    monkeypatch.setattr(lexical, "_schema", builder.build)
    monkeypatch.setattr(lexical, "pairs", lambda found, language: [])
    with KnowledgeBase.open(tmp_path) as base:
        base.add([law("en", articles=3)])
    with KnowledgeBase.open(tmp_path, read_only=True) as base:
        assert ask(base, "authority keeps records", "en")
