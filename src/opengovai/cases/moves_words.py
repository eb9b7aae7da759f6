"""The shape of addresses in seven languages, and the words by which one is the old or the new."""

from __future__ import annotations

import re

from opengovai.cases.shapes import CAPITAL, joined

_CAP = rf"{CAPITAL}(?:[\w'’-]{{0,3}}\.|[\w'’-]{{0,26}}(?:str|pl|al)\.|[\w'’-]{{0,30}})"
_CITY = rf"{CAPITAL}[\w'’-]{{1,30}}"
_NUMBER = r"\d{1,4}(?:(?:-?[a-zA-Zа-я]| [a-hA-H])(?!\w))?(?:[/-]\d{1,4})?"
_GERMAN_STREET = (
    r"(?:(?:Am|An der|An den|Auf dem|Auf der|Im|In der|Zum|Zur|Unter den|Alt|Alte[rs]?|"
    rf"Neue[rs]?|Große[r]?|Kleine[r]?) )?{_CAP}(?:[ -]{_CAP}){{0,3}}"
)
_GERMAN = (
    rf"{_GERMAN_STREET} {_NUMBER}"
    rf"(?:,? (?:in )?(?:D-)?\d{{5}} {_CITY}(?:[ -]{_CITY}){{0,2}}|,? in {_CITY})"
)
_RUSSIAN = (
    r"(?i:ул(?:\.|иц[аеуыой]{1,2})|пр(?:\.|-т|осп(?:\.|ект[а-я]{0,2}))|мкр(?:\.|н)?|"
    r"микрорайон\w{0,3}|пер(?:\.|еулок\w{0,3})|бульвар\w{0,2}|б-р|шоссе|пос(?:\.|[её]л\w{2,3}))"
    rf" ?{CAPITAL}[\w.-]{{0,30}}(?: {CAPITAL}?[^\W\d_]{{2,30}}){{0,2}}"
    rf"(?:(?:, ?| )(?:(?i:д(?:\.|ом[а-я]?)) ?)?{_NUMBER})?"
    rf"(?:, ?(?i:(?:д|кв|к|корп)\.|дом|квартир[аеы]|корпус) ?{_NUMBER}){{0,3}}"
)
_KAZAKH = (
    rf"(?!(?:Мен|Бұрын|Қазір|Ескі|Жаңа|Енді|Біз) ){_CAP}(?: {_CAP}){{0,2}}"
    r" (?i:көшесі|даңғылы|ықшам ?ауданы|ы\.а\.|бульвары|тұйығы|ауылы),? ?"
    rf"{_NUMBER}(?:-?(?:үй|ші үй))?"
    rf"(?:, ?{_NUMBER} ?-? ?(?i:пәтер|үй)(?=\w{{0,5}})){{0,2}}"
)
_ROAD = joined(
    r"""
    (?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive|Close|Way|Crescent|Court|Square|Terrace)
    """
)
_ENGLISH = (
    rf"(?:(?:Flat|House|Plot|Apartment|Apt\.?|Room) (?:No\.? )?\w{{1,5}},? )?"
    rf"(?:\d{{1,5}}[A-Za-z]?,? {_CAP}(?: {_CAP}){{0,3}} {_ROAD}|"
    rf"{_CAP}(?: {_CAP}){{0,3}} {_ROAD},? \d{{1,5}}[a-z]?)"
    rf"(?:, (?:\d{{4,6}} )?{_CITY}(?: {_CITY}){{0,2}}(?: \d{{4,6}})?){{0,2}}"
)
_FRENCH = (
    r"\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|impasse|allée|route|quai)"
    r" [\w'’ -]{3,40}?"
    rf"(?:, (?:\d{{5}} )?{_CITY}(?: {_CITY}){{0,2}}|(?=[.,;\n]))"
)
_AFRICAN = rf"(?:KG|KN|KK|K[A-Z]) \d{{1,4}} (?:St|Ave|Rd)\b\.?(?:,? {_CAP}){{0,2}}"

ADDRESS = re.compile(
    rf"(?<![\w-])(?:{_AFRICAN}|{_ENGLISH}|{_FRENCH}|{_KAZAKH}|{_RUSSIAN}|{_GERMAN})(?![\d])"
)
"""Streets with a number."""

