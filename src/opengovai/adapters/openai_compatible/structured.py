"""Replies that must be JSON of a given schema: found in the text, checked, explained."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, best_match
from referencing import Registry

from opengovai.errors import InputError

_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)\n?```", re.DOTALL)
# Models that think aloud do so before the reply.
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


class MismatchError(Exception):
    """Why a text is not what was asked for, in words for the model."""


class Form:
    """A JSON Schema (draft 2020-12). References to other hosts are not fetched."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = dict(schema)
        self._validator = _validator(msgspec.json.encode(self.schema, order="sorted"))

    def instruction(self) -> str:
        """For a server that takes no schema: what to write, in words."""
        return (
            "Reply with one JSON value and nothing else. It must satisfy this JSON Schema:\n"
            + msgspec.json.encode(self.schema).decode()
        )

    def read(self, text: str) -> str:
        """The JSON in `text`, normalised. Raises MismatchError."""
        text = _THOUGHT.sub("", text).strip()
        fenced = _FENCED.search(text)
        try:
            bare = fenced.group(1) if fenced and not text.startswith("{") else text
            value = msgspec.json.decode(bare)
        except (ValueError, RecursionError) as error:
            raise MismatchError(f"it is no JSON: {error}") from error
        fault = best_match(self._validator.iter_errors(value))
        if fault is not None:
            raise MismatchError(f"at {fault.json_path}: {fault.message[:300]}")
        return msgspec.json.encode(value).decode()


@lru_cache(maxsize=64)
def _validator(schema: bytes) -> Draft202012Validator:
    parsed = msgspec.json.decode(schema)
    try:
        Draft202012Validator.check_schema(parsed)
    except SchemaError as error:
        raise InputError(
            f"This is no JSON Schema: {error.message[:300]}",
            where=error.json_path,
            remedy="Correct the schema.",
        ) from error
    return Draft202012Validator(parsed, registry=Registry())
