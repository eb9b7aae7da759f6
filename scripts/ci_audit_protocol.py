"""Explores every interleaving of the audit log's writing protocol, within bounds.

    python scripts/ci_audit_protocol.py

The model is `sequencer.py` and `publisher.py` step by step: processes that append and publish,
any of which may die before any step, on a disk whose unsynced contents and names may or may not
survive a loss of power. In every reachable state, and after every loss of power in it:

    acknowledged   every acknowledged record is found at the index that was acknowledged
    unique         no two acknowledged records share an index
    durable        nothing is signed that would not survive
    append-only    whatever was signed or shown is a beginning of what is signed later
    opens          the log can be opened again: no state looks damaged that is not

Each fault in `MUTANTS` leaves out or misplaces one step; the exploration must then find a
violation, which shows that the step is needed and that the properties can fail.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product

SEAL = -1
MUTANTS = (
    "acknowledge without syncing the frame",
    "append without the lock",
    "append without reading what others wrote",
    "start a segment without syncing its name",
    "follow a seal without syncing it",
    "seal before the next segment exists",
    "sign before the tiles are synced",
    "remove a segment before the signature",
    "remove segments without syncing in between",
)


class Violation(Exception):  # noqa: N818 a finding
    """A property does not hold."""


@dataclass(frozen=True)
class Segment:
    """`items` are records and at last SEAL; the first `synced` of them survive anything.

    `live`: the name is visible; `named`: the name is on disk; `whole`: the header is.
    """

    start: int
    items: tuple[int, ...] = ()
    synced: int = 0
    live: bool = True
    named: bool = False
    whole: bool = False

    @property
    def end(self) -> int:
        return self.start + sum(item != SEAL for item in self.items)

    @property
    def sealed(self) -> bool:
        return SEAL in self.items


@dataclass(frozen=True)
class Disk:
    """Segments by start; tiles and signatures as the sequence of records that they cover."""

    segments: tuple[Segment, ...] = (Segment(0, named=True, whole=True),)
    tiles: tuple[int, ...] = ()
    tiles_synced: tuple[int, ...] = ()
    signed: tuple[int, ...] = ()
    signed_synced: tuple[int, ...] = ()
    shown: tuple[int, ...] = ()
    shown_synced: tuple[int, ...] = ()

    def put(self, segment: Segment) -> Disk:
        others = [each for each in self.segments if each.start != segment.start]
        return replace(self, segments=tuple(sorted([*others, segment], key=lambda s: s.start)))

    def get(self, start: int) -> Segment:
        return next(each for each in self.segments if each.start == start)

    def live(self) -> list[Segment]:
        return [each for each in self.segments if each.live]

    def sync_names(self) -> Disk:
        return replace(self, segments=tuple(replace(s, named=s.live) for s in self.segments))


@dataclass(frozen=True)
class Process:
    """`step` is the next one; `start`, `read` and `next` are what it knows of the journal."""

    step: str = "idle"
    record: int = 0
    start: int = -1
    read: int = 0
    next: int = 0
    following: int = -1
    target: tuple[int, ...] = ()
    signed: bool = False


@dataclass(frozen=True)
class State:
    """Everything. `journal` and `publishing` say which process holds the lock (-1: none)."""

    disk: Disk
    processes: tuple[Process, ...]
    journal: int = -1
    publishing: int = -1
    acknowledged: frozenset[tuple[int, int]] = frozenset()
    appends: int = 0
    publications: int = 0
    deaths: int = 0
    losses: int = 0


@dataclass(frozen=True)
class Bounds:
    """How much may happen in one run."""

    processes: int = 2
    appends: int = 3
    publications: int = 2
    deaths: int = 1
    losses: int = 1


def find_active(disk: Disk, mutant: str = "") -> tuple[Disk, Segment]:
    """`Sequencer._find_active`, or Violation where that would refuse to open."""
    live = disk.live()
    if not live:
        raise Violation("opens: the journal is gone")
    expected = live[0].start
    for at, segment in enumerate(live):
        if segment.start < expected and not segment.items:
            disk = disk.put(replace(segment, live=False))
            continue
        if segment.start != expected:
            raise Violation(f"opens: records are missing from {expected}")
        if not segment.sealed:
            return _adopted(disk, segment, live[at + 1 :])
        expected = segment.end
        if mutant != "follow a seal without syncing it":
            disk = disk.put(replace(segment, synced=len(segment.items)))
    raise Violation("opens: the journal has no end")


def _adopted(disk: Disk, segment: Segment, behind: list[Segment]) -> tuple[Disk, Segment]:
    for stillborn in behind:
        if stillborn.items:
            raise Violation("opens: a seal is missing")
        disk = disk.put(replace(stillborn, live=False))
    if not segment.whole:
        raise Violation("opens: the header of the active segment is torn")
    return disk, segment


def contents(disk: Disk) -> tuple[int, ...]:
    """All records that opening the log would find, in order."""
    head = max(disk.signed, disk.shown, key=len)
    if disk.tiles[: len(head)] != head:
        raise Violation("durable: what is signed is not there")
    found = list(head)
    for segment in find_active(disk)[0].live():
        for index, item in enumerate(segment.items, segment.start):
            if item != SEAL and index == len(found):
                found.append(item)
    return tuple(found)


def check(state: State, disk: Disk) -> None:
    """The properties, on a disk as some process would find it."""
    found = contents(disk)
    if len({index for _, index in state.acknowledged}) < len(state.acknowledged):
        raise Violation("unique: two acknowledged records share an index")
    for record, index in state.acknowledged:
        if index >= len(found) or found[index] != record:
            raise Violation(f"acknowledged: record {record} is not at {index}")
    for head in (disk.signed, disk.shown, state.disk.shown):
        if found[: len(head)] != head:
            raise Violation("append-only: a signed tree is not a beginning of the log")


def after_power_loss(disk: Disk) -> Iterator[Disk]:
    """Every disk that may be found when the power is back."""
    choices = [list(_survivors(segment)) for segment in disk.segments]
    signatures = {disk.signed, disk.signed_synced}
    checkpoints = {disk.shown, disk.shown_synced}
    for segments in product(*choices):
        for signed, shown in product(signatures, checkpoints):
            yield Disk(
                segments=tuple(segment for segment in segments if segment is not None),
                tiles=disk.tiles_synced,
                tiles_synced=disk.tiles_synced,
                signed=signed,
                signed_synced=signed,
                shown=shown,
                shown_synced=shown,
            )


def _survivors(segment: Segment) -> Iterable[Segment | None]:
    if not (segment.live and segment.named):
        yield None
    if segment.live or segment.named:
        for kept in range(segment.synced, len(segment.items) + 1):
            items = segment.items[:kept]
            yield Segment(segment.start, items, kept, named=True, whole=segment.whole)


def successors(state: State, bounds: Bounds, mutant: str) -> Iterator[State]:
    """Every state one step away."""
    for who, process in enumerate(state.processes):
        yield from _starts(state, who, process, bounds, mutant)
        yield from _continues(state, who, process, mutant)
        if process.step != "idle" and state.deaths < bounds.deaths:
            yield _freed(_with(state, who, Process()), who, deaths=state.deaths + 1)
    if state.losses < bounds.losses:
        for disk in after_power_loss(state.disk):
            fresh = tuple(Process() for _ in state.processes)
            off = replace(state, processes=fresh, journal=-1, publishing=-1)
            yield replace(off, disk=disk, losses=state.losses + 1)


def _with(state: State, who: int, process: Process, **changes: object) -> State:
    processes = (*state.processes[:who], process, *state.processes[who + 1 :])
    return replace(state, processes=processes, **changes)  # type: ignore[arg-type]


def _freed(state: State, who: int, **changes: object) -> State:
    journal = -1 if state.journal == who else state.journal
    publishing = -1 if state.publishing == who else state.publishing
    return replace(state, journal=journal, publishing=publishing, **changes)  # type: ignore[arg-type]


def _starts(
    state: State, who: int, process: Process, bounds: Bounds, mutant: str
) -> Iterator[State]:
    if process.step != "idle":
        return
    unlocked = mutant == "append without the lock"
    if state.appends < bounds.appends and (unlocked or state.journal < 0):
        turn = replace(process, step="append: catch up", record=state.appends)
        holder = state.journal if unlocked else who
        yield _with(state, who, turn, journal=holder, appends=state.appends + 1)
    if state.publications < bounds.publications and state.publishing < 0:
        turn = replace(process, step="publish: take the journal")
        yield _with(state, who, turn, publishing=who, publications=state.publications + 1)


def _continues(state: State, who: int, process: Process, mutant: str) -> Iterator[State]:
    if process.step in _STEPS:
        following = _STEPS[process.step](state, who, process, mutant)
        if following is not None:
            yield following


def _catch_up(disk: Disk, process: Process, mutant: str) -> tuple[Disk, Process]:
    if process.start >= 0 and mutant != "append without reading what others wrote":
        segment = disk.get(process.start)
        if not segment.sealed:
            seen = replace(process, read=len(segment.items), next=segment.end)
            return disk, seen
        process = replace(process, start=-1)
    if process.start < 0:
        disk, active = find_active(disk, mutant)
        process = replace(process, start=active.start, read=len(active.items), next=active.end)
    return disk, process


def _append_catch_up(state: State, who: int, process: Process, mutant: str) -> State:
    disk, process = _catch_up(state.disk, process, mutant)
    return _with(state, who, replace(process, step="append: write"), disk=disk)


def _append_write(state: State, who: int, process: Process, mutant: str) -> State:
    segment = state.disk.get(process.start)
    disk = state.disk.put(replace(segment, items=(*segment.items, process.record)))
    step = "append: sync"
    if mutant == "acknowledge without syncing the frame":
        step = "append: acknowledge"
    return _with(state, who, replace(process, step=step), disk=disk)


def _append_sync(state: State, who: int, process: Process, mutant: str) -> State:
    segment = state.disk.get(process.start)
    disk = state.disk.put(replace(segment, synced=len(segment.items)))
    return _with(state, who, replace(process, step="append: acknowledge"), disk=disk)


def _append_acknowledge(state: State, who: int, process: Process, mutant: str) -> State:
    done = replace(process, step="idle", read=process.read + 1, next=process.next + 1)
    told = state.acknowledged | {(process.record, process.next)}
    journal = -1 if state.journal == who else state.journal
    return _with(state, who, done, acknowledged=told, journal=journal)


def _publish_take(state: State, who: int, process: Process, mutant: str) -> State | None:
    if state.journal >= 0:
        return None
    disk, process = _catch_up(state.disk, process, mutant)
    empty = not disk.get(process.start).items
    step = "publish: write tiles" if empty else "publish: start a segment"
    if not empty and mutant == "seal before the next segment exists":
        step = "publish: seal"
    turn = replace(process, step=step, following=process.next)
    return _with(state, who, turn, disk=disk, journal=-1 if empty else who)


def _publish_start(state: State, who: int, process: Process, mutant: str) -> State:
    disk = state.disk.put(Segment(process.following))
    step = "publish: sync the start"
    if mutant == "start a segment without syncing its name":
        disk = disk.put(Segment(process.following, whole=True))
        step = "publish: seal"
    return _with(state, who, replace(process, step=step), disk=disk)


def _publish_sync_start(state: State, who: int, process: Process, mutant: str) -> State:
    disk = state.disk.put(Segment(process.following, whole=True)).sync_names()
    late = mutant == "seal before the next segment exists"
    step = "publish: leave the journal" if late else "publish: seal"
    return _with(state, who, replace(process, step=step), disk=disk)


def _publish_seal(state: State, who: int, process: Process, mutant: str) -> State:
    segment = state.disk.get(process.start)
    disk = state.disk.put(replace(segment, items=(*segment.items, SEAL)))
    return _with(state, who, replace(process, step="publish: sync the seal"), disk=disk)


def _publish_sync_seal(state: State, who: int, process: Process, mutant: str) -> State:
    segment = state.disk.get(process.start)
    disk = state.disk.put(replace(segment, synced=len(segment.items)))
    step = "publish: leave the journal"
    if mutant == "seal before the next segment exists":
        step = "publish: start a segment"
    return _with(state, who, replace(process, step=step), disk=disk)


def _publish_leave(state: State, who: int, process: Process, mutant: str) -> State:
    turn = replace(process, step="publish: write tiles", start=process.following, read=0)
    return _with(state, who, turn, journal=-1)


def _publish_tiles(state: State, who: int, process: Process, mutant: str) -> State:
    found = list(max(state.disk.signed, state.disk.shown, key=len))
    for segment in state.disk.live():
        for index, item in enumerate(segment.items, segment.start):
            if item != SEAL and index == len(found) < process.following:
                found.append(item)
    if len(found) < process.following:
        raise Violation(f"opens: record {len(found)} is missing from the journal")
    target = tuple(found)
    step = "publish: sync tiles"
    if mutant == "sign before the tiles are synced":
        step = "publish: sign"
    if mutant == "remove a segment before the signature":
        step = "publish: remove"
    disk = replace(state.disk, tiles=target)
    return _with(state, who, replace(process, step=step, target=target), disk=disk)


def _publish_sync_tiles(state: State, who: int, process: Process, mutant: str) -> State:
    disk = replace(state.disk, tiles_synced=process.target)
    return _with(state, who, replace(process, step="publish: sign"), disk=disk)


def _publish_sign(state: State, who: int, process: Process, mutant: str) -> State:
    disk = replace(state.disk, signed=process.target)
    return _with(state, who, replace(process, step="publish: sync the signature"), disk=disk)


def _publish_sync_signature(state: State, who: int, process: Process, mutant: str) -> State:
    disk = replace(state.disk, signed_synced=process.target)
    return _with(state, who, replace(process, step="publish: show"), disk=disk)


def _publish_show(state: State, who: int, process: Process, mutant: str) -> State:
    disk = replace(state.disk, shown=process.target)
    return _with(state, who, replace(process, step="publish: sync the checkpoint"), disk=disk)


def _publish_sync_checkpoint(state: State, who: int, process: Process, mutant: str) -> State:
    disk = replace(state.disk, shown_synced=process.target)
    return _with(state, who, replace(process, step="publish: remove", signed=True), disk=disk)


def _publish_remove(state: State, who: int, process: Process, mutant: str) -> State:
    """One segment at a time, stillborn ones first, each removal on disk before the next."""
    live = state.disk.live()
    done = [s for s, after in pairwise(live) if after.start <= len(process.target)]
    if not done:
        if mutant == "remove a segment before the signature" and not process.signed:
            return _with(state, who, replace(process, step="publish: sync tiles"))
        turn = replace(process, step="idle", target=(), signed=False)
        return _with(state, who, turn, publishing=-1)
    first = min(done, key=lambda segment: (bool(segment.items), segment.start))
    disk = state.disk
    if mutant != "remove segments without syncing in between":
        disk = disk.sync_names()
    return _with(state, who, process, disk=disk.put(replace(first, live=False)))


_STEPS = {
    "append: catch up": _append_catch_up,
    "append: write": _append_write,
    "append: sync": _append_sync,
    "append: acknowledge": _append_acknowledge,
    "publish: take the journal": _publish_take,
    "publish: start a segment": _publish_start,
    "publish: sync the start": _publish_sync_start,
    "publish: seal": _publish_seal,
    "publish: sync the seal": _publish_sync_seal,
    "publish: leave the journal": _publish_leave,
    "publish: write tiles": _publish_tiles,
    "publish: sync tiles": _publish_sync_tiles,
    "publish: sign": _publish_sign,
    "publish: sync the signature": _publish_sync_signature,
    "publish: show": _publish_show,
    "publish: sync the checkpoint": _publish_sync_checkpoint,
    "publish: remove": _publish_remove,
}


def explore(bounds: Bounds, mutant: str = "") -> int:
    """How many states were seen. Raises Violation."""
    begin = State(Disk(), tuple(Process() for _ in range(bounds.processes)))
    seen, waiting = {begin}, [begin]
    while waiting:
        state = waiting.pop()
        if state.publishing < 0 and state.journal < 0:
            check(state, state.disk)
        for disk in after_power_loss(state.disk):
            check(state, disk)
        for following in successors(state, bounds, mutant):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return len(seen)


def main() -> int:
    """Explore, then show that each mutant is caught."""
    print(f"the protocol holds in {explore(Bounds())} states")
    for mutant in MUTANTS:
        try:
            explore(Bounds(), mutant)
        except Violation as found:
            print(f"{mutant}: {found}")
        else:
            print(f"{mutant}: NOT caught")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
