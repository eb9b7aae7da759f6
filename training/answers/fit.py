"""Fits the three models of the drafter without a model server.

    python training/answers/fit.py [--documents FOLDER] [--check]

On group dev of the public question set and on `training/answers/questions`. Those over texts that
are not packaged need them in FOLDER (`README.md` lists them). Writes
`src/opengovai/answering/model.toml`; `--check` only prints. numpy only, no randomness: the same
texts, questions and code give the same file. What it prints is cross-validated.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from examples import Array, Asked, Example, Truths, example, read

from opengovai.answering.confidence import SIGNS, signs
from opengovai.answering.features import FEATURES, Candidate
from opengovai.answering.gathering import PLACES
from opengovai.answering.selection import select
from opengovai.evaluation.answers import Given, score
from opengovai.evaluation.risk import conformal_floor

MODEL = Path(__file__).parents[2] / "src" / "opengovai" / "answering" / "model.toml"
RANKING_PENALTY = 0.02
CONFIDENCE_PENALTY = 30.0
# What sort of thing is asked must not decide: our near misses ask for amounts and offices more
# often than people do.
KIND_PENALTY = 300.0
LANGUAGE_PENALTY = 60.0  # of what a weight differs by in one language
LANGUAGE_INTERCEPT_PENALTY = 12.0
LANGUAGES = ("de", "en", "fr", "kk", "ru", "rw", "sw")
# What a question counts for confidence. Over many documents others may answer than the gold ones;
# everyday and hard questions are further from each text than those of the public set.
WEIGHTS = {"public": 1.0, "packaged": 1.0, "many": 0.3, "everyday": 0.1, "hard": 0.05}
NOT_FOUND = 0.7  # target where the sources should answer and were not found
RISK = 0.05
FOLDS = 5
HARD = "hard"  # collection of the questions that no order is fitted on
QUOTES = 4  # the default of the extractive drafter

Models = dict[str, Array]


def main() -> None:
    """Read, fit, cross-validate, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    asked = read(options.documents)
    reached = [one for one in asked if not one.refused]
    passages = fit_order([(one.places, one.right) for one in reached if one.collection != HARD])
    examples = [example(one, passages) for one in reached if len(one.hits)]
    if not options.check:
        MODEL.write_text(written({"passages": passages, **fit(examples)}), "utf-8")
    report(asked, *held_out(asked, examples))


def fit(examples: Sequence[Example]) -> Models:
    """The ranking of units, and the confidence on what it gives."""
    taught = [one for one in examples if one.asked.collection != HARD]
    ranking = fit_order([(one.values, one.right) for one in taught])
    return {"ranking": ranking, **fit_confidence(examples, ranking)}


def fit_order(taught: Iterable[tuple[Array, Truths]]) -> Array:
    """Intercept and weights: softmax over a question's rows, all right ones share the mass
    (multi-positive ListNet, Cao et al. 2007), L2 on standardised features, Adam on all at once."""
    lists = [(values, right) for values, right in taught if right.any()]
    mean, spread = moments(np.vstack([values for values, _ in lists]))
    weights, first, second = np.zeros((3, len(mean)))
    for step in range(1, 401):
        gradient = RANKING_PENALTY * weights
        for values, right in lists:
            scaled = (values - mean) / spread
            mass = softmax(scaled @ weights)
            wanted = mass * right
            gradient = gradient + (mass - wanted / wanted.sum()) @ scaled / len(lists)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        rate = 0.05 / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = weights - rate * first / (1 - 0.9**step)
    return unscaled(0.0, weights, mean, spread)


def fit_confidence(examples: Sequence[Example], ranking: Array) -> Models:
    """Logistic regression of "the sources answer" on SIGNS: "confidence", and for each language
    what is added to it ("confidence.de"), shrunk towards nothing."""
    values = np.array([signs_of(one, ranking) for one in examples])
    target = np.array([likely(one) for one in examples])
    weight = np.array([WEIGHTS[one.asked.collection] for one in examples])
    mean, spread = moments(values)
    shared = np.c_[np.ones(len(examples)), (values - mean) / spread]
    spoken = [one.asked.gold.language for one in examples]
    own = [shared * np.array([[tag == language] for tag in spoken]) for language in LANGUAGES]
    design = np.hstack([shared, *own])
    penalty = [1e-3, *(KIND_PENALTY if _kind(sign) else CONFIDENCE_PENALTY for sign in SIGNS)]
    penalty += [LANGUAGE_INTERCEPT_PENALTY, *[LANGUAGE_PENALTY] * len(SIGNS)] * len(LANGUAGES)
    found = ridge_logistic(design, target, weight, np.array(penalty))
    parts = found.reshape(1 + len(LANGUAGES), -1)
    names = ["confidence", *(f"confidence.{language}" for language in LANGUAGES)]
    return {
        name: unscaled(float(part[0]), part[1:], mean, spread)
        for name, part in zip(names, parts, strict=True)
    }


