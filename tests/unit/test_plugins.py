"""Plugins come through entry points. Here real distributions are laid on the import path."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from opengovai.config import explain, load_settings
from opengovai.errors import ConfigurationError, MissingExtraError, PluginError
from opengovai.plugins import GROUPS, build, installed, load

PLUGIN = """
from opengovai.types import Plugin, PluginInfo

class Parrot:
    def draft(self, question, sources): ...

def _open(*, voice: str = "loud", words: int = 3): return Parrot()

parrot = Plugin(
    info=PluginInfo(
        name="parrot", version="2.0", api_version={api}, licence="MIT", egress="{egress}"
    ),
    open=_open,
)
not_a_plugin = object()
"""


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Lay a distribution with one drafters entry point on the import path."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def lay(
        target: str, *, dist: str = "parrots", code: str = "", api: int = 1, egress: str = "none"
    ) -> None:
        info = tmp_path / f"{dist}-2.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.4\nName: {dist}\nVersion: 2.0\nLicense-Expression: MIT\n"
        )
        (info / "entry_points.txt").write_text(f"[opengovai.drafters]\nparrot = {target}\n")
        module = target.partition(":")[0]
        sys.modules.pop(module, None)
        text = code or PLUGIN.replace("{api}", str(api)).replace("{egress}", egress)
        (tmp_path / f"{module}.py").write_text(text)

    return lay


def test_every_built_in_comes_through_its_entry_point() -> None:
    ours = [plugin for plugin in installed() if plugin.distribution == "opengovai"]
    assert {plugin.group for plugin in ours} == set(GROUPS)
    for plugin in ours:
        info = load(plugin.group, plugin.name).info
        assert info.name == plugin.name
        assert info.egress == "none" or (info.egress == "configured" and info.egress_keys)


def test_listing_imports_nothing(lay) -> None:
    lay("parrot_listed:parrot", code="raise RuntimeError('imported')")
    (plugin,) = [plugin for plugin in installed() if plugin.name == "parrot"]
    assert (plugin.distribution, plugin.version, plugin.licence) == ("parrots", "2.0", "MIT")
    assert "parrot_listed" not in sys.modules


def test_a_third_party_plugin_is_built_from_its_table(lay) -> None:
    lay("parrot_built:parrot")
    assert type(build("drafters", "parrot", {"voice": "soft", "words": 5})).__name__ == "Parrot"


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [({"voyce": "soft"}, "Did you mean 'voice'"), ({"words": "many"}, "Key 'words'")],
)
def test_its_keys_are_checked(lay, keys: dict[str, object], complaint: str) -> None:
    lay("parrot_keys:parrot")
    with pytest.raises(ConfigurationError, match=complaint):
        build("drafters", "parrot", keys)


@pytest.mark.parametrize(
    ("target", "code", "kind", "complaint"),
    [
        ("parrot_a:parrot", "import no_such_module", MissingExtraError, "no_such_module"),
        ("parrot_b:parrot", "1/0", PluginError, "division by zero"),
        ("parrot_c:missing", "", PluginError, "missing"),
        ("parrot_d:not_a_plugin", "", PluginError, "not an opengovai.types.Plugin"),
    ],
)
def test_a_broken_plugin_is_an_error_that_names_its_distribution(
    lay, target: str, code: str, kind: type[PluginError], complaint: str
) -> None:
    lay(target, code=code)
    with pytest.raises(kind, match=complaint) as caught:
        load("drafters", "parrot")
    assert "parrots" in str(caught.value)


def test_a_plugin_for_other_ports_is_refused(lay) -> None:
    lay("parrot_old:parrot", api=99)
    with pytest.raises(PluginError, match="ports version 99, this is version 1"):
        load("drafters", "parrot")


def test_two_distributions_may_not_share_a_name(lay) -> None:
    lay("parrot_one:parrot", dist="parrots")
    lay("parrot_two:parrot", dist="cuckoos")
    with pytest.raises(PluginError, match=r"Two distributions.*\(cuckoos, parrots\)"):
        load("drafters", "parrot")


def test_an_unknown_name_names_the_nearest() -> None:
    with pytest.raises(PluginError, match="Did you mean 'extractive'"):
        load("drafters", "extractiv")


def test_data_leaves_only_where_the_policy_says_so(lay, tmp_path: Path) -> None:
    lay("parrot_far:parrot", egress="api.example.com")
    config = tmp_path / "opengovai.toml"
    config.write_text('[drafter]\nuse = "parrot"\n')
    with pytest.raises(PluginError, match=r"sends redacted text to api.example.com"):
        explain(load_settings(config))
    config.write_text('[drafter]\nuse = "parrot"\n[egress]\nredacted = ["api.example.com"]\n')
    (row,) = [row for row in explain(load_settings(config)) if row["use"] == "parrot"]
    assert row["egress"] == "api.example.com"
