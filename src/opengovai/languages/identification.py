"""Which of our languages a text is in: py3langid, helped where a question is short.

py3langid (a maintained langid.py; Lui & Baldwin 2012) scores byte n-grams. Three things are added:
the script decides first, letters that only Kazakh has count, and so do function words, which a
question of four words consists of.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from opengovai.errors import InputError
from opengovai.languages import SUPPORTED
from opengovai.languages.normalization import normalize
from opengovai.languages.stopwords import STOP_WORDS

_CYRILLIC = re.compile("[а-ӿ]")
_LATIN = re.compile("[a-z]")
_OWN_LETTERS = {  # that no other served language of the same script writes
    "kk": re.compile("[әғқңөұүһі]"),
    "ru": re.compile("[щъ]"),
    "de": re.compile("[äöü]"),
    "fr": re.compile("[àâçèêîôœùû]"),
}
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 4000  # code points looked at: more does not change the answer
_WORDS = 200
_UNKNOWN = -1e4  # log-likelihood of a candidate that the n-gram model does not have
_FUNCTION_WORD = 2.5  # nats a function word adds; chosen on fragments of two to six words
_LETTER = 4.0  # nats the first own letter adds


@dataclass(frozen=True, kw_only=True, slots=True)
class Identification:
    """A language of the candidates and its probability among them, in (0, 1]."""

    language: str
    score: float


def identify(text: str, candidates: Sequence[str] = SUPPORTED) -> Identification:
    """The most likely of `candidates`; a text without letters gets the first one at 1/n.

    Raises InputError for no candidates.
    """
    if not candidates:
        raise InputError("No language to choose from", remedy="Name at least one language.")
    folded = normalize(text[:_LONGEST])
    if not _WORD.search(folded):
        return Identification(language=candidates[0], score=1 / len(candidates))
    likely = _of_script(folded, candidates)
    ngrams = _ngram_scores(text[:_LONGEST], likely)
    scores = {c: ngrams.get(c, _UNKNOWN) + _evidence(folded, c) for c in likely}
    best = max(likely, key=lambda language: scores[language])
    mass = sum(math.exp(score - scores[best]) for score in scores.values())
    return Identification(language=best, score=1 / mass)


def _of_script(folded: str, candidates: Sequence[str]) -> tuple[str, ...]:
    cyrillic = len(_CYRILLIC.findall(folded)) > len(_LATIN.findall(folded))
    return tuple(c for c in candidates if (c in ("kk", "ru")) == cyrillic) or tuple(candidates)


def _evidence(folded: str, language: str) -> float:
    found = _WORD.findall(folded)[:_WORDS]
    function_words = sum(word in STOP_WORDS.get(language, ()) for word in found)
    own = _OWN_LETTERS.get(language)
    return _FUNCTION_WORD * function_words + (_LETTER if own and own.search(folded) else 0.0)


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    identifier.set_languages([c for c in languages if c in identifier.labels])
    return identifier


def _ngram_scores(folded: str, languages: tuple[str, ...]) -> dict[str, float]:
    return {language: float(score) for language, score in _identifier(languages).rank(folded)}
