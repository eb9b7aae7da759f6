"""The program that publishes a log under load.

    python -m opengovai.audit.publishing LOG SECONDS [POSITION]

It publishes every so many seconds and ends when little has come in between, when it reads
anything from its standard input, or when who started it is gone.
"""

from __future__ import annotations

import sys
from pathlib import Path
from select import select

from opengovai.audit.background import MANY, POISONED
from opengovai.audit.creation import signer_of
from opengovai.audit.files import Files
from opengovai.audit.private import PrivateStore
from opengovai.audit.publisher import Publisher
from opengovai.audit.sequencer import Position, Sequencer
from opengovai.errors import AuditError, LogPoisonedError, StorageError


def main(folder: Path, seconds: float, seen: Position | None) -> int:
    """Publish while there is much to publish; returns the exit status."""
    files = Files()
    signer = signer_of(folder, None, files=files)
    sequencer = Sequencer(folder / "journal", files=files, seen=seen)
    private = PrivateStore(folder / "private.sqlite")
    publisher = Publisher(folder, sequencer, signer, private, files=files)
    size, done = publisher.signed_size(), 0
    try:
        while done == 0 or done >= MANY:
            sequencer.read_ahead()
            before, size = size, publisher.publish(more=True)
            done = size - before
            if select([sys.stdin], [], [], seconds)[0]:
                break
    finally:
        publisher.close()
        sequencer.close()
        private.close()
    return 0


if __name__ == "__main__":
    try:
        first, end, following = map(int, sys.argv[3:6] or (0, 0, 0))
        where = (first, end, following) if end else None
        sys.exit(main(Path(sys.argv[1]), float(sys.argv[2]), where))
    except LogPoisonedError:
        sys.exit(POISONED)
    except (OSError, StorageError, AuditError):
        sys.exit(1)
