"""The writing protocol, explored exhaustively within small bounds, and its necessary steps."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _model() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "ci_audit_protocol.py"
    spec = importlib.util.spec_from_file_location("ci_audit_protocol", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["ci_audit_protocol"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


model = _model()


@pytest.mark.slow
def test_no_interleaving_death_or_loss_of_power_breaks_a_promise() -> None:
    assert model.explore(model.Bounds(processes=2, appends=2, publications=2)) > 10_000


@pytest.mark.parametrize("mutant", model.MUTANTS)
def test_each_step_of_the_protocol_is_needed(mutant: str) -> None:
    with pytest.raises(model.Violation):
        model.explore(model.Bounds(), mutant)
