"""The knowledge base that a command works on: a directory, or the store of a configuration."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING, cast

from opengovai.cli.terminal import named_path
from opengovai.errors import InputError

if TYPE_CHECKING:
    from opengovai.knowledge import KnowledgeBase
    from opengovai.protocols import KnowledgeStore


def add_store(parser: argparse.ArgumentParser) -> None:
    """--kb DIR and --config FILE."""
    parser.add_argument("--kb", type=named_path, metavar="DIR", help="knowledge base")
    parser.add_argument("--config", type=named_path, metavar="FILE", help="opengovai.toml")


def open_store(
    arguments: argparse.Namespace, *, write: bool = False
) -> AbstractContextManager[KnowledgeStore]:
    """The store, closed at the end; only to `write` is a directory made.

    Raises InputError where neither a directory nor a configuration is named.
    """
    from opengovai.config import configured, load_settings, open_part

    named = arguments.config is not None or configured()
    if arguments.kb is not None and not named:
        return open_directory(arguments.kb, write=write)
    if not named:
        raise InputError(
            "No knowledge base is named", where="--kb", remedy="Give --kb DIR or --config FILE."
        )
    if arguments.kb is not None and not write:
        open_directory(arguments.kb).close()  # it has to be there
    settings = load_settings(arguments.config).with_paths(kb=arguments.kb)
    return closing(cast("KnowledgeStore", open_part(settings, "store")))


def open_directory(path: Path, *, write: bool = False) -> KnowledgeBase:
    """The embedded store in a directory."""
    from opengovai.knowledge import KnowledgeBase

    return KnowledgeBase.open(path, read_only=not write)
