"""The command line as a shell sees it: a real process, its output, its exit status."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

LAW = """# Passport Act
## Section 1. Validity
An ordinary passport is valid for ten years. A child's passport is valid for five years.
## Section 2. Fee
The fee for an ordinary passport is 4,550 shillings.
"""


def run(
    *arguments: object, stdin: bytes = b"", limit: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """`opengovai ...` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "opengovai.cli", *map(str, arguments)],
        check=False,
        input=stdin,
        capture_output=True,
        preexec_fn=limit,
        env=_environment(measured=limit is None),
    )


def _environment(*, measured: bool) -> dict[str, str]:
    """Coverage writes a file of its own, which a process on a small disk cannot."""
    kept = {k: v for k, v in os.environ.items() if measured or not k.startswith("COV")}
    return {**kept, "PYTHONUTF8": "1"}


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    """The JSON objects that a successful command printed."""
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """What a refusing command said, in words and without a traceback."""
    assert done.returncode == 2, done
    said = done.stderr.decode()
    assert "Traceback" not in said
    return said


def jsonl(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "passport-act.en.md").write_text(LAW, "utf-8")
    assert run("ingest", folder / "passport-act.en.md", "--kb", folder / "kb").returncode == 0
    return folder / "kb"


def test_ingest_search_ask_verify(tmp_path: Path) -> None:
    (tmp_path / "law.en.md").write_text(LAW, "utf-8")
    kb, log = tmp_path / "kb", tmp_path / "log"
    *_, counts = lines(run("ingest", tmp_path / "law.en.md", "--kb", kb, "--json"))
    assert counts["added"] == 1
    *_, again = lines(run("ingest", tmp_path / "law.en.md", "--kb", kb, "--json"))
    assert (again["added"], again["unchanged"]) == (0, 1)

    first, *_ = lines(run("search", "passport fee", "--kb", kb, "-k", 3, "--json"))
    assert set(first) == {
        "query_id", "rank", "document_id", "passage_id", "uri", "score", "text",
    }  # fmt: skip
    assert first["rank"] == 1
    assert "4,550" in first["text"]
    assert first["uri"].endswith("law.en.md")

    (answer,) = lines(
        run("ask", "How long is an ordinary passport valid?", "--kb", kb, "--audit", log, "--json")
    )
    assert set(answer) == {
        "id", "status", "text", "language", "confidence", "citations", "notice", "receipt",
    }  # fmt: skip
    assert answer["status"] == "answered"
    citation = answer["citations"][0]
    assert set(citation) == {"document_id", "version", "uri", "quote", "start", "end"}
    assert "ten years" in citation["quote"]

    verified = run("audit", "verify", log, "--json")
    assert lines(verified)[0] == {"ok": True, "size": 2, "first_bad": None, "reason": ""}


