"""`opengovai dossier`: what a reviewer asks for, with evidence, in one folder and one page."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opengovai.cli.terminal import Subparsers, add_json, emit, named_path, say

if TYPE_CHECKING:
    from opengovai.config import Settings
    from opengovai.governance.dossier import Deployment, Dossier


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "dossier", help="gather the evidence for reviewers, the SBOM and the impact sheets"
    )
    parser.add_argument("--out", type=named_path, metavar="DIR", help="the folder (dossier)")
    parser.add_argument(
        "--check", action="store_true", help="list each gap and exit 1; writes only with --out"
    )
    parser.add_argument(
        "--config", type=named_path, metavar="FILE", help="a service's configuration"
    )
    parser.add_argument(
        "--facts", type=named_path, metavar="FILE", help="what only a person can say"
    )
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from opengovai.config import load_settings
    from opengovai.governance.dossier import build, write
    from opengovai.governance.facts import read_facts
    from opengovai.governance.repository import find_repository

    root = find_repository(Path.cwd())
    dossier = build(
        facts=read_facts(_facts(arguments.facts, root)),
        deployment=_deployment(load_settings(arguments.config)),
        root=root,
        in_operation=bool(arguments.config or os.environ.get("OPENGOVAI_CONFIG")),
    )
    folder = arguments.out or (None if arguments.check else Path("dossier"))
    if folder:
        write(dossier, folder)
    _report(dossier, folder, json=arguments.json)
    return 1 if arguments.check and dossier.gaps else 0


def _facts(given: Path | None, root: Path | None) -> Path | None:
    if given:
        return given
    beside = (root or Path.cwd()) / "governance" / "facts.toml"
    return beside if beside.exists() else None


def _deployment(settings: Settings) -> Deployment:
    from opengovai.config import explain
    from opengovai.governance.dossier import Deployment

    parts = [{key: row[key] for key in ("table", "use", "egress")} for row in explain(settings)]
    return Deployment(
        origin=settings.origin,
        digest=settings.digest,
        parts=parts,
        models=list(_models(settings.tables)),
    )


def _models(tables: Any) -> Iterator[Mapping[str, str]]:
    """Every table, at any depth, that names a model and declares its card."""
    if isinstance(tables, list):
        for one in tables:
            yield from _models(one)
    elif isinstance(tables, Mapping):
        if isinstance(card := tables.get("card"), Mapping):
            name = tables.get("model") or tables.get("path") or tables["use"]
            yield {"name": str(name), **{key: str(value) for key, value in card.items()}}
        for one in tables.values():
            yield from _models(one)


def _report(dossier: Dossier, folder: Path | None, *, json: bool) -> None:
    if json:
        for gap in dossier.gaps:
            emit({"gap": asdict(gap)})
        where = str(folder) if folder else None
        emit({"ok": not dossier.gaps, "open": list(dossier.open), "folder": where})
        return
    for gap in dossier.gaps:
        say(f"{gap.kind}: {gap.where}: {gap.what}. {gap.remedy}")
    if dossier.open:
        say(f"open, for a person to fill in ({dossier.facts.origin}): {', '.join(dossier.open)}")
    where = "with evidence" if dossier.root else "without evidence: run it in a checkout for that"
    say(f"{len(dossier.gaps)} gaps, {len(dossier.open)} open facts; checked {where}")
    if folder:
        say(f"written to {folder}, read {folder / 'index.html'}")
