"""Follow-ups made whole by rules: no model, seven languages.

Nothing of the history is added to a question that says what it is about. What is added are words of
the question before, never of an answer: a source's words must not ask on the person's behalf.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from opengovai.languages.analysis import split_words
from opengovai.languages.normalization import normalize
from opengovai.types import PLACEHOLDER, Question, RedactedText, Rewritten, Status, Turn

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")
_LEADS_ON = frozenset(
    {
        Status.ANSWERED,
        Status.CLARIFICATION,
        Status.NO_CONTENT,
        Status.UNSUPPORTED,
        Status.LOW_CONFIDENCE,
    }
)
_CHANGED = 4  # content words from which a question changes more than one thing
_OWN = 3  # content words from which a question is about something of its own
_CARRIED = 8  # content words that are taken over at most
_LONGEST = 400  # code points of a question that is taken over


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """Implements `opengovai.protocols.Rewriter`.

    `choice`: picks from what a question back offered. `continuation`: changes one thing of the
    question before ("and for children?"). `reference`: stands for something said ("how much is
    it?"), or says nothing of its own ("why?"); it gets the words that the one before was about.
    """

    def rewrite(self, question: Question, history: Sequence[Turn]) -> Rewritten:
        """The question with what it takes from the latest turn that was about something."""
        last = next((turn for turn in reversed(history) if turn.status in _LEADS_ON), None)
        folded = _folded(question.text)
        if last is None or not folded:
            return Rewritten(question=question)
        if chosen := _choice(folded, question, last):
            return _with(question, f"{last.understood} {chosen}", "choice")
        before = last.understood[:_LONGEST]
        rule = _rule(folded, question)
        if rule and (thing := _of_another_thing(question, before, last.language)):
            return _with(question, thing, "reference")
        if rule == "continuation":
            return _with(question, f"{before} {question.text}", rule)
        if rule == "reference":
            about = " ".join(_content(before, last.language)[:_CARRIED])
            query = f"{question.query} {about}"
            return _with(question, f"{before} {question.text}", rule, query=query)
        return Rewritten(question=question)


def _rule(folded: str, question: Question) -> str:
    """Which kind of follow-up a text is, "" where it stands by itself."""
    cues = _cues(question.language)
    if not cues:
        return ""
    own = _content(question.text, question.language)
    opened = cues["opens"].match(folded)
    rest = folded[opened.end() :].strip() if opened else folded
    asks = cues["asks"].search(rest) is not None
    changes = opened is not None or cues["closes"].fullmatch(folded) is not None
    if changes and not asks and len(own) < _CHANGED:
        return "continuation"
    refers = opened is not None or cues["refers"].search(rest) is not None
    return "reference" if not own or (refers and len(own) < _OWN) else ""


def _of_another_thing(question: Question, before: str, language: str) -> str:
    """The question with the subject of the one before, where it asks for another thing of it: "and
    the deadline?" after a fee must not find the fee again. "" where it does not."""
    cues = _cues(question.language)
    own = _content(question.text, question.language)
    if not own or not all(cues["things"].fullmatch(word) for word in own):
        return ""
    replaced = _cues(language).get("things")
    words = _content(before, language)[:_CARRIED]
    subject = [word for word in words if replaced is None or not replaced.fullmatch(word)]
    return f"{question.text} {' '.join(subject)}" if subject else ""


def _choice(folded: str, question: Question, last: Turn) -> str:
    """Which option of a question back is meant: by its place, or by a word that only it has."""
    if last.status is not Status.CLARIFICATION:
        return ""
    cues = _cues(question.language)
    for option, name in zip(last.options, ("first", "second", "third"), strict=False):
        if cues and cues[name].fullmatch(folded):
            return option
    said = set(_content(question.text, question.language))
    shared = [len(said & set(_content(option, question.language))) for option in last.options]
    best = max(shared, default=0)
    return last.options[shared.index(best)] if best and shared.count(best) == 1 else ""


def _content(text: str, language: str) -> list[str]:
    """Words that carry a subject: no stop words, question words or pseudonyms."""
    content, _ = split_words(PLACEHOLDER.sub(" ", text), language)
    cues = _cues(language)
    if not cues:
        return content
    idle = (cues["asks"], cues["refers"], cues["opens"])
    return [word for word in content if not any(cue.fullmatch(word) for cue in idle)]


def _with(question: Question, text: str, rule: str, *, query: str = "") -> Rewritten:
    whole = RedactedText(text)
    bare = RedactedText(PLACEHOLDER.sub(" ", query or text))
    return Rewritten(question=replace(question, text=whole, query=bare), rule=rule)


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(normalize(PLACEHOLDER.sub(" ", text))))


@cache
def _cues(language: str) -> Mapping[str, re.Pattern[str]]:
    path = files("opengovai.conversation") / "follow_ups.toml"
    table = tomllib.loads(path.read_text("utf-8")).get(language)
    if table is None:
        return {}
    named = ("opens", "closes", "refers", "asks", "things")
    cues = {name: _either(table.get(name, [])) for name in named}
    places = zip(("first", "second", "third"), table["choices"], strict=True)
    return cues | {name: _either([choice]) for name, choice in places}


def _either(patterns: list[str]) -> re.Pattern[str]:
    longest_first = "|".join(sorted(patterns, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?<![^\W_])(?:{longest_first})(?![^\W_])")
