"""Postal addresses: a telling part (`P.O. Box 12`, `Musterstraße 5`, `ул. Абая`) and the parts
around it that commas join to it.

Only what patterns can tell; a tagger for names may find more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.redaction.persons.words import NEVER
from opengovai.types import EntitySpan

_UP = "A-ZÀ-ÖØ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ"
_LOW = "a-zß-öø-ÿа-яёәғқңөұүһі"
_NAME = f"[{_UP}][{_LOW}{_UP}.'\u2019-]*"
_PLAIN = f"[{_UP}][{_LOW}{_UP}'\u2019-]*"
_NAMES = f"(?:{_NAME} ){{1,5}}"
_NUMBER = "[0-9]{1,4}(?:/[0-9]{1,3})? ?[A-Za-zа-я]?"

_STREET_EN = (
    "(?i:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Crescent|Boulevard|Blvd|Highway|"
    "Terrace|Gardens|Estate|Apartments|Way|Square|Parade|Mews|Row)"
)
_UNIT_WORD = (
    "(?i:House|Hse|Plot|Flat|Apt|Apartment|Unit|Stall|Shop|Block|Nyumba|Kiwanja|Kibanda|Duka la)"
    "(?: No[.]?| Na[.]?)?|"
    "(?i:House|Hse|Plot|Flat|Apartment|Nyumba|Chumba|Kiwanja|Inzu|Urugo|дом|квартира|кв[.]|үй|пәтер)"
    " (?i:no|na|nr|number|namba|nambari|nimero|numero|num[ée]ro|n°|№|номер|нөмірі)[.:]?|"
    "(?i:Hausnummer|Hausnr[.]?|Wohnungsnummer|Wohnung Nr[.]?)"
)
_UNIT = f"(?:{_UNIT_WORD}) ?[A-Z]?[0-9]{{1,4}}[A-Za-z]?"
_DE_STREET = "(?:straße|strasse|str[.]?|weg|gasse|allee|platz|ufer|damm|chaussee|steig|ring|hof)"
_DE_FIELD = (
    "(?:Am|Im|An der|An den|Auf der|Auf dem|In der|In den|Zum|Zur|Hinter der|Unter den|Vor dem)"
)
_FR_WAY = (
    "(?i:rue|avenue|av[.]|boulevard|bd|place|chemin|impasse|allée|route|quai|cours|square|passage|"
    "cité|faubourg|sentier|esplanade|promenade|r[.]|all[.]|ch[.]|imp[.]|bld|bvd)"
)
_RU_WAY = "(?:ул|пр|просп|пр-т|пер|наб|пл|б-р|шоссе|мкр|ш)"
_RU_HOUSE = " (?:д[.]?|дом)? ?[0-9]"
_FR_PLACE = "(?:ZA|ZI|ZAC|[Ll]ieu-dit|[Hh]ameau|[Ll]otissement|[Rr]ésidence)"
_KK_WAY = (
    "(?i:көшесі|көш[.]|к-сі|даңғылы|даңғ[.]|д-лы|koshesi|kóshesi|dañġyly|dangyly|м/а|"
    "шағын ауданы|ықшам ауданы|мкр)"
)
_FR_STREET = (
    f"[0-9]{{1,4}}(?: bis| ter)?,? {_FR_WAY}(?: (?i:de|du|des|la|le|les))*"
    f"[ ’'dl]{{1,4}}[A-Za-zÀ-ÿ.-]+(?: {_NAME})*"
)
_BOX_WORD = (
    "[Pp][. ]{0,2}[Oo0][. ]{0,2}[Bb][Oo0][Xx]|[Ss][.]? ?[Ll][.]? ?[Pp][.]?|B[.]? ?P[.]?|Postfach|"
    "[аА]/[яЯ]|[Ss]anduku la [Pp]osta|[Aa]gasanduku k.[Ii]posta"
)
_BOX = (
    f"(?:{_BOX_WORD})[.:]? ?[0-9][0-9 ]{{0,8}}"
    f"(?: ?- ?[0-9]{{4,5}})?(?:[, ]{{0,2}}{_NAME}(?: {_NAME})?)?"
)
_TELLING = (
    _BOX,
    f"{_NAME}{_DE_STREET} {_NUMBER}",
    "[a-zäöü]{3,20}(?:str|straße|strasse)[.]? [0-9]{1,3}[a-z]?",
    f"(?:[{_UP}{_LOW}-]{{3,30}} )?[0-9]{{1,4}}[- ]?үй[, ]{{1,2}}[0-9]{{1,4}}[- ]?п(?:әтер|[.])",
    "[a-zäöü]{3,20} (?:damm|allee|gasse|chaussee|ufer) [0-9]{1,3}[a-z]?",
    (
        f"{_NAME}, [А-ЯЁ][а-яё-]{{2,24}}(?:ая|ого|ова|ева|ина) [0-9]{{1,3}}"
        "(?:[кk/-][0-9]{1,3}){0,2}"
    ),
    f"(?:{_NAME}[ -]){{1,3}}(?:Straße|Str[.]|Allee|Weg|Platz|Ufer|Damm|Chaussee|Ring) {_NUMBER}",
    f"Straße des [0-9]{{1,2}}[.] {_NAME} {_NUMBER}",
    f"(?:Straße|Platz|Allee) (?:des|der|am|zum|zur) {_NAME}(?: {_NAME})? {_NUMBER}",
    f"{_NAME}(?: {_NAME}){{0,3}}(?: {_NUMBER})?, [0-9]{{5}} {_PLAIN}(?:[ -]{_PLAIN})?",
    f"(?:ул|пр|пр-т|пер|мкр|улица|проспект|переулок)[.]? [{_LOW}-]{{3,30}},?{_RU_HOUSE}{{1,4}}",
    f"[{_LOW}-]{{3,30}} (?:проспект|улица|переулок|бульвар|шоссе),?{_RU_HOUSE}{{1,4}}",
    f"(?i:ul|ulitsa|prospekt|pr-t|mkr)[.]? {_NAME}(?: [a-z]{{2,12}})?,? (?:d[.] ?|dom )?[0-9]+",
    _FR_STREET,
    f"{_FR_PLACE}(?: (?:de|du|des|la|le|les))* {_NAME}",
    f"[0-9]{{1,5}}[A-Za-z]? {_NAMES}{_STREET_EN}(?: (?:NW|NE|SW|SE|N|S|E|W))?",
    f"{_NAMES}{_STREET_EN}",
    "[0-9]{1,3}(?:st|nd|rd|th) (?:Street|Avenue)",
    _UNIT,
    f"(?i:ул|пр|просп|пр-т|пер|наб|пл|б-р|мкр|ш)[.]? {_NAME}(?: {_NAME})?",
    f"(?:улица|проспект|переулок|бульвар|микрорайон|набережная|площадь) {_NAME}(?: {_NAME})?",
    f"{_NAME} {_RU_WAY}[., ]",
    f"{_NAME}(?:-[0-9]{{1,2}})?(?: [{_UP}{_LOW}.]+){{0,2}} {_KK_WAY}",
    "K[GNK] [0-9]{1,3} (?i:St|Ave|Rd|Av)(?: [0-9]{1,4})?",
    f"(?:[Uu]?[Mm]udugudu|[Aa]?[Kk]agari|[Uu]?[Mm]urenge|[Aa]?[Kk]arere) (?:wa |ka |w.|k.){_NAME}",
    f"(?:[Kk]ijiji cha|[Kk]ata ya|[Ww]ilaya ya|[Tt]arafa ya) {_NAME}",
    (
        f"(?:[Mm]taa|[Bb]arabara|Soko|Kijiji) (?:wa|ya|la|cha) (?:{_NAME}|[0-9]{{1,3}})"
        f"(?: ya {_NAME}| {_PLAIN})?(?: (?:nyumba|hse|house)(?: na[.]?| no[.]?)? [0-9]{{1,4}})?"
    ),
    f"{_DE_FIELD} {_PLAIN} {_NUMBER}, (?:[0-9]{{5}} )?{_PLAIN}(?: {_PLAIN})?",
)
_CORE = compile_pattern("|".join(_TELLING))
_SIGNS = (
    f"(?:{_BOX_WORD})[.:]? ?[0-9]",
    f"(?:{_DE_STREET}|str|straße|strasse)[.]? [0-9]",
    "(?:ая|ого|ова|ева|ина) [0-9]",
    "[0-9][- ]?үй[, ]{1,2}[0-9]",
    "(?:Straße|Str[.]|Allee|Weg|Platz|Ufer|Damm|Chaussee|Ring) [0-9]",
    "Straße des [0-9]",
    "(?:Straße|Platz|Allee) (?:des|der|am|zum|zur) ",
    f", [0-9]{{5}} [{_UP}]",
    f"(?:ул|пр|пр-т|пер|мкр|улица|проспект|переулок)[.]? [{_LOW}-]{{3,30}},? (?:д[.]?|дом)? ?[0-9]",
    " (?:проспект|улица|переулок|бульвар|шоссе),? (?:д[.]?|дом)? ?[0-9]",
    f"(?i:ul|ulitsa|prospekt|pr-t|mkr)[.]? [{_UP}]",
    f"[0-9](?: bis| ter)?,? {_FR_WAY}",
    f"{_FR_PLACE} (?:d|l|[{_UP}])",
    f"[{_UP}][{_LOW}{_UP}.'\u2019-]* {_STREET_EN}(?:[^A-Za-z]|$)",
    "[0-9](?:st|nd|rd|th) (?:Street|Avenue)",
    f"(?:{_UNIT_WORD}) ?[A-Z]?[0-9]",
    f"(?:^|[^{_UP}{_LOW}])(?i:ул|пр|просп|пр-т|пер|наб|пл|б-р|мкр|ш)[.]? [{_UP}]",
    f"(?:улица|проспект|переулок|бульвар|микрорайон|набережная|площадь) [{_UP}]",
    f"[{_UP}{_LOW}.'\u2019-] {_RU_WAY}[., ]",
    f" {_KK_WAY}",
    "K[GNK] [0-9]",
    "[Kk]ijiji cha|[Kk]ata ya|[Ww]ilaya ya|[Tt]arafa ya",
    "mudugudu|kagari|murenge|karere|[Mm]taa (?:wa|ya)|[Bb]arabara (?:ya|la)|Soko|Kijiji",
    f"{_DE_FIELD} [{_UP}][{_LOW}{_UP}'\u2019-]* [0-9]",
)
_HINT = compile_pattern("|".join(_SIGNS))
"""Something of each shape of `_TELLING`, in its order, that is quicker to look for."""

_LITTLE = (
    r"№|ya|la|wa|cha|de|du|des|le|les|bis|am|an|der|den|im|ka|inzu|iduka|[ua]?mudugudu|akagari|umurenge|akarere|intara|kata|kijiji|wilaya|tarafa|igorofa|rya|қ\.|қаласы|"
    r"ауд\.|ауданы|облысы|ауылы|көшесі|даңғылы|үй|пәтер|дүкен|м/а|мкр\.?|г\.|обл\.|область|р-н|район|край|"
    r"респ\.|п\.|с\.|д\.|дом|кв\.?|корп\.|стр\.|оф\.|пом\.|под\.|эт\.|ул\.|пр\.|пер\.|ш\.|бул\.|"
    r"пос\.|дер\.|пос[её]лок|село|деревня|станица|аул|хутор|st|apt|floor|no\.?|na\.?|appt|esc\.|bât\.|résidence|maison|local|chambre|lot|étage"
)
_PART_WORD = (
    rf"(?:[{_UP}][\w.()'\u2019-]*|\d{{1,6}}(?:[-/]\d{{1,5}})?(?:-?[\w]{{1,5}})?|"
    r"(?:д|дом|кв|корп|стр|оф|пом|под|эт|к|kv|dom|d)\.? ?\d{1,4}[а-яa-z]?(?:/\d{1,3})?|"
    rf"{_LITTLE}|[wk]['\u2019]\w+)"
)
_PART = re.compile(rf"\s?(?:\d{{1,2}}\. )?{_PART_WORD}(?:[ ]{_PART_WORD}){{0,5}}(?!\w)")
_KEYWORD = re.compile(
    r"\b(?:қ\.|қаласы|ауд\.|ауданы|облысы|ауылы|г\.|обл\.|область|р-н|район|край|респ\.|п\.|пос\.|с\.|дер\.|д\.|пос[её]лок|село|деревня|станица|аул|хутор|"
    rf"{_STREET_EN}|Market|Soko|Mtaa|Barabara|[Aa]kagari|[Uu]murenge|[Aa]karere|[Uu]mudugudu|[Kk]ata|[Kk]ijiji|[Ww]ilaya|[Tt]arafa)|^\s?{_UNIT}$"
    r"|^\s?\d{5,6}$"
)
_LABEL = re.compile(
    r":|\b(?:tel|t[eé]l[eé]f|phone|simu|e-?mail|id\b|nid\b|rib\b|iban|"
    r"handy|mobil|portable|bruder|schwester|тел|моб)",
    re.IGNORECASE,
)
_POSTCODE_LINE = re.compile(rf"\n(?:D-|F-)?\d{{5,6}} {_NAME}(?: {_NAME})?")
_PART_REST = re.compile(r"(?: \d{1,4}(?:/\d{1,3})?[A-Za-zа-я]?|-\d{1,4})\b")
_TOWN = r"[^\W\d_]{3,20}(?:-[^\W\d_]{2,20})?"
_SMALL_TOWN = re.compile(rf",? \d{{5}} {_TOWN}\b| à {_TOWN}\b|, {_TOWN}(?=[,;\n]|\.(?!\w)|$)")
_LIVES = re.compile(
    r"(?:\b(?:(?:na|ana|tuna|wana)ishi|ntuye|atuye|dutuye|live|lives|living|stay|reside|resident|"
    r"residence|residing|address|anwani|adresse|anschrift|wohne|wohnt|wohnen|wohnhaft|habite|"
    r"habitons|demeurant|domicili[ée]e?|живу|жив[её]м|живет|живёт|проживаю|прож\.|адрес[а-я]?|"
    r"зарегистрирован[а]?|мекенжай\w*|жерім|turatyn jerim|mekenja[iı]\w*)"
    r"(?: (?:at|in|i|mu|en|à|in der|of|ni|est|ist|:))?[ :]{1,3})"
    rf"((?:mu |в |г\.? )?[{_UP}][\w'\u2019-]+(?: [{_UP}][\w'\u2019-]+)?)$",
    re.IGNORECASE,
)
"""A place by the word that somebody lives there."""
_LIVES_HERE = re.compile(_LIVES.pattern.rpartition("((?:mu")[0] + "(?:mu )?$", re.IGNORECASE)
_HOME_NEAR = 40
_DISTRICT = re.compile(r"[ua]?karere|wilaya|tarafa|kata", re.IGNORECASE)
_DATED = re.compile(
    r"(?:Am|Im) (?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Jan|Feb|Mär|Apr|Mai|"
    r"Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahr|Alter|Artikel|Absatz|Kapitel)"
)
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4})\.(?= )")
_MOST_PARTS = 6
_BARE_PARTS = 3
_WINDOW = 160


class AddressRecognizer:
    """Finds addresses that hold a number or two telling parts."""

    signs = (_HINT.source,)
    """Without any of these in a text, `scan` finds nothing in it."""

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans of the addresses."""
        return self.scan(Subject(text))

    def scan(self, subject: Subject) -> Iterator[EntitySpan]:
        """The same for a text that is encoded already."""
        text, done = subject.text, -1
        for start, end in _CORE.spans(subject):
            if start < done or text[start - 1 : start].isalnum() or _cut(text, end):
                continue
            core = start + len(text[start:end].rstrip(" ,"))
            first = _leftward(text, start)
            last = _rightward(text, core)
            if _DATED.match(text, start):
                continue
            if _is_address(text[first:last]) or _is_home(text, first, start):
                yield EntitySpan(
                    start=first, end=last, entity="ADDRESS", score=0.8, recognizer="address"
                )
                done = last


