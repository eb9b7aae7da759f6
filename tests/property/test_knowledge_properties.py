from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from opengovai.knowledge import KnowledgeBase, SectionChunker
from opengovai.types import Document, RedactedText, Section

PIECES = "passport fee Nairobi child tax. 26. Article 5 § 3. (a) ; renew; permit\n\n кітап паспорт"
WORDS = st.sampled_from(PIECES.split(" "))
TEXT = st.lists(WORDS, max_size=60).map(" ".join)


@st.composite
def documents(draw: st.DrawFn, name: str = "d") -> Document:
    text = draw(TEXT)
    words = [(match.start(), match[0]) for match in re.finditer(r"\S+", text)]
    headed = sorted(draw(st.sets(st.sampled_from(words), max_size=5))) if words else []
    sections = tuple(
        Section(
            heading=word if draw(st.booleans()) else draw(WORDS).strip(),
            level=draw(st.integers(1, 3)),
            start=start,
            end=len(text),
        )
        for start, word in headed
    )
    return Document(
        id=name,
        title=draw(st.sampled_from(["", "Act", "passport fee"])),
        text=text,
        language=draw(st.sampled_from(["en", "kk", "es"])),
        uri="",
        version=Document.digest(text),
        sections=sections,
    )


@given(documents(), st.integers(1, 30))
def test_passages_are_ranges_in_order_and_leave_out_only_headings(
    document: Document, limit: int
) -> None:
    passages = SectionChunker(limit=limit).chunk(document)
    at = 0
    left_out = []
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        assert passage.text.strip() == passage.text != ""
        assert at <= passage.start
        left_out.append(document.text[at : passage.start])
        at = passage.end
    left_out.append(document.text[at:])
    headings = " ".join(section.heading for section in document.sections)
    for gap in left_out:
        assert all(word in headings for word in gap.split()), gap
    assert len({passage.id for passage in passages}) == len(passages)
    assert bool(passages) == bool(document.text.strip())


@given(documents(), documents())
def test_chunking_again_gives_the_same_ids(one: Document, other: Document) -> None:
    chunk = SectionChunker(limit=10).chunk
    assert chunk(one) == chunk(one)
    here = {(p.headings, p.text) for p in chunk(one)} & {(p.headings, p.text) for p in chunk(other)}
    for headings, text in here:
        ids = [
            next(p.id for p in chunk(document) if (p.headings, p.text) == (headings, text))
            for document in (one, other)
        ]
        assert ids[0] == ids[1]


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from("abc")).flatmap(
        lambda step: st.tuples(st.just(step[0]), documents(name=step[1]))
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(STEPS, TEXT.filter(str.strip))
def test_after_any_steps_a_base_finds_what_a_fresh_one_finds(
    steps: list[tuple[str, Document]], query: str
) -> None:
    current: dict[str, Document] = {}
    with tempfile.TemporaryDirectory() as folder:
        with (
            KnowledgeBase.open(Path(folder) / "old") as old,
            KnowledgeBase.open(Path(folder) / "new") as new,
        ):
            for action, document in steps:
                if action == "add":
                    old.add([document])
                    current[document.id] = document
                else:
                    assert old.remove(document.id) == (current.pop(document.id, None) is not None)
            new.add(current.values())
            assert old.verify().ok
            found = [
                {h.passage for h in base.search(RedactedText(query), k=100, language="en")}
                for base in (old, new)
            ]
        assert found[0] == found[1]
