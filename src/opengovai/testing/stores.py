"""What every knowledge store must do, as rules that a store's author runs against a live one.

    @pytest.mark.parametrize("rule", store_rules, ids=lambda rule: rule.__name__)
    def test_my_store(rule):
        rule(opener)

`opener()` opens the same store each time it is called, empty at first; each store that it gives is
closed by the rule. A `PassageStore` is tested inside `knowledge.shared.SharedKnowledgeBase`. A
rule raises AssertionError.
"""

# ruff: noqa: S101 to assert is what a rule is for

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

from opengovai.errors import InputError
from opengovai.protocols import KnowledgeStore
from opengovai.types import Changes, Document, Hit, RedactedText, Section

Opener = Callable[[], KnowledgeStore]

_ACT = """26. Rights of a data subject
A data subject has a right to be informed. A data subject may object to processing.
27. Exercise of rights
A right may be exercised by a guardian where the data subject is a minor.
"""
_NEW = _ACT.replace("a guardian", "a parent or guardian")

_LANGUAGES = {
    "en": ("The passport is issued within ten days.", "how are passports issued"),
    "sw": ("Pasipoti hutolewa ndani ya siku kumi.", "pasipoti itatolewa lini"),
    "rw": ("Urwandiko rw'inzira rutangwa mu minsi icumi.", "urwandiko rw'inzira"),
    "kk": ("Төлқұжат он күн ішінде беріледі.", "төлқұжатты қашан береді"),
    "ru": ("Паспорт выдаётся в течение десяти дней.", "выдача паспорта"),
    "de": ("Der Reisepass wird binnen zehn Tagen ausgestellt.", "Reisepässe ausstellen"),
    "fr": ("Le passeport est délivré sous dix jours.", "délivrance des passeports"),
}


