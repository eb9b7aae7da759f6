"""The bills of materials say what is installed, in the published form."""

from __future__ import annotations

import importlib.metadata
import json
import re
import tomllib
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.governance import sbom
from opengovai.governance.installed import ALLOWED, allowed, canonical, packages

REPOSITORY = Path(__file__).resolve().parents[2]
NOW = "2026-01-02T03:04:05Z"
CARD = {"name": "Qwen/Qwen3-8B", "licence": "Apache-2.0", "url": "https://example.org/card"}


@pytest.fixture(scope="module")
def software() -> dict[str, Any]:
    return sbom.software(packages(), NOW)


@pytest.fixture(scope="module")
def models() -> dict[str, Any]:
    return sbom.models(packages()[0], sbom.packaged(), [CARD], NOW)


def test_both_boms_are_valid_cyclonedx(software: dict[str, Any], models: dict[str, Any]) -> None:
    validation = pytest.importorskip(
        "cyclonedx.validation.json", reason="needs cyclonedx-python-lib[json-validation]"
    )
    pytest.importorskip("jsonschema")
    from cyclonedx.schema import SchemaVersion

    validator = validation.JsonStrictValidator(SchemaVersion.V1_7)
    for bom in (software, models):
        assert validator.validate_str(json.dumps(bom)) is None


def test_the_bill_in_the_repository_is_valid_and_names_every_base_dependency() -> None:
    validation = pytest.importorskip(
        "cyclonedx.validation.json", reason="needs cyclonedx-python-lib[json-validation]"
    )
    from cyclonedx.schema import SchemaVersion

    text = (REPOSITORY / "opengovai.cdx.json").read_text("utf-8")
    assert validation.JsonStrictValidator(SchemaVersion.V1_7).validate_str(text) is None
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    bom = json.loads(text)
    listed = {canonical(one["name"]) for one in bom["components"]}
    needed = {canonical(re.match(r"[\w.-]+", one)[0]) for one in project["dependencies"]}  # type: ignore[index]
    assert needed <= listed
    assert bom["metadata"]["component"]["version"] == project["version"]


def test_every_direct_dependency_is_listed_with_its_version(software: dict[str, Any]) -> None:
    listed = {one["name"]: one["version"] for one in software["components"]}
    for requirement in importlib.metadata.requires("opengovai") or []:
        if "extra ==" not in requirement:
            name = canonical(re.match(r"[\w.-]+", requirement)[0])  # type: ignore[index]
            assert listed[name] == importlib.metadata.version(name)


def test_dependencies_point_at_components_that_are_listed(software: dict[str, Any]) -> None:
    known = {one["bom-ref"] for one in software["components"]}
    known.add(software["metadata"]["component"]["bom-ref"])
    for edge in software["dependencies"]:
        assert {edge["ref"], *edge["dependsOn"]} <= known
    root = software["metadata"]["component"]["bom-ref"]
    (first,) = [edge for edge in software["dependencies"] if edge["ref"] == root]
    assert any(ref.startswith("pkg:pypi/pydantic@") for ref in first["dependsOn"])


def test_the_tools_of_the_developers_are_not_part_of_it(software: dict[str, Any]) -> None:
    names = {one["name"] for one in software["components"]}
    assert names.isdisjoint({"pytest", "mypy", "ruff", "mkdocs", "reuse", "hypothesis"})


def test_the_same_installation_gives_the_same_bom(software: dict[str, Any]) -> None:
    assert sbom.software(packages(), NOW) == software


def test_packaged_models_and_documents_carry_their_digest(models: dict[str, Any]) -> None:
    kinds = {one["name"]: one["type"] for one in models["components"]}
    assert kinds["opengovai/redaction/names/model.npz"] == "machine-learning-model"
    assert kinds["opengovai/demo/corpus/udhr.sw.md"] == "data"
    assert kinds["Qwen/Qwen3-8B"] == "machine-learning-model"
    (one,) = [part for part in models["components"] if part["name"].endswith("udhr.sw.md")]
    content = files("opengovai").joinpath("demo/corpus/udhr.sw.md").read_bytes()
    assert one["hashes"] == [{"alg": "SHA-256", "content": sha256(content).hexdigest()}]


def test_everything_installed_is_under_a_licence_on_the_list() -> None:
    assert [(one.name, one.licence) for one in packages() if not allowed(one.licence)] == []


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("MIT", True),
        ("Apache-2.0 OR AGPL-3.0-only", True),
        ("Apache-2.0 AND AGPL-3.0-only", False),
        ("MIT AND (Apache-2.0 OR BSD-2-Clause)", True),
        ("AGPL-3.0-only AND (MIT OR Apache-2.0)", False),
        ("(MIT OR Apache-2.0) AND BUSL-1.1", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("BUSL-1.1", False),
        ("LicenseRef-Proprietary", False),
        ("not stated", False),
        ("", False),
    ],
)
def test_a_licence_counts_only_where_it_can_be_met(licence: str, *, expected: bool) -> None:
    assert allowed(licence) is expected


@given(st.lists(st.sampled_from([*sorted(ALLOWED), "AGPL-3.0-only"]), min_size=1, max_size=4))
def test_one_refused_licence_spoils_a_conjunction(parts: list[str]) -> None:
    assert allowed(" AND ".join(parts)) == ("AGPL-3.0-only" not in parts)
