"""Numbers of articles and sections: "section 26", "Artikel 5", "§ 3", "12-бап", "ingingo ya 7".

Each becomes the term "§26" beside the bare number, whatever the language calls the unit, so that a
question for an article finds the passage whose heading has that number.
"""

from __future__ import annotations

import re

_NUMBER = r"(\d{1,4}(?:[a-z](?![^\W_]))?)"
_BEFORE = (
    r"sections?|sec\.?|s\.|articles?|art\.?|arts\.|artikels?|§{1,2}|"
    r"(?:kifungu|vifungu|ibara)(?:\s{1,3}(?:cha|vya|ya|la))?|ingingo(?:\s{1,3}(?:ya|za))?|"
    r"стат(?:ья|ьи|ье|ью|ьей|ьям|ьями|ьях|ей)|ст\.?|бап|l'article|d'article"
)
_UNIT_FIRST = re.compile(
    rf"(?<![^\W_])(?:{_BEFORE})\s{{0,3}}(?:no\.?|nr\.?|n°|№|namba)?\s{{0,3}}{_NUMBER}(?![^\W_])"
)
_NUMBER_FIRST = re.compile(rf"(?<![^\W_]){_NUMBER}\s?-?\s?ба[пб][^\W\d_]*")
_LABEL = re.compile(rf"\s{{0,3}}{_NUMBER}\s?(?:[.:)]|\s[–—-])(?=\s|$)")

_DIGIT = re.compile(r"\d")

MARK = "§"


def mark_references(normalized: str) -> str:
    """Write each reference as "§26 26", and so a number that the text begins with ("26. Rights").

    Expects what `normalize` leaves.
    """
    if not _DIGIT.search(normalized):
        return normalized
    text = _UNIT_FIRST.sub(_marked, normalized)
    if "ба" in text:
        text = _NUMBER_FIRST.sub(_marked, text)
    label = _LABEL.match(text)
    return f"{_marked(label)}{text[label.end() :]}" if label else text


def _marked(match: re.Match[str]) -> str:
    return f" {MARK}{match[1]} {match[1]} "