def test_a_damaged_log_fails_the_check_and_names_the_entry(kb: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    run("ask", "How long is a passport valid?", "--kb", kb, "--audit", log)
    bundle = log / "tile" / "entries" / "000.p" / "2"
    raw = bytearray(bundle.read_bytes())
    raw[-3] ^= 4
    bundle.write_bytes(raw)
    done = run("audit", "verify", log, "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["ok"], report["first_bad"]) == (False, 1)


def test_a_file_of_questions_is_answered_once_each_in_order(kb: Path, tmp_path: Path) -> None:
    texts = ["How long is a passport valid?", "Who won the cup?", "", "What is the passport fee?"]
    rows = [{"id": f"q{n}", "text": text} for n, text in enumerate(texts)]
    asked = jsonl(tmp_path / "questions.jsonl", rows)
    answers = lines(run("ask", "--questions", asked, "--kb", kb, "--json"))
    assert [answer["id"] for answer in answers] == ["q0", "q1", "q2", "q3"]
    assert [answer["status"] for answer in answers][::3] == ["answered", "answered"]
    assert answers[2]["status"] == "blocked_question"
    assert not answers[1]["citations"]


@pytest.mark.parametrize("subject", ["Wanjiku Kamau", "+254 722 345 678", "w.kamau@example.org"])
def test_a_person_is_no_pseudonym(kb: Path, tmp_path: Path, subject: str) -> None:
    log = tmp_path / "log"
    question = "What is the fee for a passport?"
    done = run("ask", question, "--kb", kb, "--audit", log, "--subject", subject)
    assert "pseudonym" in complaint(done)
    written = [path.read_bytes() for path in log.rglob("*") if path.is_file()]
    assert not [data for data in written if subject.encode() in data]
    asked = run("ask", question, "--kb", kb, "--audit", log, "--subject", "k7-2291", "--json")
    assert lines(asked)[0]["status"] == "answered"


def test_search_takes_a_file_of_queries(kb: Path, tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "fee"}, {"id": "b", "text": "child"}]
    hits = lines(
        run("search", "--queries", jsonl(tmp_path / "q.jsonl", rows), "--kb", kb, "--json")
    )
    assert [hit["query_id"] for hit in hits if hit["rank"] == 1] == ["a", "b"]


def test_a_bad_line_does_not_stop_the_others(kb: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(
        '{"id": "a", "text": "passport fee"}\nno JSON 0722 345 678\n{"id": "b"}\n'
        '{"id": "c", "text": "I am Wanjiku Kamau, 0722 345 678"}\n',
        "utf-8",
    )
    redacted = run("redact", file, "--jsonl", "--json")
    rows = [json.loads(line) for line in redacted.stdout.splitlines()]
    assert redacted.returncode == 2
    assert [(row["id"], row.get("line")) for row in rows] == [
        ("a", None), (None, 2), ("b", 3), ("c", None),
    ]  # fmt: skip
    assert b"345 678" not in redacted.stdout + redacted.stderr

    found = run("search", "--queries", file, "--kb", kb, "-k", 1, "--json")
    assert found.returncode == 2
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert [row["line"] for row in rows if "error" in row] == [2, 3]
    assert rows[0]["query_id"] == "a"


def test_figures_in_a_pipe_are_whole(tmp_path: Path) -> None:
    labelled = tmp_path / "labelled.jsonl"
    span = {"start": 8, "end": 20, "entity": "PHONE"}
    jsonl(
        labelled, [{"id": "1", "language": "en", "text": "Call me 0722 345 678", "spans": [span]}]
    )
    table = run("evaluate", "redaction", labelled)
    assert table.returncode == 0
    assert "precision" in table.stdout.decode()
    assert "over-masking" in table.stdout.decode()
    (tmp_path / "empty").mkdir()
    assert "no labelled texts" in complaint(run("evaluate", "redaction", tmp_path / "empty"))


def test_redact_gives_offsets_of_the_input() -> None:
    text = "Барысовтың нөмірі 😀 +254712345678, e-mail jane@example.org\n"
    (result,) = lines(run("redact", "--json", stdin=text.encode()))
    found = {span["entity"]: text[span["start"] : span["end"]] for span in result["spans"]}
    assert found["PHONE"] == "+254712345678"
    assert found["EMAIL"] == "jane@example.org"
    assert "jane@" not in result["text"]
    plain = run("redact", stdin=text.encode())
    assert b"jane@" not in plain.stdout
    assert plain.stdout.count(b"\n") == 1


def test_redact_reads_json_lines(tmp_path: Path) -> None:
    rows = [{"id": "x", "text": "jane@example.org"}, {"id": "y", "text": "nothing"}]
    path = jsonl(tmp_path / "in.jsonl", rows)
    first, second = lines(run("redact", path, "--jsonl", "--json"))
    assert (first["id"], len(first["spans"])) == ("x", 1)
    assert (second["id"], second["text"], second["spans"]) == ("y", "nothing", [])


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["ask", "Why?", "--kb", "no-such-kb"], b"", "no-such-kb"),
        (["search", "Why?", "--kb", "no-such-kb"], b"", "no-such-kb"),
        (["ask", "Why?"], b"", "--kb DIR or --config FILE"),
        (["ingest", "no-such-file", "--kb", "{tmp}/kb"], b"", ""),
        (["redact", "no-such-file"], b"", "no-such-file"),
        (["redact"], b"\xff\xfe\x00\x01", "not UTF-8"),
        (["redact", "--jsonl"], b'{"id": 1}\n', "line 1"),
        (["redact", "--jsonl"], b"not json\n", "line 1"),
        (["audit", "verify", "no-such-log"], b"", "no-such-log"),
        (["config", "check", "no-such.toml"], b"", "no-such.toml"),
        (["ingest", "README.md", "--kb", "/proc/kb"], b"", "/proc/kb"),
        (["demo", "--keep", "/proc/demo"], b"", "/proc/demo"),
        (["case", "list", "--desk", "{tmp}/mistyped"], b"", "mistyped"),
    ],
)
def test_bad_input_gets_an_error_that_names_it(
    tmp_path: Path, arguments: list[str], stdin: bytes, said: str
) -> None:
    filled = [argument.replace("{tmp}", str(tmp_path)) for argument in arguments]
    assert said in complaint(run(*filled, stdin=stdin))


@pytest.mark.parametrize("group", ["", "dev"])
def test_no_question_measures_nothing(kb: Path, tmp_path: Path, group: str) -> None:
    gold = {"id": "a", "text": "Why?", "answerable": False, "group": "test"}
    file = jsonl(tmp_path / "questions.jsonl", [gold] if group else [])
    named = ("--group", group) if group else ()
    done = run("evaluate", "answers", file, "--kb", kb, *named)
    assert "question" in complaint(done)


def test_a_page_that_cannot_be_written_is_an_error_that_names_it(kb: Path, tmp_path: Path) -> None:
    run("ask", "Why?", "--kb", kb, "--audit", tmp_path / "log")
    page = tmp_path / "no-such-folder" / "page.html"
    assert "page.html" in complaint(run("audit", "stats", tmp_path / "log", "--html", page))


