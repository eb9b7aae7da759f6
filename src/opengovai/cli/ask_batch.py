"""A file of questions: every line gets one object, in the file's order, several at work at once.

Threads help where something is waited for: the log's disk, a store or a model over the network.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opengovai.cli.terminal import console, read_text
from opengovai.types import Answer

_AHEAD = 4  # questions per worker that may be at work or done before an earlier one is


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of the file: a question, or why it is none. `id` is None where it has none."""

    line: int
    id: str | None
    text: str = ""
    language: str | None = None
    error: str = ""

    def mistake(self) -> dict[str, Any]:
        """The object that stands in the place of an answer."""
        return {"id": self.id, "line": self.line, "error": self.error}

    def complain(self) -> None:
        """Say it on stderr, with the remedy; never the line itself, which may be personal."""
        remedy = 'Write {"id": "q1", "text": "..."} on each line.'
        console().print(f"opengovai: line {self.line}: {self.error}. {remedy}", markup=False)


def rows(path: Path | None, *, unique: bool = True) -> Iterator[Row]:
    """Every line that is not blank: `{"id", "text"}`, and "language" where it is known. A `unique`
    id that stood in an earlier line is a mistake.

    Raises UnreadableSourceError where the file cannot be read at all.
    """
    seen: set[str] = set()
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            row = _row(number, line)
            if unique and row.id is not None and not row.error and row.id in seen:
                row = Row(line=number, id=row.id, error="this id stands in an earlier line")
            if row.id is not None:
                seen.add(row.id)
            yield row


def answered(
    ask: Callable[[Row], Answer], asked: Iterable[Row], *, jobs: int = 0
) -> Iterator[tuple[Row, Answer | None]]:
    """Each row with its answer, in order; None for a row with a mistake. Raises what `ask` raises,
    after which no further question is begun."""
    workers = jobs or min(8, 2 * (os.cpu_count() or 1))
    waiting: deque[tuple[Row, Future[Answer] | None]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="ask") as pool:
        try:
            for row in asked:
                waiting.append((row, None if row.error else pool.submit(ask, row)))
                while len(waiting) > _AHEAD * workers:
                    yield _next(waiting)
            while waiting:
                yield _next(waiting)
        finally:
            for _, future in waiting:
                if future is not None:
                    future.cancel()


def _next(waiting: deque[tuple[Row, Future[Answer] | None]]) -> tuple[Row, Answer | None]:
    row, future = waiting.popleft()
    return row, None if future is None else future.result()


def _row(number: int, line: str) -> Row:
    import msgspec

    try:
        value = msgspec.json.decode(line)
    except (ValueError, RecursionError) as error:
        return Row(line=number, id=None, error=f"not JSON: {error}")
    if not isinstance(value, dict):
        return Row(line=number, id=None, error='not an object with "id" and "text"')
    name = value.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int):
        return Row(line=number, id=None, error='"id" must be a string or a whole number')
    if not str(name).strip():
        return Row(line=number, id=None, error='"id" must not be empty')
    text, language = value.get("text"), value.get("language")
    if not isinstance(text, str):
        return Row(line=number, id=str(name), error='"text" must be a string')
    if language is not None and not isinstance(language, str):
        return Row(line=number, id=str(name), error='"language" must be a string')
    return Row(line=number, id=str(name), text=text, language=language or None)
