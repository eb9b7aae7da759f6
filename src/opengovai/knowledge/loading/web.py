"""One HTTP request to a host that was named, over an address that is public.

The name is resolved once, every address it has must be public, and the connection goes to an
address that was checked: a name that changes its address in between leads nowhere (server-side
request forgery, OWASP; DNS rebinding). Redirects come back as they are: the caller decides.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from opengovai.knowledge.loading.content import FILE_LIMIT, unreadable

_SECONDS = 20.0
_TOTAL_SECONDS = 120.0
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """What may be crawled: pages under http or https on `hosts` (`name` or `name:port`) alone.

    `agent` is what the crawler calls itself in robots.txt terms; `contact`, a URL or an address of
    e-mail, is sent along. `seconds_between` is the least time between two requests.
    """

    start: str
    hosts: frozenset[str]
    agent: str = "OpenGovAI"
    contact: str = ""
    pages_limit: int = 1_000
    seconds_between: float = 1.0
    unsafe_private_addresses: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """An answer; header names in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def named_host(url: str) -> str:
    """The host of an http or https URL as `Site.hosts` names it; empty for any other URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    if parts.scheme not in _PORTS or parts.username is not None:
        return ""
    return host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"


def is_allowed(url: str, site: Site) -> bool:
    """Whether `url` is one that the configuration names."""
    named = named_host(url)
    return bool(named) and named in site.hosts


def get(url: str, site: Site, headers: Mapping[str, str]) -> Response:
    """Fetch `url`. Raises UnreadableSourceError if it is not allowed, not reached or too long."""
    if not is_allowed(url, site):
        raise unreadable("its host is not named for this crawl", "Add it to the hosts.")
    parts = urlsplit(url)
    try:
        return _exchange(url, parts, site, headers)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise unreadable(f"it cannot be fetched: {error}", "Try again later.") from None


def _exchange(url: str, parts: SplitResult, site: Site, headers: Mapping[str, str]) -> Response:
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    connection = http.client.HTTPConnection(host, port, timeout=_SECONDS)
    plain = socket.create_connection(_address(host, port, site), timeout=_SECONDS)
    try:
        secure = parts.scheme == "https"
        connection.sock = _encrypted(plain, host) if secure else plain
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        contact = f" (+{site.contact})" if site.contact else ""
        own = {"Host": parts.netloc, "User-Agent": f"{site.agent}{contact}"}
        connection.request("GET", target, headers={**own, "Accept-Encoding": "identity", **headers})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Response(url=url, status=answer.status, headers=found, body=_body(answer))
    finally:
        connection.close()
        plain.close()


def _encrypted(plain: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _address(host: str, port: int, site: Site) -> tuple[str, int]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    private = [address for address in addresses if not _is_public(address)]
    if private and not site.unsafe_private_addresses:
        raise unreadable(
            f"its host has an address that is not public ({private[0]})", "Crawl public sites only."
        )
    return addresses[0], port


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    plain = mapped or ip
    return plain.is_global and not plain.is_multicast


def _body(answer: http.client.HTTPResponse) -> bytes:
    end = time.monotonic() + _TOTAL_SECONDS
    body = bytearray()
    while chunk := answer.read1(2**16):
        body += chunk
        if len(body) > FILE_LIMIT:
            raise unreadable(f"it is larger than {FILE_LIMIT // 2**20} MB", "Leave it out.")
        if time.monotonic() > end:
            raise unreadable(f"it takes over {_TOTAL_SECONDS:.0f} s", "Try again later.")
    return bytes(body)
