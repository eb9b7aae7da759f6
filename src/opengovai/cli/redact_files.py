"""`opengovai redact` on JSON and CSV: what a file is, and its rules from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from opengovai.errors import InputError

if TYPE_CHECKING:
    from opengovai.redaction import Redactor, Rule

FORMATS = ("text", "json", "csv")
_SUFFIXES = {".json": "json", ".csv": "csv", ".tsv": "csv"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """--format and --rule."""
    parser.add_argument(
        "--format", choices=FORMATS, help="what the input is; default: by the file's ending"
    )
    parser.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="PATH=ENTITY",
        help="mask what stands there whatever it is; without ENTITY, leave it unread (JSON, CSV)",
    )


def format_of(arguments: argparse.Namespace) -> str:
    """The input's format. Raises InputError for options that do not go together."""
    lines = arguments.jsonl or arguments.json or arguments.spans
    chosen: str = arguments.format or ("" if lines else _by_ending(arguments.file))
    if lines and chosen in {"json", "csv"}:
        raise InputError(
            f"--format {chosen} gives no spans and no lines",
            remedy="Leave out --jsonl, --json and --spans, or take --format text.",
        )
    if arguments.rule and chosen not in {"json", "csv"}:
        raise InputError("--rule needs fields or columns", remedy="Add --format json or csv.")
    return chosen or "text"


def redacted_file(redactor: Redactor, text: str, *, kind: str, rules: list[str]) -> str:
    """The whole JSON or CSV text with personal data replaced. Raises InputError."""
    from opengovai.redaction import redact_csv, redact_json

    redact = redact_json if kind == "json" else redact_csv
    redacted, _ = redact(redactor, text, rules=[_rule(rule) for rule in rules])
    return redacted


def _by_ending(file: Path | None) -> str:
    return _SUFFIXES.get(file.suffix.lower(), "") if file else ""


def _rule(written: str) -> Rule:
    from opengovai.redaction import Rule

    path, equals, entity = written.rpartition("=")
    if not equals or not path:
        raise InputError(
            f"A rule is PATH=ENTITY, not {written!r}",
            where="--rule",
            remedy="For example --rule '*.fullName=PERSON', or --rule 'reference='.",
        )
    return Rule(path=path, entity=entity.upper().replace("-", "_") or None)