OLD_BEFORE = joined(
    r"""
    moved (?:out of|from)|from|left|no longer (?:\w+ )?(?:at|in)|used to live (?:at|in)|
    lived (?:at|in|until)|(?:old|previous|former|last) (?:\w+ )?(?:address|home|house|flat|place)|
    previously|formerly|before|nicht mehr (?:in|unter)|von|vom|aus|verlass\w*|verlassen|
    bisher\w{0,2}|vorher|früher\w{0,2}|zuvor|ehemal\w+|alte[nrs]?|vorige[nr]?|letzte[nr]?|bleibt|
    bis|wohnte[n]?|из|со?|раньше|ранее|прежде|прежн\w+|до этого|стар\w{2}|
    был[аи]? (?:прописан|зарегистрирован)[аы]?|жил[аи]?|выехал[аи]?|бұрын\w{0,5}|ескі|бұрынғы|
    depuis le|(?:quitté|quitte|quittons)|ancien(?:ne)?|précédente?|auparavant|avant|kutoka|zamani|
    awali|nilikuwa(?: nikiishi| naishi)?|nilihama|nari ntuye|navuye|nimutse|kera|mvuye
    """
)
"""Before the old one."""

NEW_BEFORE = joined(
    r"""
    to|now|at present|currently|living at|live (?:at|in)|
    new (?:\w+ )?(?:address|home|house|flat|place)|from now on|nach|sondern|jetzt|nun|nunmehr|
    neue[nrms]?|künftig|seitdem|unter|ins|zur|zu|lebe|wohne[n]?|wohnt|wohnhaft|zuhause|heim|ab|
    seit|теперь|сейчас|на|в|нов\w{2,3}|жив[уеё]т?[а-я]{0,2}|проживаю|қазір|жаңа|енді|осы|
    maintenant|désormais|nouve\w+|habite|à présent|emménagé\w*|au|sasa|mpya|hadi|kwenda|naishi|
    nimehamia|nilihamia|ubu|nshya|ntuye|nimukiye
    """
)
"""Before the new one."""

OLD_BEHIND = joined(
    r"""
    gewohnt|gelebt|aufgegeben|gekündigt|gemeldet|ausgezogen|wohnhaft war|verlassen|тұрғанмын|
    тұрған едім|тұрдым|еді|\w{0,12}(?:дан|ден|тан|тен|нан|нен)(?= |,)|жил[аи]?|until|as before|
    auparavant
    """
)
"""Behind the old one."""

NEW_BEHIND = joined(
    r"""
    gezogen|umgezogen|eingezogen|bezogen|көшт\w+|көшіп|тұрамын|тұрып жатырмын|мекенжайына|тұрады|
    переехал[аи]?
    """
)
"""Behind the new one."""

# An address begins with a capital or a number, has a number, and ends before a date or a clause.
_PLACE = r"(?:[^.!?;:\n]|\.(?= ?\d)|\n(?!\n)){5,80}?"
_OLD, _NEW = rf"(?P<old>{_PLACE})", rf"(?P<new>{_PLACE})"
_END = joined(
    r"""
    (?=[.!?;]|\n|\s*\Z|,?\s(?:am|zum|seit|und|on|since|and|le|depuis|et|tarehe|tangu|na|с|и)\s)
    """
)
_ARTICLE = r"(?:(?:der|dem|die|den|das)\s)?"
MOVES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"\bvon\s{_ARTICLE}{_OLD}\s(?:in|nach|zu|zur)\s{_ARTICLE}{_NEW}\s(?:um)?gezogen\b",
        rf"\b(?:um)?gezogen\svon\s{_ARTICLE}{_OLD}\s(?:in|nach|zur?)\s{_ARTICLE}{_NEW}{_END}",
        rf"\bumgezogen\s(?:in|nach|zur?)\s{_ARTICLE}{_NEW}{_END}",
        rf"\b(?:in|nach)\s{_ARTICLE}{_NEW}\sumgezogen\b",
        rf"\bmoved\sfrom\s{_OLD}\sto\s{_NEW}{_END}",
        rf"\bmoved\sto\s{_NEW}{_END}",
        rf"\bdéménagée?\s(?:du|de)\s{_OLD}\s(?:au|à)\s{_NEW}{_END}",
        rf"\b(?:\w*hamia)\s(?:kutoka\s)?{_OLD}\s(?:hadi|kwenda)\s{_NEW}{_END}",
        rf"\bпереехал[аи]?\s(?:с|из)\s{_OLD}\s(?:на|в)\s{_NEW}{_END}",
    )
)
"""Whole sentences, for addresses of any shape."""
