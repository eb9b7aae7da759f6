"""Publishes durable records: journal -> entry bundles, tiles, signed checkpoint.

The order is the whole safety argument: (1) seal the journal segment; (2) tiles and bundles,
synced; (3) the signed checkpoint in `keys/last-signed`, synced; (4) the public `checkpoint`;
(5) remove the published segments. Nothing is signed that is not durable, and after a crash
anywhere the next publication does the rest again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from opengovai.audit.checkpoint import Checkpoint
from opengovai.audit.files import Files, Unsynced, make_dirs, replace_file
from opengovai.audit.journal import Frame, decode_members
from opengovai.audit.locks import FileLock
from opengovai.audit.merkle import HASH_SIZE, leaf_hash
from opengovai.audit.note import Signer
from opengovai.audit.private import split_private
from opengovai.audit.recovery import (
    both_signed,
    latest_signed,
    refuse_missing,
    stored_edge,
    superseded,
)
from opengovai.audit.tiles import ENTRIES, WIDTH, RightEdge, tile_path
from opengovai.errors import LogDamagedError


@dataclass(slots=True)
class _Head:
    """How far the tiles reach: the tree's right edge and the unfinished bundle."""

    size: int
    edge: RightEdge
    bundle: list[bytes]

    def copy(self) -> _Head:
        """To be extended while this one stays as it is."""
        return _Head(self.size, RightEdge(self.edge.rows, self.edge.full), list(self.bundle))


class Source(Protocol):
    """Where durable records come from: the local sequencer, or a shared journal."""

    def rotate(self, *, spare: bool = False) -> int:
        """The end of what is durable now; with `spare`, make space for what comes next."""
        ...

    def records(self, start: int, end: int) -> Iterator[Frame]:
        """The frames that hold any record of `[start, end)`, in order."""
        ...

    def drop(self, published: int) -> None:
        """Everything below `published` is in the tiles and signed."""
        ...

    def tidy(self) -> None:
        """Remove what a crash has left."""
        ...


class PrivateSink(Protocol):
    """Where the encrypted parts of published records go."""

    def put(self, rows: Iterable[tuple[int, str, bytes]]) -> None:
        """Store `(entry, subject, sealed)` durably."""
        ...


