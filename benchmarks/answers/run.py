"""Asks every question of the public set and says how the answers did.

    python benchmarks/answers/run.py [--floor X ...] [--language xx ...] [--group dev|test]
                                     [--dump FILE]

Builds a knowledge base from the packaged texts in a temporary folder and asks through
`opengovai.config.open_assistant`, language identification included. Without options it writes its
tables into docs/reference/benchmarks-answers.md; with `--floor`, `--language` or `--group` it only
prints. `--dump` writes one JSON object per question and floor, to look at what failed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from opengovai.config import DEFAULTS, open_assistant
from opengovai.demo.story import build
from opengovai.evaluation.answers import Given, Score, by, language_gap, score, summarize
from opengovai.evaluation.intervals import Estimate
from opengovai.evaluation.questions import GoldQuestion, read_questions
from opengovai.evaluation.risk import aurc, floor_for, risk_coverage

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "benchmarks-answers.md"
BEGIN, END = "<!-- answers:begin -->", "<!-- answers:end -->"
LOWEST = 0.001  # a floor that lets every drafted answer out, for the risk-coverage curve
ALLOWED = 0.05
HEAD = (
    "| language | questions | false answers | over-abstention | correct quote "
    "| correct when answered | gold document | quote F1 |\n|---|--:|--:|--:|--:|--:|--:|--:|"
)


def main() -> None:
    """Parse, ask, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--floor", type=float, action="append")
    parser.add_argument("--language", action="append")
    parser.add_argument("--group", choices=["dev", "test"])
    parser.add_argument("--dump", type=Path)
    options = parser.parse_args()
    questions = [q for q in load() if chosen(q, options.language, options.group)]
    with TemporaryDirectory() as folder:
        build(Path(folder))
        floors = options.floor or [DEFAULTS["service"]["floor"], LOWEST]
        runs = {floor: ask(Path(folder), questions, floor) for floor in floors}
    if options.dump:
        dump(options.dump, runs)
    report = sweep(runs) if options.floor else "\n\n".join(tables(runs))
    print(report)
    if not (options.floor or options.language or options.group):
        write(report)


def load() -> Iterator[GoldQuestion]:
    """Every question of every language."""
    for path in sorted((HERE / "questions").glob("*.jsonl")):
        yield from read_questions(path.read_text("utf-8").splitlines(), where=path.name)


def chosen(question: GoldQuestion, languages: Sequence[str] | None, group: str | None) -> bool:
    """Whether the options ask for it."""
    return (not languages or question.language in languages) and group in (None, question.group)


def ask(folder: Path, questions: Iterable[GoldQuestion], floor: float) -> list[Score]:
    """Each question's score with that floor; every run has its own log."""
    config = folder / f"floor-{floor}.toml"
    config.write_text(f"[service]\nfloor = {floor}\n", "utf-8")
    with open_assistant(config, kb=folder / "kb", audit=folder / f"audit-{floor}") as assistant:
        return [score(question, Given.of(assistant.ask(question.text))) for question in questions]


def tables(runs: dict[float, list[Score]]) -> Iterator[str]:
    """The report: test, dev, questions across languages, and the curve of dev."""
    floor, lowest = runs
    groups = by(runs[floor], lambda q: "across languages" if q.cross_lingual else q.group)
    for name in sorted(groups, key=["test", "dev", "across languages"].index):
        yield f"{name}, floor {floor:g}:\n\n{table(groups[name])}"
    if any(one.question.group == "dev" for one in runs[lowest]):
        yield curve([one for one in runs[lowest] if not one.question.cross_lingual])


def table(scores: Sequence[Score]) -> str:
    """One row a language, then all, then the gap."""
    rows = [row(name, group) for name, group in by(scores, lambda q: q.language).items()]
    gap = language_gap(scores)
    tail = f"\n\nWorst minus best language, correct quote: {points(gap)}." if gap else ""
    return "\n".join([HEAD, *rows, row("all", scores)]) + tail


def row(name: str, scores: Sequence[Score]) -> str:
    """One line of the table."""
    summary = summarize(scores)
    cells = (
        summary.false_answer,
        summary.over_abstention,
        summary.correct,
        summary.precise,
        summary.document,
        summary.f1,
    )
    return f"| {name} | {summary.questions} | {' | '.join(points(cell) for cell in cells)} |"


def curve(scores: Sequence[Score]) -> str:
    """Risk against coverage on dev, with the floor that dev would choose."""
    dev = [one for one in scores if one.question.group == "dev"]
    lines = ["| language | AURC | floor for 5 % false answers | over-abstention there |"]
    lines.append("|---|--:|--:|--:|")
    for name, group in [*by(dev, lambda q: q.language).items(), ("all", dev)]:
        confidences = [one.given.confidence for one in group]
        area = aurc(risk_coverage(confidences, [not one.correct for one in group]))
        floor = floor_for(
            [one.given.confidence for one in group if not one.question.answerable], ALLOWED
        )
        asked = [one for one in group if one.question.answerable]
        refused = sum(one.given.confidence < floor for one in asked) / len(asked)
        lines.append(f"| {name} | {area:.3f} | {floor:.3f} | {100 * refused:.0f} % |")
    return "dev, every draft let out, risk against confidence:\n\n" + "\n".join(lines)


def sweep(runs: dict[float, list[Score]]) -> str:
    """One row a floor."""
    head = HEAD.replace("language", "floor", 1)
    return "\n".join([head, *(row(f"{floor:g}", scores) for floor, scores in runs.items())])


def points(estimate: Estimate | None) -> str:
    """A figure in per cent with its interval."""
    if estimate is None:
        return "–"
    value, low, high = (f"{100 * x:.0f}" for x in (estimate.value, estimate.low, estimate.high))
    return f"{value} [{low}, {high}]"


def dump(path: Path, runs: dict[float, list[Score]]) -> None:
    """What was asked and what came back, for reading."""
    with path.open("w", encoding="utf-8") as file:
        for floor, scores in runs.items():
            for one in scores:
                file.write(json.dumps(shown(floor, one), ensure_ascii=False) + "\n")


def shown(floor: float, one: Score) -> dict[str, object]:
    """One question as a row of the dump."""
    return {
        "floor": floor,
        "id": one.question.id,
        "group": one.question.group,
        "kind": one.question.kind,
        "reason": one.question.reason,
        "text": one.question.text,
        "answerable": one.question.answerable,
        "answered": one.given.answered,
        "correct": one.correct,
        "document": one.document,
        "confidence": round(one.given.confidence, 4),
        "f1": round(one.f1, 3),
        "citations": one.given.citations,
        "gold": [quote for gold in one.question.gold for quote in gold.quotes],
    }


def write(report: str) -> None:
    """Put the report between the markers of the page."""
    page = PAGE.read_text("utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    PAGE.write_text(f"{before}{BEGIN}\n{report}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
