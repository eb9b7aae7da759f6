"""Follow-ups, what is remembered and for how long, what is asked back; no model."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.answering.focus import focus
from opengovai.conversation.clarification import choices
from opengovai.conversation.folder import MemoryFolder
from opengovai.conversation.follow_up import FollowUpRules
from opengovai.conversation.listening import listen
from opengovai.conversation.memory import MemoryInProcess
from opengovai.conversation.model_rewriter import ModelRewriter
from opengovai.errors import ModelUnavailableError, StorageError, StoreDamagedError
from opengovai.languages import SUPPORTED
from opengovai.protocols import ConversationMemory
from opengovai.types import (
    Completion,
    Generation,
    Hit,
    Message,
    Passage,
    RedactedText,
    Rewritten,
    Status,
    Turn,
    Usage,
)

R = RedactedText


def _turn(
    text: str, language: str = "en", status: Status = Status.ANSWERED, **more: object
) -> Turn:
    keys = {"record": "r", "time": "2026-01-01T00:00:00Z", "answer": R("a")} | more
    return Turn(language=language, asked=R(text), understood=R(text), status=status, **keys)  # type: ignore[arg-type]


def _rewritten(text: str, *history: Turn) -> Rewritten:
    heard = listen(R(text), SUPPORTED, history=history)
    return FollowUpRules().rewrite(focus("q", heard.text, heard.language), history)


FIRST = {
    "en": ("How long is an ordinary passport valid?", "passport"),
    "de": ("Wie lange gilt ein Reisepass?", "reisepass"),
    "fr": ("Quelle est la durée de validité du passeport ?", "passeport"),
    "ru": ("Сколько лет действует паспорт?", "паспорт"),
    "kk": ("Паспорт неше жылға беріледі?", "паспорт"),
    "sw": ("Pasipoti ya kawaida ni halali kwa muda gani?", "pasipoti"),
    "rw": ("Pasiporo imara igihe kingana iki?", "pasiporo"),
}


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("en", "And for children?", "continuation"),
        ("en", "What about an identity card?", "continuation"),
        ("en", "How much does it cost?", "reference"),
        ("en", "Why?", "reference"),
        ("en", "And where do I report a loss?", "reference"),
        ("de", "Und für Kinder?", "continuation"),
        ("de", "Was kostet das?", "reference"),
        ("fr", "Et pour les enfants ?", "continuation"),
        ("fr", "Combien ça coûte ?", "reference"),
        ("ru", "А для детей?", "continuation"),
        ("ru", "Сколько это стоит?", "reference"),
        ("kk", "Ал балаларға ше?", "continuation"),
        ("kk", "Ол қанша тұрады?", "reference"),
        ("sw", "Na kwa watoto?", "continuation"),
        ("sw", "Inagharimu kiasi gani?", "reference"),
        ("rw", "None se ku bana?", "continuation"),
        ("rw", "Igura angahe?", "reference"),
    ],
)
def test_a_follow_up_gets_what_it_is_about(language: str, text: str, rule: str) -> None:
    first, topic = FIRST[language]
    found = _rewritten(text, _turn(first, language))
    assert found.question.language == language
    assert found.rule == rule
    assert topic in found.question.query.casefold()
    assert text.rstrip(" ?") in found.question.query


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "How do I register the birth of my child?"),
        ("en", "Who may vote in elections?"),
        ("de", "Darf das Amt meine Daten an andere Behörden weitergeben?"),
        ("fr", "Qui peut voter aux élections municipales ?"),
        ("ru", "Кто имеет право голосовать на выборах?"),
        ("kk", "Сайлауда кім дауыс бере алады?"),
        ("sw", "Nani anaweza kupiga kura katika uchaguzi?"),
        ("rw", "Ni nde ushobora gutora mu matora?"),
    ],
)
def test_a_question_of_its_own_stays_as_it_is(language: str, text: str) -> None:
    found = _rewritten(text, _turn(FIRST[language][0], language))
    assert (found.rule, found.question.text) == ("", text)


@pytest.mark.parametrize(
    ("language", "before", "text", "kept", "gone"),
    [
        ("en", "How much does a passport cost?", "And the deadline?", "passport", "cost"),
        ("fr", "Combien coûte un passeport ?", "Et quel est le délai ?", "passeport", "coûte"),
        ("de", "Was kostet ein Pass?", "Und die Frist?", "pass", "kostet"),
        ("ru", "Сколько стоит паспорт?", "А срок?", "паспорт", "стоит"),
        ("kk", "Паспорт қанша тұрады?", "Ал мерзімі?", "паспорт", "тұрады"),
        ("sw", "Ada ya pasipoti ni kiasi gani?", "Na muda?", "pasipoti", "ada"),
    ],
)
def test_who_asks_another_thing_no_longer_asks_the_one_before(
    language: str, before: str, text: str, kept: str, gone: str
) -> None:
    question = focus("q", R(text), language)
    found = FollowUpRules().rewrite(question, [_turn(before, language)]).question
    assert kept in found.query
    assert gone not in found.query
    assert gone not in found.text


def test_without_a_history_nothing_is_added() -> None:
    assert _rewritten("And for children?").rule == ""


def test_small_talk_in_between_does_not_lose_the_subject() -> None:
    history = (_turn(FIRST["en"][0]), _turn("thanks", status=Status.OUT_OF_SCOPE))
    assert "passport" in _rewritten("how much is it?", *history).question.query


def test_pseudonyms_are_not_searched_for() -> None:
    found = _rewritten("And for children?", _turn("Is [PHONE-1-kqzvrt] on my passport?"))
    assert "PHONE" not in found.question.query
    assert "PHONE" in found.question.text


@pytest.mark.parametrize("said", ["2", "the second one", "the citizenship one", "Citizenship Act"])
def test_a_choice_is_understood_by_place_and_by_name(said: str) -> None:
    offered = ("Passport Act", "Citizenship Act")
    before = _turn("How much is the fee?", status=Status.CLARIFICATION, options=offered)
    found = _rewritten(said, before)
    assert (found.rule, found.question.text) == ("choice", "How much is the fee? Citizenship Act")


def _hit(title: str, score: float, lexical: float = 1.0, language: str = "en") -> Hit:
    passage = Passage(
        id=title,
        document_id=title,
        version="0" * 64,
        text="t",
        start=0,
        end=1,
        headings=(),
        language=language,
        uri="u",
        title=title,
    )
    return Hit(passage=passage, score=score, lexical=lexical)


def test_two_documents_that_fit_as_well_are_asked_back() -> None:
    short = focus("q", R("How much is the fee?"), "en")
    assert choices(short, [_hit("A", 2.0), _hit("B", 1.9), _hit("A", 1.8), _hit("C", 1.0)]) == (
        "A",
        "B",
    )
    assert choices(short, [_hit("A", 2.0), _hit("B", 1.9, language="de")]) == ()
    assert choices(short, [_hit("A", 2.0), _hit("B", 1.9, lexical=0.5)]) == ()
    long = focus("q", R("Fee for replacing a driving licence?"), "en")
    assert choices(long, [_hit("A", 2.0), _hit("B", 1.9)]) == ()


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


Make = Callable[..., ConversationMemory]


@pytest.fixture(params=["process", "folder"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Both kinds of memory."""
    if request.param == "process":
        return MemoryInProcess
    return lambda **keys: MemoryFolder(tmp_path / "memory", **keys)


