"""The vectors of passages on disk: segments that never change, and a catalogue that names them.

A segment is two NumPy files, `<n>.vectors.npy` (float16[m, d], unit length) and `<n>.rows.npy`
(int64[m], ascending). The catalogue is replaced atomically after the files are durable, so that a
crash leaves files that nobody names, and the next writer embeds those rows again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from opengovai.errors import StorageError, StoreDamagedError

_CATALOGUE = "catalogue.json"
_FORMAT = 1

Rows = NDArray[np.int64]
Vectors = NDArray[np.float16]


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """What is stored: `last` is the last row that was looked at, `probe` the vector of a fixed
    text, by which a change of model is noticed; `graph` the file that has the rows up to
    `graphed`."""

    probe: tuple[float, ...] = ()
    last: int = 0
    segments: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    made: int = 0
    graph: str = ""
    graphed: int = 0

    @property
    def count(self) -> int:
        """Vectors stored, those of deleted passages included."""
        return sum(self.sizes)


class Segments:
    """The folder; writing needs the caller to hold the archive's transaction."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def catalogue(self) -> Catalogue:
        """The current one; an empty one where there is none. Raises StoreDamagedError."""
        try:
            found = msgspec.json.decode((self.folder / _CATALOGUE).read_bytes())
            if found.pop("format") != _FORMAT:
                return Catalogue()
            for name in ("probe", "segments", "sizes"):
                found[name] = tuple(found[name])
            return Catalogue(**found)
        except FileNotFoundError:
            return Catalogue()
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise self._damaged(_CATALOGUE) from error

    def stamp(self) -> tuple[int, int]:
        """Changes whenever the catalogue does."""
        try:
            found = (self.folder / _CATALOGUE).stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)

    def read(self, name: str) -> tuple[Rows, Vectors]:
        """One segment, its vectors mapped into memory."""
        try:
            rows = np.load(self.folder / f"{name}.rows.npy")
            vectors = np.load(self.folder / f"{name}.vectors.npy", mmap_mode="r")
        except (OSError, ValueError) as error:
            raise self._damaged(name) from error
        if len(rows) != len(vectors):
            raise self._damaged(name)
        return rows, vectors

    def append(self, catalogue: Catalogue, rows: Rows, vectors: Vectors) -> Catalogue:
        """Add a segment and merge it with those before it that are no larger; the new catalogue,
        durable. `catalogue.last` is the caller's to move."""
        names, sizes = list(catalogue.segments), list(catalogue.sizes)
        while sizes and sizes[-1] <= 2 * len(rows):
            earlier, older = self.read(names.pop())
            sizes.pop()
            rows, vectors = np.concatenate([earlier, rows]), np.concatenate([older, vectors])
        return self._replace(catalogue, names, sizes, rows, vectors)

    def rewrite(self, catalogue: Catalogue, rows: Rows, vectors: Vectors) -> Catalogue:
        """One segment of these instead of all there are."""
        return self._replace(replace(catalogue, graph="", graphed=0), [], [], rows, vectors)

    def graph_path(self, name: str) -> Path:
        """Where a graph of that name is stored."""
        return self.folder / f"{name}.graph"

    def clear(self) -> None:
        """Forget everything."""
        self.save(Catalogue())

    def _replace(
        self, catalogue: Catalogue, names: list[str], sizes: list[int], rows: Rows, vectors: Vectors
    ) -> Catalogue:
        made = catalogue.made + 1
        if len(rows):
            self._write(f"{made:08}", rows, vectors)
            names.append(f"{made:08}")
            sizes.append(len(rows))
        new = replace(catalogue, segments=tuple(names), sizes=tuple(sizes), made=made)
        self.save(new)
        return new

    def _write(self, name: str, rows: Rows, vectors: Vectors) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for kind, array in (("rows", rows), ("vectors", vectors.astype(np.float16))):
                with (self.folder / f"{name}.{kind}.npy").open("wb") as file:
                    np.save(file, array)
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error

    def save(self, catalogue: Catalogue) -> None:
        """Make it the current one, durably, and remove what it does not name."""
        fields: dict[str, Any] = {name: getattr(catalogue, name) for name in catalogue.__slots__}
        path = self.folder / _CATALOGUE
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.with_suffix(".new").open("wb") as file:
                file.write(msgspec.json.encode({"format": _FORMAT, **fields}))
                file.flush()
                os.fsync(file.fileno())
            path.with_suffix(".new").replace(path)
            self._sweep(catalogue)
        except OSError as error:
            raise self._unwritable(error) from error

    def _sweep(self, catalogue: Catalogue) -> None:
        """Remove what it does not name; a reader that has it mapped keeps it until it closes."""
        for path in self.folder.glob("????????.*"):
            name = path.name.split(".")[0]
            kept = (
                name == catalogue.graph if path.suffix == ".graph" else name in catalogue.segments
            )
            if not kept:
                path.unlink(missing_ok=True)

    def _damaged(self, name: str) -> StoreDamagedError:
        return StoreDamagedError(
            "The vectors of the passages are damaged",
            where=str(self.folder / name),
            remedy="Open the base for writing once with its embedder; it makes them anew.",
        )

    def _unwritable(self, error: Exception) -> StorageError:
        return StorageError(
            f"The vectors cannot be written: {error}",
            where=str(self.folder),
            remedy="Check free space and permissions; the documents are intact.",
        )
