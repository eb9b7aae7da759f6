"""Models, embedders and rerankers behind an OpenAI-compatible server, as plugins.

The key is read from the variable that `api_key_env` names and never stands in the configuration.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from opengovai import __version__
from opengovai.adapters.bearer import authorization
from opengovai.errors import MissingExtraError
from opengovai.protocols import ChatModel, Embedder, Reranker
from opengovai.types import Plugin, PluginInfo

if TYPE_CHECKING:
    from opengovai.adapters.openai_compatible.endpoint import Endpoint


def _chat(
    *,
    base_url: str,
    model: str,
    api_key_env: str = "",
    ca_path: str | None = None,
    certificate_path: str | None = None,
    key_path: str | None = None,
    proxy: str | None = None,
    connections: int = 32,
    extra: dict[str, Any] | None = None,
) -> ChatModel:
    endpoint = _endpoint(
        base_url, api_key_env, ca_path, certificate_path, key_path, proxy, connections
    )
    from opengovai.adapters.openai_compatible.chat import OpenAICompatibleModel

    return OpenAICompatibleModel(endpoint, model=model, extra=extra or {})


def _embedder(
    *,
    base_url: str,
    model: str,
    api_key_env: str = "",
    ca_path: str | None = None,
    certificate_path: str | None = None,
    key_path: str | None = None,
    proxy: str | None = None,
    connections: int = 32,
    query_prefix: str = "",
    passage_prefix: str = "",
    batch: int = 32,
    deadline: float = 60.0,
) -> Embedder:
    endpoint = _endpoint(
        base_url, api_key_env, ca_path, certificate_path, key_path, proxy, connections
    )
    from opengovai.adapters.openai_compatible.embedding import OpenAICompatibleEmbedder

    return OpenAICompatibleEmbedder(
        endpoint,
        model=model,
        query_prefix=query_prefix,
        passage_prefix=passage_prefix,
        batch=batch,
        deadline=deadline,
    )


def _reranker(
    *,
    base_url: str,
    model: str,
    api_key_env: str = "",
    ca_path: str | None = None,
    certificate_path: str | None = None,
    key_path: str | None = None,
    proxy: str | None = None,
    connections: int = 32,
    deadline: float = 60.0,
) -> Reranker:
    endpoint = _endpoint(
        base_url, api_key_env, ca_path, certificate_path, key_path, proxy, connections
    )
    from opengovai.adapters.openai_compatible.embedding import OpenAICompatibleReranker

    return OpenAICompatibleReranker(endpoint, model=model, deadline=deadline)


def _endpoint(
    base_url: str,
    api_key_env: str,
    ca_path: str | None,
    certificate_path: str | None,
    key_path: str | None,
    proxy: str | None,
    connections: int,
) -> Endpoint:
    for module in ("httpcore2", "jsonschema"):
        if find_spec(module) is None:
            raise MissingExtraError(
                f"The plugin 'openai-compatible' needs the module {module!r}",
                remedy='Run: pip install "opengovai[models]".',
            )
    from opengovai.adapters.openai_compatible.endpoint import Endpoint
    from opengovai.adapters.openai_compatible.http import Http

    http = Http(
        base_url,
        headers=authorization(api_key_env, key="api_key_env", whose="the model server"),
        ca=ca_path,
        certificate=certificate_path,
        key=key_path,
        proxy=proxy,
        connections=connections,
    )
    return Endpoint(http, where=base_url)


_INFO = PluginInfo(
    name="openai-compatible",
    version=__version__,
    api_version=1,
    licence="Apache-2.0",
    egress="configured",
    egress_keys=("base_url", "proxy"),
    jurisdiction="configured",
)

chat = Plugin(info=_INFO, open=_chat)
embedder = Plugin(info=_INFO, open=_embedder)
reranker = Plugin(info=_INFO, open=_reranker)
