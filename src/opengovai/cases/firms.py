"""The name of a business in running text: `I want to open a bakery and call it "Sunrise Bread"`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from opengovai.cases.dates import Found, Sure
from opengovai.cases.shapes import CAPITAL, joined, listed, loose, words

CLEAR, LIKELY, CONTESTED = 0.8, 0.7, 0.5
"""Confidence where words say that it is the name, where they hint at it, where two could be."""

_WORD = rf"{CAPITAL}[\w'’-]*"
_JOIN = r"(?:(?:&|and|et|und|na|и|of|ya|wa|la|za|cha|for|the|by|de|du|des)[ \u00a0]){0,2}"
_NAME = re.compile(
    rf"[«“„\"‘'](?P<quoted>[^«»“”„\"\n]{{2,60}}?)[»”“\"’'](?!\w)|"
    rf"(?P<plain>{_WORD}(?:[ \u00a0]{_JOIN}(?:{_WORD}|\d{{1,4}}(?!\w))){{0,6}})"
)
_NO_NAME = listed(
    """
    I My The This It We Is Please In At And But Mr Mrs Ms KSh KES BN ID Je Jina Ni Tafadhali
    Naomba Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba January
    February March April May June July August September October November December
    """
)

_SAYS = joined(
    r"""
    (?:business|company|trading|trade|firm|shop) name(?:,)? (?:is|will be|would be|shall be|of)|
    name of (?:my|the|our) (?:new )?(?:business|company|firm|shop) (?:is|will be)|
    (?:my|our|her|his|their|the) (?:\w+ )?(?:business|company|firm|shop|store|enterprise|group|
    startup),|(?:biashara|kampuni|duka|kikundi|mgahawa) ya \w+,|
    (?:biashara|kampuni|duka|kikundi|mgahawa) (?:yangu|yetu|yake|langu|letu|lake|chetu|wangu|
    wetu)(?: (?:ya|la|cha|wa)|,)|
    (?:nam(?:ed|ing)|call(?:ed|ing)?)(?: (?:it|them|this|the (?:shop|business|company)))?|
    name (?:it|them|this|the (?:shop|business|company))|
    (?:register|regist(?:ered|ering|ration of))(?: (?:it|this|them))?(?: (?:anew|again|
    now))? (?:as|under(?: the name)?)|
    (?:trade|trading|operate|operating|do business|doing business|known) (?:as|
    under(?: the name)?)|
    (?:biashara|kampuni|duka|jina|mgahawa)\w* .{0,40}?(?:inaitwa|itakayoitwa|utakaoitwa|
    litakaloitwa|linaloitwa|inayoitwa|iitwayo)|
    (?:inaitwa|itakayoitwa|utakaoitwa|litakaloitwa|linaloitwa|inayoitwa|iitwayo|itaitwa|litaitwa)|
    jina la (?:biashara|kampuni)(?: (?:yangu|yetu|yake))?(?: (?:ni|litakuwa|liwe))?|
    izina ry(?:a business|['’]ubucuruzi)(?: ni)?|(?:bwitwa|yitwa)|
    nom (?:de l['’]entreprise|commercial)(?: est)?|raison sociale(?: est)?|
    (?:appel[eé]r?|nomm[eé]r?)|(?:die )?firma (?:heißt|soll)|firmenname(?: ist)?|namens|
    название (?:компании|фирмы|бизнеса)|(?:фирма|компания|магазин) называется|под названием|
    кәсіпорын(?:ның)? атауы
    """
)
_HINTS = joined(
    r"""
    (?:(?:my|our|her|his|their|the) )(?:\w+ )?(?:business|company|firm|shop|store|enterprise|group|
    startup),?|(?:the|this) name,?|name,?|register(?:ed|ing)?|registration of|
    (?:question |query |enquiry |inquiry |application )?(?:about|regarding|concerning|for)|
    (?:if|whether|whether or not),?|
    (?:biashara|kampuni|duka|kikundi|mradi)(?: \w{1,3}angu| \w{1,3}etu| \w{1,3}ake)?(?: ya)?,?|
    kusajili|kuhusu|(?:la )?jina(?: la| hili)?|(?:société|entreprise|boutique),?|фирм[аыу]|бизнес|
    компани[яию]|дүкен
    """
)
_TRADE = joined(
    r"""
    traders?|trading|enterprises?|ltd|limited|co|company|suppl(?:y|ies|iers)|stores?|shop|hardware|
    hotel|café|cafe|salon|boutique|services?|solutions?|ventures?|group|agenc(?:y|ies)|motors?|
    spares|electronics|fashions?|designs?|foods?|bakery|kitchen|dishes|farms?|dairy|agrovet|
    pharmacy|chemist|investments?|holdings?|logistics|works|workshop|consult\w*|industries|fabrics|
    textiles|tailor\w*|butchery|furniture|builders?|construction|transporters?|welders?|studio|
    mart|supermarket|point|centre|center|corner|yard|garage|cosmetics|barber\w*|safaris?|tours|
    travels?|paints|spices|cereals|wines|bookshop|academy|college|school|clinic|laundry|cleaners|
    events|caterers|catering|fresh|juice|milk|timber|cyber\w*
    """
)


_ASKED = joined(
    r"""
    (?:(?:is|as|still|was|already|be) ){0,3}(?:available|free|taken|in use|a (?:business|trade|
    shop) name|bado|liko|lipo|ni huru|(?:li|ji)?\w{0,3}napatikana|\w{0,3}mechukuliwa)
    """
)
"""Behind a name that is asked for."""


def find_business(text: str) -> Sure | None:
    """The name and how sure it is; None where no words say that one is meant."""
    rated = [(name, score) for name, score in _rated(text) if score > 1]
    if not rated:
        return None
    most = max(score for _, score in rated)
    top = [name for name, score in rated if score == most]
    longest = max(top, key=lambda name: (len(name.value), -name.start))
    rivals = [name for name in top if name.value not in longest.value]
    return Sure(longest, CONTESTED if rivals else CLEAR if most > 2 else LIKELY)


def _rated(text: str) -> Iterator[tuple[Found, int]]:
    """Behind the words that say or hint it; and whatever is quoted."""
    for quoted in _NAME.finditer(text):
        if quoted["quoted"] and words(_TRADE).search(quoted["quoted"]):
            yield _stripped(quoted, "quoted"), 2
    for shape, weight in ((_SAYS, 2), (_HINTS, 1), (r"is now|is|are|kama|je,?", 1)):
        for cue in _cue(shape).finditer(text):
            match = _NAME.match(text, cue.end())
            if match is None:
                continue
            group = "quoted" if match["quoted"] else "plain"
            value = match[group]
            many = len(value.split()) > 1 or group == "quoted"
            if value.split()[0] in _NO_NAME or not (many or weight > 1):
                continue
            score = (
                _is_asked(text, match.end())
                + weight
                + many * (weight > 1)
                + bool(words(_TRADE).search(value))
                + (group == "quoted")
            )
            yield _stripped(match, group), score


def _stripped(match: re.Match[str], group: str) -> Found:
    value = match[group].strip()
    start = match.start(group) + match[group].index(value)
    return Found(" ".join(value.split()), start, start + len(value))


def _is_asked(text: str, at: int) -> bool:
    return bool(words(_ASKED).match(text[at : at + 60].lstrip()))


@cache
def _cue(shape: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{loose(shape)})[\s:–—-]{{1,3}}")
