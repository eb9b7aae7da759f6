"""Publishing beside the appending: in this process while there is little, else in another one.

Publishing costs half as much interpreter time as appending. Under load a process of its own does
it, so that acknowledgements wait for neither; a log may have several processes anyway.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from opengovai.audit.files import REOPEN
from opengovai.audit.publisher import Publisher
from opengovai.audit.sequencer import Position, Sequencer
from opengovai.errors import LogPoisonedError

MANY = 4096
"""Unpublished records from which on a process of its own is worth its start."""
POISONED = 3
"""Exit status of the other process after a failed sync."""


class Background:
    """Publishes the log in `folder` every so many `seconds`. Not fork-safe (reopen)."""

    def __init__(
        self, folder: Path, publisher: Publisher, sequencer: Sequencer, *, seconds: float
    ) -> None:
        self._folder, self._publisher, self._sequencer = folder, publisher, sequencer
        self._seconds = seconds
        self._mutex = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def publish(self) -> None:
        """Publish what is durable; under load, also what comes meanwhile, until there is less.

        Raises what `Publisher.publish` raises.
        """
        waiting = self._sequencer.next - self._publisher.signed_size()
        if waiting < MANY or not self._published_elsewhere():
            self._publisher.publish(more=True)

    def stop(self) -> None:
        """Let the other process end, after what it has begun."""
        with self._mutex:
            self._stopped = True
            if self._process is not None:
                _tell(self._process)

    def _published_elsewhere(self) -> bool:
        """True once another process has published; False if it could not."""
        with self._mutex:
            where = self._sequencer.position()
            process = None if self._stopped else _start(self._folder, self._seconds, where)
            self._process = process
        if process is None:
            return False
        status = process.wait()
        with self._mutex:
            self._process = None
            _tell(process)
        if status == POISONED:
            raise LogPoisonedError("An earlier write to disk failed", remedy=REOPEN)
        return status == 0


def _start(folder: Path, seconds: float, where: Position | None) -> subprocess.Popen[bytes] | None:
    """The publishing process, or None where this program cannot start Python."""
    if not Path(sys.executable or "").name.startswith("python") or hasattr(sys, "frozen"):
        return None  # in an embedding program, `sys.executable` is that program
    arguments = [str(folder), str(seconds), *map(str, where or ())]
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "opengovai.audit.publishing", *arguments],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # an interrupt at the terminal is not for it
        )
    except OSError:
        return None


def _environment() -> Mapping[str, str]:
    """Where this process finds its modules, that one shall find them."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _tell(process: subprocess.Popen[bytes]) -> None:
    """A byte, since forked children may keep the pipe open."""
    if process.stdin is None or process.stdin.closed:
        return
    with suppress(BrokenPipeError), process.stdin as pipe:  # it may have ended
        pipe.write(b"\n")
