"""Who works on something: a lease ends by time, or when its holder's process is gone."""

from __future__ import annotations

import os
import socket
import time


def this_worker() -> str:
    """This process's name in leases."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_free(owner: str, until: float, worker: str) -> bool:
    """True where `worker` may take it: nobody's, its own, over, or held by a process of this
    machine that is gone."""
    return owner in {"", worker} or until < time.time() or _gone(owner)


def _gone(owner: str) -> bool:
    host, _, process = owner.rpartition(":")
    if host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
