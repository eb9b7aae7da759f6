"""Names of persons without a download: a compact tagger, its weights in the package.

What it can and cannot do stands in `docs/reference/model-cards/names.md`; `training/names` makes
the weights again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opengovai.protocols import Recognizer

__all__ = ["open_names"]


def open_names(*, entities: Collection[str] = ("PERSON",), threshold: float = 0.5) -> Recognizer:
    """The packaged tagger for en, sw, rw, kk, ru, de and fr; loads numpy and 4 MB of weights.

    `threshold` is the least mean probability of a span that is reported: lower hides more names
    and more words that are none.

    Raises StoreDamagedError if the weights are not those this version was built with, and
    ConfigurationError for an entity that it does not know.
    """
    from opengovai.redaction.names.model import packaged_weights
    from opengovai.redaction.names.network import check_entities
    from opengovai.redaction.names.tagger import NameTagger

    return NameTagger(packaged_weights(), entities=check_entities(entities), threshold=threshold)
