"""When a server is asked again, and when it is left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("httpcore2")

from opengovai.adapters.openai_compatible.breaker import Breaker
from opengovai.adapters.openai_compatible.retry import pause
from opengovai.errors import ModelUnavailableError

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30),
        ("Monday, 23-Nov-26 12:00:30 GMT", 30),
        ("Mon Nov 23 12:00:30 2026", 30),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
    ],
)
def test_the_server_is_taken_at_its_word(asked: str, seconds: float) -> None:
    wait = pause(1, asked, now=NOW)
    assert seconds <= wait <= 1.1 * seconds + 0.05


@given(st.one_of(st.none(), st.text(max_size=20)), st.integers(1, 10))
def test_a_wait_is_never_negative_whatever_the_header_says(asked: str | None, attempt: int) -> None:
    assert pause(attempt, asked, now=NOW) >= 0
    if asked is None:
        assert pause(attempt, asked, now=NOW) <= 8.0


def test_a_breaker_opens_after_failures_in_a_row_and_lets_one_probe_through() -> None:
    now = [0.0]
    breaker = Breaker(failures=3, seconds=10, clock=lambda: now[0])
    for _ in range(2):
        breaker.failed()
    breaker.succeeded()
    for _ in range(3):
        breaker.enter()
        breaker.failed()
    with pytest.raises(ModelUnavailableError, match="left alone for 10 s"):
        breaker.enter()
    now[0] = 10.0
    breaker.enter()
    with pytest.raises(ModelUnavailableError):
        breaker.enter()
    breaker.succeeded()
    breaker.enter()
