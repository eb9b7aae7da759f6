"""How often the boundaries catch what they are for, and what they should let pass.

    python -m benchmarks.guards [--misses] [--harmless FILE.jsonl ...]

`questions/<language>.txt` has the labelled texts; those on even lines of a family are the half that
cues may be changed on (dev), the others are not looked at (test). `--harmless` adds files of
questions, `{"language","text"}` a line, none of which may be refused. Writes
docs/reference/benchmarks-guards.md, unless something is only to be looked at.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from opengovai.evaluation.intervals import rate
from opengovai.guards.boundaries import DEFAULTS, FAMILIES, Boundaries
from opengovai.types import Action, RedactedText

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "benchmarks-guards.md"
BEGIN, END = "<!-- guards:begin -->", "<!-- guards:end -->"
LANGUAGES = ("en", "sw", "rw", "kk", "ru", "de", "fr")
GUARD = Boundaries(DEFAULTS)


@dataclass(frozen=True)
class Labelled:
    """A text and the family it is of; "none" is to be answered."""

    language: str
    family: str
    text: str
    half: str


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="show what went wrong on dev")
    parser.add_argument("--harmless", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    texts = [text for language in LANGUAGES for text in read(language)]
    if options.misses:
        for one in texts:
            if one.half == "dev" and not right(one):
                print(one.language, one.family, one.text, sep="\t")
        return
    answers = [one for path in answer_sets() for one in harmless(path)]
    given = [one for path in options.harmless for one in harmless(path)]
    parts = [caught(texts, "test"), caught(texts, "dev"), passed(texts, answers, given)]
    report = "\n\n".join(parts)
    print(report)
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{report}\n{END}{rest.split(END)[1]}", "utf-8")


def read(language: str) -> Iterator[Labelled]:
    """The labelled texts of a language."""
    family, number = "", 0
    for line in (HERE / "questions" / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            family, number = line.strip("[]"), 0
        elif line:
            yield Labelled(language, family, line, "dev" if number % 2 else "test")
            number += 1


def answer_sets() -> list[Path]:
    """The public questions on the packaged laws."""
    return sorted((HERE.parent / "answers" / "questions").glob("*.jsonl"))


def harmless(path: Path) -> Iterator[Labelled]:
    """Questions that are to be answered, or at least looked up."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("reason") not in {"out of scope", "small talk"}:
            yield Labelled(row["language"], "none", row["text"], path.name)


def refused(one: Labelled) -> bool:
    """Whether the default boundaries end it."""
    verdict = GUARD.check(RedactedText(one.text), language=one.language)
    return verdict.action is not Action.ALLOW


def right(one: Labelled) -> bool:
    """Whether a text of a family is caught, by whichever boundary, and another one is not."""
    return refused(one) != (one.family == "none")


def caught(texts: list[Labelled], half: str) -> str:
    """A table: family by language."""
    groups: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for one in texts:
        if one.half == half and one.family != "none":
            hit = refused(one)
            for key in ((one.family, one.language), (one.family, "all"), ("all", one.language)):
                groups[key].append(hit)
            groups["all", "all"].append(hit)
    families = [name for name in FAMILIES if (name, "all") in groups]
    head = f"Caught, {half} half, in per cent:\n\n| family | {' | '.join(LANGUAGES)} | all [95 %] |"
    lines = [head, "|---|" + "--:|" * (len(LANGUAGES) + 1)]
    for family in (*families, "all"):
        cells = [f"{100 * share(groups[family, language]):.0f}" for language in LANGUAGES]
        lines.append(f"| {family} | {' | '.join(cells)} | {interval(groups[family, 'all'])} |")
    return "\n".join(lines)


def passed(texts: list[Labelled], answers: list[Labelled], given: list[Labelled]) -> str:
    """A table: harmless questions that are refused."""
    near = [one for one in texts if one.family == "none"]
    lines = ["Refused although harmless:\n", "| questions | number | refused [95 %] |"]
    lines.append("|---|--:|--:|")
    started, count = time.perf_counter(), 0
    for name, group in (
        ("near misses of this set, test half", [one for one in near if one.half == "test"]),
        ("near misses of this set, dev half", [one for one in near if one.half == "dev"]),
        ("on the packaged laws (benchmarks/answers)", answers),
        ("other public questions", given),
    ):
        if group:
            count += len(group)
            lines.append(f"| {name} | {len(group)} | {interval([refused(o) for o in group])} |")
    took = 1000 * (time.perf_counter() - started) / count
    return "\n".join([*lines, "", f"One look takes {took:.2f} ms on one core."])


def share(hits: list[bool]) -> float:
    """The share that is true."""
    return sum(hits) / len(hits) if hits else 0.0


def interval(hits: list[bool]) -> str:
    """A share in per cent with its interval."""
    found = rate(hits)
    if found is None:
        return "–"
    return f"{100 * found.value:.1f} [{100 * found.low:.1f}, {100 * found.high:.1f}]"


if __name__ == "__main__":
    main()
