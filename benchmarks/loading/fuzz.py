"""Loads files mangled from real ones: nothing may crash, hang over 30 s or take over 1 GB.

    python -m benchmarks.loading.fuzz FOLDER [--files 1000] [--seed 1]

FOLDER holds the real files, of every format. Exits 1 beyond a bar.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.loading.page import publish

from opengovai.knowledge.loading import Loaded, load

SUFFIXES = {".pdf", ".docx", ".xml", ".md", ".jsonl", ".csv", ".json", ".html", ".txt", ".zip"}
TOKENS = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xf3\xa0\x81\x81", b"99999999999", b"-1", b'"',
    b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY e 'x'>]>&e;", b"stream", b"endobj", b"%%EOF", b"1e999",
    b"\\u0000", b"[[[[[[", b"{{{{", b"```", b"\n+++\n", b"\n---\n", b"\xcc\x80" * 50,
    b"\xe2\x80\xae", b"</p></div>",
)  # fmt: skip
Mangler = Callable[[bytearray, random.Random], None]


def flip(data: bytearray, rng: random.Random) -> None:
    """A few random bytes."""
    for _ in range(rng.randint(1, 30)):
        data[rng.randrange(len(data))] = rng.randrange(256)


def cut(data: bytearray, rng: random.Random) -> None:
    """The end is missing."""
    del data[rng.randrange(1, len(data)) :]


def lose(data: bytearray, rng: random.Random) -> None:
    """A block is missing."""
    start = rng.randrange(len(data))
    del data[start : start + rng.randint(1, 5000)]


def repeat(data: bytearray, rng: random.Random) -> None:
    """A block stands many times."""
    start = rng.randrange(len(data))
    block = data[start : start + rng.randint(1, 400)]
    data[start:start] = block * rng.randint(2, 2000)


def insert(data: bytearray, rng: random.Random) -> None:
    """Tokens that parsers stumble over, some of them thousands of times."""
    for _ in range(rng.randint(1, 10)):
        position = rng.randrange(len(data))
        data[position:position] = rng.choice(TOKENS) * rng.choice((1, 1, 1, 10, 3000))


def swap(data: bytearray, rng: random.Random) -> None:
    """Two blocks change places."""
    size = rng.randint(1, max(1, len(data) // 3))
    first, second = sorted((rng.randrange(len(data)), rng.randrange(len(data))))
    data[first : first + size], data[second : second + size] = (
        data[second : second + size],
        data[first : first + size],
    )


MANGLERS: tuple[Mangler, ...] = (flip, cut, lose, repeat, insert, swap)


def mangled(data: bytes, rng: random.Random) -> bytes:
    """One to three changes; in a zip archive half of the time inside its largest part."""
    if data.startswith(b"PK\x03\x04") and rng.random() < 0.5:
        return _inside(data, rng)
    changed = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        rng.choice(MANGLERS)(changed, rng)
        if not changed:
            break
    return bytes(changed)


def _inside(data: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        largest = max(old.infolist(), key=lambda info: info.file_size)
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info.filename, mangled(part, rng) if info is largest else part)
    return out.getvalue()


def originals(folder: Path) -> dict[str, list[Path]]:
    """Real files by suffix, none over 4 MB."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file() and path.stat().st_size < 4 * 2**20:
            found.setdefault(path.suffix, []).append(path)
    return found


def cases(folder: Path, files: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Mangled files, every format as often as the others."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    by_suffix = originals(folder)
    for number in range(files):
        suffix = sorted(by_suffix)[number % len(by_suffix)]
        yield suffix, mangled(rng.choice(by_suffix[suffix]).read_bytes(), rng)


def peak_mb(who: int) -> float:
    """Peak resident memory of this process or of its largest child, in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


def main() -> int:
    """Run, print the table, compare with the bars."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest, failures = 0.0, Counter[str]()
    with TemporaryDirectory() as folder:
        for suffix, data in cases(options.folder, options.files, options.seed):
            path = Path(folder) / "mangled"
            path.write_bytes(data)
            start = time.perf_counter()
            found = list(load([path], language="en"))
            slowest = max(slowest, time.perf_counter() - start)
            outcomes[
                suffix, "loaded" if any(isinstance(x, Loaded) for x in found) else "skipped"
            ] += 1
            for x in found:
                if not isinstance(x, Loaded) and ("reader" in x.reason or "took" in x.reason):
                    failures[f"{suffix}: {x.reason}"] += 1
    own, child = peak_mb(resource.RUSAGE_SELF), peak_mb(resource.RUSAGE_CHILDREN)
    rows = [
        (suffix, *(str(outcomes[suffix, outcome]) for outcome in ("loaded", "skipped")))
        for suffix in sorted({suffix for suffix, _ in outcomes})
    ]
    rows.append(("slowest file", f"{slowest:.1f} s", "bar: 30 s"))
    rows.append(("peak memory", f"{max(own, child):.0f} MB", "bar: 1,024 MB"))
    rows.append(("crashes and time-outs of the worker", str(failures.total()), ""))
    publish("fuzz", ("mangled files", "gave documents", "skipped with a reason"), rows)
    for reason, count in failures.most_common():
        print(f"{count:4} {reason}", file=sys.stderr)
    return 0 if slowest < 30 and max(own, child) < 1024 else 1


if __name__ == "__main__":
    sys.exit(main())