def test_one_bad_file_never_stops_an_ingest(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "law.en.md").write_text(LAW, "utf-8")
    (folder / "empty.md").write_bytes(b"")
    (folder / "image.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "wrong.txt").write_bytes(b"abc\x00\xff\xfedef" * 50)
    (folder / "gone.md").symlink_to("nowhere")
    *notes, counts = lines(run("ingest", folder, "--kb", tmp_path / "kb", "--json"))
    assert counts["added"] == 1
    assert counts["skipped"] == 4
    skipped = {Path(note["skipped"]).name for note in notes if "skipped" in note}
    assert skipped == {"empty.md", "image.bin", "wrong.txt", "gone.md"}
    assert all(note["reason"] for note in notes if "skipped" in note)


def test_a_question_of_100_000_characters_is_refused_quickly(kb: Path, tmp_path: Path) -> None:
    asked = jsonl(tmp_path / "q.jsonl", [{"id": "long", "text": "passport " * 11_112}])
    (answer,) = lines(run("ask", "--questions", asked, "--kb", kb, "--json"))
    assert answer["status"] == "blocked_question"


def _small_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    """Writes beyond 150 kB fail, as on a full disk."""
    (tmp_path / "small.en.md").write_text(LAW, "utf-8")
    big = "".join(f"## Section {n}. About {n}\nProvision number {n}.\n\n" for n in range(9_000))
    (tmp_path / "big.en.md").write_text(big, "utf-8")
    kb = tmp_path / "kb"
    assert run("ingest", tmp_path / "small.en.md", "--kb", kb).returncode == 0
    complaint(run("ingest", tmp_path / "big.en.md", "--kb", kb, limit=_small_disk))
    hits = lines(run("search", "valid for ten years", "--kb", kb, "--json"))
    assert "ten years" in hits[0]["text"]
    assert run("ingest", tmp_path / "big.en.md", "--kb", kb).returncode == 0
    assert "7777" in lines(run("search", "Section 7777", "--kb", kb, "--json"))[0]["text"]


def test_a_configuration_names_store_and_log(kb: Path, tmp_path: Path) -> None:
    config = tmp_path / "opengovai.toml"
    config.write_text(f'[store]\npath = "{kb}"\n[audit]\npath = "log"\n')
    (answer,) = lines(run("ask", "What is the passport fee?", "--config", config, "--json"))
    assert answer["receipt"]["index"] == 1
    assert run("audit", "verify", tmp_path / "log").returncode == 0


def test_no_log_no_answer(kb: Path) -> None:
    done = run("ask", "How long is a passport valid?", "--kb", kb, "--audit", "/proc/log", "--json")
    complaint(done)
    assert done.stdout == b""


def test_two_ingests_at_once_both_succeed(tmp_path: Path) -> None:
    """Several times, because both make a new base: who comes second must wait, not fail."""
    for name in ("one", "two"):
        path = tmp_path / f"{name}.en.md"
        path.write_text(LAW.replace("Passport Act", f"Act {name}"), "utf-8")
    for turn in range(4):
        kb = tmp_path / f"kb{turn}"
        base = [sys.executable, "-m", "opengovai.cli", "ingest", "--kb", kb]
        both = [subprocess.Popen([*base, tmp_path / f"{name}.en.md"]) for name in ("one", "two")]
        assert [process.wait(60) for process in both] == [0, 0]
    hits = lines(run("search", "ordinary passport fee", "--kb", kb, "--json"))
    assert {Path(hit["uri"]).name for hit in hits} == {"one.en.md", "two.en.md"}


def test_plugins_and_configuration_are_explained(tmp_path: Path) -> None:
    names = {(row["group"], row["name"]) for row in lines(run("plugins", "--json"))}
    assert ("stores", "embedded") in names
    assert all(row["error"] is None for row in lines(run("plugins", "--check", "--json")))
    config = tmp_path / "opengovai.toml"
    config.write_text('[store]\nuse = "embeded"\n')
    assert "Did you mean 'embedded'" in complaint(run("config", "check", config))
    config.write_text('[service]\nname = "passports"\n')
    (meaning,) = lines(run("config", "check", config, "--json"))
    assert {part["table"] for part in meaning["parts"]} >= {"store", "audit", "question_guards"}


def test_a_reader_that_goes_away_is_no_error(kb: Path) -> None:
    command = f"{sys.executable} -m opengovai.cli search passport --kb {kb} --json | head -c 1"
    done = subprocess.run(["sh", "-c", command], check=False, capture_output=True)
    assert done.stderr == b""


def test_help_names_every_command_and_the_exit_status_of_wrong_words_is_2() -> None:
    said = run("--help").stdout.decode()
    for command in ("demo", "ingest", "search", "ask", "redact", "audit", "plugins", "config"):
        assert command in said
    assert run("dance").returncode == 2