def sample_document(
    text: str,
    *,
    name: str = "act",
    language: str = "en",
    valid_from: str = "",
    valid_until: str = "",
) -> Document:
    """A document whose lines that begin with a digit are its headings."""
    lines = [line for line in text.splitlines() if line[:1].isdigit()]
    bounds = [*(text.index(line) for line in lines), len(text)]
    return Document(
        id=name,
        title="Data Protection Act",
        text=text,
        language=language,
        uri=f"https://laws.example/{name}.md",
        version=Document.digest(text),
        sections=tuple(
            Section(heading=line, level=1, start=start, end=end)
            for line, start, end in zip(lines, bounds, bounds[1:], strict=False)
        ),
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _a_passage_is_found_where_it_stands(opener: Opener) -> None:
    with closing(opener()) as store:
        assert store.add([sample_document(_ACT)]) == Changes(added=1, passages=2)
        hit = _find(store, "can a minor exercise rights?")[0]
    assert hit.passage.headings == ("27. Exercise of rights",)
    assert hit.passage.text.startswith("A right may be exercised")
    assert hit.passage.text == _ACT[hit.passage.start : hit.passage.end]
    assert hit.passage.uri == "https://laws.example/act.md"
    assert (hit.passage.version, hit.passage.language) == (Document.digest(_ACT), "en")


def _what_was_added_is_there_when_opened_again(opener: Opener) -> None:
    document = sample_document(_ACT, valid_from="2019-11-25")
    with closing(opener()) as store:
        store.add([document])
    with closing(opener()) as store:
        assert store.document("act", document.version) == document
        assert _find(store, "guardian")
        assert store.add([document]) == Changes(unchanged=1)


def _an_empty_store_finds_nothing(opener: Opener) -> None:
    with closing(opener()) as store:
        assert _find(store, "passport") == []
        assert store.document("act", Document.digest(_ACT)) is None
        assert not store.remove("act")
        assert store.current() == {}


def _a_new_version_supersedes_and_the_old_one_stays_citable(opener: Opener) -> None:
    old, new = sample_document(_ACT), sample_document(_NEW)
    with closing(opener()) as store:
        store.add([old])
        assert store.add([new]) == Changes(updated=1, passages=1)
        found = _find(store, "guardian of a minor", k=10)
        assert {hit.passage.version for hit in found} == {new.version}
        assert len(found) == len({hit.passage.id for hit in found})
        for hit in found:
            assert hit.passage.text == _NEW[hit.passage.start : hit.passage.end]
        assert store.document("act", old.version) == old
        assert store.document("act", new.version) == new
        assert store.current() == {"act": new.version}
        assert [one.version for one in store.history()] == [old.version, new.version]
        assert store.add([old]).updated == 1, "an older text may become current again"
        assert store.current() == {"act": old.version}


def _a_withdrawn_document_is_citable_and_not_found(opener: Opener) -> None:
    document = sample_document(_ACT)
    with closing(opener()) as store:
        store.add([document, sample_document("A fee is due.", name="fees")])
        assert store.remove("act")
        assert not store.remove("act")
        assert _find(store, "guardian minor") == []
        assert store.document("act", document.version) == document
        assert store.current().keys() == {"fees"}
        assert store.add([document]).passages == 2
        assert _find(store, "guardian minor")


def _changed_metadata_is_stored(opener: Opener) -> None:
    with closing(opener()) as store:
        store.add([sample_document(_ACT)])
        moved = sample_document(_ACT, valid_until="9999-12-31")
        assert store.add([moved]) == Changes(updated=1)
        assert store.document("act", moved.version) == moved


def _what_is_not_in_force_is_citable_and_not_found(opener: Opener) -> None:
    today = datetime.now(UTC).date()
    before, after = (str(today + timedelta(days=days)) for days in (-9, 9))
    documents = [
        sample_document("The fee is one shilling.", name="repealed", valid_until=before),
        sample_document("The fee is two shillings.", name="force", valid_from=before),
        sample_document("The fee is three shillings.", name="coming", valid_from=after),
    ]
    better = [
        sample_document(f"The fee is what the fee is. № {n}", name=f"{n}", valid_until=before)
        for n in range(100)
    ]
    with closing(opener()) as store:
        store.add([*documents, *better])
        assert [hit.passage.document_id for hit in _find(store, "what is the fee")] == ["force"]
        for document in documents:
            assert store.document(document.id, document.version) == document


def _the_language_of_the_query_wins(opener: Opener) -> None:
    with closing(opener()) as store:
        for language in _LANGUAGES:
            store.add(
                [
                    sample_document(
                        "Form DS-2019, 45 EUR.", name=f"form-{language}", language=language
                    )
                ]
            )
        for language in _LANGUAGES:
            hits = _find(store, "DS-2019", language=language, k=7)
            assert hits[0].passage.language == language
            assert {hit.passage.language for hit in hits} == set(_LANGUAGES)


def _inflected_words_are_found(opener: Opener) -> None:
    with closing(opener()) as store:
        for language, (text, _) in _LANGUAGES.items():
            store.add([sample_document(text, name=language, language=language)])
        for language, (_, question) in _LANGUAGES.items():
            hit = _find(store, question, language=language)[0]
            assert hit.passage.document_id == language, question


def _the_share_says_how_much_of_the_query_is_held(opener: Opener) -> None:
    with closing(opener()) as store:
        store.add([sample_document(_ACT)])
        whole = _find(store, "a right may be exercised by a guardian")[0].lexical
        half = _find(store, "guardian of a spaceship orbiting")[0].lexical
        none = _find(store, "quantum chromodynamics of a minor lagrangian")
    assert whole > 0.9
    assert 0.1 < half < 0.7
    assert all(0 <= hit.lexical < 0.5 for hit in none)


def _the_weights_are_the_indexs_own(opener: Opener) -> None:
    texts = [f"The office opens on day {n}." for n in range(20)] + ["The office has a crèche."]
    with closing(opener()) as store:
        store.add(sample_document(text, name=str(n)) for n, text in enumerate(texts))
        weights = _find(store, "office crèche zeppelin")[0].weights
    common, rare, unknown = weights.values()
    assert 0 < common < rare <= unknown


def _hits_come_best_first_and_at_most_k(opener: Opener) -> None:
    texts = [f"Permit {n}. " + "The permit costs money. " * (n % 5) for n in range(30)]
    with closing(opener()) as store:
        store.add(sample_document(text, name=str(n)) for n, text in enumerate(texts))
        for k in (1, 5, 100):
            hits = _find(store, "what does the permit cost", k=k)
            assert len(hits) == min(k, 30)
            scores = [hit.score for hit in hits]
            assert scores == sorted(scores, reverse=True)
            assert [h.passage.id for h in hits] == [
                h.passage.id for h in _find(store, "what does the permit cost", k=k)
            ]
        _raises(InputError, lambda: _find(store, "permit", k=0))


def _a_section_is_found_by_its_number(opener: Opener) -> None:
    sections = "".join(
        f"{n}. Duty {n}\nSee section 26 and section 27 as well.\n" for n in range(40)
    )
    with closing(opener()) as store:
        store.add([sample_document(sections)])
        hit = _find(store, "section 26 of the Data Protection Act")[0]
    assert hit.passage.headings == ("26. Duty 26",)


def _a_misspelt_word_is_found(opener: Opener) -> None:
    with closing(opener()) as store:
        store.add([sample_document(_ACT), sample_document("A fee is due.", name="fees")])
        for query in ("guardain", "excercised rights"):
            assert _find(store, query)[0].passage.headings == ("27. Exercise of rights",)


def _what_cannot_be_stored_is_refused(opener: Opener) -> None:
    good = sample_document(_ACT)
    fields = {field: getattr(good, field) for field in Document.__slots__}
    bad = [
        {"version": "0" * 64},
        {"text": "\ud800", "version": Document.digest("\ud800")},
        {"language": "English, mostly"},
        {"valid_from": "tomorrow"},
        {"valid_from": "2026-02-01", "valid_until": "2026-01-31"},
    ]
    with closing(opener()) as store:
        for change in bad:
            wrong = [Document(**{**fields, **change})]
            _raises(InputError, partial(store.add, wrong))
        assert store.current() == {}
        assert list(store.history()) == []


def _what_came_before_a_failure_stays(opener: Opener) -> None:
    def source() -> Iterator[Document]:
        yield sample_document(_ACT)
        raise OSError("the disk went away")

    with closing(opener()) as store:
        _raises(OSError, lambda: store.add(source()))
        assert _find(store, "guardian")


def _any_text_is_stored_and_asked_for(opener: Opener) -> None:
    texts = [
        "Nul \0 stands here. 😀 e\u0301 \u202e %s %(x)s {} '); DROP TABLE version; --",
        "a" * 100_000,
        "",
        "\n\n \t",
        "'& | ! <-> :* \\ \" $$ ? %",
    ]
    with closing(opener()) as store:
        for n, text in enumerate(texts):
            document = sample_document(text, name=f"{n} '\"%s{{}}")
            store.add([document])
            assert store.document(document.id, document.version) == document
        for text in texts:
            _find(store, text[:2000])
        assert _find(store, "stands here")[0].passage.text.startswith("Nul \0 stands")


def _what_two_documents_say_is_shown_once(opener: Opener) -> None:
    article = (
        "The guardian of a minor may exercise each right of the minor before the office, which "
        "decides on the request and tells the guardian why in writing.\n"
    )
    consolidated = article.replace("which decides", "which then decides")
    with closing(opener()) as store:
        store.add([sample_document(article), sample_document(consolidated, name="consolidated")])
        store.add([sample_document("A minor has rights.", name="rights")])
        found = [hit.passage.document_id for hit in _find(store, "rights of a minor, guardian")]
    assert len(found) == 2
    assert "rights" in found


def _a_repeated_document_in_one_call_counts_in_order(opener: Opener) -> None:
    old, new = sample_document(_ACT), sample_document(_NEW)
    with closing(opener()) as store:
        for _ in range(2):
            store.add([old, new])
            assert store.current() == {"act": new.version}
        assert [one.version for one in store.history()] == [old.version, new.version]


def _many_writers_lose_and_double_nothing(opener: Opener) -> None:
    def write(writer: int) -> Changes:
        with closing(opener()) as store:
            own = [sample_document(f"Office {writer}, room {n}.", name=f"{writer}/{n}")
                   for n in range(5)]  # fmt: skip
            return store.add([*own, sample_document(_ACT)])

    opener().close()
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(write, range(4)))
    assert sum(one.added for one in done) == 4 * 5 + 1
    assert sum(one.unchanged for one in done) == 3
    with closing(opener()) as store:
        assert len(store.current()) == 21
        found = [hit.passage.id for hit in _find(store, "office room", k=100)]
        assert len(found) == len(set(found)) == 20
        shared = [hit.passage for hit in _find(store, "rights of a data subject", k=100)]
        assert len([passage for passage in shared if passage.document_id == "act"]) == 2


