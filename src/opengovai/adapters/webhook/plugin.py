"""The webhook, as a plugin."""

from __future__ import annotations

from importlib.util import find_spec

from opengovai import __version__
from opengovai.adapters.bearer import authorization
from opengovai.errors import MissingExtraError
from opengovai.protocols import Channel
from opengovai.types import Plugin, PluginInfo


def _open(
    *,
    url: str,
    key_env: str = "",
    ca_path: str | None = None,
    proxy: str | None = None,
    seconds: float = 10.0,
) -> Channel:
    if find_spec("httpcore2") is None:
        raise MissingExtraError(
            "The plugin 'webhook' needs the module 'httpcore2'",
            remedy='Run: pip install "opengovai[models]".',
        )
    from opengovai.adapters.webhook.channel import Webhook

    return Webhook(
        url,
        headers=authorization(key_env, key="key_env", whose="the receiver"),
        seconds=seconds,
        ca=ca_path,
        proxy=proxy,
    )


webhook = Plugin(
    info=PluginInfo(
        name="webhook",
        version=__version__,
        api_version=1,
        licence="Apache-2.0",
        egress="configured",
        egress_keys=("url", "proxy"),
        jurisdiction="configured",
    ),
    open=_open,
)