def _cut(text: str, end: int) -> bool:
    """Whether a word or a number with decimals goes on where a telling part ends."""
    behind = text[end : end + 2]
    if text[end - 1].isdigit():
        return behind[:1] in {".", ","} and behind[1:].isdigit()
    return text[end - 1].isalpha() and behind[:1].isalpha()


_ADMINISTRATIVE = (
    "mudugudu", "kagari", "murenge", "karere", "kijiji", "kata ya", "wilaya", "tarafa",
)  # fmt: skip


def _is_address(piece: str) -> bool:
    small = piece.lower()
    admin = sum(word in small for word in _ADMINISTRATIVE)
    return any(c.isdigit() for c in piece) or admin > 1


def _is_home(text: str, first: int, core: int) -> bool:
    """Whether somebody lives in the street or village at `core`; districts are left to see."""
    if _DISTRICT.match(text, core):
        return False
    return _LIVES_HERE.search(text, max(0, first - _HOME_NEAR), first) is not None


def _leftward(text: str, start: int) -> int:
    """Where the address begins: parts before the telling one that name a place or a unit."""
    low = max(0, start - _WINDOW)
    line = text[max(low, text.rfind("\n", low, start) + 1) : start]
    first = start
    if line[-2:] != ", " and line[-1:] != ",":
        return first
    from_postcode = _FROM_POSTCODE.search(line)
    if from_postcode:
        return start - len(line) + from_postcode.start()
    parts: Sequence[str] = line.rstrip(", ").split(",")[-_MOST_PARTS:]
    for i, part in enumerate(reversed(parts)):
        whole = _PART.fullmatch(part.rstrip())
        if not whole or not _KEYWORD.search(part) or _LABEL.search(part):
            tail = _tail(part)
            if tail and not _LABEL.search(tail):
                at = text.rfind(tail, low, first)
                first = at if at >= 0 else first
                postcode = _POSTCODE_BEFORE.search(text, low, first)
                first = postcode.start() if postcode else first
            break
        at = text.rfind(part.strip(), low, first)
        first = at if at >= 0 else first
        if i == _MOST_PARTS:
            break
    return first


