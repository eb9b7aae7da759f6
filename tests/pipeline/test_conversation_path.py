"""Conversations through every real part: follow-ups, notices, crises, hand-over, batches."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from opengovai.assistant import Assistant
from opengovai.audit import verify
from opengovai.cli import main
from opengovai.conversation.memory import MemoryInProcess
from opengovai.dialogue import Forgotten, forget, hand_over
from opengovai.errors import ConfigurationError, DeliveryError, InputError, StorageError
from opengovai.handoff.outbox import PacketOutbox
from opengovai.handoff.plugin import mail
from opengovai.redaction import Redactor
from opengovai.types import AuditRecord, Packet, Receipt, Status, Turn

ASKED = "How long is an ordinary passport valid?"


class Sink:
    """An audit sink that a test can read."""

    def __init__(self) -> None:
        self.records: list[AuditRecord] = []

    def append(self, record: AuditRecord) -> Receipt:
        self.records.append(record)
        return Receipt(log="memory", index=len(self.records) - 1, leaf="00")


def test_a_follow_up_is_answered_from_what_was_asked_before(assistant: Assistant) -> None:
    assert assistant.ask(ASKED, conversation="c").status is Status.ANSWERED
    answer = assistant.ask("And for a child?", conversation="c")
    assert answer.status is Status.ANSWERED
    assert "child's passport is valid for five years" in answer.text
    alone = assistant.ask("And for a child?", conversation="other")
    assert alone.status is not Status.ANSWERED or "child" in alone.text


def test_the_machine_says_so_once_and_the_log_says_that_it_did(assistant: Assistant) -> None:
    sink = Sink()
    watched = replace(assistant, audit=sink)
    first = watched.ask(ASKED, conversation="c")
    second = watched.ask("And for a child?", conversation="c")
    alone = watched.ask("Je, pasipoti ya kawaida ni halali kwa muda gani?")
    assert "machine" in first.notice
    assert "mashine" in alone.notice
    assert second.notice == ""
    results = [record.data for record in sink.records if record.phase == "result"]
    assert [row.get("notice") for row in results] == ["machine", None, "machine"]
    assert results[0]["gen_ai.conversation.id"] == results[1]["gen_ai.conversation.id"]
    assert results[1]["follow_up"] == "continuation"


def test_memory_holds_redacted_text_only(assistant: Assistant) -> None:
    assistant.ask(f"My phone is 0712 345 678. {ASKED}", conversation="c", subject="s")
    (turn,) = assistant.memory.recall("c")
    assert "345 678" not in repr(turn)
    assert "PHONE" in turn.asked
    assert forget(assistant, subject="s").conversations == 1
    assert assistant.memory.recall("c") == ()


def test_a_forgotten_conversation_leaves_no_vault(assistant: Assistant, tmp_path: Path) -> None:
    vaults = tmp_path / "vaults"
    keeping = replace(assistant, redactor=Redactor.default(vaults=vaults))
    keeping.ask(f"My phone is 0712 345 678. {ASKED}", conversation="c")
    assert list(vaults.rglob("*.vault"))
    assert forget(keeping, conversation="c") == Forgotten(conversations=1, pseudonyms=True)
    assert not list(vaults.rglob("*.vault"))
    assert not any(key.stat().st_size for key in vaults.rglob("*.key"))


def test_a_vault_outlives_a_conversation_and_its_end_is_told(
    assistant: Assistant, tmp_path: Path
) -> None:
    sink, vaults = Sink(), tmp_path / "vaults"
    memory = MemoryInProcess(seconds=-1.0)
    keeping = replace(
        assistant, redactor=Redactor.default(vaults=vaults), audit=sink, memory=memory
    )
    keeping.ask(f"My phone is 0712 345 678. {ASKED}", conversation="c", subject="s")
    keeping.ask(f"My phone is 0713 345 678. {ASKED}", conversation="d", subject="t")
    assert forget(keeping, subject="s") == Forgotten(conversations=0, pseudonyms=True)
    assert sink.records[-1].data["pseudonyms_destroyed"] is True
    assert forget(keeping, subject="nobody") == Forgotten(conversations=0, pseudonyms=False)
    assert len(list(vaults.rglob("*.vault"))) == 1


def test_a_forgotten_person_leaves_no_vault(assistant: Assistant, tmp_path: Path) -> None:
    vaults = tmp_path / "vaults"
    question = f"My phone is 0712 345 678. {ASKED}"
    for name, subject in (("a", "s"), ("b", "s"), ("c", "t")):
        asking = replace(assistant, redactor=Redactor.default(vaults=vaults))
        asking.ask(question, conversation=name, subject=subject)
    later = replace(assistant, redactor=Redactor.default(vaults=vaults))
    assert forget(later, subject="s").pseudonyms
    assert not forget(later, subject="s").pseudonyms
    assert len(list(vaults.rglob("*.vault"))) == len(list(vaults.rglob("*.subject"))) == 1
    assert sum(bool(key.stat().st_size) for key in vaults.rglob("*.key")) == 1


def test_a_memory_that_fails_is_recorded_and_costs_no_answer(assistant: Assistant) -> None:
    class Full:
        def recall(self, conversation: str) -> tuple[Turn, ...]:
            return ()

        def keep(self, conversation: str, turn: Turn, *, subject: str = "") -> None:
            raise StorageError("full")

    sink = Sink()
    answer = replace(assistant, audit=sink, memory=Full()).ask(ASKED, conversation="c")
    assert answer.status is Status.ANSWERED
    assert sink.records[-1].data["memory_error"] == "StorageError"


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("I want to kill myself", "local emergency number"),
        ("Ich will nicht mehr leben", "Notrufnummer"),
        ("Мен өзімді өлтіргім келеді", "жедел қызмет"),
        ("Nataka kujiua", "dharura"),
    ],
)
def test_a_crisis_is_answered_at_once_with_where_to_call(
    assistant: Assistant, text: str, call: str
) -> None:
    answer = assistant.ask(text)
    assert (answer.status, answer.citations) == (Status.HANDED_OVER, ())
    assert call in answer.text
    assert not any(char.isdigit() for char in answer.text)


def test_a_short_question_that_two_documents_fit_is_asked_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Passport", "Residence"):
        (tmp_path / f"{name}.en.md").write_text(
            f'+++\nid = "{name}"\ntitle = "{name} Act"\nlanguage = "en"\n'
            f'uri = "https://example.org/{name}"\n+++\n# {name} Act\n## Section 1\n'
            "The fee is set by the Minister in the regulations. It is paid in advance.\n",
            "utf-8",
        )
    kb = tmp_path / "kb"
    sources = [str(path) for path in sorted(tmp_path.glob("*.md"))]
    assert main(["ingest", *sources, "--kb", str(kb)]) == 0
    capsys.readouterr()
    ask = ["ask", "--kb", str(kb), "--conversation", "c", "--json"]
    assert main([*ask, "What is the fee?"]) == 0
    back = json.loads(capsys.readouterr().out)
    assert back["status"] == "clarification"
    assert "1. " in back["text"]
    assert {"Passport Act", "Residence Act"} <= {line[3:] for line in back["text"].splitlines()}
    assert main([*ask, "the residence one"]) == 0
    chosen = json.loads(capsys.readouterr().out)
    assert {one["document_id"] for one in chosen["citations"]} <= {"Residence"}
    assert "notice" not in chosen


class Line:
    """A channel that may be down."""

    def __init__(self) -> None:
        self.up, self.taken = True, list[Packet]()

    def deliver(self, packet: Packet) -> str:
        if not self.up:
            raise DeliveryError("down")
        self.taken.append(packet)
        return "desk"


def _with_channels(assistant: Assistant, folder: Path, **channels: object) -> Assistant:
    return replace(assistant, channel=PacketOutbox(folder, channels))  # type: ignore[arg-type]


def test_a_conversation_is_passed_on_redacted_as_an_email_file(
    assistant: Assistant, tmp_path: Path, log: Path
) -> None:
    box = tmp_path / "mail"
    channel = mail.open(path=str(box), to="desk@example.org", sender="bot@example.org")
    staffed = _with_channels(assistant, tmp_path / "out", mail=channel)
    staffed.ask(f"I am at jane.doe@mail.example. {ASKED}", conversation="c")
    answer = hand_over(staffed, "c")
    assert answer.status is Status.HANDED_OVER
    (path,) = box.glob("*.eml")
    text = path.read_text("utf-8")
    assert "To: desk@example.org" in text
    assert "agreed" in text
    assert "passport" in text
    assert "jane.doe" not in text
    assert path.stat().st_mode & 0o077 == 0
    assistant.audit.close()  # type: ignore[attr-defined]
    assert verify(log).size == 4
    with pytest.raises(ConfigurationError):
        mail.open(path="x", to="a@b\nBcc: evil@example.org", sender="bot@example.org")


def test_a_line_that_is_down_loses_nothing_and_doubles_nothing(
    assistant: Assistant, tmp_path: Path
) -> None:
    line, other = Line(), Line()
    staffed = _with_channels(assistant, tmp_path / "out", line=line, other=other)
    staffed.ask(ASKED, conversation="c")
    line.up = False
    assert "could not" in hand_over(staffed, "c").text
    assert (len(line.taken), len(other.taken)) == (0, 1)
    line.up = True
    again = PacketOutbox(tmp_path / "out", {"line": line, "other": other})
    assert again.resume() == (1, 0)
    assert again.resume() == (0, 0)
    assert (len(line.taken), len(other.taken)) == (1, 1)
    assert line.taken == other.taken
    assert again.deliver(line.taken[0]) == "desk, desk"
    assert len(line.taken) == 1


def test_nobody_is_handed_over_to_nobody(assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Nobody"):
        hand_over(assistant, "c")
    with pytest.raises(InputError, match="remembered"):
        hand_over(_with_channels(assistant, tmp_path, line=Line()), "never")


def test_every_line_of_a_file_gets_one_object_in_order(
    kb: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [{"id": f"q{n}", "text": ASKED if n % 2 else "Hello!"} for n in range(20)]
    lines = [json.dumps(row) for row in good]
    lines[3] = "{not json"
    lines[5] = '{"id": 5, "text": 7}'
    lines[7] = json.dumps(good[1])
    lines[11] = json.dumps({"id": "", "text": ASKED})
    lines[9] = json.dumps({"id": "q9", "text": ASKED, "language": "sw"})
    path = tmp_path / "questions.jsonl"
    path.write_text("\n\n".join(lines) + "\n", "utf-8")
    log = tmp_path / "log"
    command = ["ask", "--kb", str(kb), "--audit", str(log), "--questions", str(path), "--json"]
    assert main(command) == 2
    captured = capsys.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    wanted = [row["id"] for row in good]
    wanted[3], wanted[5], wanted[7], wanted[11] = None, "5", "q1", None
    assert [row["id"] for row in found] == wanted
    assert [n for n, row in enumerate(found) if "error" in row] == [3, 5, 7, 11]
    assert [found[n]["line"] for n in (3, 5, 7, 11)] == [7, 11, 15, 23]
    statuses = {row["status"] for n, row in enumerate(found) if n % 2 and "status" in row}
    assert statuses <= {"answered", "low_confidence"}
    assert {found[n]["status"] for n in range(0, 20, 2)} == {"out_of_scope"}
    assert found[9]["language"] == "sw"
    assert "16 questions asked, 4 lines" in captured.err
    assert verify(log).size == 32


def test_conversations_are_remembered_between_commands_and_erased(
    kb: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "opengovai.toml"
    config.write_text('[conversation]\npath = "memory"\n', "utf-8")
    base = ["ask", "--kb", str(kb), "--config", str(config), "--audit", str(tmp_path / "log")]
    ask = [*base, "--conversation", "c", "--json"]
    assert main([*ask, ASKED]) == 0
    assert main([*ask, "And for a child?"]) == 0
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "machine" in first["notice"]
    assert "notice" not in second
    assert second["status"] == "answered"
    assert main([*ask, "--hand-over"]) == 2
    assert "Nobody takes" in capsys.readouterr().err
    assert main([*ask, "--forget"]) == 0
    assert json.loads(capsys.readouterr().out) == {"forgotten": 1, "pseudonyms_destroyed": False}
    assert main([*base, "--forget"]) == 2
    assert main([*base, "--hand-over"]) == 2


@pytest.mark.parametrize("subject", ["Wanjiku Kamau", "+254 722 345 678", "w.kamau@example.org"])
def test_a_person_is_no_pseudonym_for_the_library_either(
    assistant: Assistant, subject: str
) -> None:
    sink = Sink()
    watched = replace(assistant, audit=sink)
    watched.ask(ASKED, conversation="c", subject="k7-2291")
    with pytest.raises(InputError, match="personal data"):
        watched.ask(ASKED, conversation="c", subject=subject)
    with pytest.raises(InputError, match="personal data"):
        hand_over(replace(watched, channel=Line()), "c", subject=subject)
    watched.memory.keep("old", watched.memory.recall("c")[0], subject=subject)
    assert forget(watched, subject=subject).conversations == 1
    assert [record.subject for record in sink.records].count("k7-2291") == 2
    assert subject not in repr(sink.records)
