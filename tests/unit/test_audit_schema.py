"""What the log takes as a record: known names strictly, and nothing that is not JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import IntEnum, StrEnum
from pathlib import Path
from types import MappingProxyType

import pytest
import rfc8785

from opengovai.audit import AuditLog, LogReader
from opengovai.errors import AuditError
from opengovai.testing.records import sample_record


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"configuration": "0" * 63}, "configuration"),
        ({"configuration": "0" * 63 + "A"}, "configuration"),
        ({"configuration": " " * 2 + "0" * 62}, "configuration"),
        ({"sources": [{"version": "0" * 63 + "٠"}]}, "version"),
        ({"sources": [{"version": None}]}, "version"),
        ({"system": {"name": "x"}}, "version"),
        ({"system": {"name": "x", "version": "1", "more": "1"}}, "more"),
        ({"redactions": {"schlüssel": 1}}, "redactions"),
        ({"redactions": {"NAME": True}}, "redactions"),
        ({"duration_ms": 2**53}, "duration_ms"),
        ({"duration_ms": "1"}, "duration_ms"),
        ({"legal_hold": 1}, "legal_hold"),
        ({"status": None}, "status"),
        ({"status": b"x"}, "status"),
        ({"gen_ai.response.finish_reasons": {"stop"}}, "set"),
        ({"completions": [{"gen_ai.response.finish_reasons": {"stop"}}]}, "set"),
        ({"completions": [{"currency": "EUR\n"}]}, "currency"),
        ({"note": {"deep": [1.0]}}, "deep"),
    ],
    ids=str,
)
def test_what_is_known_of_data_is_checked_strictly(
    tmp_path: Path, data: dict[str, object], field: str
) -> None:
    with AuditLog.open(tmp_path) as log, pytest.raises(AuditError, match=field):
        log.append(replace(sample_record(0), data=data))  # type: ignore[arg-type]


def test_a_refusal_names_the_field_and_not_what_stood_in_it(tmp_path: Path) -> None:
    secret = "Wanjiku 12345678"
    with AuditLog.open(tmp_path) as log:
        for change in (
            {"phase": secret},
            {"time": secret},
            {"data": {"configuration": secret * 4}},
            {"data": {"retention": secret}},
            {"data": {"guards": [{"guard": "x", "action": secret, "reason": ""}]}},
            {"data": {"status": f"{secret}\ud800"}},
            {"data": {"note": f"{secret}\ud800"}},
            {"private": {"question": [secret]}},
        ):
            with pytest.raises(AuditError) as refused:
                log.append(replace(sample_record(0), **change))
            assert "Wanjiku" not in str(refused.value), change


class Duration(IntEnum):
    ONE = 1


class Status(StrEnum):
    ANSWERED = "answered"


class Text(str):
    """What a library may hand out for a text."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return "another text"


def test_enums_mappings_and_tuples_are_written_as_what_they_hold(tmp_path: Path) -> None:
    plain = {
        "status": "answered",
        "language": "sw",
        "system": {"name": "a", "version": "1"},
        "redactions": {"NAME": 1},
        "plugins": [{"port": "stores", "name": "embedded", "version": "1"}],
        "gen_ai.response.finish_reasons": ["stop"],
        "note": ["answered", 1, True, None, {"x": "y"}],
    }
    held = {
        Text("status"): Status.ANSWERED,
        "language": Text("sw"),
        "system": MappingProxyType({Text("name"): Text("a"), "version": "1"}),
        "redactions": MappingProxyType({Text("NAME"): Duration.ONE}),
        "plugins": (
            MappingProxyType({"port": "stores", "name": Text("embedded"), "version": "1"}),
        ),
        "gen_ai.response.finish_reasons": (Text("stop"),),
        "note": (Status.ANSWERED, Duration.ONE, True, None, MappingProxyType({Text("x"): "y"})),
    }
    with AuditLog.open(tmp_path) as log:
        for data in (plain, held, MappingProxyType(held)):
            private = {Text("question"): Text("the question")}
            log.append(replace(sample_record(0), data=data, private=private))  # type: ignore[arg-type]
        log.publish()
        assert log.private(1) == {"question": "the question"}
    written = [entry for _, entry in LogReader(tmp_path).entries()]
    found = [json.loads(entry) for entry in written]
    assert [entry["data"] for entry in found] == [plain] * 3
    assert [rfc8785.dumps(entry) for entry in found] == written