_FROM_POSTCODE = re.compile(
    r"(?<!\w)\d{6},(?: [А-яЁёӘғҚқҢңӨөҰұҮүҺһІі][^\d,;:=]{1,30}(?:-\d{1,3})?,){1,4} ?$"
)
"""As Russia and Kazakhstan write it: the postcode, region and town before the street."""
_POSTCODE_BEFORE = re.compile(r"(?<!\d)\d{5,6}, $")
_TAIL = re.compile(
    rf"(?:(?<=\bi )|(?<=\bin )|(?<=\bat )|(?<=\bà ))[{_UP}][{_LOW}]{{2,20}}$|"
    rf"(?:{_UNIT}|\b(?:г|п|с|пос|дер)\.? {_NAME}|{_NAME} (?:қ\.|қаласы|облысы)|"
    r"(?:^\s?|(?<=: ))\d{5,6}|(?:^\s?|: ?)[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі-]+(?:-[А-Я][а-я]+)?)$"
)


def _tail(part: str) -> str:
    """The end of a part that begins an address: `we live at House 11`."""
    lives = _LIVES.search(part.rstrip())
    if lives:
        return lives[1]
    match = _TAIL.search(part.rstrip())
    return match[0] if match else ""


def _rightward(text: str, end: int) -> int:
    """Where the address ends: further parts with a number or keyword, and up to three names."""
    postcode = _POSTCODE_LINE.match(text, end)
    if postcode:
        return postcode.end()
    rest = _PART_REST.match(text, end)
    last, bare = rest.end() if rest else end, 0
    for _ in range(_MOST_PARTS):
        part = _PART.match(text, last + 1) if text[last : last + 1] == "," else None
        if not part or _LABEL.search(part[0]) or text[part.end() : part.end() + 1] == ":":
            break
        stop = _SENTENCE_END.search(part[0])
        if stop:
            return last + 1 + stop.start()
        bare += not (any(c.isdigit() for c in part[0]) or _KEYWORD.search(part[0]))
        if bare > _BARE_PARTS:
            break
        last = part.end()
    if last == end or bare == 0:
        town = _SMALL_TOWN.match(text, last)
        words = town[0].strip(" ,à0123456789") if town else ""
        if town and words.islower() and words not in NEVER and not _LABEL.search(words):
            return town.end()
    return end + len(text[end:last].rstrip(" ."))
