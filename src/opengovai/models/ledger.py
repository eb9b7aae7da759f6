"""What models took, per service, model and day, in one SQLite file that several processes share."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from opengovai.errors import StorageError
from opengovai.models.sums import Sums
from opengovai.types import Completion
from opengovai.wal import enter_wal

_SCHEMA = """
CREATE TABLE IF NOT EXISTS usage (
    day TEXT NOT NULL,
    service TEXT NOT NULL,
    model TEXT NOT NULL,
    currency TEXT NOT NULL,
    calls INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cost_nano INTEGER NOT NULL,
    energy_uwh INTEGER NOT NULL,
    energy_low_uwh INTEGER NOT NULL,
    energy_high_uwh INTEGER NOT NULL,
    PRIMARY KEY (day, service, model, currency)
) STRICT, WITHOUT ROWID
"""
_ADD = """
INSERT INTO usage VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
    calls = calls + 1,
    input_tokens = input_tokens + excluded.input_tokens,
    output_tokens = output_tokens + excluded.output_tokens,
    cost_nano = cost_nano + excluded.cost_nano,
    energy_uwh = energy_uwh + excluded.energy_uwh,
    energy_low_uwh = energy_low_uwh + excluded.energy_low_uwh,
    energy_high_uwh = energy_high_uwh + excluded.energy_high_uwh
"""
_SUMS = (
    "sum(calls), sum(input_tokens), sum(output_tokens), sum(cost_nano), sum(energy_uwh), "
    "sum(energy_low_uwh), sum(energy_high_uwh)"
)


class Ledger:
    """Adds up completions of one service; thread safe, and safe between processes.

    Raises StorageError where the file cannot be used.
    """

    def __init__(
        self, path: str | Path, *, service: str, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._path, self._service = Path(path), service
        self._clock = clock or (lambda: datetime.now(UTC))
        self._mutex = threading.Lock()
        with self._failing():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self._path, timeout=10, isolation_level=None, check_same_thread=False
            )
            enter_wal(self._connection)
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(_SCHEMA)

    def add(self, completion: Completion) -> None:
        """Book one call under today (UTC)."""
        usage, energy = completion.usage, completion.usage.energy
        watt_hours = (energy.wh, energy.low, energy.high) if energy else (0.0, 0.0, 0.0)
        row = (
            self._clock().date().isoformat(),
            self._service,
            completion.model,
            usage.currency,
            usage.input_tokens,
            usage.output_tokens,
            int(usage.cost * 1_000_000_000),
            *(round(value * 1_000_000) for value in watt_hours),
        )
        with self._failing(), self._mutex:
            self._connection.execute(_ADD, row)

    def since(self, day: date) -> tuple[int, Decimal, float]:
        """Tokens in and out, cost and watt-hours of this service from `day` on."""
        with self._failing(), self._mutex:
            found = self._connection.execute(
                "SELECT sum(input_tokens + output_tokens), sum(cost_nano), sum(energy_uwh) "
                "FROM usage WHERE service = ? AND day >= ?",
                (self._service, day.isoformat()),
            ).fetchone()
        tokens, cost, energy = (value or 0 for value in found)
        return tokens, Decimal(cost) / 1_000_000_000, energy / 1_000_000

    def today(self) -> date:
        """The day on which calls are booked now, in UTC."""
        return self._clock().date()

    def months(self) -> list[Sums]:
        """Everything in the file per month, service, model and currency, in that order."""
        grouping = "substr(day, 1, 7), service, model, currency"
        with self._failing(), self._mutex:
            rows = self._connection.execute(
                f"SELECT {grouping}, {_SUMS} FROM usage GROUP BY {grouping} "  # noqa: S608 constants
                f"ORDER BY {grouping}"
            ).fetchall()
        return [_sums(row) for row in rows]

    def close(self) -> None:
        """Close the file."""
        with self._mutex:
            self._connection.close()

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StorageError(
                f"The ledger of model usage cannot be used: {error}",
                where=str(self._path),
                remedy="Check the path and its rights; move the file away if it is damaged.",
            ) from error


def _sums(row: tuple[str, str, str, str, int, int, int, int, int, int, int]) -> Sums:
    return Sums(
        month=row[0],
        service=row[1],
        model=row[2],
        currency=row[3],
        calls=row[4],
        input_tokens=row[5],
        output_tokens=row[6],
        cost=Decimal(row[7]) / 1_000_000_000,
        energy_wh=row[8] / 1_000_000,
        energy_low_wh=row[9] / 1_000_000,
        energy_high_wh=row[10] / 1_000_000,
    )