def _kind(sign: str) -> bool:
    return sign.startswith("asks_")


def ridge_logistic(design: Array, target: Array, weight: Array, penalty: Array) -> Array:
    """Coefficients by Newton's method; targets in [0, 1], a penalty for each column."""
    found = np.zeros(design.shape[1])
    for _ in range(20):
        chance = 1 / (1 + np.exp(-design @ found))
        gradient = design.T @ (weight * (chance - target)) + penalty * found
        hessian = (design.T * (weight * chance * (1 - chance))) @ design + np.diag(penalty)
        found = found - np.linalg.solve(hessian, gradient)
    return found


def likely(one: Example) -> float:
    """What confidence should say."""
    return 1.0 if one.right.any() else NOT_FOUND * one.asked.gold.answerable


def held_out(asked: Sequence[Asked], examples: Sequence[Example]) -> tuple[Array, Array]:
    """For each question its confidence, and whether the answer quotes what answers, by models that
    never saw it, nor the same question over other texts; the order of passages alone is fitted on
    all. What the guard refuses has 0."""
    fold_of = {name: at % FOLDS for at, name in enumerate(sorted({o.gold.id for o in asked}))}
    place = {id(one): at for at, one in enumerate(asked)}
    confidence, correct = np.zeros((2, len(asked)))
    for fold in range(FOLDS):
        models = fit([one for one in examples if fold_of[one.asked.gold.id] != fold])
        for tested in examples:
            if fold_of[tested.asked.gold.id] == fold:
                own = models.get(f"confidence.{tested.asked.gold.language}", 0.0)
                model = models["confidence"] + own
                value = model[0] + signs_of(tested, models["ranking"]) @ model[1:]
                at = place[id(tested.asked)]
                confidence[at] = 1 / (1 + np.exp(-value))
                correct[at] = shown_right(tested, models["ranking"])
    return confidence, correct


def signs_of(one: Example, ranking: Array) -> Array:
    """SIGNS of an example under a ranking."""
    return np.array(signs(one.asked.question, ordered(one, ranking)))


def ordered(one: Example, ranking: Array) -> list[tuple[float, Candidate]]:
    """Candidates, best first, as the drafter ranks them."""
    scores = ranking[0] + one.values @ ranking[1:]
    return sorted(zip(scores.tolist(), one.found, strict=True), key=lambda pair: -pair[0])


def report(asked: Sequence[Asked], confidence: Array, correct: Array) -> None:
    """What held-out questions get, for each collection, and the floor for the risk over all."""
    groups: dict[str, Callable[[Asked], bool]] = {
        "public": lambda one: one.collection == "public",
        "packaged": lambda one: one.collection == "packaged",
        "many": lambda one: one.collection == "many",
        "everyday": lambda one: one.collection == "everyday",
        "hard": lambda one: one.collection == HARD,
        "public and packaged": lambda one: one.collection in ("public", "packaged"),
    }
    for name, belongs in groups.items():
        chosen = np.array([belongs(one) for one in asked])
        if chosen.any():
            own = [one for one, is_own in zip(asked, chosen, strict=True) if is_own]
            lines = figures(own, confidence[chosen], correct[chosen]).items()
            sys.stdout.write(f"{name}, {len(own)} questions\n")
            sys.stdout.writelines(f"  {key:32} {value:.3f}\n" for key, value in lines)


def figures(asked: Sequence[Asked], confidence: Array, correct: Array) -> dict[str, float]:
    """Rates at the conformal floor of these questions."""
    answerable = np.array([one.gold.answerable for one in asked])
    floor = conformal_floor(confidence[~answerable].tolist(), RISK)
    shown = confidence >= floor
    return {
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


def shown_right(one: Example, ranking: Array) -> bool:
    """Whether the ranking puts a right quote into the answer."""
    stretches = select(ordered(one, ranking), limit=QUOTES)
    quotes = tuple((s.source.hit.passage.document_id, t) for s in stretches for t in s.texts)
    gold = one.asked.gold
    return gold.answerable and score(gold, Given(answered=True, citations=quotes)).correct


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


def written(models: Models) -> str:
    """The file."""
    lines = [
        "# Coefficients of the drafter without a model server; written by training/answers/fit.py.",
        "# What they mean: docs/reference/model-cards/answers.md",
    ]
    names = {"passages": PLACES, "ranking": FEATURES, "confidence": SIGNS}
    for name, values in models.items():
        model, _, language = name.partition(".")
        head = f"{model}.languages.{language}" if language else model
        rounded = [f"{value:.4f}" for value in values]
        lines += ["", f"[{head}]", f"intercept = {rounded[0]}", "", f"[{head}.weights]"]
        lines += [f"{key} = {value}" for key, value in zip(names[model], rounded[1:], strict=True)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
