"""Which models a configuration may use, and what it says about them."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from opengovai.cli import main
from opengovai.config import explain, load_settings
from opengovai.errors import ConfigurationError, MissingExtraError, PluginError
from opengovai.models.card import read_card
from opengovai.plugins import build

OPEN = 'licence = "Apache-2.0"\nweights = "open"\nresidency = "local"\n'
MODEL = """
[drafter]
use = "generative"
[drafter.model]
use = "openai-compatible"
base_url = "http://localhost:8000/v1"
model = "m-8b"
"""


def _explain(folder: Path, text: str) -> list[dict[str, object]]:
    path = folder / "opengovai.toml"
    path.write_text(text, "utf-8")
    return explain(load_settings(path))


def test_a_declared_open_model_at_home_is_used(tmp_path: Path) -> None:
    rows = _explain(tmp_path, MODEL + "[drafter.model.card]\n" + OPEN)
    (row,) = [row for row in rows if row["table"] == "drafter.model"]
    assert (row["use"], row["egress"]) == ("openai-compatible", "none")


@pytest.mark.parametrize(
    ("card", "complaint"),
    [
        ("", "declares nothing"),
        (OPEN.replace("open", "closed"), "closed weights"),
        (OPEN.replace("Apache-2.0", "LicenseRef-Llama"), "licence LicenseRef-Llama"),
        (OPEN.replace("local", "US"), "runs in US"),
    ],
)
def test_a_model_that_the_policy_does_not_name_is_refused(
    tmp_path: Path, card: str, complaint: str
) -> None:
    text = MODEL + ("[drafter.model.card]\n" + card if card else "")
    with pytest.raises(PluginError, match=rf"'m-8b' .*{complaint}.*exceptions"):
        _explain(tmp_path, text)
    _explain(tmp_path, text + '[model_policy]\nexceptions = ["m-8b"]\n')


def test_residency_and_licences_are_the_ministrys_choice(tmp_path: Path) -> None:
    card = OPEN.replace("local", "KE").replace("Apache-2.0", "EUPL-1.2")
    text = MODEL + "[drafter.model.card]\n" + card
    policy = '[model_policy]\nresidency = ["local", "KE"]\nlicences = ["EUPL-1.2"]\n'
    _explain(tmp_path, text + policy)


def test_each_model_of_a_chain_is_checked(tmp_path: Path) -> None:
    one = '[[drafter.model.models]]\nuse = "openai-compatible"\nmodel = "{name}"\n{url}'
    head = '[drafter]\nuse = "generative"\n[drafter.model]\nuse = "chain"\n'
    near = one.format(name="near", url='base_url = "http://localhost/v1"\n')
    far = one.format(name="far", url='base_url = "https://far.example/v1"\n')
    card = "[drafter.model.models.card]\n" + OPEN
    rows = _explain(tmp_path, head + near + card + near + card)
    assert [row["use"] for row in rows if "drafter" in str(row["table"])] == [
        "generative",
        "chain",
        "openai-compatible",
        "openai-compatible",
    ]
    with pytest.raises(PluginError, match=r"to far\.example"):
        _explain(tmp_path, head + near + card + far + card)
    with pytest.raises(PluginError, match="'near' declares nothing"):
        _explain(tmp_path, head + near)
    with pytest.raises(ConfigurationError, match=r"\[drafter\.model\.models\] has no key 'use'"):
        _explain(tmp_path, head + near.replace('use = "openai-compatible"\n', ""))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('license = "MIT"', "Unknown key 'license'.*'licence'"),
        ('weights = "ajar"', "'weights' must be"),
        ('licence = "see website"', "'licence' must be an SPDX expression"),
        ("url = 7", "'url' must be a text"),
        ('input_price = "cheap"', "'input_price' must be a number"),
        ("input_price = -1", "'input_price' must be a number"),
    ],
)
def test_a_wrong_card_is_a_clear_error(tmp_path: Path, line: str, complaint: str) -> None:
    card = "\n".join(x for x in OPEN.splitlines() if x.split()[0] != line.split(maxsplit=1)[0])
    with pytest.raises(ConfigurationError, match=complaint):
        _explain(tmp_path, MODEL + f"[drafter.model.card]\n{card}\n{line}\n")


def test_all_models_of_a_configuration_are_checked_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "opengovai.toml"
    models = MODEL + "[drafter.model.card]\n" + OPEN
    models += "[drafter.stronger]\n"
    models += 'use = "openai-compatible"\nbase_url = "https://far.example/v1"\nmodel = "big"\n'
    models += "[drafter.stronger.card]\n" + OPEN.replace("open", "closed")
    config.write_text(models)
    assert main(["plugins", "--check", "--config", str(config), "--json"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = {row["table"]: row for row in rows if "table" in row}
    assert all(row["error"] is None for row in rows if "table" not in row)
    small, big = found["drafter.model"], found["drafter.stronger"]
    assert (small["error"], small["licence"], small["residency"]) == (None, "Apache-2.0", "local")
    assert "far.example" in big["error"]
    config.write_text(models + '[egress]\nredacted = ["far.example"]\n')
    assert main(["plugins", "--check", "--config", str(config)]) == 1
    assert "closed weights" in capsys.readouterr().out
    config.write_text(
        models + '[egress]\nredacted = ["far.example"]\n[model_policy]\nexceptions = ["big"]\n'
    )
    assert main(["plugins", "--check", "--config", str(config)]) == 0
    assert "weights closed" in capsys.readouterr().out


def test_prices_are_exact() -> None:
    table = {"licence": "MIT", "weights": "open", "residency": "local", "input_price": 0.1}
    card = read_card(table, where="here")
    assert card is not None
    assert card.input_price == Decimal("0.1")


def test_paths_stand_beside_the_file_at_every_depth(tmp_path: Path) -> None:
    path = tmp_path / "opengovai.toml"
    path.write_text(MODEL.replace('use = "openai', 'ca_path = "ca.pem"\nuse = "openai'))
    assert load_settings(path).tables["drafter"]["model"]["ca_path"] == str(tmp_path / "ca.pem")


def test_the_first_example_of_the_how_to_means_that_nothing_leaves(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "connect-a-model.md"
    example = page.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    assert {row["egress"] for row in _explain(tmp_path, example)} == {"none"}


@pytest.mark.parametrize(
    ("group", "name", "keys", "module", "extra"),
    [
        (
            "models",
            "openai-compatible",
            {"base_url": "http://h", "model": "m"},
            "httpcore2",
            "models",
        ),
        ("models", "onnx", {"path": "m"}, "llguidance", "onnx"),
        ("embedders", "onnx", {"path": "m"}, "onnxruntime", "onnx"),
    ],
)
def test_a_missing_extra_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
    group: str,
    name: str,
    keys: dict[str, object],
    module: str,
    extra: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=rf'pip install "opengovai\[{extra}\]"'):
        build(group, name, keys)


def test_a_key_that_is_not_set_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("httpcore2")
    monkeypatch.delenv("MODEL_KEY", raising=False)
    keys = {"base_url": "http://h", "model": "m", "api_key_env": "MODEL_KEY"}
    with pytest.raises(ConfigurationError, match="MODEL_KEY holds no key"):
        build("models", "openai-compatible", keys)


def test_certificates_that_cannot_be_read_are_a_clear_error(tmp_path: Path) -> None:
    pytest.importorskip("httpcore2")
    keys = {"base_url": "https://h", "model": "m", "ca_path": str(tmp_path / "no.pem")}
    with pytest.raises(ConfigurationError, match="certificates cannot be read"):
        build("models", "openai-compatible", keys)
