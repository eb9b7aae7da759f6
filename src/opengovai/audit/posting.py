"""One request to somebody else's server: a witness, a timestamp authority."""

from __future__ import annotations

import urllib.error
import urllib.request

from opengovai.errors import AuditError

_SECONDS = 10
_LIMIT = 64 * 1024


def post(url: str, body: bytes, *, kind: str = "application/octet-stream") -> tuple[int, bytes]:
    """The status and at most 64 KiB of the answer. Raises AuditError if nobody answers."""
    if not url.startswith(("http://", "https://")):
        raise AuditError(
            "It is reached by http or https only",
            where=url,
            remedy="Give a URL that begins with https://.",
        )
    try:
        request = urllib.request.Request(  # noqa: S310 checked
            url, data=body, method="POST", headers={"Content-Type": kind}
        )
        with _OPENER.open(request, timeout=_SECONDS) as response:
            return response.status, response.read(_LIMIT)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(_LIMIT)
    except (OSError, ValueError) as error:
        raise AuditError(
            f"It cannot be reached: {error}",
            where=url,
            remedy="Check the address and the network, and try again.",
        ) from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Who answers is who the URL says, nobody else."""


_OPENER = urllib.request.build_opener(_NoRedirect)
