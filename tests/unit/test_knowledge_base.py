from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from opengovai.errors import InputError, StorageError
from opengovai.knowledge import Changes, KnowledgeBase
from opengovai.knowledge.plugin import embedded
from opengovai.types import Document, RedactedText, Section

ACT = """26. Rights of a data subject
A data subject has a right to be informed. A data subject may object to processing.
27. Exercise of rights
A right may be exercised by a guardian where the data subject is a minor.
"""


def document(
    text: str, *, name: str = "act", language: str = "en", title: str = "Data Protection Act"
) -> Document:
    lines = [line for line in text.splitlines() if line[:1].isdigit()]
    starts = [text.index(line) for line in lines]
    sections = tuple(
        Section(heading=line, level=1, start=start, end=end)
        for line, start, end in zip(lines, starts, (*starts, len(text))[1:], strict=True)
    )
    return Document(
        id=name,
        title=title,
        text=text,
        language=language,
        uri=f"https://laws.example/{name}.md",
        version=Document.digest(text),
        sections=sections if lines else (),
    )


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "kb") as base:
        yield base


def ask(base: KnowledgeBase, query: str, **options: str) -> list[str]:
    return [h.passage.text for h in base.search(RedactedText(query), k=5, **options)]


def test_a_stored_passage_is_found_under_its_heading(base: KnowledgeBase) -> None:
    assert base.add([document(ACT)]) == Changes(added=1, passages=2)
    hit = base.search(RedactedText("can a minor exercise rights?"), language="en")[0]
    assert hit.passage.headings == ("27. Exercise of rights",)
    assert hit.passage.text == ACT[hit.passage.start : hit.passage.end]
    assert hit.passage.text.startswith("A right may be exercised")
    assert hit.passage.uri == "https://laws.example/act.md"


def test_adding_the_same_again_changes_nothing(base: KnowledgeBase) -> None:
    base.add([document(ACT)])
    assert base.add([document(ACT)]) == Changes(unchanged=1)


def test_a_new_version_supersedes_and_the_old_one_stays_readable(base: KnowledgeBase) -> None:
    old, new = document(ACT), document(ACT.replace("guardian", "parent or guardian"))
    base.add([old])
    assert base.add([new]) == Changes(updated=1, passages=1)
    for query in ("guardian minor", "parent"):
        (found,) = ask(base, query)
        assert found.startswith("A right may be exercised by a parent or guardian")
    assert base.document("act", old.version) == old
    assert base.document("act", new.version) == new
    (listing,) = base.documents()
    assert (listing.version, listing.versions, listing.passages) == (new.version, 2, 2)
    assert base.verify().ok


def test_the_difference_of_two_versions_names_what_changed(base: KnowledgeBase) -> None:
    old, new = document(ACT), document(ACT.replace("guardian", "parent or guardian"))
    base.add([old])
    base.add([new])
    found = base.difference("act", old.version, new.version)
    assert [p.headings for p in found.added] == [("27. Exercise of rights",)]
    assert [p.text in old.text for p in found.removed] == [True]
    assert found.kept == 1
    assert [(v.version, v.current) for v in base.versions("act")] == [
        (old.version, False),
        (new.version, True),
    ]
    base.remove("act")
    assert not any(v.current for v in base.versions("act"))
    with pytest.raises(InputError, match="never stored"):
        base.difference("act", old.version, "0" * 64)


def test_going_back_to_an_old_text_makes_it_current_again(base: KnowledgeBase) -> None:
    old, new = document(ACT), document(ACT + "28. End\nThe end.\n")
    for version in (old, new, old):
        base.add([version])
    assert [v.current for v in base.versions("act")] == [True, False]
    assert ask(base, "end") == []
    assert base.verify().ok


def test_an_unchanged_passage_keeps_its_id_when_the_rest_changes(base: KnowledgeBase) -> None:
    base.add([document(ACT)])
    before = {p.headings: p.id for p in base.passages("act")}
    base.add([document("25. New\nSomething new stands here.\n" + ACT)])
    after = base.passages("act")
    assert {p.headings: p.id for p in after[1:]} == before
    assert base.verify().ok


def test_a_removed_document_is_not_found_and_stays_readable(base: KnowledgeBase) -> None:
    act = document(ACT)
    base.add([act])
    assert base.remove("act")
    assert ask(base, "data subject") == []
    assert base.documents() == []
    assert base.document("act", act.version) == act
    assert not base.remove("act")


def test_a_changed_title_is_found_and_keeps_the_version(base: KnowledgeBase) -> None:
    base.add([document(ACT)])
    assert base.add([document(ACT, title="Privacy Statute")]) == Changes(updated=1, passages=2)
    assert len(ask(base, "statute")) == 2


