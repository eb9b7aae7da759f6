"""`check` finds what a question would trip over, all of it at once, and touches nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from opengovai.cli import main
from opengovai.config import check, load_settings
from opengovai.errors import ConfigurationError

CHAIN = """
[drafter]
use = "generative"
[drafter.model]
use = "chain"
[[drafter.model.models]]
use = "openai-compatible"
base_url = "http://localhost:1/v1"
model = "m"
[drafter.model.models.card]
licence = "MIT"
weights = "open"
residency = "local"
"""


def _said(folder: Path, text: str) -> list[str]:
    path = folder / "opengovai.toml"
    path.write_text(text, "utf-8")
    _, mistakes = check(path)
    assert all(one.remedy and one.where for one in mistakes)
    assert [one.name for one in folder.iterdir()] == ["opengovai.toml"]
    return [str(one) for one in mistakes]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[boundaries]\ncrisis = 'ignore'", ("crisis = 'ignore'", "[boundaries]", "hand_over")),
        ("[redactor]\ncountries = ['ZZ']", ("pack for ZZ", "[redactor]", "KE")),
        (
            "[redactor]\ncountries = ['ZZ']\nvault_path = 'vaults'",
            ("pack for ZZ", "[redactor]", "KE"),
        ),
        ("[redactor]\nvault_days = 3", ("vault_path", "[redactor]")),
        (
            "[[channels]]\nuse = 'mail'\nto = 'a@b.org'\nsender = 'c@b.org'",
            ("'path' is missing", "[channels]"),
        ),
        (
            "[[channels]]\nuse = 'mail'\npath = 'out'\nto = 'nobody'\nsender = 'c@b.org'",
            ("'nobody'", "[channels]"),
        ),
        ("[handoff]\nemergency = '112'", ("'emergency' must be a table", "[handoff]")),
        ("[handoff]\nemergency = {all = 112}", ("'emergency.all' must be a text", "[handoff]")),
        ("[handoff]\nemergency = {english = '112'}", ("'english'", "emergency", "en")),
        ("[drafter]\nuse = 'generative'", ("'model' is missing", "[drafter]")),
        ("[service]\ncalibration_path = 'no.toml'", ("No such file", "no.toml")),
        ("[service]\nlanguages = ['en', 'xx']", ("'xx'", "[service]", "sw")),
        ("[service]\nlanguages = [1]", ("'languages' must be a list of texts",)),
        ("[drafter]\nsentences = -1", ("one sentence", "[drafter]")),
        ("[service]\npassages = 100000000000000000000", ("passages", "at most 1000")),
        ("[service]\npassages = true", ("'passages' must be a whole number",)),
        ("[service]\nfloor = nan", ("floor", "(0, 1]")),
        ("[store]\npath = 5", ("'path' must be a text", "[store]")),
        ("[store]\nuse = 5", ("no key 'use'", "[store]")),
        ("[audit]\npath = []", ("'path' must be a text", "[audit]")),
        ("[store]\nuse = 'postgres'\ndsn_env = 'NO_SUCH_DSN'", ("NO_SUCH_DSN", "[store]")),
        ("[conversation]\nkey_path = 'k'", ("key_path", "[conversation]", "path =")),
        ("[conversation]\nmodel = 'm'", ("no key 'use'", "[conversation.model]")),
        ("[egress]\nredacted = [5]", ("'redacted' must be a list", "[egress]")),
        (CHAIN.replace("[[", "cost_per_day = 3.0\n[["), ("needs a ledger", "[drafter.model]")),
        (
            CHAIN.replace('"m"', '"m"\napi_key_env = "NO_SUCH_KEY"'),
            ("NO_SUCH_KEY", "[drafter.model.models]"),
        ),
    ],
)
def test_each_mistake_is_found_with_its_place_and_remedy(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    said = _said(tmp_path, text)
    assert len([one for one in said if all(word in one for word in words)]) == 1, said


def test_all_mistakes_are_found_at_once(tmp_path: Path) -> None:
    text = """
[servce]
[service]
nam = "x"
passages = 0
[store]
use = "embeded"
[boundaries]
crisis = "ignore"
politics = "maybe"
[[question_guards]]
limit = 3
[[answer_guards]]
use = "length"
limt = 3
limit = "many"
"""
    said = _said(tmp_path, text)
    expected = ("'servce'", "'nam'", "passages", "'embeded'", "crisis", "politics", "'use'")
    for word in (*expected, "'limt'", "'limit'"):
        assert [one for one in said if word in one], word


@pytest.mark.parametrize(
    "text",
    [
        "",
        CHAIN,
        CHAIN.replace("[[", "cost_per_day = 3.0\nledger_path = 'usage.sqlite'\n[[", 1),
        "[redactor]\nvault_path = 'vaults'\nvault_days = 3",
        "[[channels]]\nuse = 'mail'\npath = 'out'\nto = 'a@b.org'\nsender = 'c@b.org'",
        "[handoff]\nemergency = {all = '112', sw = '999'}",
        "[store]\nuse = 'postgres'\ndsn_env = 'PATH'",
    ],
)
def test_what_can_be_used_passes_and_nothing_is_made(tmp_path: Path, text: str) -> None:
    assert _said(tmp_path, text) == []


def test_reading_for_use_refuses_what_the_check_finds_in_our_own_tables(tmp_path: Path) -> None:
    path = tmp_path / "opengovai.toml"
    path.write_text("[service]\nlanguages = ['xx']", "utf-8")
    with pytest.raises(ConfigurationError, match="'xx'"):
        load_settings(path)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\x80\x81", "not UTF-8"), (b"#" * 2_000_000, "over 1 MiB"), (None, "no such file")],
)
@pytest.mark.parametrize("command", [["config", "check"], ["plugins", "--config"]])
def test_a_file_that_is_no_configuration_is_refused_in_words(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    why: str,
    command: list[str],
) -> None:
    path = tmp_path / "opengovai.toml"
    if content is not None:
        path.write_bytes(content)
    assert main([*command, str(path)]) == 2
    said = "".join(capsys.readouterr())
    assert why in said
    assert "codec" not in said
    assert "Errno" not in said


@pytest.mark.parametrize(
    "command",
    [
        ["dossier", "--facts", "FILE", "--check"],
        ["evaluate", "redaction", "FILE"],
    ],
)
def test_no_command_shows_a_file_s_fault_in_the_words_of_python(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\x80\x81")
    assert main([str(binary) if word == "FILE" else word for word in command]) == 2
    said = "".join(capsys.readouterr())
    assert "not UTF-8" in said
    assert "codec" not in said
