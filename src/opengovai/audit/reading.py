"""Reads the published files of a log: entries, proofs. Needs no key but the verifier key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from opengovai.audit.checkpoint import Checkpoint, open_checkpoint
from opengovai.audit.files import Files
from opengovai.audit.merkle import consistency_path, inclusion_path
from opengovai.audit.note import VerifierKey
from opengovai.audit.recovery import reader
from opengovai.audit.tiles import WIDTH, TileNodes, read_bundle
from opengovai.errors import AuditError, InputError, LogDamagedError, VerificationError


class LogReader:
    """The log in `path` as of its checkpoint when it was opened.

    The checkpoint's signature is checked; entries and tiles are as stored, to be checked with a
    proof or by `verify`. Raises AuditError if the files cannot be read, LogDamagedError if the
    checkpoint is not the log's.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            self.key = VerifierKey.parse((self.path / "vkey").read_text("utf-8"))
            self.note = (self.path / "checkpoint").read_bytes()
            self.checkpoint: Checkpoint = open_checkpoint(self.note, [self.key])
        except OSError as error:
            raise AuditError(
                f"This is not a log: {error.strerror}",
                where=str(error.filename or self.path),
                remedy="Name a log's folder: it has the files vkey and checkpoint.",
            ) from error
        except (UnicodeDecodeError, VerificationError) as error:
            raise LogDamagedError(
                str(error),
                where=str(self.path),
                remedy="Restore vkey and checkpoint from a copy; `opengovai audit verify` checks.",
            ) from error
        self.size = self.checkpoint.size
        self._read = reader(self.path, Files())
        self._nodes = TileNodes(self.size, self._read)
        self._bundle = lru_cache(maxsize=16)(self._load_bundle)

    def entry(self, index: int) -> bytes:
        """The canonical bytes of an entry. Raises InputError beyond the log's size."""
        self._require(index)
        return self._bundle(index // WIDTH)[index % WIDTH]

    def entries(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, bytes]]:
        """`(index, entry)` from `start` up to `end` or the log's size, in order."""
        for index in range(start, self.size if end is None else min(end, self.size)):
            yield index, self._bundle(index // WIDTH)[index % WIDTH]

    def inclusion(self, index: int) -> list[bytes]:
        """The inclusion proof of an entry under the checkpoint (RFC 6962, 2.1.1)."""
        self._require(index)
        with _missing():
            return inclusion_path(index, self.size, self._nodes)

    def consistency(self, old: int) -> list[bytes]:
        """The proof that the tree of `old` entries is contained (RFC 6962, 2.1.2); 0 < old."""
        if not 0 < old <= self.size:
            raise InputError(
                f"There is no proof from size {old} to size {self.size}",
                where=str(self.path),
                remedy="Name a size from 1 to the log's own.",
            )
        with _missing():
            return consistency_path(old, self.size, self._nodes)

    def _load_bundle(self, n: int) -> list[bytes]:
        with _missing():
            return read_bundle(self._read, n, min(WIDTH, self.size - n * WIDTH))

    def _require(self, index: int) -> None:
        if not 0 <= index < self.size:
            raise InputError(
                f"There is no entry {index}: the log has {self.size} signed entries",
                where=str(self.path),
                remedy="Indices begin at 0.",
            )


class _missing:  # noqa: N801 used as a block; a generator would cost more than the proof
    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError | VerificationError):
            raise LogDamagedError(
                f"A file of the log cannot be used: {error}",
                remedy="Run `opengovai audit verify` to see which entry is wrong.",
            ) from error