def test_memory_keeps_the_latest_turns_in_order(make: Make) -> None:
    memory = make(turns=2)
    for text in ("a", "б", "c"):
        memory.keep("one", _turn(text, documents=("d",), options=("x", "y")))
    assert [turn.asked for turn in memory.recall("one")] == ["б", "c"]
    assert memory.recall("one")[0] == _turn("б", documents=("d",), options=("x", "y"))
    assert memory.recall("other") == ()


def test_memory_expires_and_is_bounded(make: Make) -> None:
    clock = Clock()
    memory = make(seconds=60, most=2, clock=clock)
    for name in ("a", "b", "c"):
        clock.now += 1
        memory.keep(name, _turn("t"))
    assert [len(memory.recall(name)) for name in ("a", "b", "c")] == [0, 1, 1]
    clock.now += 61
    assert memory.recall("c") == ()
    memory.keep("c", _turn("new"))
    assert [turn.asked for turn in memory.recall("c")] == ["new"]


def test_memory_is_erased_by_conversation_and_by_person(make: Make) -> None:
    memory = make()
    for name, subject in (("a", "s1"), ("b", "s1"), ("c", "s2"), ("d", "")):
        memory.keep(name, _turn("t"), subject=subject)
        memory.keep(name, _turn("u"))
    assert memory.forget(conversation="d") == 1
    assert memory.forget(conversation="d") == 0
    assert memory.forget(subject="s1") == 2
    assert [len(memory.recall(name)) for name in "abcd"] == [0, 0, 2, 0]


