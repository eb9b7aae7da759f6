"""The generative drafter, as a plugin."""

from __future__ import annotations

from opengovai import __version__
from opengovai.errors import ConfigurationError
from opengovai.protocols import ChatModel, Drafter
from opengovai.types import Plugin, PluginInfo


def _open(
    *,
    model: ChatModel,
    stronger: ChatModel | None = None,
    sentences: int = 3,
    sources: int = 5,
    max_tokens: int = 1024,
    deadline: float = 30.0,
) -> Drafter:
    from opengovai.answering.extractive import ExtractiveDrafter
    from opengovai.answering.generative.drafter import GenerativeDrafter

    least = min(sentences, sources, max_tokens)
    if least < 1 or not deadline > 0:
        raise ConfigurationError(
            "sentences, sources and max_tokens must be at least 1, deadline above 0",
            remedy="Correct the value, or leave the key out.",
        )
    return GenerativeDrafter(
        models=[model] if stronger is None else [model, stronger],
        fallback=ExtractiveDrafter(sentences=sentences),
        sources=sources,
        max_tokens=max_tokens,
        deadline=deadline,
    )


generative = Plugin(
    info=PluginInfo(name="generative", version=__version__, api_version=1, licence="Apache-2.0"),
    open=_open,
)
