"""Casework from the command line: a worked service from a citizen's file to the letter sent."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from opengovai.casework import Casework
from opengovai.cli import main
from opengovai.errors import StorageError

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCHEMA = EXAMPLES / "rwanda" / "birth_correction.toml"
INBOX = SCHEMA.parent / "inbox"
Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a verb on a desk with two registrars; gives status and the JSON lines."""
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "officers.toml").write_text(
        '"A. Uwase" = ["civil-registrar"]\n"B. Ndayisaba" = ["civil-registrar"]\n'
    )

    def go(*words: str | Path) -> tuple[int, list[dict[str, Any]]]:
        status = main(["case", *map(str, words), "--desk", str(desk), "--json"])
        lines = capsys.readouterr().out.splitlines()
        return status, [json.loads(line) for line in lines]

    return go


def decide(run: Run, case: str, officer: str, outcome: str, *more: str) -> tuple[int, str]:
    words: Sequence[str] = ("decide", case, "--officer", officer, "--outcome", outcome, *more)
    status, lines = run(*words)
    return status, lines[0]["state"] if lines else ""


def test_a_correction_is_prepared_decided_by_two_and_sent_once(run: Run, tmp_path: Path) -> None:
    status, (task,) = run("prepare", INBOX / "gusaba.txt", "--schema", SCHEMA)
    assert status == 0
    assert task["language"] == "rw"
    assert set(task["extractions"][0]) == {
        "field", "value", "start", "end", "source", "confidence",
    }  # fmt: skip
    text = (INBOX / "gusaba.txt").read_text()
    for found in task["extractions"]:
        if found["field"] != "birth_date":
            assert text[found["start"] : found["end"]] == found["value"]
    assert task["recommendation"] is None, "the evidence comes first"

    case, proven = task["case"], ("--reason", "PROVEN")
    assert decide(run, case, "A. Uwase", "correct", *proven)[0] == 2, "not looked at"
    for officer in ("A. Uwase", "B. Ndayisaba"):
        assert run("show", case, "--officer", officer)[1][0]["recommendation"] is None
        shown = run("show", case, "--officer", officer)[1][0]
        assert shown["recommendation"]["rule"] == "complete"
        assert "rectification" in shown["recommendation"]["citation"]["quote"]
    assert decide(run, case, "A. Uwase", "correct", *proven) == (0, "proposed")
    assert decide(run, case, "A. Uwase", "correct", *proven)[0] == 2, "nobody confirms oneself"
    assert run("notice", case)[0] == 2, "no letter before the decision"
    assert decide(run, case, "B. Ndayisaba", "correct", *proven) == (0, "decided")

    assert run("notice", case, "--officer", "Nobody Known")[0] == 2, "without a role, no letter"
    _, (letter,) = run("notice", case)
    assert letter["state"] == "draft"
    assert "Muraho Uwera Diane Mukamana" in letter["text"]
    assert run("notice", case, "--send")[0] == 2, "somebody must let it go"
    assert run("notice", case, "--send", "--officer", "A. Uwase")[1][0]["state"] == "sent"
    assert run("notice", case, "--send", "--officer", "A. Uwase")[0] == 2, "once"
    (sent,) = (tmp_path / "desk" / "outbox").glob("*.txt")
    assert "Ishimwe Kevin" in sent.read_text()
    assert run("list", "--state", "closed")[1][0]["case"] == case

    values = ("--field", "national_id=1198870045219136")
    assert run("export", "--schema", SCHEMA, *values)[1][0]["case"] == case
    held = ("hold", case, "--officer", "A. Uwase", "--reason")
    assert run(*held, "Court")[1] == [{"case": case, "held": True}]
    erase = ("erase", case, "--officer", "A. Uwase", "--basis", "request of the person")
    assert run(*erase)[0] == 2
    assert run(*held, "")[0] == 0
    assert run(*erase)[1] == [{"case": case, "erased": True}]
    assert run("export", "--schema", SCHEMA, *values)[1] == []
    assert run("purge", "--schema", SCHEMA)[1] == [{"erased": 0}]
    assert run("resume", "--schema", SCHEMA)[1] == [{"resumed": 0}]
    assert run("report")[1][0]["service"] == "rw-birth-correction"


