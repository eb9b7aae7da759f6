"""The built-in redactor as a plugin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from opengovai.errors import ConfigurationError
from opengovai.protocols import KeyStore, Recognizer
from opengovai.types import Plugin, PluginInfo

if TYPE_CHECKING:
    from opengovai.redaction.conversations import Conversations


def _open(
    *,
    countries: Sequence[str] | None = None,
    names: bool = True,
    bodies: bool = False,
    tagger: Recognizer | None = None,
    vault_path: str = "",
    vault_days: float | None = None,
    keys: KeyStore | None = None,
) -> object:
    """`countries` limits the country packs; `names` tags names of persons as well, `bodies`
    organisations and places; `tagger` is a model that finds more. `vault_path` is a folder that
    keeps the pseudonyms of conversations, encrypted, for `vault_days` after their last use; `keys`
    is the key store that can destroy their keys, by default a folder `keys` inside."""
    from opengovai.redaction.redactor import Redactor

    recognizers = () if tagger is None else (tagger,)
    conversations = _conversations(vault_path, vault_days, keys)
    return Redactor.default(
        countries, recognizers, names=names, bodies=bodies, conversations=conversations
    )


def _conversations(path: str, days: float | None, keys: KeyStore | None) -> Conversations | None:
    if not path:
        if keys is not None or days is not None:
            raise ConfigurationError(
                "Keys or days of vaults are given, but no `vault_path`",
                where="[redactor]",
                remedy="Name a folder that is to keep the vaults.",
            )
        return None
    from opengovai.redaction.conversations import Conversations
    from opengovai.redaction.keyfiles import KeyFiles
    from opengovai.redaction.storage import VaultFolder

    folder = Path(path)
    held = keys or KeyFiles(folder / "keys")
    return Conversations(shelf=VaultFolder(folder, held, days=days))


builtin = Plugin(
    info=PluginInfo(name="builtin", version="1", api_version=1, licence="Apache-2.0"),
    open=_open,
)
