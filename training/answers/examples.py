"""Questions with what the search finds for them, described: what the models are fitted on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from opengovai.answering.features import FEATURES, Candidate, candidates
from opengovai.answering.focus import focus
from opengovai.answering.gathering import PLACES, gathered
from opengovai.answering.tokens import name_sources
from opengovai.config import DEFAULTS
from opengovai.demo.story import build
from opengovai.evaluation.answers import Given, score
from opengovai.evaluation.questions import GoldQuestion, read_questions
from opengovai.guards.boundaries import DEFAULTS as ACTIONS
from opengovai.guards.boundaries import boundaries
from opengovai.knowledge import KnowledgeBase
from opengovai.knowledge.loading import Loaded, load
from opengovai.redaction import Redactor
from opengovai.types import Action, Hit, Passage, Question

HERE = Path(__file__).parent
PUBLIC = HERE.parents[1] / "benchmarks" / "answers" / "questions"
OWN = HERE / "questions"

Array = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question of one collection with all passages found, described by PLACES; `right` ones hold
    a gold quote. `refused`: the guard of questions stops it."""

    gold: GoldQuestion
    question: Question
    collection: str
    refused: bool
    hits: Sequence[Hit]
    places: Array
    right: Truths


@dataclass(frozen=True, kw_only=True)
class Example:
    """The same with the candidates of the best passages, and which of them are right."""

    asked: Asked
    found: Sequence[Candidate]
    values: Array
    right: Truths


def read(documents: Path | None) -> list[Asked]:
    """Group dev of the public set and our own questions, over the packaged texts, those with a
    group as the collection of that name; with `documents` the own questions of those documents
    too, and all unanswerable ones without a group once more among them."""
    with TemporaryDirectory() as folder:
        packaged = build(Path(folder))
        known = {document.id for document in packaged}
        own = [one for one in _questions(OWN) if not one.cross_lingual]
        public = [one for one in _questions(PUBLIC) if one.group == "dev" and not one.cross_lingual]
        with KnowledgeBase.open(Path(folder) / "kb") as base:
            asked = [ask(one, base, "public") for one in public]
            here = [one for one in own if _about(one) <= known]
            asked += [ask(one, base, one.group or "packaged") for one in here]
            if documents:
                base.add(one.document for one in load([documents]) if isinstance(one, Loaded))
                rest = [one for one in own if not one.answerable or not _about(one) <= known]
                asked += [ask(one, base, "many") for one in rest if not one.group]
    return asked


def _about(question: GoldQuestion) -> set[str]:
    return {gold.document_id for gold in question.gold}


def _questions(folder: Path) -> Iterator[GoldQuestion]:
    for path in sorted(folder.glob("*.jsonl")):
        yield from read_questions(path.read_text("utf-8").splitlines(), where=path.name)


def ask(gold: GoldQuestion, base: KnowledgeBase, collection: str) -> Asked:
    """Search and describe."""
    text, _ = Redactor.default().redact(gold.text)
    question = focus(gold.id, text, gold.language)
    verdict = boundaries(ACTIONS).check(question.text, language=gold.language)
    found = gathered(base, question)
    return Asked(
        gold=gold,
        question=question,
        collection=collection,
        refused=verdict.action is not Action.ALLOW,
        hits=[hit for hit, _ in found],
        places=np.array([values for _, values in found]).reshape(-1, len(PLACES)),
        right=np.array([_right(gold, hit.passage) for hit, _ in found], dtype=np.bool_),
    )


def example(asked: Asked, weights: Array) -> Example:
    """The candidates of the best passages by a model of places."""
    scores = weights[0] + asked.places @ weights[1:]
    order = np.argsort(-scores, kind="stable")[: DEFAULTS["service"]["passages"]]
    hits = [replace(asked.hits[at], score=float(scores[at])) for at in order]
    found = candidates(asked.question, name_sources(hits))
    return Example(
        asked=asked,
        found=found,
        values=np.array([one.values for one in found]).reshape(-1, len(FEATURES)),
        right=np.array(
            [_right(asked.gold, one.source.hit.passage, one) for one in found], dtype=np.bool_
        ),
    )


def _right(gold: GoldQuestion, passage: Passage, unit: Candidate | None = None) -> bool:
    """Whether the passage, or the unit of it alone, would be a correct answer."""
    quote = passage.text
    if unit is not None:
        quote = quote[unit.unit.start : unit.unit.end]
    given = Given(answered=True, citations=((passage.document_id, quote),))
    return score(gold, given).correct
