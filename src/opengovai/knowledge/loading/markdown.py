"""Markdown (CommonMark and tables) with an optional front matter, rendered and read as HTML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from opengovai.knowledge.loading import html
from opengovai.knowledge.loading.content import Content, unreadable

_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)\n?^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_YAML = re.compile(r"\A---[ \t]*\n(.*?)\n?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_YAML_LINE = re.compile(r"^([A-Za-z_]+):[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_PANDOC = re.compile(r"\A(?:%[^\n]*(?:\n|\Z))+")
_KEYS = (
    "id",
    "title",
    "language",
    "uri",
    "licence",
    "publisher",
    "published",
    "note",
    "valid_from",
    "valid_until",
)
_SYNONYMS = {"lang": "language", "license": "licence", "date": "published", "url": "uri"}


def read(text: str) -> Content:
    """One document. Raises UnreadableSourceError for a front matter that is not TOML."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    stated, body = _front_matter(text)
    return _stated(replace(html.read(_render(body), whole=True), language_hint=""), stated)


def _stated(content: Content, stated: Mapping[str, str]) -> Content:
    return replace(
        content,
        id=stated.get("id", ""),
        title=stated.get("title", ""),
        language=stated.get("language", ""),
        uri=stated.get("uri", ""),
        licence=stated.get("licence", ""),
        publisher=stated.get("publisher", ""),
        published=stated.get("published", ""),
        valid_from=stated.get("valid_from", ""),
        valid_until=stated.get("valid_until", ""),
        note=stated.get("note", ""),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    if match := _TOML.match(text):
        return _known(_toml(match.group(1))), text[match.end() :]
    if match := _YAML.match(text):
        pairs = {key: value.strip("'\"") for key, value in _YAML_LINE.findall(match.group(1))}
        return _known({key.lower(): value for key, value in pairs.items()}), text[match.end() :]
    if match := _PANDOC.match(text):
        title = match.group(0).split("\n", 1)[0].lstrip("% ")
        return {"title": " ".join(title.split())}, text[match.end() :]
    return {}, text


def _toml(source: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise unreadable(
            f"its front matter is not TOML: {error}", "Correct the lines between the +++ lines."
        ) from None


def _known(values: Mapping[str, Any]) -> dict[str, str]:
    named = {_SYNONYMS.get(key, key): value for key, value in values.items()}
    return {key: str(named[key]) for key in _KEYS if named.get(key) not in (None, "")}


def _render(body: str) -> str:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    return str(parser.renderer.render(_marked(parser.parse(body)), parser.options, {}))


def _marked(tokens: Sequence[Any]) -> Sequence[Any]:
    """HTML forgets whether a list counted `1.` or `1)`, but a law is quoted with it."""
    for token in tokens:
        if token.type == "ordered_list_open":
            token.attrSet("data-mark", token.markup)
    return tokens
