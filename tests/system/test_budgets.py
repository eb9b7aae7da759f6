"""The budgets of the library: import time, dependencies, licences, size.

Run against whatever `opengovai` is installed, so that CI measures the built wheel.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

IMPORT_CPU_MS = 80
DIRECT_DEPENDENCIES = 16
WHEEL_MB = 15
MODULE_LINES = 400
NEVER_AT_IMPORT = (
    "numpy", "onnxruntime", "httpx", "httpcore2", "tokenizers", "llguidance", "jsonschema",
    "pydantic", "tantivy", "cryptography", "psycopg",
)  # fmt: skip

PACKAGE = Path(next(iter(importlib.util.find_spec("opengovai").submodule_search_locations)))  # type: ignore[union-attr,arg-type]

# Words that stand for an OSI-approved licence in a package's metadata. CC0 and 0BSD occur for
# single files inside numpy.
APPROVED = re.compile(
    r"\b(Apache|MIT|BSD|0BSD|ISC|Zlib|MPL|Mozilla Public|LGPL|GNU Lesser|PSF|Python Software|CC0)",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"\b(AGPL|Affero|BUSL|BSL-1\.1|Business Source|SSPL|Server Side Public|Elastic|"
    r"Commons Clause|Proprietary|NonCommercial|BY-NC)",
    re.IGNORECASE,
)


def _cpu_seconds(program: str) -> float:
    """User plus system time of a fresh interpreter that runs `program`."""
    measure = "import time; print(time.process_time())"
    output = subprocess.run(
        [sys.executable, "-c", f"{program}; {measure}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return float(output)


@pytest.mark.slow
def test_importing_costs_at_most_80_ms_of_cpu() -> None:
    with_library = min(_cpu_seconds("import opengovai") for _ in range(7))
    bare = min(_cpu_seconds("pass") for _ in range(7))
    assert (with_library - bare) * 1000 <= IMPORT_CPU_MS


def test_importing_loads_nothing_heavy() -> None:
    program = "import sys, opengovai; print(*sorted(m.partition('.')[0] for m in sys.modules))"
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    assert set(output.split()).isdisjoint(NEVER_AT_IMPORT)


def _direct_dependencies() -> list[str]:
    requirements = importlib.metadata.requires("opengovai") or []
    return [
        match.group()
        for requirement in requirements
        if "extra ==" not in requirement and (match := re.match(r"[\w.-]+", requirement))
    ]


def test_at_most_16_direct_dependencies() -> None:
    dependencies = _direct_dependencies()
    assert 0 < len(dependencies) <= DIRECT_DEPENDENCIES, dependencies


@pytest.mark.parametrize("name", _direct_dependencies())
def test_every_direct_dependency_has_an_approved_licence(name: str) -> None:
    metadata = importlib.metadata.metadata(name)
    classifiers = [
        value for value in metadata.get_all("Classifier") or [] if value.startswith("License ::")
    ]
    stated = " ".join(
        [metadata.get("License-Expression") or metadata.get("License") or "", *classifiers]
    )
    assert APPROVED.search(stated), f"{name} states {stated!r}"
    assert not REFUSED.search(stated), f"{name} states {stated!r}"


def _files() -> list[Path]:
    return [
        path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]


def test_the_wheel_stays_under_15_mb() -> None:
    wheel = os.environ.get("OPENGOVAI_WHEEL")
    if wheel:
        size = Path(wheel).stat().st_size
    else:  # no wheel at hand: what its compressed content would weigh
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in _files():
                archive.write(path, path.relative_to(PACKAGE))
        size = len(packed.getvalue())
    assert size <= WHEEL_MB * 1_000_000


@pytest.mark.parametrize(
    "module",
    [path for path in _files() if path.suffix == ".py"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_no_module_is_over_400_lines(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


def test_the_package_is_typed_and_carries_its_licences() -> None:
    assert (PACKAGE / "py.typed").exists()
    licences = importlib.metadata.metadata("opengovai").get_all("License-File") or []
    assert "LICENSE" in licences
    assert "LICENSES/LicenseRef-DE-Amtliches-Werk.txt" in licences
