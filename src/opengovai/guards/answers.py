"""The last look at an answer, with its sources at hand: links, personal data, markup, tone.

Words that stand in a quote are the official text's own and public as published. What the answer
says in other words, and every link, is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from opengovai.guards.cues import fold, of_family
from opengovai.types import PLACEHOLDER, Action, Citation, RedactedText, Verdict

_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)(?:[^\s/@]*@)?(?P<host>[^\s/?#:<>\"')\]]*)[^\s<>\"')\]]*",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"\b(?:javascript|vbscript|data):[^\s]", re.IGNORECASE)
_MARKUP = re.compile(
    r"<\s*/?\s*(?:script|img|iframe|a|svg|style|object|embed|form|input|link|meta|base|video|audio)\b"
    r"|!?\[[^\]]*\]\([^)\s]*[:/.#][^)]*\)|\bon(?:click|error|load)\s*=",
    re.IGNORECASE,
)
# An e-mail address; nine or more digits with at most one sign between them; an IBAN.
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|(?<!\w)\+?\d(?:[ ./()-]?\d){8,}|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,}"
)


def check_answer(
    text: RedactedText, citations: Sequence[Citation], asked: RedactedText, language: str
) -> Verdict:
    """Block an answer that leads elsewhere than its sources do, has markup that a browser would
    run or load, names personal data that neither the asker nor a quote gave, promises or
    insults."""
    own = _own_words(text, citations)
    if _leads_away(text, citations):
        reason = "link"
    elif _MARKUP.search(text) or _SCRIPT.search(text):
        reason = "markup"
    elif _PERSONAL.search(own) or not _marks(text) <= _marks(asked):
        reason = "personal data"
    elif of_family("promises", fold(own), language):
        reason = "tone"
    else:
        return Verdict(action=Action.ALLOW, guard="answer")
    return Verdict(action=Action.BLOCK, guard="answer", reason=reason)


def _leads_away(text: str, citations: Sequence[Citation]) -> bool:
    """Whether a link goes to a host that is none of the cited documents' own."""
    linked = {_bare(found["host"]) for found in _LINK.finditer(text)}
    known = {_bare(found["host"]) for one in citations for found in _LINK.finditer(one.uri)}
    return not linked <= known


def _bare(host: str) -> str:
    return host.lower().rstrip(".").removeprefix("www.")


def _marks(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _own_words(text: str, citations: Sequence[Citation]) -> str:
    for quote in sorted((one.quote for one in citations), key=len, reverse=True):
        text = text.replace(quote, " ")
    return PLACEHOLDER.sub(" ", text)