def test_nothing_readable_is_on_disk_and_a_changed_file_is_refused(tmp_path: Path) -> None:
    memory = MemoryFolder(tmp_path, key_path=tmp_path / "elsewhere.key")
    memory.keep("conversation-7", _turn("about my secret passport"), subject="person-9")
    stored = [path for path in tmp_path.iterdir() if path.suffix == ".turns"]
    for path in stored:
        assert path.stat().st_mode & 0o077 == 0
        for word in (b"secret", b"conversation-7", b"person-9"):
            assert word not in path.read_bytes() + path.name.encode()
    again = MemoryFolder(tmp_path, key_path=tmp_path / "elsewhere.key")
    assert len(again.recall("conversation-7")) == 1
    other = MemoryFolder(tmp_path, key_path=tmp_path / "other.key")
    assert other.recall("conversation-7") == ()
    raw = bytearray(stored[0].read_bytes())
    raw[-1] ^= 1
    stored[0].write_bytes(raw)
    with pytest.raises(StoreDamagedError):
        memory.recall("conversation-7")
    (tmp_path / "short.key").write_bytes(b"x")
    with pytest.raises(StorageError, match="1 bytes"):
        MemoryFolder(tmp_path, key_path=tmp_path / "short.key")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=20)), max_size=20))
def test_memory_holds_what_was_kept_last(kept: list[tuple[str, str]]) -> None:
    memory = MemoryInProcess(turns=3, most=3)
    for name, text in kept:
        memory.keep(name, _turn(text))
    for name in "abc":
        said = [text for who, text in kept if who == name][-3:]
        assert [turn.asked for turn in memory.recall(name)] == said


def test_a_short_text_is_in_the_language_of_the_conversation() -> None:
    assert listen(R("Passport?"), SUPPORTED, history=[_turn("Mambo", "sw")]).language == "sw"
    sure = listen(R("Сколько стоит паспорт?"), SUPPORTED, history=[_turn("Mambo", "sw")])
    assert sure.language == "ru"


def test_who_writes_in_two_languages_is_answered_in_the_one_that_asks() -> None:
    text = "Guten Tag, ich bin neu in dieser Stadt. How do I register my new address here?"
    assert listen(R(text), SUPPORTED).language == "en"
    assert listen(R(text), SUPPORTED, language="fr").language == "fr"


def test_romanised_text_is_read_in_its_own_script() -> None:
    heard = listen(R("qalai pasport alamyn [PHONE-1-kqzvrt]"), SUPPORTED)
    assert (heard.text, heard.language) == ("қалай паспорт аламын [PHONE-1-kqzvrt]", "kk")
    assert heard.romanised


class Says:
    """A model that says one thing, or fails."""

    def __init__(self, said: str | Exception) -> None:
        self._said = said

    def complete(self, messages: Sequence[Message], generation: Generation) -> Completion:
        if isinstance(self._said, Exception):
            raise self._said
        usage = Usage(input_tokens=1, output_tokens=1)
        return Completion(text=self._said, model="m", finish="stop", usage=usage)

    def stream(
        self, messages: Sequence[Message], generation: Generation
    ) -> Generator[str, None, Completion]:
        yield ""
        return self.complete(messages, generation)


def _model(reply: object) -> ModelRewriter:
    said = reply if isinstance(reply, Exception) else json.dumps(reply)
    return ModelRewriter(model=Says(said), fallback=FollowUpRules())


def test_a_model_puts_a_follow_up_together() -> None:
    rewriter = _model({"follow_up": True, "question": "How long is a child's passport valid?"})
    asked = focus("q", R("And for children?"), "en")
    found = rewriter.rewrite(asked, [_turn(FIRST["en"][0])])
    assert found.question.query == "How long is a child's passport valid?"
    assert len(found.completions) == 1
    assert rewriter.rewrite(asked, []) == Rewritten(question=asked)


@pytest.mark.parametrize(
    "reply",
    [
        {"follow_up": True, "question": "Is a passport valid for 10 years?"},
        {"follow_up": True, "question": "See https://evil.example"},
        {"follow_up": True, "question": "Is [PHONE-1-aaaaaa] valid?"},
        {"follow_up": True, "question": ""},
        {"other": 1},
        "no object",
        ModelUnavailableError("down"),
    ],
)
def test_a_model_that_adds_something_is_not_believed(reply: object) -> None:
    found = _model(reply).rewrite(focus("q", R("And for children?"), "en"), [_turn(FIRST["en"][0])])
    assert found.rule == "continuation"
