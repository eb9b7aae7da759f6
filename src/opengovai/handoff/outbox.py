"""Packets on disk until every channel has taken them: neither a crash nor a dead line loses one.

One file a packet, JSON, for its owner only: the packet and the names of the channels that have it.
A packet is redacted text; it still is about a person, so the folder is to be kept like the log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from opengovai.durable import write_new, write_over
from opengovai.errors import DeliveryError, InputError, OpenGovAIError, StorageError
from opengovai.protocols import Channel
from opengovai.types import Packet, Referral, Status, Turn

_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}")


class PacketOutbox:
    """Implements `opengovai.protocols.Channel` over several, each of which gets every packet once.

    `channels` by a name that stays: it says who still has to get a packet.
    """

    def __init__(self, folder: Path, channels: Mapping[str, Channel]) -> None:
        self._folder, self._channels = folder, dict(channels)
        self._lock = Lock()

    def deliver(self, packet: Packet) -> str:
        """Keep the packet durably, then give it to every channel; returns where it went.

        Raises StorageError where it cannot be kept, DeliveryError where a channel did not take it:
        it is kept then, and `resume` or the next `deliver` of its key tries again.
        """
        if not _KEY.fullmatch(packet.key):
            raise InputError("A packet's key has other characters than [A-Za-z0-9_-]")
        path = self._folder / f"{packet.key}.json"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._done(path).exists():
                write_new(path, msgspec.json.encode({"packet": packet, "taken": {}}))
        except OSError as error:
            raise StorageError(
                f"The hand-over cannot be kept: {error.strerror}",
                where=str(self._folder),
                remedy="Check free space and permissions.",
            ) from error
        went = self._send(path)
        self.resume()  # the line is up: what waited goes too
        return went

    def resume(self) -> tuple[int, int]:
        """Try every packet that waits; how many were delivered, and how many still wait."""
        outcomes = []
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            try:
                self._send(path)
                outcomes.append(True)
            except OpenGovAIError:
                outcomes.append(False)
        return outcomes.count(True), outcomes.count(False)

    def close(self) -> None:
        """Close the channels that can be closed."""
        for channel in self._channels.values():
            if hasattr(channel, "close"):
                channel.close()

    def _done(self, path: Path) -> Path:
        return path.with_suffix(".delivered")

    def _send(self, path: Path) -> str:
        """To the channels that do not have it; afterwards only a mark is left of the packet."""
        done = self._done(path)
        with self._lock:
            if done.exists():
                return done.read_text("utf-8")
            kept = msgspec.json.decode(path.read_bytes())
            packet, taken = _packet(kept["packet"]), dict(kept["taken"])
            failures = []
            for name, channel in self._channels.items():
                if name in taken:
                    continue
                try:
                    taken[name] = channel.deliver(packet)
                except OpenGovAIError as error:
                    failures.append(f"{name}: {error}")
                else:
                    write_over(path, msgspec.json.encode({"packet": packet, "taken": taken}))
            if failures:
                raise DeliveryError(
                    f"A hand-over was not delivered: {'; '.join(failures)}",
                    where=str(path),
                    remedy="It is kept; the next hand-over tries again.",
                )
            went = ", ".join(taken.values())
            write_over(done, went.encode())
            path.unlink(missing_ok=True)
            return went


def _packet(row: dict[str, Any]) -> Packet:
    turns = tuple(_turn(turn) for turn in row["turns"])
    return Packet(**{**row, "referral": Referral(**row["referral"]), "turns": turns})


def _turn(row: dict[str, Any]) -> Turn:
    known = {field.name: row[field.name] for field in fields(Turn)}
    lists = {name: tuple(known[name]) for name in ("documents", "options")}
    return Turn(**{**known, **lists, "status": Status(known["status"])})
