"""Quote verification: a claim stands only on words that stand in the stored version.

A match proves that the quote exists, not that it supports the claim; the confidence step and the
drafter's own abstention stand for support. Normalisation before matching is NFC and runs of white
space read as one space; nothing else is forgiven. A sentence that is not its quotes' own words must
have its numbers, names and negations from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from opengovai.languages import analyze, identify
from opengovai.languages.negation import negates
from opengovai.protocols import DocumentArchive
from opengovai.types import PLACEHOLDER, Citation, Draft, Passage, Sentence, Source

GAP = " […] "
"""Between two quotes that are shown as one sentence."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[\w,;:)] )[^\W\d_a-zа-яәғқңөұүһі][^\W\d_]+")
_ACRONYM = re.compile(r"(?<![^\W_])[A-ZÄÖÜ]{2,}(?![^\W_])")
_PRONOUNS = frozenset({"I"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What is left of a draft: the supported sentences, and how many claims were dropped.

    `invented` says that the draft cited a source it was never given.
    """

    sentences: tuple[Sentence, ...]
    dropped: int
    invented: bool = False


def verify_draft(draft: Draft, sources: Sequence[Source], archive: DocumentArchive) -> Verified:
    """Keep the claims whose every quote stands verbatim in the cited version.

    A claim under a token that this request never gave out discards the whole draft: who invents
    one source is not to be believed on the others.
    """
    named = {source.token: source.hit.passage for source in sources}
    if any(token not in named for claim in draft.claims for token, _ in claim.quotes):
        return Verified(sentences=(), dropped=len(draft.claims), invented=True)
    kept: list[Sentence] = []
    for claim in draft.claims:
        citations = [_cite(quote, named[token], archive) for token, quote in claim.quotes]
        found = tuple(citation for citation in citations if citation is not None)
        complete = bool(found) and len(found) == len(citations)
        if complete and _stands(claim.text, found):
            kept.append(Sentence(text=claim.text, citations=found))
    return Verified(sentences=tuple(kept), dropped=len(draft.claims) - len(kept))


def _cite(quote: str, passage: Passage, archive: DocumentArchive) -> Citation | None:
    """The quote's exact place in the cited version, or None where it does not stand there."""
    span = locate(quote, passage.text)
    document = archive.document(passage.document_id, passage.version)
    if span is None or document is None:
        return None
    start, end = passage.start + span[0], passage.start + span[1]
    exact = document.text[start:end]
    if exact != passage.text[span[0] : span[1]]:
        return None
    return Citation(
        document_id=document.id,
        version=document.version,
        uri=document.uri,
        quote=exact,
        start=start,
        end=end,
        title=document.title,
        headings=passage.headings,
        language=document.language,
        publisher=document.publisher,
    )


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """The first range of `text` that reads as `quote` after normalisation, or None."""
    words = unicodedata.normalize("NFC", quote).split()
    if not words:
        return None
    found = re.search(r"\s+".join(re.escape(word) for word in words), text)
    return found.span() if found else None


def _stands(text: str, citations: Sequence[Citation]) -> bool:
    """Whether a sentence says nothing exact beyond its quotes: a quote itself stands; of other
    words the numbers, names and negations must be those of the quotes. A pseudonym stands for
    something that the asker wrote."""
    quoted = " \n ".join(citation.quote for citation in citations)
    bare = PLACEHOLDER.sub(" ", text)
    if all(locate(piece, quoted) for piece in bare.split(GAP)):
        return True
    if not set(_NUMBER.findall(bare)) <= set(_NUMBER.findall(quoted)):
        return False
    language, source = identify(bare).language, citations[0].language
    if negates(bare, language) and not negates(quoted, source):
        return False
    return language != source or _names_stand(bare, citations)


def _names_stand(text: str, citations: Sequence[Citation]) -> bool:
    """Whether the capitalised words after the first stand in the quotes, their titles or headings.
    German writes every noun so: there only what is all capitals is looked at."""
    language = citations[0].language
    pattern = _ACRONYM if language == "de" else _NAME
    known = [part for c in citations for part in (c.quote, c.title, *c.headings)]
    held = set(analyze(" \n ".join(known), language))
    named = [name for name in pattern.findall(text) if name not in _PRONOUNS]
    return set(analyze(" ".join(named), language)) <= held if named else True
