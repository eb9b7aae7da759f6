"""Promise 1: the only code that may call something redacted."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "opengovai"

ALLOWED = {
    "redaction/redactor.py": "redaction itself",
    "redaction/placeholders.py": "takes pseudonyms out of redacted text",
    "redaction/structured.py": "puts redacted fields together again",
    "answering/extractive.py": "verbatim official text, public as published",
    "answering/generative/drafter.py": "a model's words about redacted text",
    "answering/generative/prompt.py": "our rules, verbatim official text, the redacted question",
    "answering/expansion.py": "words of the redacted question and of our lexicon",
    "answering/focus.py": "a part of the redacted question, or nothing at all",
    "guards/plugin.py": "a full stop, to try a classifier",
    "knowledge/reading.py": "verbatim official text for models, and a probe of our own",
    "conversation/follow_up.py": "joins redacted questions",
    "conversation/listening.py": "a redacted question in another script",
    "conversation/model_rewriter.py": "our rules, redacted questions, a model's words about them",
    "dialogue.py": "our own notices",
    "outcomes.py": "verbatim official text and our own notices",
    "testing/models.py": "invented texts of the public contract suites",
    "testing/records.py": "invented texts of the public test doubles",
    "testing/stores.py": "invented questions of the public contract suites",
}


def _constructs(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) == "RedactedText"
        for node in ast.walk(tree)
    )


def _casts(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "cast"
        and "RedactedText" in ast.unparse(node.args[0])
        for node in ast.walk(tree)
    )


def test_only_the_listed_modules_construct_redacted_text() -> None:
    found = {str(p.relative_to(SOURCE)) for p in SOURCE.rglob("*.py") if _constructs(p)}
    assert found == ALLOWED.keys()


def test_nobody_casts_to_redacted_text() -> None:
    assert [str(p) for p in SOURCE.rglob("*.py") if _casts(p)] == []