def _writers_of_one_document_leave_one_of_its_versions(opener: Opener) -> None:
    texts = [f"{_ACT}Of the guardian of a minor the office has number {n}." for n in range(4)]

    def write(text: str) -> None:
        with closing(opener()) as store:
            for _ in range(3):
                store.add([sample_document(text), sample_document(text + "Fees.", name="fees")])
                store.add([sample_document(text + "Fees.", name="fees"), sample_document(text)])

    opener().close()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, texts))
    with closing(opener()) as store:
        current = store.current()
        hits = _find(store, "guardian of a minor", k=100)
        assert {(h.passage.document_id, h.passage.version) for h in hits} == set(current.items())
        assert len(list(store.history())) == 8


def _readers_see_whole_versions_while_others_write(opener: Opener) -> None:
    versions = [_ACT.replace("minor", f"minor {'x' * n}") for n in range(1, 9)]
    with closing(opener()) as store, closing(opener()) as reader, ThreadPoolExecutor(1) as pool:
        store.add([sample_document(_ACT)])
        writing = pool.submit(lambda: [store.add([sample_document(text)]) for text in versions])
        while not writing.done():
            for hit in _find(reader, "a right exercised by a guardian"):
                text = reader.document("act", hit.passage.version)
                assert text is not None
                assert hit.passage.text == text.text[hit.passage.start : hit.passage.end]
        writing.result()


