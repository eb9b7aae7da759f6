"""From when until when a law in XML is in force, as its metadata say it.

Akoma Ntoso 1.0 (OASIS 2018, part 2): events in `lifecycle`, intervals between them in
`temporalData`; LegalDocML.de 1.8 names them in German and adds dates of its own. Formex 4: the
attributes of `INFO.CONSLEG`. Akoma Ntoso and LegalDocML.de name the first day on which a law is no
longer in force; a document names the last on which it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from opengovai.knowledge.loading.xml import attribute

_IN_FORCE = re.compile(
    r"in-?force|entry-?into-?force|commence\w*|inkraft\w*|geltungszeit|geltung|entree-en-vigueur"
)
_OUT_OF_FORCE = re.compile(r"repeal\w*|expir\w*|revo[ck]\w*|out-?of-?force|au(?:ss|ß)erkraft\w*")
_ENDLESS = re.compile(r"9999.*|NONE", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def akoma_ntoso(root: Element) -> tuple[str, str]:
    """The first and the last day in force, in ISO 8601 as stated; empty where none is stated."""
    start, end = _from_intervals(root)
    start = start or min(_stated(root, _is(_IN_FORCE)), default="")
    end = end or max(_stated(root, _is(_OUT_OF_FORCE)), default="")
    return start, _day_before(end)


def formex(root: Element) -> tuple[str, str]:
    """The same for a consolidated act of the Official Journal."""
    stated = root if root.tag == "INFO.CONSLEG" else root.find(".//INFO.CONSLEG")
    if stated is None:
        return "", ""
    end = stated.get("END.DATE") or stated.get("END") or ""
    return _iso(stated.get("START.DATE") or ""), _iso("" if _ENDLESS.match(end) else end)


def _from_intervals(root: Element) -> tuple[str, str]:
    """Of all intervals in force: the earliest start, and the latest end if each of them ends."""
    events = {
        f"#{attribute(event, 'eId')}": attribute(event, "date") for event in root.iter("eventRef")
    }
    intervals = [one for one in root.iter("timeInterval") if _names(one, _IN_FORCE)]
    starts = [day for one in intervals if (day := events.get(attribute(one, "start"), ""))]
    ends = [events.get(attribute(one, "end"), "") for one in intervals]
    return min(starts, default=""), max(ends, default="") if all(ends) else ""


def _stated(root: Element, is_meant: Callable[[Element], bool]) -> Iterator[str]:
    """Dates of events, of the work and its expression, and of elements named so."""
    for element in root.iter():
        day = attribute(element, "date")
        if day and is_meant(element) and not _ENDLESS.match(day):
            yield day


def _is(meaning: re.Pattern[str]) -> Callable[[Element], bool]:
    def is_meant(element: Element) -> bool:
        return meaning.fullmatch(element.tag.lower()) is not None or (
            element.tag in {"eventRef", "FRBRdate"} and _names(element, meaning)
        )

    return is_meant


def _names(element: Element, meaning: re.Pattern[str]) -> bool:
    names = (attribute(element, name) for name in ("refersTo", "type", "name"))
    return any(
        meaning.fullmatch(re.sub(r"^.*[#/]", "", name).replace("_", "-").lower()) for name in names
    )


def _day_before(day: str) -> str:
    """A date that cannot be read stays as it is: whoever assembles the document refuses it."""
    try:
        return (date.fromisoformat(day[:10]) - timedelta(days=1)).isoformat() if day else ""
    except (ValueError, OverflowError):
        return day


def _iso(day: str) -> str:
    return _COMPACT.sub(r"\1-\2-\3", day)
