"""Whether a text denies or forbids something: by its negative words, in each language.

Swahili, Kinyarwanda and Kazakh negate inside the verb; the frequent forms are listed.
"""

from __future__ import annotations

import re

from opengovai.languages.normalization import normalize

_CUES = {
    "en": r"not|no|never|none|nobody|nothing|neither|nor|cannot|without|prohibited|forbidden|"
    r"\w+n't",
    "de": r"nicht|kein\w*|nie|niemals|niemand\w*|nichts|weder|ohne|unzulässig|verboten|untersagt",
    "fr": r"ne|n'\w+|pas|jamais|aucun\w*|nul(?:le)?|sans|ni|interdit\w*",
    "ru": r"не|нет|нельзя|ни|никто|никого|никогда|никак\w*|без|запрещ\w+|недопуст\w+",
    "kk": r"емес|жоқ|ешкім\w*|ешқашан|ешқандай|тыйым|"
    r"\w+(?:май|мей|бай|бей|пай|пей)(?:ды|ді|тын|тін)",
    "sw": r"si|hapana|hakuna|bila|wala|kamwe|marufuku|ha(?:wezi|iwezi|tuwezi|na|ina|wana|ifai|"
    r"iruhusiwi|ruhusiwi|paswi|ipaswi)|asi\w{3,}|wasi\w{3,}",
    "rw": r"nt(?:i|a|u|ba|bi|ki|ri|ru|zi|ha)\w+|nta|oya|si|birabujijwe|bibujijwe|"
    r"\w*ata(?:r|z|g)\w+",
}
_NEGATIVE = {
    language: re.compile(rf"(?<![^\W_])(?:{cues.casefold()})(?![^\W_])")
    for language, cues in _CUES.items()
}


def negates(text: str, language: str) -> bool:
    """Whether a negative word stands in it; never for a language without cues."""
    pattern = _NEGATIVE.get(language)
    return pattern is not None and pattern.search(normalize(text)) is not None