class Publisher:
    """Writes the public files of the log in `folder`. Thread-safe; not fork-safe (reopen)."""

    def __init__(
        self,
        folder: Path,
        sequencer: Source,
        signer: Signer,
        private: PrivateSink,
        *,
        files: Files,
    ) -> None:
        self._folder, self._files = folder, files
        self._sequencer, self._signer, self._private = sequencer, signer, private
        self._mutex = threading.Lock()
        self._lock = FileLock(folder / "keys" / "lock")
        self._head: _Head | None = None
        self._dirs: set[Path] = set()
        self._written = Unsynced(files)
        self._durable_dirs = {folder}
        self._superseded: list[Path] = []

    def publish(self, *, more: bool = False) -> int:
        """Publish everything that is durable now; returns the size of the signed tree.

        `more` says that more records are to be expected soon, for which space is laid out.
        Raises OSError, StorageError or AuditError; what was published before stays so.
        """
        with self._mutex, self._lock.held():
            head = self._current()
            end = self._sequencer.rotate(spare=more)
            if end > head.size:
                try:
                    head = self._extend(head, end)
                finally:
                    self._written.close()
                self._sign(head)
                self._head = head
            self._sequencer.drop(head.size)
            self._drop_partial()
            return head.size

    def recover(self) -> None:
        """Check that all that was ever signed is there, then finish what a crash left undone.

        Raises LogDamagedError, and what `publish` raises.
        """
        with self._mutex, self._lock.held():
            signed = latest_signed(self._folder, [self._signer.key], files=self._files)
            refuse_missing(self._folder, signed.size)
            head = self._current()
            if not both_signed(self._folder, files=self._files):
                self._sign(head)
            self._superseded = list(superseded(self._folder, signed.size))
            self._drop_partial()
            self._sequencer.tidy()
        self.publish()

    def signed_size(self) -> int:
        """The size of the tree that was signed last, by whatever process."""
        return latest_signed(self._folder, [self._signer.key], files=self._files).size

    def close(self) -> None:
        """Give up the files."""
        self._lock.close()

    def _current(self) -> _Head:
        """The head as of the last signature, which another process may have made."""
        signed = latest_signed(self._folder, [self._signer.key], files=self._files)
        if self._head is None or self._head.size != signed.size:
            edge, bundle = stored_edge(self._folder, signed, files=self._files)
            self._head = _Head(signed.size, edge, bundle)
        return self._head

    def _extend(self, signed: _Head, end: int) -> _Head:
        head = signed.copy()
        self._dirs.clear()
        self._superseded.clear()
        rows: list[tuple[int, str, bytes]] = []
        for records in self._unpublished(head.size, end):
            numbered = enumerate(records, head.size)
            rows += [(index, *split_private(sealed)) for index, (_, sealed) in numbered if sealed]
            self._add(head, [member for member, _ in records])
        self._put_partial(head, signed)
        if rows:
            self._private.put(rows)
        self._written.sync()
        for folder in sorted(self._dirs):
            self._files.sync_dir(folder)
        return head

    def _add(self, head: _Head, members: Sequence[bytes]) -> None:
        """Append entries, tile by tile and bundle by bundle."""
        done = 0
        while done < len(members):
            some = members[done : done + WIDTH - len(head.bundle)]
            leaves = [leaf_hash(member[2:]) for member in some]
            for level, n, tile in head.edge.extend(leaves):
                self._put(tile_path(level, n), tile)
            head.bundle += some
            head.size += len(some)
            done += len(some)
            if len(head.bundle) == WIDTH:
                self._put(tile_path(ENTRIES, head.size // WIDTH - 1), b"".join(head.bundle))
                head.bundle = []

    def _unpublished(self, start: int, end: int) -> Iterator[list[tuple[bytes, bytes]]]:
        """Bundle members and private parts of the records `[start, end)`, frame by frame."""
        at = start
        for frame in self._sequencer.records(start, end):
            if frame.start > at:
                break
            records = list(decode_members(frame.body))[at - frame.start : end - frame.start]
            at += len(records)
            yield records
        if at < end:
            raise LogDamagedError(
                "Acknowledged records are missing from the journal",
                where=f"entry {at}",
                remedy="Restore the journal folder from a copy.",
            )

    def _drop_partial(self) -> None:
        """Partial tiles may go once the full tile is there; nothing depends on their going."""
        for folder in self._superseded:
            self._files.rmtree(folder)
        self._superseded.clear()

    def _put_partial(self, head: _Head, signed: _Head) -> None:
        """A tile that is under a signature already is never written again, not even the same."""
        known = set(signed.edge.partial())
        for level, n, tile in head.edge.partial():
            self._drop_unsigned(level, n, len(tile) // HASH_SIZE, signed.size >> 8 * level)
            if (level, n, tile) not in known:
                self._put(tile_path(level, n, len(tile) // HASH_SIZE), tile)
        if head.bundle:
            n = head.size // WIDTH
            self._drop_unsigned(ENTRIES, n, len(head.bundle), signed.size)
            self._put(tile_path(ENTRIES, n, len(head.bundle)), b"".join(head.bundle))

    def _drop_unsigned(self, level: int | str, n: int, width: int, signed: int) -> None:
        """Remove partial tiles of a publication that failed: perhaps torn, and vouched for by none.

        `signed` members of the level are under a signature; `width` is what is about to be.
        """
        folder = (self._folder / tile_path(level, n, 1)).parent
        found = list(folder.iterdir()) if folder.is_dir() else []
        for path in (path for path in found if path.name.isdecimal()):
            if int(path.name) > signed - n * WIDTH and int(path.name) != width:
                self._files.unlink(path)
                self._dirs.add(folder)

    def _put(self, path: str, data: bytes) -> None:
        target = self._folder / path
        make_dirs(self._files, target.parent, self._durable_dirs)
        self._written.write(target, data)
        self._dirs.add(target.parent)
        if ".p/" not in path:
            self._superseded.append(target.with_name(target.name + ".p"))

    def _sign(self, head: _Head) -> None:
        sign(self._folder, self._signer, head.size, head.edge.root(), files=self._files)


def sign(folder: Path, signer: Signer, size: int, root: bytes, *, files: Files) -> None:
    """Sign and publish a checkpoint; the private copy comes first, as our own memory of it."""
    note = signer.sign(Checkpoint(signer.key.name, size, root).text()).encode()
    replace_file(files, folder / "keys" / "last-signed", note, mode=0o600)
    replace_file(files, folder / "checkpoint", note)
