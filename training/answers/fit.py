"""Fits the two models of the drafter without a model server, on the dev group only.

    python training/answers/fit.py [--check]

Writes `src/opengovai/answering/model.toml`; `--check` only prints. numpy only, no randomness: the
same texts, questions and code give the same file. What it prints is cross-validated.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from opengovai.answering.confidence import SIGNS, signs
from opengovai.answering.features import FEATURES, Candidate, candidates
from opengovai.answering.focus import focus
from opengovai.answering.gathering import gather
from opengovai.answering.scope import out_of_scope
from opengovai.answering.selection import select
from opengovai.answering.tokens import name_sources
from opengovai.config import DEFAULTS
from opengovai.demo.story import build
from opengovai.evaluation.answers import Given, score
from opengovai.evaluation.questions import GoldQuestion, read_questions
from opengovai.evaluation.risk import conformal_floor
from opengovai.guards.boundaries import DEFAULTS as BOUNDARIES
from opengovai.guards.boundaries import Boundaries
from opengovai.knowledge import KnowledgeBase
from opengovai.redaction import Redactor
from opengovai.types import Action, Question

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "benchmarks" / "answers" / "questions"
MODEL = ROOT / "src" / "opengovai" / "answering" / "model.toml"
RANKING_PENALTY = 0.03
CONFIDENCE_PENALTY = 5.0
WITHOUT_GOLD = 0.3  # weight of a question asked again without the passages that answer it
RISK = 0.05
FOLDS = 10
QUOTES = 3
AGAINST = ("short", "missing")
EITHER = ("passage", "length", "item")

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A question with its candidates, their features, and which of them are right."""

    gold: GoldQuestion
    question: Question
    found: Sequence[Candidate]
    values: Array
    right: NDArray[np.bool_]


