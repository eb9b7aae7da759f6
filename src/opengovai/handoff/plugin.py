"""The built-in channel, as a plugin."""

from __future__ import annotations

from pathlib import Path

from opengovai import __version__
from opengovai.errors import ConfigurationError
from opengovai.protocols import Channel
from opengovai.types import Plugin, PluginInfo


def _open(*, path: str, to: str, sender: str) -> Channel:
    from opengovai.handoff.mail import MailFolder

    for key, address in (("to", to), ("sender", sender)):
        if address.count("@") != 1 or not address.isprintable() or " " in address.strip("<> "):
            raise ConfigurationError(
                f"Key {key!r} is no e-mail address: {address!r}",
                where="a table of [[channels]]",
                remedy="Write it as name@example.org.",
            )
    return MailFolder(Path(path), to=to, sender=sender)


mail = Plugin(
    info=PluginInfo(name="mail", version=__version__, api_version=1, licence="Apache-2.0"),
    open=_open,
)
