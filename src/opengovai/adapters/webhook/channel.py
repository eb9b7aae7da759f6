"""One POST a packet: JSON, with the packet's key as `Idempotency-Key` (the IETF HTTPAPI draft).

Speaks HTTP through the same client as models do: no redirect is followed, no proxy is read from the
environment, so that a packet goes where the configuration says and nowhere else.
"""

from __future__ import annotations

import msgspec

from opengovai.adapters.openai_compatible.deadline import Deadline
from opengovai.adapters.openai_compatible.http import Http
from opengovai.errors import DeliveryError, ModelError
from opengovai.types import Packet

_LIMIT = 64 * 1024  # bytes of a reply, which nobody reads


class Webhook:
    """Implements `opengovai.protocols.Channel`. The receiver has taken what it answers with 2xx;
    asked again with the same key it must not make a second case of it."""

    def __init__(
        self,
        url: str,
        *,
        headers: dict[str, str],
        seconds: float,
        ca: str | None = None,
        proxy: str | None = None,
    ) -> None:
        self._url, self._seconds = url, seconds
        self._headers, self._ca, self._proxy = headers, ca, proxy

    def deliver(self, packet: Packet) -> str:
        """Post the packet; returns the address. Raises DeliveryError: not taken, or not surely."""
        headers = {**self._headers, "Idempotency-Key": packet.key}
        http = Http(self._url, headers=headers, ca=self._ca, proxy=self._proxy, connections=1)
        try:
            deadline = Deadline(self._seconds)
            body = msgspec.json.encode(packet)
            with http.send("POST", "", body, deadline, limit=_LIMIT) as reply:
                if not 200 <= reply.status < 300:
                    raise DeliveryError(
                        f"The webhook answered {reply.status}",
                        where=self._url,
                        remedy="Look at the receiver's log for this Idempotency-Key.",
                    )
        except ModelError as error:  # the client is the models'; its errors are not
            raise DeliveryError(
                f"The webhook cannot be reached: {error.what}", where=self._url
            ) from error
        finally:
            http.close()
        return self._url
