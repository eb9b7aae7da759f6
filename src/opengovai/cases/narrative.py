"""What a letter without labels tells: people, places, days, a business, what should be corrected.

Each finder knows one thing and what stands at it; what one has found is not another one's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opengovai.cases.dated import find_days
from opengovai.cases.dates import Order, Sure
from opengovai.cases.firms import find_business
from opengovai.cases.moves import find_addresses
from opengovai.cases.pairs import find_pair
from opengovai.cases.people import find_people
from opengovai.types import EntitySpan

PAIRED, UNSURE_PAIR = 0.8, 0.5

_PLACES = ("old_address", "new_address", "business_name")

Told = Mapping[str, Sure]
"""A value and its confidence, by what a field is like (`schema.Like`)."""


def read_narrative(
    text: str, likes: frozenset[str], *, seen: Sequence[EntitySpan], order: Order
) -> Told:
    """What the text tells of the things that are asked for; `seen` is what recognizers found."""
    told: dict[str, Sure] = {}
    apart: list[tuple[int, int]] = []
    pair = find_pair(text) if likes & {"wrong_entry", "correct_entry"} else None
    if pair:
        sure = PAIRED if pair.sure else UNSURE_PAIR
        told["wrong_entry"] = Sure(pair.wrong, sure)
        told["correct_entry"] = Sure(pair.correct, sure)
        apart.append((pair.wrong.start, pair.wrong.end))
    if likes & {"old_address", "new_address"}:
        places = find_addresses(text, [(s.start, s.end) for s in seen if s.entity == "ADDRESS"])
        told |= _known(old_address=places.old, new_address=places.new)
    if "business_name" in likes:
        told |= _known(business_name=find_business(text))
    told |= find_days(text, likes, order=order, apart=next(iter(apart), (0, 0)))
    apart += [(told[like].found.start, told[like].found.end) for like in _PLACES if like in told]
    names = [(s.start, s.end) for s in seen if s.entity == "PERSON"]
    told |= find_people(text, names, child="child" in likes, apart=apart)
    return {like: value for like, value in told.items() if like in likes}


def _known(**told: Sure | None) -> dict[str, Sure]:
    return {like: value for like, value in told.items() if value is not None}
