"""Any bytes give documents or reasons, never an exception; and what a document promises holds."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from opengovai.knowledge.loading import Loaded, Mapping, Skipped, clean, readers
from opengovai.knowledge.loading.assemble import assemble
from opengovai.knowledge.loading.content import Block, Content
from opengovai.knowledge.loading.loader import Run
from opengovai.knowledge.loading.walk import File
from opengovai.types import Document

FILES = Path(__file__).parent.parent / "data" / "loading"
WHOLE = [path.read_bytes() for path in sorted(FILES.glob("*.docx"))]
STARTS = [
    b"", b"%PDF-1.4\n", b"PK\x03\x04", b"{", b"[{", b"+++\n", b"---\ntitle: x\n---\n", b"% T\n",
    b"<html><body>", b"<table><tr><td>", b"<akomaNtoso>", b"<ACT>", b"a,b\n1,2\n", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\x1f\x8b\x08", b"BZh9", b"# h\n\n1. x\n", b"<style>a{", b"{\\rtf",
]  # fmt: skip
BYTES = st.binary(max_size=300) | st.text(max_size=300).map(lambda s: s.encode("utf-8", "replace"))


def everything(data: bytes) -> list[Loaded | Skipped]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(data)
        # In this process: a worker for each example would take most of the time.
        return list(Run(readers.read, "en", Mapping()).file(File(path, "a")))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(STARTS), BYTES)
def test_any_bytes_give_documents_or_reasons(start: bytes, rest: bytes) -> None:
    for found in everything(start + rest):
        if isinstance(found, Skipped):
            assert found.reason
            assert "reader failed" not in found.reason
        else:
            holds(found.document)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=8),
    st.integers(0, 4000),
)
def test_a_mangled_word_file_gives_a_document_or_a_reason(
    data: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    mangled = bytearray(data)
    for position, value in changes:
        mangled[position % len(mangled)] = value
    for found in everything(bytes(mangled[: cut or None])):
        assert not isinstance(found, Skipped) or "reader failed" not in found.reason


@given(st.text())
def test_cleaning_is_idempotent_and_shows_all_it_keeps(text: str) -> None:
    once = clean.clean(text).text
    assert clean.clean(once) == clean.Cleaned(once, clean.clean("").hidden)
    assert unicodedata.is_normalized("NFC", once)
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"} for c in once)


@given(st.lists(st.tuples(st.text(max_size=40), st.integers(0, 6)), max_size=12))
def test_sections_nest_and_start_with_their_heading(parts: list[tuple[str, int]]) -> None:
    blocks = (Block("start"), *(Block(text, level) for text, level in parts))
    loaded = assemble(Content(blocks=blocks), path="x/a.txt", language="en")
    holds(loaded.document)


def holds(document: Document) -> None:
    assert document.version == Document.digest(document.text)
    assert document.text.strip()
    assert document.title
    assert document.id
    assert document.uri
    open_: list[int] = []
    for section in document.sections:
        assert document.text.startswith(section.heading, section.start)
        assert section.start < section.end <= len(document.text)
        while open_ and open_[-1] <= section.start:
            open_.pop()
        assert not open_ or section.end <= open_[-1]
        open_.append(section.end)
