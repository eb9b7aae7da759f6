"""A name in the other script: Мәриям as mariiam, Kigali as кигали.

Letter by letter, as passports nearly do (ICAO Doc 9303-3, table 3); good enough for parts of words
to meet, not for print.
"""

from __future__ import annotations

import re

_CYRILLIC = frozenset({"kk", "ru"})
_LETTERS = """
    аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь
    эe юyu яya әa ғg қk ңn өo ұu үu һh іi
"""
_TO_LATIN = str.maketrans({pair[0]: pair[1:] for pair in _LETTERS.split()})
_SPELLINGS = """
    shch:щ sh:ш ch:ч zh:ж ts:ц yu:ю ya:я ph:ф th:т kh:х a:а b:б c:к d:д e:е f:ф g:г h:х i:и j:ж k:к
    l:л m:м n:н o:о p:п q:к r:р s:с t:т u:у v:в w:в x:кс y:и z:з
"""
_SOUNDS = dict(pair.split(":") for pair in _SPELLINGS.split())
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))


def transliterate(word: str, source: str, target: str) -> str:
    """A normalised word of `source` in the script of `target`; unchanged where they share one."""
    if (source in _CYRILLIC) == (target in _CYRILLIC):
        return word
    if source in _CYRILLIC:
        return word.translate(_TO_LATIN)
    return _SOUND.sub(lambda sound: _SOUNDS[sound[0]], word)