def test_what_is_stored_is_there_after_reopening(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb") as base:
        base.add([document(ACT)])
    with KnowledgeBase.open(tmp_path / "kb", read_only=True) as base:
        assert len(ask(base, "data subject")) == 2
        with pytest.raises(StorageError, match="reading only"):
            base.add([document("Other text.", name="b")])


def test_a_reader_sees_what_another_handle_adds_and_removes(tmp_path: Path) -> None:
    with (
        KnowledgeBase.open(tmp_path / "kb") as writer,
        KnowledgeBase.open(tmp_path / "kb", read_only=True) as reader,
    ):
        assert ask(reader, "data subject") == []
        writer.add([document(ACT)])
        assert len(ask(reader, "data subject")) == 2
        writer.remove("act")
        assert ask(reader, "data subject") == []


def test_opening_nothing_for_reading_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no knowledge base here"):
        KnowledgeBase.open(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_configured_base_that_cannot_be_written_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with KnowledgeBase.open(tmp_path / "kb") as base:
        base.add([document(ACT)])
    written = sorted(path.name for path in (tmp_path / "kb").iterdir())
    # The superuser, who runs tests in containers, may write anywhere: only the question is faked.
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with cast("KnowledgeBase", embedded.open(path=str(tmp_path / "kb"))) as published:
        assert ask(published, "data subject")
        with pytest.raises(StorageError, match="reading only"):
            published.add([document(ACT, name="b")])
    assert sorted(path.name for path in (tmp_path / "kb").iterdir()) == written


def test_a_version_that_is_not_the_digest_is_refused(base: KnowledgeBase) -> None:
    forged = Document(
        id="x", title="", text="a", language="en", uri="", version=Document.digest("b")
    )
    with pytest.raises(InputError, match="digest"):
        base.add([forged])
    assert base.documents() == []


@pytest.mark.parametrize("field", ["text", "name", "title", "language"])
def test_what_is_not_unicode_or_no_language_is_refused(base: KnowledgeBase, field: str) -> None:
    good = {"text": "Some text.", "name": "a", "title": "A", "language": "en"}
    for bad in ("half a pair \ud800", *(("../en", "EN", "") if field == "language" else ())):
        with pytest.raises(InputError):
            base.add([document(**(good | {field: bad}))])
    assert base.documents() == []


def test_odd_but_valid_documents_are_kept_as_they_are(base: KnowledgeBase) -> None:
    odd = [
        document("nul \0 and bidi \u202e and \x1b[31m escape", name="odd \0 name"),
        document("\n\n  \t", name="space"),
        document("word", name="x" * 5000, title="t" * 5000),
        document("日本語のテキスト。", name="ja", language="ja"),
    ]
    base.add(odd)
    assert all(base.document(d.id, d.version) == d for d in odd)
    assert ask(base, "escape", language="en")
    assert base.verify().ok


def test_threads_may_search_while_one_adds(base: KnowledgeBase) -> None:
    from concurrent.futures import ThreadPoolExecutor

    base.add([document(ACT)])

    def add(number: int) -> int:
        new = document(f"Form {number} is new.", name=f"d{number}", title="Forms")
        return base.add([new]).added

    with ThreadPoolExecutor(6) as pool:
        added = [pool.submit(add, number) for number in range(12)]
        found = [pool.submit(ask, base, "data subject", language="en") for _ in range(60)]
        assert sum(future.result() for future in added) == 12
        assert all(len(future.result()) == 2 for future in found)
    assert base.verify().ok


def test_k_below_one_is_refused(base: KnowledgeBase) -> None:
    with pytest.raises(InputError, match="k must be"):
        base.search(RedactedText("x"), k=0)


def test_empty_questions_and_empty_documents_find_nothing(base: KnowledgeBase) -> None:
    base.add([document("", name="empty"), document(ACT)])
    for query in ("", "   ", "?!", "\u202e\u0000"):
        assert ask(base, query) == []


def test_same_language_wins_and_a_name_reaches_the_other_language(base: KnowledgeBase) -> None:
    base.add(
        [
            document("Form KRA7 is for tax returns.", name="en", title="Tax"),
            document("Fomu KRA7 ni ya kodi.", name="sw", language="sw", title="Kodi"),
            document("Form ZZ9 is for imports.", name="en2", title="Customs"),
        ]
    )
    hits = base.search(RedactedText("Fomu KRA7 ni ya nini?"), language="sw")
    assert [h.passage.language for h in hits][:2] == ["sw", "en"]
    assert hits[0].lexical > hits[1].lexical
    assert "Form ZZ9 is for imports." in ask(base, "Fomu ZZ9 ni ya nini?", language="sw")


def test_lexical_is_the_share_of_the_question_that_the_passage_holds(base: KnowledgeBase) -> None:
    base.add([document(ACT)])
    whole = base.search(RedactedText("guardian minor"), language="en")[0]
    half = base.search(RedactedText("guardian astronaut"), language="en")[0]
    assert whole.lexical == pytest.approx(1.0)
    assert 0.2 < half.lexical < 0.5, "an unknown word weighs more than a known one"
    titled = base.search(RedactedText("data protection act guardian"), language="en")[0]
    assert titled.lexical == pytest.approx(1.0), "the title counts as held"
