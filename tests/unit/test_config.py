from __future__ import annotations

from pathlib import Path

import pytest

from opengovai.config import DEFAULTS, explain, load_settings, open_assistant
from opengovai.errors import ConfigurationError, OpenGovAIError, PluginError


def _write(folder: Path, text: str) -> Path:
    path = folder / "opengovai.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_everything_is_local() -> None:
    assert {row["egress"] for row in explain(load_settings())} == {"none"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[retriver]\nuse = 'x'", "Unknown key 'retriver'.*Known: .*store"),
        ("[stor]\nuse = 'embedded'", "Unknown key 'stor'.*Did you mean 'store'"),
        ("[service]\nlanguage = ['en']", "Unknown key 'language'.*'languages'"),
        ("[service]\npassages = 'ten'", "'passages' must be a whole number"),
        ("[service]\nfloor = 0", r"floor must be in \(0, 1\]"),
        ("[service]\nlanguages = []", "languages must name at least one"),
        ("store = 'kb'", "'store' must be a table"),
        ("[question_guards]\nuse = 'length'", "must be an array of tables"),
        ("[[question_guards]]\nlimit = 3", "no key 'use'"),
        ("[store\n", "not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_remedy(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        load_settings(path)
    assert str(path) in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "[store]\nuse = 'embeded'\npath = 'kb'",
            "No stores plugin is called 'embeded'.*'embedded'",
        ),
        ("[store]\nuse = 'embedded'\npfad = 'kb'", "Unknown key 'pfad'"),
        ("[[question_guards]]\nuse = 'length'\nlimits = 3", "Unknown key 'limits'.*'limit'"),
    ],
)
def test_a_wrong_plugin_or_key_is_an_error_that_says_what_to_type(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(ConfigurationError, match=complaint):
        explain(load_settings(_write(tmp_path, text)))


def test_an_ill_typed_value_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    path = _write(tmp_path, "[[question_guards]]\nuse = 'length'\nlimit = 'many'")
    with (
        pytest.raises(ConfigurationError, match="'limit'"),
        open_assistant(path, kb=tmp_path / "kb", audit=tmp_path / "audit"),
    ):
        pass


def test_relative_paths_stand_beside_the_file(tmp_path: Path) -> None:
    settings = load_settings(_write(tmp_path, "[store]\npath = 'base'"))
    assert settings.tables["store"]["path"] == str(tmp_path / "base")
    assert settings.tables["audit"]["path"] == str(tmp_path / "audit")


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _write(tmp_path, "[service]\nname = 'passports'")
    monkeypatch.setenv("OPENGOVAI_CONFIG", str(path))
    settings = load_settings()
    assert settings.tables["service"]["name"] == "passports"
    assert settings.origin == str(path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "not UTF-8"])
def test_an_unreadable_file_is_a_clear_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "opengovai.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(path)


def test_the_digest_changes_with_the_meaning_and_only_with_it(tmp_path: Path) -> None:
    one = load_settings(_write(tmp_path, "[service]\nfloor = 0.6"))
    same = load_settings(_write(tmp_path, "# a comment\n[service]\nfloor = 0.60"))
    other = load_settings(_write(tmp_path, "[service]\nfloor = 0.7"))
    assert one.digest == same.digest != other.digest


def test_no_guards_is_taken_at_its_word(tmp_path: Path) -> None:
    settings = load_settings(_write(tmp_path, "question_guards = []"))
    assert settings.tables["question_guards"] == []
    assert settings.tables["answer_guards"] == DEFAULTS["answer_guards"]


def test_errors_of_plugins_are_configuration_errors() -> None:
    assert issubclass(PluginError, ConfigurationError)
    assert issubclass(ConfigurationError, OpenGovAIError)