def test_a_case_is_taken_and_returned(run: Run) -> None:
    _, (task,) = run("prepare", INBOX / "webform.json", "--schema", SCHEMA)
    case = task["case"]
    assert {f["code"] for f in task["findings"]} == {"attachment_missing"}
    assert run("take", case, "--officer", "A. Uwase")[0] == 0
    assert run("take", case, "--officer", "B. Ndayisaba")[0] == 2
    assert run("return", case, "--officer", "A. Uwase")[1] == [{"case": case, "assignee": ""}]
    assert run("take", case, "--officer", "Somebody")[0] == 2
    given = run("assign", case, "--officer", "A. Uwase", "--to", "B. Ndayisaba")
    assert given == (0, [{"case": case, "assignee": "B. Ndayisaba"}])
    assert run("assign", case, "--officer", "B. Ndayisaba", "--to", "Somebody")[0] == 2
    (row,) = run("list", "--state", "open")[1]
    assert (row["days"], row["overdue"], row["assignee"]) == (0, False, "B. Ndayisaba")


def test_a_scan_is_a_clear_error_and_a_case_in_triage(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    status = main(
        ["case", "prepare", str(scan), "--schema", str(SCHEMA), "--desk", str(tmp_path / "desk")]
    )
    assert status == 2
    assert "cannot be read" in capsys.readouterr().err
    assert run("list", "--queue", "triage")[1][0]["state"] == "open"


def test_a_schema_with_a_mistake_fails_its_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SCHEMA.parent, tmp_path / "rwanda")
    broken = tmp_path / "rwanda" / SCHEMA.name
    broken.write_text(broken.read_text().replace("the rectification of his", "the deletion of his"))
    assert main(["case", "schema", "check", str(broken), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert "The quote does not stand in its source" in told["mistakes"][0]
    assert main(["case", "schema", "check", str(SCHEMA)]) == 0


def test_a_web_page_is_read_through_the_loaders(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "request.html"
    text = (INBOX / "demande.txt").read_text()
    body = "".join(f"<p>{line}</p>" for line in text.splitlines() if line)
    page.write_text(f"<html><body>{body}</body></html>")
    _, (task,) = run("prepare", page, "--schema", SCHEMA)
    values = {found["field"]: found["value"] for found in task["extractions"]}
    assert values["birth_date"] == "2015-08-03"
    assert task["language"] == "fr"


def test_a_decision_table_is_exported_as_dmn(capsys: pytest.CaptureFixture[str]) -> None:
    from opengovai.rules import dmn

    assert main(["case", "schema", "export", str(SCHEMA)]) == 0
    (table,) = dmn.read(capsys.readouterr().out.encode()).values()
    assert [column.name for column in table.inputs] == [
        "missing",
        "attachments_missing",
        "blocking",
    ]
    assert {rule.outputs["outcome"] for rule in table.rules} == {"ask", "correct"}


def test_alike_cases_are_decided_together_and_others_are_not(run: Run, tmp_path: Path) -> None:
    schema = EXAMPLES / "germany" / "address_change.toml"
    (tmp_path / "desk" / "officers.toml").write_text('"A" = ["registrar"]\n')
    text = (schema.parent / "inbox" / "umzug.txt").read_text()
    cases = []
    for number in range(3):
        path = tmp_path / f"{number}.txt"
        path.write_text(text.replace("Fasanenstraße 112", f"Fasanenstraße {number}"))
        task = run("prepare", path, "--schema", schema)[1][0]
        cases.append(task["case"])
        run("show", task["case"], "--officer", "A")
    words = ("--officer", "A", "--outcome", "register", "--reason", "COMPLETE")
    status, lines = run("decide", *cases, *words)
    blind = status == 2
    assert blind or [line["state"] for line in lines] == ["decided"] * 3
    refuse = ("--officer", "A", "--outcome", "refuse", "--reason", "NOT_MOVED_IN")
    assert run("decide", *cases, *refuse)[0] == 2


def test_a_mistyped_desk_is_not_an_empty_one(tmp_path: Path, run: Run) -> None:
    person = ("--schema", str(SCHEMA), "--field", "child=Uwera")
    for verb in (("list",), ("report",), ("show", "x"), ("export", *person)):
        assert run(*verb) == (2, []), "nothing was ever kept here"
    assert [each.name for each in (tmp_path / "desk").iterdir()] == ["officers.toml"]


def test_a_configuration_names_desk_log_and_redactor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "opengovai.toml"
    config.write_text('[cases]\npath = "office"\n[audit]\nuse = "directory"\npath = "log"\n')
    letter = str(INBOX / "gusaba.txt")
    words = ["case", "prepare", letter, "--schema", str(SCHEMA), "--json"]
    assert main([*words, "--config", str(config)]) == 0
    case = json.loads(capsys.readouterr().out)["case"]
    assert (tmp_path / "office" / "cases.sqlite").exists()
    assert main(["audit", "verify", str(tmp_path / "log")]) == 0
    monkeypatch.setenv("OPENGOVAI_CONFIG", str(config))
    capsys.readouterr()
    assert main(["case", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["case"] == case


def test_a_configured_model_reads_what_no_rule_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("httpcore2")
    from opengovai.testing.model_server import ModelServer, reply

    wrong, right = "igitsina gabo", "igitsina gore"
    text = (INBOX / "gusaba.txt").read_text()
    lines = [line for line in text.splitlines() if not line.startswith(("Ahanditse", "Ibikwiye"))]
    letter = tmp_path / "letter.txt"
    letter.write_text("\n".join([*lines, f"Banditse {wrong}, kandi {right}."]))
    answer = json.dumps({"wrong_entry": wrong, "correct_entry": "igitsina kitazwi"})
    config = tmp_path / "opengovai.toml"
    with ModelServer([reply(answer)]) as server:
        config.write_text(
            f'[cases]\npath = "{tmp_path / "office"}"\n'
            '[cases.model]\nuse = "openai-compatible"\nmodel = "m"\n'
            f'base_url = "{server.base_url}"\n'
            '[cases.model.card]\nlicence = "MIT"\nweights = "open"\nresidency = "local"\n'
            '[egress]\nredacted = ["127.0.0.1"]\n'
        )
        words = ["case", "prepare", str(letter), "--schema", str(SCHEMA), "--json"]
        assert main([*words, "--config", str(config)]) == 0
        (asked,) = server.received
    task = json.loads(capsys.readouterr().out.splitlines()[-1])
    found = {each["field"]: each for each in task["extractions"]}
    assert found["wrong_entry"]["value"] == wrong
    assert found["wrong_entry"]["confidence"] < 0.75
    assert "correct_entry" not in found, "it does not stand in the letter"
    assert "1 1988 7 0045219 1 36" not in str(asked.json), "the model sees pseudonyms"


def test_the_tables_are_brought_up_to_date(run: Run) -> None:
    assert run("migrate") == run("migrate") == (0, [{"version": 2}])


def test_what_a_crash_left_is_taken_up_after_the_file_was_changed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "rwanda"
    shutil.copytree(SCHEMA.parent, folder)
    schema = folder / SCHEMA.name

    def crash(*_: object, **__: object) -> None:
        raise StorageError("The disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Casework, "_onto_desk", crash)
        assert run("prepare", INBOX / "gusaba.txt", "--schema", schema)[0] == 2
    (left,) = run("list", "--state", "received")[1]
    schema.write_text(schema.read_text("utf-8") + "\n# a newer version\n", "utf-8")
    assert run("resume", "--schema", schema)[1] == [{"resumed": 1}]
    assert run("list", "--state", "open")[1][0]["case"] == left["case"]


def test_what_is_erased_can_be_listed(run: Run) -> None:
    assert run("prepare", INBOX / "gusaba.txt", "--schema", SCHEMA)[0] == 0
    assert run("list", "--state", "erased") == (0, [])


def test_a_place_without_cases_has_none_to_take_up(tmp_path: Path) -> None:
    desk = tmp_path / "typo"
    assert main(["case", "resume", "--schema", str(SCHEMA), "--desk", str(desk)]) == 2
    assert not desk.exists()


def test_a_model_that_could_not_be_written_is_said_before_the_training(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["case", "train", "examples.jsonl", "--out", str(tmp_path / "none" / "model.npz")])
    assert stopped.value.code == 2


def test_a_file_that_is_missing_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    letter, other = INBOX / "gusaba.txt", tmp_path / "other.txt"
    other.write_text("Muraho, " + letter.read_text())
    status, lines = run("prepare", letter, tmp_path / "nope.txt", other, "--schema", SCHEMA)
    assert status == 2
    assert ["case" in line for line in lines] == [True, False, True]
    assert lines[1]["skipped"] == str(tmp_path / "nope.txt")
    assert lines[1]["remedy"]