store_rules: tuple[Callable[[Opener], None], ...] = (
    _a_passage_is_found_where_it_stands,
    _what_was_added_is_there_when_opened_again,
    _an_empty_store_finds_nothing,
    _a_new_version_supersedes_and_the_old_one_stays_citable,
    _a_withdrawn_document_is_citable_and_not_found,
    _changed_metadata_is_stored,
    _what_is_not_in_force_is_citable_and_not_found,
    _the_language_of_the_query_wins,
    _inflected_words_are_found,
    _the_share_says_how_much_of_the_query_is_held,
    _the_weights_are_the_indexs_own,
    _hits_come_best_first_and_at_most_k,
    _a_section_is_found_by_its_number,
    _a_misspelt_word_is_found,
    _what_cannot_be_stored_is_refused,
    _what_came_before_a_failure_stays,
    _any_text_is_stored_and_asked_for,
    _what_two_documents_say_is_shown_once,
    _a_repeated_document_in_one_call_counts_in_order,
    _many_writers_lose_and_double_nothing,
    _writers_of_one_document_leave_one_of_its_versions,
    _readers_see_whole_versions_while_others_write,
)
"""For every `KnowledgeStore`."""


def _find(store: KnowledgeStore, query: str, *, k: int = 5, language: str = "en") -> Sequence[Hit]:
    return store.retrieve(RedactedText(query), k=k, language=language)


def _raises(kind: type[Exception], action: Callable[[], object]) -> None:
    try:
        action()
    except kind:
        return
    raise AssertionError(f"{kind.__name__} was not raised")
