"""Gather the dossier of the library or of a deployment, say what it lacks, write it down."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from opengovai import __version__
from opengovai.errors import InputError, why
from opengovai.governance import rendering, repository, sbom
from opengovai.governance.facts import Facts, template
from opengovai.governance.gaps import Gap
from opengovai.governance.installed import Package, allowed, packages
from opengovai.governance.publiccode import publiccode
from opengovai.governance.sheets import NAMES, Sheet, fill, read_sheet


@dataclass(frozen=True, kw_only=True, slots=True)
class Deployment:
    """What a service's configuration says, as plain values.

    `parts` has a row per plugin with the keys `table`, `use` and `egress`; `models` a row per
    configured model, see `sbom.models`.
    """

    origin: str
    digest: str
    parts: Sequence[Mapping[str, str]]
    models: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """Everything that is written, and what is missing. `open` names facts left to a person; they
    are no gap of the library, but of a service in operation they are."""

    sheets: Sequence[Sheet]
    packages: Sequence[Package]
    facts: Facts
    deployment: Deployment
    publiccode: str
    software: Mapping[str, Any]
    models: Mapping[str, Any]
    gaps: Sequence[Gap]
    open: Sequence[str]
    now: datetime
    root: Path | None


def build(
    *,
    facts: Facts,
    deployment: Deployment,
    root: Path | None = None,
    in_operation: bool = False,
    now: datetime | None = None,
) -> Dossier:
    """The dossier. `root` is a checkout, whose evidence is then checked; `in_operation` makes the
    open facts of the deployment gaps."""
    now = now or datetime.now(UTC)
    installed = packages()
    computed = _computed(installed, deployment)
    sheets = [fill(read_sheet(name), facts, computed) for name in NAMES]
    files = sbom.packaged()
    code = publiccode(facts, __version__)
    gaps = [
        *_fields(sheets),
        *_reviews(sheets, facts, now.date()),
        *_licences(installed),
        *(_in_operation(facts) if in_operation else ()),
    ]
    if root is not None:
        gaps += [*_evidence(root, sheets), *repository.check(root, files), *_drift(root, code)]
    time = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Dossier(
        sheets=sheets,
        packages=installed,
        facts=facts,
        deployment=deployment,
        publiccode=code,
        software=sbom.software(installed, time),
        models=sbom.models(installed[0], files, deployment.models, time),
        gaps=gaps,
        open=facts.open,
        now=now,
        root=root,
    )


def write(dossier: Dossier, folder: Path) -> list[str]:
    """Write the folder; returns the names of its files. Raises InputError where it cannot."""
    texts = {
        "index.html": rendering.page(dossier, _base(dossier, folder)),
        "publiccode.yml": dossier.publiccode,
        "sbom.cdx.json": _json(dossier.software),
        "ml-bom.cdx.json": _json(dossier.models),
        "check.json": _json({"gaps": [asdict(gap) for gap in dossier.gaps], "open": dossier.open}),
        "facts.template.toml": template(),
    }
    for sheet in dossier.sheets:
        texts[f"{sheet.name}.json"] = _json(asdict(sheet))
        texts[f"{sheet.name}.md"] = rendering.markdown(sheet)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        raise InputError(
            f"The dossier cannot be written: {why(error)}",
            where=str(folder),
            remedy="Name a folder.",
        ) from error
    return sorted(texts)


def _base(dossier: Dossier, folder: Path) -> str:
    """What an evidence link starts with: the public repository, else the checkout, else nothing."""
    if url := dossier.facts.values.get("solution.repository"):
        return f"{url.removesuffix('/').removesuffix('.git')}/blob/HEAD"
    return os.path.relpath(dossier.root, folder) if dossier.root else ""


def _computed(installed: Sequence[Package], deployment: Deployment) -> dict[str, str]:
    direct = [one for one in installed if one.name in installed[0].requires]
    parts = [
        f"{row['table']}: {row['use']} (data leaves: {row['egress']})" for row in deployment.parts
    ]
    models = [
        f"{row['name']} ({row.get('licence', 'licence not stated')})" for row in deployment.models
    ]
    return {
        "version": __version__,
        "dependencies": "; ".join(f"{one.name} {one.version} ({one.licence})" for one in direct),
        "installed": str(len(installed) - 1),
        "configuration": f"{deployment.origin} (digest {deployment.digest[:12]})",
        "parts": "; ".join(parts),
        "models": "; ".join(models)
        or "none: answers are quotes, selected without a generative model",
    }


def _fields(sheets: Sequence[Sheet]) -> Iterator[Gap]:
    for sheet in sheets:
        for row in sheet.rows:
            if not row.answer and not row.optional:
                yield Gap(
                    kind="field",
                    where=f"{sheet.name} {row.id}",
                    what=f"no answer to: {row.question}",
                    remedy="Answer it in the sheet, or name the fact that does.",
                )


def _evidence(root: Path, sheets: Sequence[Sheet]) -> Iterator[Gap]:
    for sheet in sheets:
        for row in sheet.rows:
            for reference in row.evidence:
                yield from repository.evidence(root, f"{sheet.name} {row.id}", reference)


def _reviews(sheets: Sequence[Sheet], facts: Facts, today: date) -> Iterator[Gap]:
    days = {sheet.name: sheet.review for sheet in sheets}
    for key in ("deployment.next_review",):
        if given := facts.values.get(key):
            try:
                days[key] = date.fromisoformat(given)
            except ValueError:
                yield Gap(kind="review", where=key, what=f"{given!r} is no date",
                          remedy="Write it as YYYY-MM-DD.")  # fmt: skip
    for where, day in days.items():
        if day < today:
            yield Gap(
                kind="review",
                where=where,
                what=f"the review was due on {day.isoformat()}",
                remedy="Read it again, correct it, and set the next date.",
            )


def _licences(installed: Sequence[Package]) -> Iterator[Gap]:
    for package in installed:
        if not allowed(package.licence):
            yield Gap(
                kind="licence",
                where=f"{package.name} {package.version}",
                what=f"its licence {package.licence!r} is not on the list of allowed ones",
                remedy="Replace it, or add the licence to the list with an ADR.",
            )


def _in_operation(facts: Facts) -> Iterator[Gap]:
    for key in facts.open:
        if key.startswith("deployment."):
            yield Gap(kind="field", where=facts.origin, what=f"{key} is open",
                      remedy="A service in operation has to say it: fill it in.")  # fmt: skip


def _drift(root: Path, code: str) -> Iterator[Gap]:
    path = root / "publiccode.yml"
    if not path.exists() or path.read_text("utf-8") != code:
        yield Gap(
            kind="publiccode",
            where="publiccode.yml",
            what="it is not what the facts and the version give",
            remedy="Copy it from the dossier's folder.",
        )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"
