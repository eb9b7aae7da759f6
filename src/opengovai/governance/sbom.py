"""Bills of materials in CycloneDX 1.7 JSON (ECMA-424): the software, and the models and data.

Written as plain values; the tests validate them against the published schema.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from opengovai.governance.installed import Package

JSON = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Packaged:
    """A file of the library that holds a model or a data set. `path` starts at the package."""

    path: str
    kind: str
    digest: str


def packaged() -> list[Packaged]:
    """Trained parameters (`model.*`, `*.npz`, `*.onnx`, tables `*.tsv.gz`) and the demo's
    documents, with SHA-256."""
    root = files("opengovai")
    found = [_packaged(path, file) for path, file in _walk(root, "")]
    return sorted((one for one in found if one), key=lambda one: one.path)


def software(packages: Sequence[Package], now: str) -> JSON:
    """What is installed. `now` is an RFC 3339 time."""
    root, *rest = packages
    return _bom(
        root,
        now,
        [_library(package) for package in rest],
        [{"ref": _purl(one), "dependsOn": _refs(one, packages)} for one in packages],
    )


def models(
    root: Package, files_: Iterable[Packaged], configured: Iterable[Mapping[str, str]], now: str
) -> JSON:
    """What was trained or is read: packaged files, and the models that the configuration names,
    each with the keys `name` and, where known, `licence`, `url`, `residency` and `weights`."""
    components = [_file(one) for one in files_] + [_model(one) for one in configured]
    return _bom(root, now, components, [])


def _bom(root: Package, now: str, components: list[JSON], dependencies: list[JSON]) -> JSON:
    content = json.dumps([components, dependencies, root.version], sort_keys=True)
    bom: JSON = {
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"timestamp": now, "component": _library(root)},
        "components": components,
    }
    return bom | ({"dependencies": dependencies} if dependencies else {})


def _library(package: Package) -> JSON:
    return {
        "type": "library",
        "bom-ref": _purl(package),
        "name": package.name,
        "version": package.version,
        "description": package.summary,
        "licenses": _licences(package.licence),
        "purl": _purl(package),
    }


def _licences(licence: str) -> list[JSON]:
    identifiers = re.split(r" (?:AND|OR|WITH) ", re.sub(r"[()]", "", licence))
    if licence != "not stated" and all(re.fullmatch(r"[\w.+-]+", one) for one in identifiers):
        return [{"expression": licence}]
    return [{"license": {"name": licence}}]  # free words of older metadata


def _file(one: Packaged) -> JSON:
    return {
        "type": one.kind,
        "bom-ref": f"file:opengovai/{one.path}",
        "name": f"opengovai/{one.path}",
        "hashes": [{"alg": "SHA-256", "content": one.digest}],
    }


def _model(card: Mapping[str, str]) -> JSON:
    component: JSON = {
        "type": "machine-learning-model",
        "bom-ref": f"model:{card['name']}",
        "name": card["name"],
        "properties": [
            {"name": f"opengovai:{key}", "value": card[key]}
            for key in ("residency", "weights")
            if card.get(key)
        ],
    }
    if card.get("licence"):
        component["licenses"] = _licences(card["licence"])
    if card.get("url"):
        component["externalReferences"] = [{"type": "model-card", "url": card["url"]}]
    return component


def _refs(package: Package, packages: Sequence[Package]) -> list[str]:
    return [_purl(one) for one in packages if one.name in package.requires]


def _purl(package: Package) -> str:
    return f"pkg:pypi/{package.name}@{package.version}"


def _walk(folder: Traversable, prefix: str) -> Iterable[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry


def _packaged(path: str, file: Traversable) -> Packaged | None:
    name = file.name
    trained = name.endswith((".npz", ".onnx", ".tsv.gz")) or name in {"model.toml", "model.json"}
    document = path.startswith("demo/corpus/") and name.endswith(".md")
    if not (trained or document):
        return None
    kind = "machine-learning-model" if trained else "data"
    return Packaged(path=path, kind=kind, digest=sha256(file.read_bytes()).hexdigest())
