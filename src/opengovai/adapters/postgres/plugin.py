"""PostgreSQL as plugins of `opengovai.journals`, `.keystores`, `.stores` and `.casestores`."""

from __future__ import annotations

from opengovai.protocols import Embedder, KeyStore, Reranker
from opengovai.types import Plugin, PluginInfo


def _journal(*, dsn_env: str) -> object:
    """`dsn_env` names the environment variable that holds the connection string."""
    from opengovai.adapters.postgres.journal import PostgresJournal
    from opengovai.adapters.postgres.session import dsn_from

    return PostgresJournal(dsn_from(dsn_env))


def _keystore(*, dsn_env: str) -> object:
    """`dsn_env` names the environment variable that holds the connection string."""
    from opengovai.adapters.postgres.keystore import PostgresKeyStore
    from opengovai.adapters.postgres.session import dsn_from

    return PostgresKeyStore(dsn_from(dsn_env))


def _store(
    *,
    dsn_env: str,
    collection: str = "default",
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
    dense_floor: float | None = None,
) -> object:
    """`dsn_env` names the environment variable that holds the connection string; `collection` is
    one of the knowledge bases in that database."""
    from opengovai.adapters.postgres.session import dsn_from
    from opengovai.adapters.postgres.store import PostgresStore

    return PostgresStore(
        dsn_from(dsn_env),
        collection=collection,
        embedder=embedder,
        reranker=reranker,
        dense_floor=dense_floor,
    )


def _cases(*, dsn_env: str, keys: KeyStore | None = None) -> object:
    """`dsn_env` names the environment variable that holds the connection string; `keys` keeps the
    keys of cases elsewhere than in that database."""
    from opengovai.adapters.postgres.cases import PostgresCases
    from opengovai.adapters.postgres.session import dsn_from

    return PostgresCases(dsn_from(dsn_env), keys=keys)


# Where the server stands is the operator's own choice, made with the connection string.
_INFO = PluginInfo(name="postgres", version="1", api_version=1, licence="Apache-2.0")

journal = Plugin(info=_INFO, open=_journal)
keystore = Plugin(info=_INFO, open=_keystore)
store = Plugin(info=_INFO, open=_store)
cases = Plugin(info=_INFO, open=_cases)
