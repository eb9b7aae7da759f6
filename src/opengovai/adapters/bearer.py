"""A secret from the environment, as a server expects it (RFC 6750)."""

from __future__ import annotations

import os

from opengovai.errors import ConfigurationError


def authorization(variable: str, *, key: str, whose: str) -> dict[str, str]:
    """The header with the secret that the environment's `variable` holds; none without a variable.

    `key` is the configuration's key that names it, `whose` says whose key it is. Raises
    ConfigurationError where the variable holds none.
    """
    if not variable:
        return {}
    secret = os.environ.get(variable, "").strip()
    if not secret.isascii() or not secret.isprintable() or not secret:
        raise ConfigurationError(
            f"The environment variable {variable} holds no key",
            where=key,
            remedy=f"Set it to the key of {whose}.",
        )
    return {"Authorization": f"Bearer {secret}"}
