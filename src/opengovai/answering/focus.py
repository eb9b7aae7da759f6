"""What of a message asks: people tell a story around their question, and the question counts most.

"My phone is [PHONE-1-kqzvrt]. Can I object to the processing of my data?" asks its second half.
"""

from __future__ import annotations

from opengovai.languages import sentences
from opengovai.types import PLACEHOLDER, Question, RedactedText


def focus(request: str, text: RedactedText, language: str) -> Question:
    """The question with its query: the sentences that end in a question mark, or else the whole
    text, without pseudonyms, which stand in no document."""
    parts = [text[start:end] for start, end in sentences(text, language)]
    asking = [part for part in parts if part.rstrip(" \n\t\"'»”)!.").endswith(("?", "？"))]
    bare = PLACEHOLDER.sub(" ", " ".join(asking or parts))
    return Question(id=request, text=text, query=RedactedText(bare), language=language)


def told(question: Question) -> RedactedText:
    """The whole text without pseudonyms: "My passport was stolen. Where do I report it?" asks about
    a passport."""
    return RedactedText(PLACEHOLDER.sub(" ", question.text))


def unread(request: str, language: str) -> Question:
    """The question before redaction is done: nothing of it may be known to any step."""
    return Question(id=request, text=RedactedText(""), query=RedactedText(""), language=language)
