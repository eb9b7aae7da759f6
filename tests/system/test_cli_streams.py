"""Streams as shells, cron and service managers leave them: closed, full, in another encoding."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LETTER = "Frau Müller, 😀, Кто? 0722 123 456\n"


def shell(
    line: str, *arguments: object, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    """A line of sh in which $OG is the program, and "$@" the arguments."""
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    env.pop("PYTHONUNBUFFERED", None)
    program = f"{sys.executable} -m opengovai.cli"
    return subprocess.run(
        ["sh", "-c", line.replace("$OG", program), "sh", *map(str, arguments)],
        check=False,
        capture_output=True,
        env=env,
    )


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("$OG redact <&-", b"standard input"),
        ('$OG redact "$@" >&-', b"Standard output is closed"),
        ('$OG redact "$@" >/dev/full', b"No space left"),
        ("$OG plugins >/dev/full", b"standard output"),
    ],
)
def test_a_stream_that_cannot_be_used_is_named(line: str, said: bytes, letter: Path) -> None:
    done = shell(line, letter)
    assert done.returncode == 2
    assert said in done.stderr
    assert b"fault" not in done.stderr


def test_without_a_place_for_errors_it_works_all_the_same(letter: Path) -> None:
    done = shell('$OG redact "$@" 2>&-', letter)
    assert done.returncode == 0
    assert b"[PHONE-1-" in done.stdout
    assert shell("$OG redact /nonexistent 2>&-").returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1251"])
def test_json_is_json_in_every_encoding(encoding: str, letter: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.json"
    form.write_text(json.dumps({"remark": LETTER}, ensure_ascii=False), "utf-8")
    for options, key in (([letter, "--json"], "text"), ([form], "remark")):
        done = shell('$OG redact "$@"', *options, encoding=encoding)
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout.decode(encoding))[key]
        assert "Müller" in said or "PERSON" in said
        assert "😀, Кто?" in said


def test_the_demo_is_readable_where_the_terminal_knows_ascii_only() -> None:
    done = shell("$OG demo", encoding="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()


def test_no_progress_is_drawn_where_there_is_no_terminal(letter: Path) -> None:
    assert shell('$OG redact "$@"', letter).stderr == b""


@pytest.mark.parametrize("seconds", [0.15, 0.3, 1.0])
def test_an_interrupt_ends_it_quietly_even_while_it_loads(seconds: float, tmp_path: Path) -> None:
    """Not sooner: until `main` begins, an interrupt is for Python."""
    program = "import sys, opengovai.cli as c; print('on', flush=True); sys.exit(c.main())"
    with subprocess.Popen(
        [sys.executable, "-c", program, "demo", "--keep", str(tmp_path / "kept")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"on\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in error
