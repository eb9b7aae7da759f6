"""Energy as the machine itself counts it, shared between the calls that run at the same time.

RAPL (Intel SDM vol. 3B, 16.10; AMD the same interface), as Linux shows it under
/sys/class/powercap: the processor packages, without memory, disks and losses of the power supply,
and with whatever else ran meanwhile. Readable by root only, unless the administrator allows it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

from opengovai.types import Energy

METHOD = "measured: RAPL packages, shared equally between calls at the same time"
_POWERCAP = Path("/sys/class/powercap")


class Meter:
    """Divides the growth of a counter among those who are inside; `joules` reads the counter."""

    def __init__(self, joules: Callable[[], float]) -> None:
        self._joules = joules
        self._mutex = threading.Lock()
        self._shares: dict[object, float] = {}
        self._last = joules()

    def enter(self) -> object:
        """Begin a call; the result is its key."""
        key = object()
        with self._mutex:
            self._settle()
            self._shares[key] = 0.0
        return key

    def leave(self, key: object) -> Energy:
        """End a call: its energy."""
        with self._mutex:
            try:
                self._settle()
            finally:
                watt_hours = self._shares.pop(key) / 3600
        return Energy(wh=watt_hours, low=watt_hours, high=watt_hours, method=METHOD)

    def _settle(self) -> None:
        now = self._joules()
        for key in self._shares:
            self._shares[key] += (now - self._last) / len(self._shares)
        self._last = now


class Rapl:
    """The packages' energy in joules since this object was made; counters that wrap are unrolled.
    Read it at least once a minute under load: a counter wraps after minutes to hours."""

    def __init__(self, root: Path = _POWERCAP) -> None:
        self._zones = [zone for zone in sorted(root.glob("intel-rapl:*")) if _is_package(zone)]
        if not self._zones:
            raise OSError("no package counts its energy")
        self._ranges = [_read(zone / "max_energy_range_uj") for zone in self._zones]
        self._last = [_read(zone / "energy_uj") for zone in self._zones]
        self._total = 0

    def __call__(self) -> float:
        """Raises OSError where a counter cannot be read."""
        for place, zone in enumerate(self._zones):
            now = _read(zone / "energy_uj")
            grown = now - self._last[place]
            self._total += grown if grown >= 0 else grown + self._ranges[place]
            self._last[place] = now
        return self._total / 1_000_000


@cache
def machine_meter() -> Meter | None:
    """This machine's meter, or None where it has none that is complete: with a GPU the packages
    alone would tell a fraction."""
    if any(Path("/dev").glob("nvidia[0-9]*")) or Path("/dev/kfd").exists():
        return None
    try:
        return Meter(Rapl())
    except (OSError, ValueError):
        return None


def _is_package(zone: Path) -> bool:
    # Zones below a package ("intel-rapl:0:1") are parts of it.
    return zone.name.count(":") == 1 and (zone / "name").read_text().startswith("package")


def _read(path: Path) -> int:
    return int(path.read_text())
