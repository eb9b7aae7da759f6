"""What a model is told, and the form in which it must reply.

Untrusted lines are marked: each begins with the token of its source, which lives for one request,
so that no text inside a source can pass for another source or for the rules (after K. Hines et al.,
Defending Against Indirect Prompt Injection Attacks With Spotlighting, 2024: datamarking, here by
line, because quotes are copied back).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from opengovai.types import Message, Question, RedactedText, Source

VERSION = "answer-1"
"""Which prompt files are in use."""

_LANGUAGES = frozenset({"en", "sw", "rw", "kk", "ru", "de", "fr"})


def messages(question: Question, sources: Sequence[Source]) -> list[Message]:
    """The rules in the question's language, then the marked sources and the marked question."""
    parts = [_marked(source.token, _text_of(source)) for source in sources]
    parts.append(_marked("Q", question.text))
    return [
        Message(role="system", text=RedactedText(_rules(question.language))),
        # Official texts go as they are (docs/adr/0002); the question is redacted.
        Message(role="user", text=RedactedText("\n\n".join(parts))),
    ]


def schema(sources: Sequence[Source], *, sentences: int = 5) -> dict[str, Any]:
    """The reply's JSON Schema; it can only name the sources of this request."""
    quote = _object(
        source={"type": "string", "enum": [source.token for source in sources]},
        quote={"type": "string"},
    )
    quotes = {"type": "array", "items": quote, "minItems": 1, "maxItems": 3}
    sentence = _object(text={"type": "string"}, quotes=quotes)
    return _object(sentences={"type": "array", "items": sentence, "maxItems": sentences})


def _object(**members: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }


def _text_of(source: Source) -> str:
    passage = source.hit.passage
    return "\n".join((" > ".join((passage.title, *passage.headings)), passage.text))


def _marked(name: str, text: str) -> str:
    # splitlines() knows every line end that a model might take for one.
    return "\n".join(f"{name}| {line}" for line in text.splitlines() if line.strip())


@lru_cache
def _rules(language: str) -> str:
    tag = language if language in _LANGUAGES else "en"
    return (files("opengovai.answering") / "prompts" / f"{VERSION}.{tag}.md").read_text("utf-8")
