"""The checks of OpenSSF Scorecard 5 that look at files, made here as its documentation states them.

https://github.com/ossf/scorecard/blob/main/docs/checks.md; what looks at a hosting service, such as
branch protection or signed releases, cannot be known from a checkout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from opengovai.governance.gaps import Gap


def check(root: Path) -> Iterator[Gap]:
    """Every file-based check that the checkout at `root` would not pass."""
    for name, passes, remedy in (
        ("License", _licence(root), "Put the text of an OSI-approved licence into LICENSE."),
        ("Security-Policy", _security_policy(root), "State in SECURITY.md how to report, and when"),
        ("SBOM", any(root.glob("*.cdx.json")), "Run scripts/build_release.sh; keep its *.cdx.json"),
        ("Fuzzing", _fuzzed(root), "Keep a target of Atheris under tests/fuzz."),
        ("Dependency-Update-Tool", _updated(root), "Configure it in .github/dependabot.yml."),
    ):
        if not passes:
            yield _gap(name, root.name, remedy)
    for path in sorted(root.glob(".github/workflows/*.y*ml")):
        yield from _workflow(path.relative_to(root).as_posix(), path.read_text("utf-8"))


def _licence(root: Path) -> bool:
    path = root / "LICENSE"
    return path.exists() and "Apache License" in path.read_text("utf-8")


def _security_policy(root: Path) -> bool:
    """Scorecard looks for free text, a time limit and words about disclosure."""
    path = root / "SECURITY.md"
    text = path.read_text("utf-8") if path.exists() else ""
    return len(text) > 500 and bool(re.search(r"\d+ (?:working )?days", text)) and "vuln" in text


def _fuzzed(root: Path) -> bool:
    return any("import atheris" in path.read_text("utf-8") for path in root.glob("tests/fuzz/*.py"))


def _updated(root: Path) -> bool:
    path = root / ".github/dependabot.yml"
    text = path.read_text("utf-8") if path.exists() else ""
    return "package-ecosystem: pip" in text and "package-ecosystem: github-actions" in text


def _workflow(where: str, text: str) -> Iterator[Gap]:
    for action in re.findall(r"uses:\s*(\S+)", text):
        if not re.search(r"@[0-9a-f]{40}$", action):
            yield _gap("Pinned-Dependencies", where, f"Pin {action} by its 40-digit commit.")
    if not re.search(r"^permissions:\n  contents: read$", text, re.MULTILINE):
        yield _gap("Token-Permissions", where, "Set `permissions: contents: read` at the top.")
    # Text of strangers inside a command line: Dangerous-Workflow.
    if re.search(r"run:.*\$\{\{\s*github\.(?:event|head_ref)", text):
        yield _gap("Dangerous-Workflow", where, "Pass it through `env:`.")


def _gap(name: str, where: str, remedy: str) -> Gap:
    return Gap(
        kind="scorecard",
        where=where,
        what=f"OpenSSF Scorecard's check {name} would not pass",
        remedy=remedy,
    )