def main() -> None:
    """Read, fit, cross-validate, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    asked = read()
    guard = Boundaries(BOUNDARIES)
    checked = [guard.check(one.question.text, language=one.question.language) for one in asked]
    examples = [
        one for one, said in zip(asked, checked, strict=True) if said.action is Action.ALLOW
    ]
    ranking = fit_ranking(examples)
    model = {"ranking": ranking, "confidence": fit_confidence(examples, ranking)}
    report(asked, *held_out(asked, examples))
    if not parser.parse_args().check:
        MODEL.write_text(written(model), "utf-8")


def read() -> list[Example]:
    """The dev questions, asked of the packaged texts."""
    with TemporaryDirectory() as folder:
        build(Path(folder))
        with KnowledgeBase.open(Path(folder) / "kb") as base:
            return [example(gold, base) for gold in questions()]


def questions() -> list[GoldQuestion]:
    """Group dev, questions across languages left out."""
    rows = [
        gold
        for path in sorted(QUESTIONS.glob("*.jsonl"))
        for gold in read_questions(path.read_text("utf-8").splitlines(), where=path.name)
    ]
    return [gold for gold in rows if gold.group == "dev" and not gold.cross_lingual]


def example(gold: GoldQuestion, base: KnowledgeBase) -> Example:
    """Search and describe."""
    text, _ = Redactor.default().redact(gold.text)
    question = focus(gold.id, text, gold.language)
    hits = gather(base, question, k=DEFAULTS["service"]["passages"])
    own = [hit for hit in hits if hit.passage.language == gold.language]
    found = candidates(question, name_sources(own or hits))
    return Example(
        gold=gold,
        question=question,
        found=found,
        values=np.array([one.values for one in found]).reshape(-1, len(FEATURES)),
        right=np.array([is_right(gold, one) for one in found], dtype=np.bool_),
    )


def is_right(gold: GoldQuestion, one: Candidate) -> bool:
    """Whether the unit alone would be a correct answer."""
    passage = one.source.hit.passage
    quote = passage.text[one.unit.start : one.unit.end]
    given = Given(answered=True, citations=((passage.document_id, quote),))
    return score(gold, given).correct


def without_gold(one: Example) -> Example | None:
    """The same question without the sources that answer it: now it is a near miss."""
    answering = {c.source.token for c, right in zip(one.found, one.right, strict=True) if right}
    sources = list({c.source.token: c.source for c in one.found}.values())
    rest = [source for source in sources if source.token not in answering]
    if not answering or not rest:
        return None
    found = candidates(one.question, rest)
    values = np.array([c.values for c in found])
    right = np.zeros(len(found), dtype=np.bool_)
    return replace(one, found=found, values=values, right=right, gold=replace(one.gold, gold=()))


def fit_ranking(examples: Sequence[Example]) -> Array:
    """Intercept and weights: softmax over a question's units, all right ones share the mass
    (multi-positive ListNet, Cao et al. 2007), L2 on standardised features."""
    taught = [one for one in examples if one.right.any()]
    mean, spread = moments(np.vstack([one.values for one in examples if one.gold.answerable]))
    weights, first, second = np.zeros((3, len(FEATURES)))
    for step in range(1, 401):  # Adam, full batch
        gradient = RANKING_PENALTY * weights
        for one in taught:
            scaled = (one.values - mean) / spread
            mass = softmax(scaled @ weights)
            wanted = mass * one.right
            gradient = gradient + (mass - wanted / wanted.sum()) @ scaled / len(taught)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        rate = 0.05 / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = bounded(weights - rate * first / (1 - 0.9**step))
    return unscaled(0.0, weights, mean, spread)


def bounded(weights: Array) -> Array:
    """Weights on the side where they make sense: having more of the question never counts against
    a unit, so that collinear features do not play against each other."""
    low = [-np.inf if name in (*AGAINST, *EITHER) else 0.0 for name in FEATURES]
    high = [0.0 if name in AGAINST else np.inf for name in FEATURES]
    return np.clip(weights, low, high)


def fit_confidence(examples: Sequence[Example], ranking: Array) -> Array:
    """Logistic regression of "the sources answer" on SIGNS; 0.5 where they should but were not
    found, and every answerable question once more without the sources that answer it."""
    poorer = [one for one in map(without_gold, examples) if one]
    rows = [*examples, *poorer]
    values = np.array([signs_of(one, ranking) for one in rows])
    target = np.array([1.0 if r.right.any() else 0.5 * r.gold.answerable for r in rows])
    weight = np.r_[np.ones(len(examples)), np.full(len(poorer), WITHOUT_GOLD)]
    mean, spread = moments(values[: len(examples)])
    design = np.c_[np.ones(len(rows)), (values - mean) / spread]
    penalty = np.diag(np.r_[1e-3, np.full(len(SIGNS), CONFIDENCE_PENALTY)])
    found = np.zeros(design.shape[1])
    for _ in range(40):  # Newton
        likely = 1 / (1 + np.exp(-design @ found))
        gradient = design.T @ (weight * (likely - target)) + penalty @ found
        hessian = (design.T * (weight * likely * (1 - likely))) @ design + penalty
        found = found - np.linalg.solve(hessian, gradient)
    return unscaled(float(found[0]), found[1:], mean, spread)


def held_out(asked: Sequence[Example], examples: Sequence[Example]) -> tuple[Array, Array]:
    """For each question its confidence, and whether the answer quotes what answers, by models that
    never saw it: `FOLDS` folds, dealt out in turn. What is out of scope has 0."""
    reached = {one.gold.id for one in examples}
    confidence, correct = np.zeros((2, len(asked)))
    for fold in range(FOLDS):
        tested = [at for at in range(len(asked)) if at % FOLDS == fold]
        hidden = {asked[at].gold.id for at in tested}
        rest = [one for one in examples if one.gold.id not in hidden]
        ranking = fit_ranking(rest)
        model = fit_confidence(rest, ranking)
        for at in tested:
            one = asked[at]
            if one.gold.id in reached and len(one.found):
                value = model[0] + signs_of(one, ranking) @ model[1:]
                confidence[at] = 1 / (1 + np.exp(-value))
                correct[at] = shown_right(one, ranking)
    return confidence, correct


def signs_of(one: Example, ranking: Array) -> Array:
    """SIGNS of an example under a ranking."""
    if not len(one.found):
        return np.zeros(len(SIGNS))
    ranked = ordered(one, ranking)
    return np.array(signs(one.question, ranked))


def ordered(one: Example, ranking: Array) -> list[tuple[float, Candidate]]:
    """Candidates, best first, as the drafter ranks them."""
    scores = ranking[0] + one.values @ ranking[1:]
    return sorted(zip(scores.tolist(), one.found, strict=True), key=lambda pair: -pair[0])


def report(asked: Sequence[Example], confidence: Array, correct: Array) -> None:
    """What held-out questions get, and the floor for the risk."""
    answerable = np.array([one.gold.answerable for one in asked])
    floor = conformal_floor(confidence[~answerable].tolist(), RISK)
    shown = confidence >= floor
    rates = {
        "correct, everything shown": correct[answerable].mean(),
        "area under the ROC curve": np.mean(
            [(value > confidence[~answerable]).mean() for value in confidence[answerable]]
        ),
        f"floor for risk {RISK}": floor,
        "false answers there": shown[~answerable].mean(),
        "over-abstention there": (~shown)[answerable].mean(),
        "correct there": (correct * shown)[answerable].mean(),
        "correct when answered there": correct[shown & answerable].mean(),
    }
    for name, value in rates.items():
        sys.stdout.write(f"{name:30} {value:.3f}\n")


def shown_right(one: Example, ranking: Array) -> bool:
    """Whether the ranking puts a right quote into the answer."""
    stretches = select(ordered(one, ranking), limit=QUOTES)
    quotes = tuple((s.source.hit.passage.document_id, t) for s in stretches for t in s.texts)
    return one.gold.answerable and score(one.gold, Given(answered=True, citations=quotes)).correct


def softmax(values: Array) -> Array:
    """Probabilities."""
    powers = np.exp(values - values.max())
    return powers / powers.sum()


def moments(values: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of each column."""
    return values.mean(axis=0), values.std(axis=0) + 1e-9


def unscaled(intercept: float, weights: Array, mean: Array, spread: Array) -> Array:
    """The same model on features as they are: intercept, then weights."""
    raw = weights / spread
    return np.r_[intercept - raw @ mean, raw]


def written(model: dict[str, Array]) -> str:
    """The file."""
    lines = [
        "# Coefficients of the drafter without a model server; written by training/answers/fit.py.",
        "# What they mean: docs/reference/model-cards/answers.md",
    ]
    for name, features in (("ranking", FEATURES), ("confidence", SIGNS)):
        values = [f"{value:.4f}" for value in model[name]]
        lines += ["", f"[{name}]", f"intercept = {values[0]}", "", f"[{name}.weights]"]
        lines += [f"{key} = {value}" for key, value in zip(features, values[1:], strict=True)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
