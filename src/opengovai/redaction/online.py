"""E-mail, network and hardware addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address

from opengovai.redaction.folding import IGNORED
from opengovai.redaction.patterns import Pattern, Subject, compile_pattern
from opengovai.types import EntitySpan

_STOP = " \t\n\r\v\f\u00a0\u2028\u2029\u3000<>()\\[\\]{}\"'`,;:|\\\\\u00ab\u00bb\u201c\u201d\u201e"
_AT = "@\uff20\ufe6b"
_EMAIL = compile_pattern(
    f"[^{_STOP}{_AT}/=]{{1,64}}[{IGNORED}]*[{_AT}][{IGNORED}]*[^{_STOP}{_AT}/=?&#]{{1,255}}"
)
_MAC = compile_pattern(
    "[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}"
)
_IPV6 = compile_pattern("[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,34}[0-9A-Fa-f:](?:[.0-9]{6,15})?")
_IPV4 = compile_pattern("[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}")
_VERSION = re.compile(
    r"(?:version|firmware|release|build|chrome|прошивк\w*|верси\w*|нұсқа\w*|toleo|verisiyo|"
    r"section|abschnitt|§|\bv)[ .:]*$",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"[^\W_](?:[\w.\-\u3002\uff0e]*[^\W_])?[.\u3002\uff0e](?:[^\W\d_]{2,}|xn--[\w-]+)"
)


class OnlineRecognizer:
    """Finds e-mail, IP and MAC addresses; each kind only where its mark stands in the text."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the text, in the order of their kinds."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        text = subject.text
        if "@" in text or "\uff20" in text or "\ufe6b" in text:
            yield from _emails(subject)
        colon = text.count(":") > 1
        if colon or "-" in text or "." in text:
            yield from _macs(subject)
        if colon:
            yield from _addresses(subject, _IPV6)
        if text.count(".") > 2:
            yield from _addresses(subject, _IPV4)


def _emails(subject: Subject) -> Iterator[EntitySpan]:
    for start, end in _EMAIL.spans(subject):
        local, _, domain = subject.text[start:end].replace("\uff20", "@").rpartition("@")
        whole = _DOMAIN.match(domain)
        if whole:
            first = start + len(local) - len(local.lstrip(".-*_~!?"))
            last = end - len(domain) + whole.end()
            yield EntitySpan(start=first, end=last, entity="EMAIL", score=1.0, recognizer="online")


def _macs(subject: Subject) -> Iterator[EntitySpan]:
    for start, end in _MAC.spans(subject):
        if _free(subject.text, start, end):
            yield EntitySpan(start=start, end=end, entity="MAC", score=0.95, recognizer="online")


def _addresses(subject: Subject, pattern: Pattern) -> Iterator[EntitySpan]:
    for start, end in pattern.spans(subject):
        piece = subject.text[start:end]
        if (
            _free(subject.text, start, end)
            and _is_address(piece)
            and not _VERSION.search(subject.text, max(0, start - 24), start)
        ):
            yield EntitySpan(start=start, end=end, entity="IP", score=0.9, recognizer="online")


def _is_address(piece: str) -> bool:
    try:
        ip_address(piece)
    except ValueError:
        return False
    return sum(c.isalnum() for c in piece) > 4


def _free(text: str, start: int, end: int) -> bool:
    """Whether no word goes on at either side."""
    before, behind = text[start - 1 : start], text[end : end + 2]
    return not (
        before.isalnum()
        or before in {".", ":"}
        or behind[:1].isalnum()
        or (behind[:1] in {".", ":", "-"} and behind[1:].isalnum())
    )
