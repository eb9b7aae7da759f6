"""Energy as the machine itself counts it, shared between the calls that run at the same time.

RAPL (Intel SDM vol. 3B, 16.10; AMD the same interface), as Linux shows it under
/sys/class/powercap: the processor packages, without memory, disks and losses of the power supply,
and with whatever else ran meanwhile. Readable by root only, unless the administrator allows it.

NVML (NVIDIA Management Library, nvmlDeviceGetTotalEnergyConsumption, Volta and later), through the
optional distribution nvidia-ml-py: whole GPUs. Not tried on a GPU by our tests.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from opengovai.types import Energy

_SHARED = "shared equally between calls at the same time"
PROCESSORS = f"measured: RAPL packages, {_SHARED}"
GPUS = f"measured: NVML GPUs without the processors, {_SHARED}"
BOTH = f"measured: NVML GPUs and RAPL packages, {_SHARED}"
_POWERCAP = Path("/sys/class/powercap")


class Meter:
    """Divides the growth of a counter among those who are inside; `joules` reads the counter,
    `method` says what it counts."""

    def __init__(self, joules: Callable[[], float], method: str = PROCESSORS) -> None:
        self._joules, self._method = joules, method
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
        return Energy(wh=watt_hours, low=watt_hours, high=watt_hours, method=self._method)

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


class Nvml:
    """The energy of all NVIDIA GPUs in joules since the driver was loaded."""

    def __init__(self) -> None:
        """Raises OSError where the library, the driver or a GPU's counter is missing."""
        try:
            self._nvml: Any = import_module("pynvml")
        except ImportError as error:
            raise OSError("nvidia-ml-py is not installed") from error
        with self._failing():
            self._nvml.nvmlInit()
            count = self._nvml.nvmlDeviceGetCount()
            self._gpus = [self._nvml.nvmlDeviceGetHandleByIndex(i) for i in range(count)]
        if not self._gpus:
            raise OSError("there is no NVIDIA GPU")
        self()

    def __call__(self) -> float:
        """Raises OSError where a counter cannot be read."""
        with self._failing():
            used = map(self._nvml.nvmlDeviceGetTotalEnergyConsumption, self._gpus)
            return float(sum(used)) / 1000

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except self._nvml.NVMLError as error:
            raise OSError(f"NVML: {error}") from error


@cache
def machine_meter() -> Meter | None:
    """This machine's meter, or None where it has none that tells the most of it: with a GPU the
    packages alone would tell a fraction."""
    packages = _opened(Rapl)
    if not any(Path("/dev").glob("nvidia[0-9]*")) and not Path("/dev/kfd").exists():
        return Meter(packages) if packages else None
    gpus = _opened(Nvml)
    if gpus is None:
        return None
    if packages is None:
        return Meter(gpus, GPUS)
    return Meter(lambda: gpus() + packages(), BOTH)


def _opened(counter: Callable[[], Callable[[], float]]) -> Callable[[], float] | None:
    try:
        return counter()
    except (OSError, ValueError):
        return None


def _is_package(zone: Path) -> bool:
    # Zones below a package ("intel-rapl:0:1") are parts of it.
    return zone.name.count(":") == 1 and (zone / "name").read_text().startswith("package")


def _read(path: Path) -> int:
    return int(path.read_text())
