"""What can be typed is documented, and what is documented can be typed."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from opengovai.cli import build_parser
from opengovai.config import DEFAULTS
from opengovai.plugins import GROUPS, installed, load, parameters
from opengovai.types import PluginInfo, Status

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"
PAGES = sorted([REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *DOCS.rglob("*.md")])


def _read(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def _commands(
    parser: argparse.ArgumentParser, name: str = "opengovai"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    deeper = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not deeper:
        yield name, parser
    for action in deeper:
        for word, command in action.choices.items():
            yield from _commands(command, f"{name} {word}")


COMMANDS = dict(_commands(build_parser()))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    sections = re.split(r"^## ", _read("cli.md"), flags=re.MULTILINE)
    section = next((s for s in sections if re.match(rf"`{name}[ `]", s)), None)
    assert section, f"docs/reference/cli.md has no section on `{name}`"
    for action in COMMANDS[name]._actions:
        for option in action.option_strings:
            if option not in {"-h", "--help"}:
                assert f"`{option}" in section, f"{name} {option}"


def _typed() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"```(?:console|bash|sh)\n(.*?)```", text, re.DOTALL):
            for line in block.splitlines():
                command = line.removeprefix("$ ").removeprefix(".venv/bin/")
                if command.startswith("opengovai "):
                    yield str(page.relative_to(REPOSITORY)), command


@pytest.mark.parametrize(("page", "command"), list(_typed()))
def test_every_command_in_the_docs_parses(page: str, command: str) -> None:
    """`page` only names the case."""
    words = shlex.split(re.split(r"\s(?:[|<>;#]|&&|2>)", command)[0])
    build_parser().parse_args(words[1:])  # SystemExit fails the test


def test_every_configuration_key_is_in_the_reference() -> None:
    page = _read("config.md")
    for table, keys in DEFAULTS.items():
        assert f"[{table}]" in page
        for key in keys if isinstance(keys, Mapping) else (keys or [{}])[0]:
            assert re.search(rf"^{key} = ", page, re.MULTILINE), f"[{table}] {key}"


def test_every_builtin_plugin_and_its_keys_are_in_the_reference() -> None:
    plugins, config = _read("plugins.md"), _read("config.md")
    for group in GROUPS:
        assert f"`opengovai.{group}`" in plugins
    for plugin in installed():
        if plugin.distribution == "opengovai":
            assert f"`{plugin.name}`" in plugins
            load(plugin.group, plugin.name)
            for key in parameters(plugin.group, plugin.name):
                written = rf"^(# )?{key} = |^\[\w+\.{key}\]"  # a key, or a table of its own
                assert re.search(written, config, re.MULTILINE), (plugin.name, key)


def test_every_field_of_the_declaration_is_in_the_reference() -> None:
    for field in PluginInfo.__slots__:
        assert f"`{field}`" in _read("plugins.md")


def test_every_status_is_in_the_reference() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", _read("statuses.md"), re.MULTILINE)
    assert listed == [status.value for status in Status]


def test_relative_links_of_the_community_files_lead_somewhere() -> None:
    for page in REPOSITORY.glob("*.md"):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            assert (REPOSITORY / target).exists(), f"{page.name}: {target}"
