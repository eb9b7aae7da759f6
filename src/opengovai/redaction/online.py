"""E-mail, network and hardware addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address

from opengovai.redaction.folding import IGNORED
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

_STOP = " \t\n\r\v\f\u00a0\u2028\u2029\u3000<>()\\[\\]{}\"'`,;:|\\\\\u00ab\u00bb\u201c\u201d\u201e"
_AT = "@\uff20\ufe6b"
_PLAIN_AT = {0xFF20: "@", 0xFE6B: "@"}
_MAC_DASHES = 4
_EMAIL = compile_pattern(
    f"[^{_STOP}{_AT}/=]{{1,64}}[{IGNORED}]*[{_AT}][{IGNORED}]*[^{_STOP}{_AT}/=?&#]{{1,255}}"
)
_SAID_AT = "(?i:at|arobase|ät|собака)"
_SAID_DOT = "[(\\[] ?(?i:dot|punkt|point|точка) ?[)\\]]"
_SPELLED = compile_pattern(
    f"[A-Za-z0-9._+-]{{1,64}}(?: ?{_SAID_DOT} ?[A-Za-z0-9_+-]{{1,64}}){{0,3}}"
    f" ?[(\\[] ?{_SAID_AT} ?[)\\]] ?[A-Za-z0-9-]{{1,63}}"
    f"(?:(?: ?{_SAID_DOT} ?|[.])[A-Za-z0-9-]{{2,63}}){{1,4}}"
)
_SPACED = compile_pattern(
    f"(?:(?:[a-z0-9] ){{3,24}}[a-z0-9]|[A-Za-z0-9._+-]{{1,64}}) {{0,2}}[{_AT}] {{0,2}}"
    "[A-Za-z0-9-]{1,63}"
    "(?: ?[.] ?[A-Za-z0-9-]{1,63}){0,2}"
    " ?[.] ?(?i:com|org|net|info|gov|co|de|fr|ru|kz|ke|rw|tz|ug|uk|be|ch|eu)"
)
_NETWORK = compile_pattern(
    "[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}|"
    "[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,34}[0-9A-Fa-f:](?:[.0-9]{6,15})?|"
    "[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}"
)
_HANDLE = compile_pattern(
    f"[{_AT}][A-Za-z][A-Za-z0-9_.]{{2,29}}|(?i:linkedin[.]com/in|vk[.]com/id|ok[.]ru/profile)/?"
    "[A-Za-z0-9_.%-]{3,60}|t[.]me/[A-Za-z0-9_]{4,40}"
)
_NETWORKS = (
    "(?i:insta(?:gram)?|snap(?:chat)?|telegram|skype|discord|tiktok|nickname|username|"
    "инста(?:грам)?[а-я]?|телеграм[а-я]?|телега|тикток|скайп|ник|тг)"
)
_NAMED_ON = compile_pattern(
    f"{_NETWORKS}(?: (?i:is|ist|ni|est))?[ :=-]{{1,3}}"
    "[A-Za-z][A-Za-z0-9.]{0,28}[0-9_][A-Za-z0-9_.]{0,28}"
)
_LAST_PIECE = re.compile(r"[A-Za-z][A-Za-z0-9_.]*\Z")
_LEAST_HANDLE = 5
_AT_SPACE = re.compile(f" [{_AT}]|[{_AT}] | [.] ?[a-z]")
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}")
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

    signs = (
        f"[{_AT}]|(?i:linkedin[.]com/in|vk[.]com/id|ok[.]ru/profile|t[.]me/)",
        _NAMED_ON.source,
        f"[(\\[] ?{_SAID_AT} ?[)\\]]",
        "[0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]",
        "[.][0-9A-Fa-f]{1,4}[.][0-9A-Fa-f]",
        ":[0-9A-Fa-f:]{2}",
    )
    """Without any of these in a text, `scan` finds nothing in it."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the text, in the order of their kinds."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        text = subject.text
        if "@" in text or "\uff20" in text or "\ufe6b" in text:
            yield from _emails(subject)
            for start, end in _SPACED.spans(subject) if _AT_SPACE.search(text) else ():
                if not text[end : end + 1].isalnum():
                    yield _span(start, end, "EMAIL", 0.9)
        yield from _handles(subject)
        if "(" in text or "[" in text:
            for start, end in _SPELLED.spans(subject):
                yield _span(start, end, "EMAIL", 0.9)
        if text.count(".") > 1 or text.count(":") > 1 or text.count("-") > _MAC_DASHES:
            yield from _network(subject)


def _handles(subject: Subject) -> Iterator[EntitySpan]:
    """Accounts of social networks: `@name`, and links to what is a person's page by its form."""
    text = subject.text
    for start, end in _HANDLE.spans(subject):
        if not (text[start - 1 : start].isalnum() or text[start - 1 : start] in {".", "-", "_"}):
            last = start + len(text[start:end].rstrip("."))
            yield _span(start, last, "HANDLE", 0.7)
    for start, end in _NAMED_ON.spans(subject):
        piece = _LAST_PIECE.search(text, start, len(text[:end].rstrip(".")))
        free = not text[start - 1 : start].isalnum()
        if free and piece and len(piece[0]) >= _LEAST_HANDLE:
            yield _span(piece.start(), piece.end(), "HANDLE", 0.7)


def _emails(subject: Subject) -> Iterator[EntitySpan]:
    for start, end in _EMAIL.spans(subject):
        local, _, domain = subject.text[start:end].translate(_PLAIN_AT).rpartition("@")
        whole = _DOMAIN.match(domain)
        if whole:
            first = start + len(local) - len(local.lstrip(".-*_~!?"))
            last = end - len(domain) + whole.end()
            yield _span(first, last, "EMAIL", 1.0)


def _network(subject: Subject) -> Iterator[EntitySpan]:
    text = subject.text
    for start, end in _NETWORK.spans(subject):
        if not _free(text, start, end):
            continue
        if _MAC.fullmatch(text, start, end):
            yield _span(start, end, "MAC", 0.95)
        elif _is_address(text[start:end]) and not _VERSION.search(text, max(0, start - 24), start):
            yield _span(start, end, "IP", 0.9)


def _span(start: int, end: int, entity: str, score: float) -> EntitySpan:
    return EntitySpan(start=start, end=end, entity=entity, score=score, recognizer="online")


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
