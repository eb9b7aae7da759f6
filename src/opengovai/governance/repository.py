"""What can be checked in a checkout: links, named tests, licences, workflows, model cards."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from opengovai.governance import scorecard
from opengovai.governance.gaps import Gap
from opengovai.governance.installed import ALLOWED
from opengovai.governance.sbom import Packaged

HARMS = (
    "Leak",
    "Wrong advice",
    "Exclusion of a language",
    "Over-trust",
    "Surveillance by log",
    "Manipulation of documents",
    "Denial by algorithm",
)
CARD_WORDS = ("licence", "training", "data", "language", "fails", "energy")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:)([^)\s]*)\)")
# A file of the repository in backticks, with a test's name after `::` where it is one.
_NAMED = re.compile(
    r"`((?:tests|docs|src|scripts|benchmarks|governance|training|examples|\.github|\.ci)/[^`\s*]+"
    r"|[A-Z_]+\.md|[\w.-]+\.(?:toml|yml))`"
)
_HEADING = re.compile(r"^#+\s+(.+?)\s*#*$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def find_repository(start: Path) -> Path | None:
    """The checkout of OpenGovAI in `start` or above it."""
    for folder in (start, *start.parents):
        project = folder / "pyproject.toml"
        if project.is_file() and re.search(
            r'^name = "opengovai"$', project.read_text("utf-8"), re.MULTILINE
        ):
            return folder
    return None


def check(root: Path, models: Iterable[Packaged]) -> Iterator[Gap]:
    """Every gap of the checkout at `root`, page by page."""
    for page in _pages(root):
        yield from _page(root, page)
    yield from _harms(root)
    yield from _licences(root)
    yield from scorecard.check(root)
    yield from _cards(root, models)
    yield from _card_words(root)
    yield from _data_cards(root)


def evidence(root: Path, where: str, reference: str) -> Iterator[Gap]:
    """Whether `path`, `path#anchor` or `path::test_name` exists in the checkout."""
    name, _, test = reference.partition("::")
    name, _, anchor = name.partition("#")
    path = root / name
    if not path.exists():
        yield _dead(where, f"{name} does not exist")
    elif test and not _defines(path, test):
        yield _dead(where, f"{name} has no test {test}")
    elif anchor and anchor not in _anchors(path):
        yield _dead(where, f"{name} has no heading #{anchor}")


def _pages(root: Path) -> list[Path]:
    community = [page for page in root.glob("*.md") if page.name != "CHANGELOG.md"]
    return sorted([*community, *root.glob("docs/**/*.md")])


def _page(root: Path, page: Path) -> Iterator[Gap]:
    where = page.relative_to(root).as_posix()
    text = _FENCE.sub("", page.read_text("utf-8"))
    for target in _LINK.findall(text):
        name, _, anchor = target.partition("#")
        path = (page.parent / name) if name else page
        if not path.exists():
            yield _dead(where, f"the link {target} leads nowhere")
        elif anchor and path.suffix == ".md" and anchor not in _anchors(path):
            yield _dead(where, f"the link {target} names no heading")
    if where.startswith("docs/dpg/"):
        for reference in _NAMED.findall(text):
            yield from evidence(root, where, reference)


def _harms(root: Path) -> Iterator[Gap]:
    page = root / "docs/dpg/do-no-harm.md"
    where = "docs/dpg/do-no-harm.md"
    text = page.read_text("utf-8") if page.exists() else ""
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    for harm in HARMS:
        shown = _NAMED.findall(sections.get(harm, ""))
        if not any(one.startswith(("tests/", "docs/reference/benchmarks")) for one in shown):
            yield Gap(
                kind="field",
                where=where,
                what=f"the harm {harm!r} names no test and no figure that shows its measure",
                remedy="Add a section with that title that names one in backticks.",
            )


def _licences(root: Path) -> Iterator[Gap]:
    path = root / "REUSE.toml"
    if not path.exists():
        yield _dead("REUSE.toml", "there is none")
        return
    for annotation in tomllib.loads(path.read_text("utf-8"))["annotations"]:
        licence = annotation["SPDX-License-Identifier"]
        text = root / "LICENSES" / f"{licence}.txt"
        if not text.exists() or not (licence in ALLOWED or licence.startswith("LicenseRef-")):
            yield Gap(
                kind="licence",
                where="REUSE.toml",
                what=f"{licence} is not on the list, or has no text in LICENSES",
                remedy="Replace the files under it, or add the licence's text and an ADR.",
            )


def _cards(root: Path, models: Iterable[Packaged]) -> Iterator[Gap]:
    cards = [page.read_text("utf-8") for page in root.glob("docs/reference/model-cards/**/*.md")]
    for model in models:
        package = f"opengovai/{model.path}".rpartition("/")[0].replace("/", ".")
        named = any(model.path in card or package in card for card in cards)
        if model.kind == "machine-learning-model" and not named:
            yield Gap(
                kind="model card",
                where=f"src/opengovai/{model.path}",
                what="no model card names this file",
                remedy=f"Write docs/reference/model-cards/...md that names `{model.path}`.",
            )


def _card_words(root: Path) -> Iterator[Gap]:
    for page in sorted(root.glob("docs/reference/model-cards/*.md")):
        text = page.read_text("utf-8").lower()
        for word in CARD_WORDS:
            if word not in text:
                yield Gap(
                    kind="model card",
                    where=page.relative_to(root).as_posix(),
                    what=f"it says nothing of {word!r}",
                    remedy="A card states data, licence, training, figures, limits and energy.",
                )


def _data_cards(root: Path) -> Iterator[Gap]:
    """Files of the repository under terms of their own are data, and each set has a card."""
    page, reuse = root / "docs/reference/data-cards.md", root / "REUSE.toml"
    if not page.exists() or not reuse.exists():
        return
    cards = page.read_text("utf-8")
    for annotation in tomllib.loads(reuse.read_text("utf-8"))["annotations"]:
        paths = annotation["path"]
        for path in [paths] if isinstance(paths, str) else paths:
            folder = path.partition("*")[0].rpartition("/")[0]
            above = [folder, *(parent.as_posix() for parent in Path(folder).parents)]
            data = folder and not path.endswith(".py")
            if data and not any(f"`{one}`" in cards for one in above):
                yield Gap(
                    kind="data card",
                    where=f"REUSE.toml, {path}",
                    what="no data card names this folder",
                    remedy="Add it to docs/reference/data-cards.md.",
                )


def _anchors(page: Path) -> frozenset[str]:
    text = page.read_text("utf-8")
    titles = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title) for title in _HEADING.findall(text)]
    slugs = [re.sub(r"[^\w\s-]", "", title.lower()).strip() for title in titles]
    given = re.findall(r"\{\s*#([\w-]+)\s*\}|<a id=\"([\w-]+)\"", text)
    return frozenset({re.sub(r"[\s]+", "-", slug) for slug in slugs} | {a or b for a, b in given})


def _defines(path: Path, test: str) -> bool:
    name = re.escape(test.partition("[")[0])
    return bool(re.search(rf"^\s*(?:async )?def {name}\(", path.read_text("utf-8"), re.MULTILINE))


def _dead(where: str, what: str) -> Gap:
    return Gap(kind="link", where=where, what=what, remedy="Correct the reference.")
