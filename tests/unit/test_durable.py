"""Files appear whole or not at all, and a full disk leaves no litter."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from opengovai.durable import PUBLIC, write_new, write_over


@pytest.mark.parametrize("stops", [OSError, KeyboardInterrupt])
def test_what_was_there_stays_where_the_new_did_not_become_whole(
    stops: type[BaseException], tmp_path: Path
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half of"
        raise stops

    path = tmp_path / "calibration.toml"
    write_over(path, b"old")
    with pytest.raises(stops):
        write_over(path, pieces())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_it_is_written_in_pieces_for_whom_the_mode_says(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        write_over(tmp_path / "page", (piece for piece in (b"a", b"b")), mode=PUBLIC)
        write_over(tmp_path / "secret", b"c")
    finally:
        os.umask(umask)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"page": 0o644, "secret": 0o600}
    assert (tmp_path / "page").read_bytes() == b"ab"


def test_of_two_the_first_stays(tmp_path: Path) -> None:
    assert write_new(tmp_path / "key", b"1")
    assert not write_new(tmp_path / "key", b"2")
    assert (tmp_path / "key").read_bytes() == b"1"
    assert len(list(tmp_path.iterdir())) == 1
