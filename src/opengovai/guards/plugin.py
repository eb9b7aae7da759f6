"""The built-in guards, as plugins."""

from __future__ import annotations

from typing import Literal

from opengovai import __version__
from opengovai.errors import ConfigurationError
from opengovai.guards.classified import ClassifierGuard
from opengovai.guards.text import CharacterGuard, LengthGuard
from opengovai.protocols import Classifier
from opengovai.types import Action, Plugin, PluginInfo, RedactedText


def _info(name: str) -> PluginInfo:
    return PluginInfo(name=name, version=__version__, api_version=1, licence="Apache-2.0")


def _open_length(*, limit: int = 2_000) -> LengthGuard:
    if limit < 1:
        raise ConfigurationError(
            "The length limit must be at least 1", where="limit", remedy="Try limit = 2000."
        )
    return LengthGuard(limit=limit)


def _open_characters() -> CharacterGuard:
    return CharacterGuard()


def _open_classifier(
    *,
    classifier: Classifier,
    label: str,
    threshold: float = 0.5,
    action: Literal["block", "escalate"] = "escalate",
) -> ClassifierGuard:
    if action not in {"block", "escalate"} or not 0 < threshold < 1:
        raise ConfigurationError(
            'The action must be "block" or "escalate", and the threshold between 0 and 1',
            where="[question_guards] or [answer_guards]",
            remedy="Correct the value.",
        )
    guard = ClassifierGuard(
        classifier=classifier, label=label, threshold=threshold, action=Action(action)
    )
    guard.check(RedactedText("."), language="en")  # now, not at the first question
    return guard


length = Plugin(info=_info("length"), open=_open_length)
characters = Plugin(info=_info("characters"), open=_open_characters)
classifier = Plugin(info=_info("classifier"), open=_open_classifier)
