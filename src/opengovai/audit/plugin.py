"""The logs as plugins of the group `opengovai.audit`."""

from __future__ import annotations

from opengovai.protocols import Journal, KeyStore
from opengovai.types import Plugin, PluginInfo


def _directory(*, path: str, origin: str | None = None) -> object:
    """`path` is the log's directory, made on first use; `origin` names the log (see the spec)."""
    from opengovai.audit.log import AuditLog

    return AuditLog.open(path, origin=origin)


def _shared(*, origin: str, journal: Journal, keys: KeyStore) -> object:
    """A log that many machines write; `opengovai audit publish` signs it."""
    from opengovai.audit.shared import SharedLog

    return SharedLog(journal, keys, origin=origin)


directory = Plugin(
    info=PluginInfo(name="directory", version="1", api_version=1, licence="Apache-2.0"),
    open=_directory,
)

shared = Plugin(
    info=PluginInfo(name="shared", version="1", api_version=1, licence="Apache-2.0"), open=_shared
)
