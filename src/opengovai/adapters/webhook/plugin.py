"""The webhook, as a plugin."""

from __future__ import annotations

import os
from importlib.util import find_spec

from opengovai import __version__
from opengovai.errors import ConfigurationError, MissingExtraError
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

    return Webhook(url, headers=_authorization(key_env), seconds=seconds, ca=ca_path, proxy=proxy)


def _authorization(variable: str) -> dict[str, str]:
    if not variable:
        return {}
    secret = os.environ.get(variable, "").strip()
    if not secret.isascii() or not secret.isprintable() or not secret:
        raise ConfigurationError(
            f"The environment variable {variable} holds no key",
            where="key_env",
            remedy="Set it to the key of the receiver.",
        )
    return {"Authorization": f"Bearer {secret}"}


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
