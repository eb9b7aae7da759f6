"""The wheel is reproducible: built twice, in other places and at other times, it is the same."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PARTS = ("src", "LICENSES", "pyproject.toml", "README.md", "LICENSE")


def _digest(folder: Path, mtime: int) -> str:
    wheel = pytest.importorskip("hatchling.builders.wheel", reason="needs hatchling")
    for part in PARTS:
        source = REPOSITORY / part
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / part, ignore=ignored)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / part)
    for path in folder.rglob("*"):
        os.utime(path, (mtime, mtime))
    (built,) = wheel.WheelBuilder(str(folder)).build(directory=str(folder / "dist"))
    return sha256(Path(built).read_bytes()).hexdigest()


@pytest.mark.slow
def test_two_builds_have_the_same_hash(tmp_path: Path) -> None:
    assert _digest(tmp_path / "a", 1_600_000_000) == _digest(tmp_path / "b" / "c", 1_700_000_000)
