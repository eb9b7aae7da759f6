"""Who works on something: a lease ends by time, or when its holder's process is gone."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from typing import Any


def this_worker() -> str:
    """This process's name in leases."""
    return f"{socket.gethostname()}:{os.getpid()}"


def free_for(row: Mapping[str, Any], worker: str) -> bool:
    """True where `worker` may take what a row with a lease stands for: nobody's, its own, over, or
    held by a process of this machine that is gone."""
    owner, until = row["lease_owner"], row["lease_until"]
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
