"""The states of a case, in the order in which it goes through them."""

from __future__ import annotations

RECEIVED = "received"
OPEN, PROPOSED, DECIDED, RELEASED, CLOSED = "open", "proposed", "decided", "released", "closed"
ERASED = "erased"

STATES = (RECEIVED, OPEN, PROPOSED, DECIDED, RELEASED, CLOSED, ERASED)
ON_DESK = (OPEN, PROPOSED, DECIDED, RELEASED, CLOSED)
WAITING = (RECEIVED, OPEN, PROPOSED)
"""For an officer, or for who takes up what a crash left."""
