"""Measured energy: every joule goes to somebody, once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.models.meter import Meter, Nvml, Rapl


def _zone(root: Path, name: str, *, energy: int, kind: str) -> Path:
    zone = root / name
    zone.mkdir()
    (zone / "name").write_text(kind + "\n")
    (zone / "energy_uj").write_text(f"{energy}\n")
    (zone / "max_energy_range_uj").write_text("1000000000\n")
    return zone


def test_packages_are_added_and_their_parts_are_not(tmp_path: Path) -> None:
    one = _zone(tmp_path, "intel-rapl:0", energy=5_000_000, kind="package-0")
    two = _zone(tmp_path, "intel-rapl:1", energy=0, kind="package-1")
    part = _zone(tmp_path, "intel-rapl:0:0", energy=0, kind="core")
    counter = Rapl(tmp_path)
    (one / "energy_uj").write_text("8000000")
    (two / "energy_uj").write_text("1000000")
    (part / "energy_uj").write_text("9000000")
    assert counter() == 4.0


def test_a_counter_that_wraps_goes_on(tmp_path: Path) -> None:
    zone = _zone(tmp_path, "intel-rapl:0", energy=999_000_000, kind="package-0")
    counter = Rapl(tmp_path)
    (zone / "energy_uj").write_text("1000000")
    assert counter() == 2.0


def test_a_machine_without_counters_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no package"):
        Rapl(tmp_path)


def test_without_the_library_or_a_gpu_nothing_is_measured_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    with pytest.raises(OSError, match="nvidia-ml-py is not installed"):
        Nvml()


@pytest.mark.skipif(any(Path("/dev").glob("nvidia[0-9]*")), reason="this machine has a GPU")
def test_a_driver_that_is_missing_says_so() -> None:
    pytest.importorskip("pynvml")
    with pytest.raises(OSError, match="NVML"):
        Nvml()


_DRIVER = """
#include <string.h>
typedef struct { unsigned index; } *device;
static struct { unsigned index; } gpus[2] = {{0}, {1}};
static unsigned long long asked = 0;
int nvmlInit_v2(void) { return 0; }
int nvmlInitWithFlags(unsigned flags) { return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **gpu) { *gpu = &gpus[index]; return 0; }
int nvmlDeviceGetTotalEnergyConsumption(device gpu, unsigned long long *millijoules) {
    asked += 1;
    if (asked > 4) return 999;
    *millijoules = 1000 * (asked <= 2 ? 10 : 70) * (gpu->index + 1);
    return 0;
}
"""


@pytest.mark.skipif(shutil.which("cc") is None, reason="builds a driver: needs a C compiler")
def test_gpus_are_added_as_the_driver_s_own_interface_tells(tmp_path: Path) -> None:
    """The bindings are NVIDIA's own; the driver behind them has two GPUs and counts up once."""
    pytest.importorskip("pynvml")
    (tmp_path / "driver.c").write_text(_DRIVER)
    library = tmp_path / "libnvidia-ml.so.1"
    built = ["cc", "-shared", "-fPIC", "-o", str(library), str(tmp_path / "driver.c")]
    subprocess.run(built, check=True, capture_output=True)
    program = (
        "from opengovai.models.meter import Nvml\n"
        "counter = Nvml()\n"
        "print(counter())\n"
        "try:\n    counter()\n"
        "except OSError as error:\n    print(error)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "LD_LIBRARY_PATH": str(tmp_path)},
    ).stdout.splitlines()
    assert told[0] == "210.0"
    assert told[1].startswith("NVML: ")


def test_calls_at_the_same_time_share() -> None:
    now = [0.0]
    meter = Meter(lambda: now[0])
    now[0] = 100.0  # before anybody was inside
    one = meter.enter()
    now[0] = 110.0
    two = meter.enter()
    now[0] = 130.0
    assert meter.leave(one).wh == pytest.approx((10 + 10) / 3600)
    now[0] = 135.0
    assert meter.leave(two).wh == pytest.approx((10 + 5) / 3600)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 100), st.integers(0)), max_size=40))
def test_every_joule_that_was_used_inside_is_told_once(
    steps: list[tuple[bool, float, int]],
) -> None:
    now, told, used, inside = [0.0], 0.0, 0.0, []
    meter = Meter(lambda: now[0])
    for enters, joules, pick in steps:
        now[0] += joules
        used += joules if inside else 0.0
        if enters or not inside:
            inside.append(meter.enter())
        else:
            told += meter.leave(inside.pop(pick % len(inside))).wh * 3600
    told += sum(meter.leave(key).wh * 3600 for key in inside)
    assert told == pytest.approx(used)
