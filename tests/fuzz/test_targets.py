"""The fuzzing targets hold on arbitrary bytes and on damaged real ones; long runs: run.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from targets import TARGETS, attempt

REPOSITORY = Path(__file__).resolve().parents[2]
REAL = {
    "note": b"example/log\n3\n" + b"A" * 43 + b"=\n\n\xe2\x80\x94 example/log AAAA\n",
    "configuration": b'[service]\nname = "x"\n[egress]\nredacted = ["a.example"]\n',
    "decision_table": (
        REPOSITORY / "tests/vectors/dmn-tck/0114-min-collect-hitpolicy.dmn"
    ).read_bytes(),
    "document": b"<html><body><h1>T</h1><p>Text</p><table><tr><td>1</td></tr></table>",
}


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_arbitrary_bytes_end_in_an_error_of_the_library_or_none(name: str) -> None:
    @settings(max_examples=60)
    @given(st.binary(max_size=300))
    def run(data: bytes) -> None:
        attempt(TARGETS[name], data)

    run()


@pytest.mark.parametrize("name", sorted(REAL))
def test_damaged_real_bytes_end_in_an_error_of_the_library_or_none(name: str) -> None:
    whole = REAL[name]

    @settings(max_examples=200)
    @given(st.integers(0, len(whole) - 1), st.binary(max_size=4))
    def run(at: int, inserted: bytes) -> None:
        attempt(TARGETS[name], whole[:at] + inserted + whole[at + 1 :])

    run()
