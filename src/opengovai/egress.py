"""Where a plugin sends data, as its declaration and its configuration say together.

A plugin whose destination depends on its configuration declares egress "configured" and the keys
that hold its URLs. Those URLs have one strict form, so that no two parsers can read them apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from opengovai.errors import ConfigurationError
from opengovai.types import PluginInfo

_URL = re.compile(
    r"https?://(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
    r"(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?",
)


def destinations(info: PluginInfo, keys: Mapping[str, Any], *, where: str) -> tuple[str, ...]:
    """Hosts and services that data goes to, sorted; none where it stays on this machine.

    Raises ConfigurationError for a URL that is not plain.
    """
    if info.egress == "none":
        return ()
    if info.egress != "configured":
        return (info.egress,)
    if not info.egress_keys:
        # It says that it depends, and not on what: then it may go anywhere.
        return ("anywhere",)
    given = {key: keys[key] for key in info.egress_keys if keys.get(key) is not None}
    hosts = {_host(url, key, where) for key, url in given.items()}
    return tuple(sorted(host for host in hosts if not is_loopback(host)))


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by its form: "localhost", 127.0.0.0/8 or ::1."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _host(url: Any, key: str, where: str) -> str:
    match = _URL.fullmatch(url) if isinstance(url, str) else None
    if match is None:
        raise ConfigurationError(
            f"Key {key!r} is no plain address: {url!r}",
            where=where,
            remedy="Write it as https://host:port/path, without a user, query or fragment; "
            "a host outside ASCII in its xn-- form.",
        )
    return match["host"].strip("[]").lower()
