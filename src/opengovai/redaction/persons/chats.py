"""Who wrote a line of a chat: `[12/1/25, 07:15] ~kamash: ...`, as messengers export it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.bodies.words import is_no_name

_SENDER = re.compile(
    r"^\[(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? )?\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?"
    r"(?:,? \d{1,4}[./-]\d{1,2}[./-]\d{2,4})?\] ~? ?([^\W\d_][^:\n]{1,38}):|"
    r"^\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?: ?[AaPp][Mm])? - ([^\W\d_][^:\n]{1,38}):",
    re.MULTILINE,
)
_OFFICE = re.compile(
    r"agent|office|support|operator|admin|bot|system|helpdesk|info|оператор|клиент|client|kundin|"
    r"kunde|citizen|user|service|mteja|ofisi|muhudumu|umukozi",
    re.IGNORECASE,
)


def senders(text: str) -> Iterator[tuple[int, int]]:
    """Places of the names before the colons; an office's are left out."""
    for match in _SENDER.finditer(text) if ":" in text else ():
        group = 1 if match[1] else 2
        name = match[group]
        if not _OFFICE.match(name) and not is_no_name(name.partition(" ")[0]):
            yield match.span(group)
