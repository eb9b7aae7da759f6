"""A knowledge base goes out as JSON Lines and comes back the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opengovai.errors import InputError
from opengovai.knowledge import Changes, KnowledgeBase
from opengovai.knowledge.transfer import export_lines, import_lines
from opengovai.testing.stores import sample_document
from opengovai.types import Document, RedactedText


def _contents(base: KnowledgeBase) -> tuple[list[Document], dict[str, str]]:
    return sorted(base.history(), key=lambda d: (d.id, d.version)), base.current()


def _filled(folder: Path) -> KnowledgeBase:
    base = KnowledgeBase.open(folder)
    act = "1. Fee\nThe fee is {} shillings.\n"
    for fee in (10, 20, 10):  # an older text became current again
        base.add([sample_document(act.format(fee), name="fees", valid_from="2026-01-01")])
    base.add([sample_document("Passports are blue.", name="passport", language="sw")])
    base.add([sample_document("Repealed.", name="gone")])
    base.remove("gone")
    return base


def test_everything_comes_back(tmp_path: Path) -> None:
    with _filled(tmp_path / "a") as base, KnowledgeBase.open(tmp_path / "b") as other:
        lines = list(export_lines(base))
        assert import_lines(other, lines).added == 3
        assert _contents(other) == _contents(base)
        assert other.search(RedactedText("gone repealed"), language="en") == []
        found = other.search(RedactedText("what is the fee"), language="en")[0]
        assert "10 shillings" in found.passage.text
        assert other.verify().ok
        assert sorted(export_lines(other)) == sorted(lines)


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    with _filled(tmp_path / "a") as base:
        lines = list(export_lines(base))
        before = _contents(base)
        assert import_lines(base, lines) == Changes(unchanged=3)
        assert _contents(base) == before


def test_what_the_store_has_beside_it_stays(tmp_path: Path) -> None:
    with _filled(tmp_path / "a") as base, KnowledgeBase.open(tmp_path / "b") as other:
        other.add([sample_document("Its own.", name="own")])
        other.add([sample_document("Older.", name="passport", language="sw")])
        import_lines(other, export_lines(base))
        assert other.current() == base.current() | {"own": Document.digest("Its own.")}
        assert len(other.versions("passport")) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": "Another text."}, "digest"),
        ({"version": "00"}, "digest"),
        ({"sections": [{"heading": "A"}]}, "no version"),
        ({"sections": [[1, 2]]}, "no version"),
        ({"title": 7}, "no version"),
        ({"colour": "blue"}, "no version"),
        ({"current": "yes"}, "no version"),
    ],
)
def test_a_wrong_line_is_named_and_what_came_before_stays(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    with _filled(tmp_path / "a") as base, KnowledgeBase.open(tmp_path / "b") as other:
        lines = list(export_lines(base))
        lines[-1] = json.dumps(json.loads(lines[-1]) | change).encode()
        with pytest.raises(InputError, match=message) as caught:
            import_lines(other, lines)
        assert caught.value.where == f"line {len(lines)}"
        assert other.current().keys() == {"fees"}


@pytest.mark.parametrize("first", [b"", b"{}", b"[]", b'{"format": "other"}', b"not JSON"])
def test_another_file_is_refused(tmp_path: Path, first: bytes) -> None:
    with KnowledgeBase.open(tmp_path / "kb") as base, pytest.raises(InputError):
        import_lines(base, [first])


def test_another_version_of_the_format_is_refused(tmp_path: Path) -> None:
    header = b'{"format": "opengovai-knowledge-base", "format_version": 2}'
    with KnowledgeBase.open(tmp_path / "kb") as base, pytest.raises(InputError, match="version 2"):
        import_lines(base, [header])


_texts = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["a", "b", "№ 3"]), st.none() | _texts), min_size=1, max_size=8
    )
)
def test_any_history_survives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("kb")
    with KnowledgeBase.open(folder / "a") as base, KnowledgeBase.open(folder / "b") as other:
        for name, text in steps:
            if text is None:
                base.remove(name)
            else:
                base.add([sample_document(text, name=name)])
        import_lines(other, export_lines(base))
        assert _contents(other) == _contents(base)
