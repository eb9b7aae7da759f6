"""Numbers behind labels that no list has: `my manifest is KKM-20-88174`, `TSC namba 118427`.

People have more papers than lists do. Where the text around speaks of the writer, a number that a
word for number, a colon or a possessive introduces is somebody's: letters and digits together, or
six digits and more. What laws, forms, offices, bills and files number stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.births import is_written_date
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

SCORE = 0.505
"""Just enough to be masked; any known kind goes first."""

_UP = "A-Z\u0410-\u042fӘҒҚҢӨҰҮҺІ"
_LOW = "a-z\u00df-\u00ff\u0430-\u045fәғқңөұүһі"
_ANY = f"{_UP}{_LOW}"
_MARK = (
    "(?:\u2116|(?i:n[\u00b0\u00ba]|no|nr|num|number|id|code|reg|ser|serial|nambari|namba|nimero|"
    "nomero|numero|num\u00e9ro|nummer|номер[а-я]{0,2}|нөмір[а-яі]{0,3}|код[а-я]{0,2})[.]?)"
)
_SAYS = (
    "(?: (?i:is|was|ni|ya|wa|yangu|wangu|langu|yake|yanjye|ye|est|ist|lautet|мой|моя|моего|менің))"
    "{0,3}"
)
_MINE = (
    "(?i:my|his|her|our|their|mein|meine|meinem|meiner|sein|seine|ihre|unsere|mon|ma|mes|son|sa|"
    "ses|"
    "notre|мой|моя|моё|моего|моей|его|её|наш|наша|менің|оның)"
)
_OURS = "(?i:[wyl]angu|[wylc]ake|[wy]etu|[wyrk]anjye|[wy]acu|[а-яәғқңөұүһі]{3,16}(?:ым|ім|ыңыз))"
_OPEN = '[ .,:=#\u2116\u00b0\u00ba"-]{1,4}'
_PREFIX = f"(?:[{_UP}]{{1,5}}[/-]){{0,2}}(?:[{_UP}]{{1,4}}[ /-]?(?:\u2116 ?)?)?"
_VALUE = (
    f"{_PREFIX}[0-9][0-9{_UP}]*(?:[/.-][0-9{_UP}]{{1,10}}| (?:\u2116 ?)?[0-9]{{2,10}}){{0,5}}"
    f"(?: [{_UP}])?"
)
_NOUN = f"[{_ANY}'\u2019-]{{2,24}}"
_SHAPED = (
    f"(?:[{_UP}]{{1,5}}(?:[ /-][{_UP}]{{1,4}})?[ /-]{{0,2}}(?:\u2116 ?)?[0-9]{{2,4}}[ "
    f"-]?[0-9]{{3,7}}|"
    f"[0-9]{{2}}[{_UP}]{{2}} ?[0-9]{{5,6}})"
)
_PARCEL = f"(?:[{_ANY}]{{3,20}}/){{1,3}}[{_ANY}]{{2,20}}(?: [Bb]lock [0-9]{{1,3}})?/[0-9]{{2,6}}"
_LABELLED = compile_pattern(
    f"{_NOUN}[.]? ?{_MARK}{_SAYS}{_OPEN}{_VALUE}|{_NOUN}: ?{_VALUE}|"
    f"{_MINE}(?: {_NOUN}){{1,3}}{_SAYS}{_OPEN}{_VALUE}|"
    f"{_OURS}(?: {_NOUN}){{0,2}}{_SAYS}{_OPEN}{_VALUE}|{_NOUN}[.:]? [(]?{_SHAPED}|{_PARCEL}"
)
_AT_END = re.compile(rf"(?<![0-9{_ANY}/.-]){_VALUE}\Z")
_IS_PARCEL = re.compile(_PARCEL)
_LAND = re.compile(
    r"\b(?:plot|title|parcel|land|shamba|kiwanja|l\.?r)\b[ .:]{0,2}(?:deed |no[. ]{1,2}|number |"
    r"ya |is |namba )*",
    re.IGNORECASE,
)
SIGN = (
    "(?:^|[^A-Za-z\u00c0-\u04ff])(?:I|(?i:my|i['\u2019]m|i?m in|i (?:have|am|was|want|need|paid|"
    "got|"
    "lost)|mimi|naomba|nina|"
    "nime[a-z]+|[wyl]angu|njye|ndi|mfite|"
    "[wyrk]anjye|ndasaba|менің|маған|өтінемін|я|мой|моя|моё|мне|меня|прошу|ich|mein|meine|"
    "meiner|"
    "meinem|mir|je|mon|ma|mes|moi|"
    "regards|sincerely|faithfully|thanks|dear|hello|hi|mheshimiwa|habari|asante|muraho|murakoze|"
    "mwaramutse|"
    "уважением|уважаем[а-я]{2}|здравствуйте|спасибо|құрметті|сәлем|рахмет|sehr geehrte|hallo|danke|"
    "freundlichen|bonjour|salut|merci|cordialement))(?:[^A-Za-z\u00c0-\u04ff]|$)|(?:j['\u2019]ai|"
    "J['\u2019]ai)"
)
"""Words of letters: without any of them in a text, nothing in it is found."""
_PUBLIC = re.compile(
    r"sheria|kifungu|itegeko|ingingo|iteka|fomu|\bfom\b|\bform|gazet|tangazo|mwaka|section|article|"
    r"\bart\b|\bact\b|\bcap\b|\bloi\b|arrêté|décret|formulaire|\bpages?\b|tel|télé|simu|handy|"
    r"phone|fax|"
    r"receipt|invoice|risiti|stakabadhi|inyemezabwishyu|түбіртек|квитанц|сч[её]т-|rechnung|"
    r"quittung|"
    r"ankara|dharura|ripoti|report|reçu|facture|quittance|cheque|check|chèque|чек|ticket|"
    r"haus|zimmer|room|seite|artikel|postleit|\bplz\b|postcode|zip|kasten|box|"
    r"закон|приказ|постановлен|форм|стать|решени|отказ|правил|кодекс|фз\b|гост|обращени|"
    r"дел[ао]\b|иск|"
    r"кабинет|окн|бап|заң|бұйрық|қаулы|терезе|counter|window|dirisha|guichet|schalter|"
    r"\bref\b|kumb|\bre\b|\byah\b|\bob\b|\baz\b|aktenzeichen|bescheid|case|petition|suit|appeal|"
    r"notice|"
    r"version|model|modèle|\biso\b|\bdin\b|\ben\b|bus|route|flight|vol\b|linie|matatu|block|floor|"
    r"\b(?:ks?h?s?|kes|usd|eur|rwf|frw|tzs|tsh|ugx|kzt|gbp|chf|rub)\b|hotline|ussd|toll|emergency|"
    r"abl|beschl|bewilligung|anzeige|register|tbnr|einschreiben|bewerb|complaint|application|"
    r"permit|"
    r"slip|file|school|court|affaire|\brg\b|хаттам|өтін|otin|отин|\bіс|тірке|қорытынды|справк|"
    r"куп|кусп|"
    r"irembo|icyemezo|uruban|urukiko|faili|rufaa|mamlaka|postal|demande|candidat|miadi|ombi|"
    r"ubusabe|"
    r"booking|visa|message|брон|направлен|уведомл|разрешен|подан|рұқсат|uruhushya|rendez-vous|"
    r"://|www|\.(?:com|gov|go|org|net|kz|ru|de|fr)\b|"
    r"vorgang|tagebuch|dienst|buchung|antrag|tender|zabuni|dossier|dosiye|contrôle|control",
)
"""Laws, forms, bills, files, rooms, amounts: nobody's, or another reader's business. In small
letters."""
_OF_YEAR = re.compile(
    r",? (?:of|ya|de|vom|от|du|yo|wa) ?(?:\d{1,2}[. /-]\S+[. /-])?(?:19|20)\d\d|/20\d\d"
)
_AMOUNT = re.compile(
    r"[.,]\d|(?:[.,]-)?\s?(?:%|€|\$|£|euro?s?\b|eur\b|kes|ksh|sh\b|/=|frw|rwf|тг|теңге|tenge|руб|"
    r"₽|₸|"
    r"usd|gbp|francs|km|kg|bob\b|years|people)",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:(?:19|20)\d\d[-/–])?(?:19|20)\d\d\Z|\d{1,3}(?: \d{3})+\Z|(?:19|20)\d\d-\d\d-\d\d|"
    r"\d{1,4}/(?:19|20)\d\d\Z|.*(?:/E[GUC]|E[WE][GC]\Z)"
)
"""Years, amounts, moments, laws."""
_LINKED = frozenset("/.-=_@")
_CLAUSE = re.compile(r"(?<=[^\W\d_]{4})\.\s|[;!?](?=\s)|\n|, ")
_FEWEST_MIXED, _FEWEST_DIGITS, _FEWEST_ALONE, _FEWEST_PARCEL = 5, 3, 6, 2
_BEFORE = 28


def read(subject: Subject) -> Iterator[EntitySpan]:
    """Spans of such numbers without their labels."""
    text = subject.text
    for start, until in _LABELLED.spans(subject):
        if text[start - 1 : start].isalnum():
            continue
        value = _value(text, start, until)
        if value and not _is_public(text, start, *value):
            yield EntitySpan(
                start=value[0],
                end=value[1],
                entity="REFERENCE",
                score=SCORE,
                recognizer="unlisted",
            )


def _is_public(text: str, label: int, start: int, end: int) -> bool:
    """Whether the label and the words before it in its clause say that it is nobody's."""
    low = max(0, label - _BEFORE)
    clauses = [clause.end() for clause in _CLAUSE.finditer(text, low, label)]
    parcel = _IS_PARCEL.fullmatch(text, start, end)
    around = text[max([low, *clauses]) : start if parcel else end]
    return _PUBLIC.search(around.lower()) is not None


def _parcel(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A piece of land as registries number it: `Kiambu/Ruiru Block 3/221`."""
    if text[start].isupper():
        return start, end
    land = _LAND.search(text, max(0, start - 36), start)
    return (land.end(), end) if land else None


def _value(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the number stands, if it is written as somebody's may be."""
    if sum(map(str.isdigit, text[start:end])) < _FEWEST_PARCEL:
        return None
    if text[end : end + 1].isalnum() and text[end - 2] == " ":
        end -= 2
    if not _stands_free(text, start, end):
        return None
    if _IS_PARCEL.fullmatch(text, start, end):
        return _parcel(text, start, end)
    found = _AT_END.search(text, start, end)
    return found.span() if found and _is_somebodys(text, *found.span()) else None


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether it is no part of a link or a word, no amount, and nothing of a year."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before in _LINKED or behind in {"/", "?"} or behind.isalnum():
        return False
    return not (_AMOUNT.match(text, end) or _OF_YEAR.match(text, end))


def _is_somebodys(text: str, start: int, end: int) -> bool:
    """Whether it has digits and letters enough, and is no year, date or law."""
    written = text[start:end]
    digits = sum(map(str.isdigit, written))
    count = sum(map(str.isalnum, written))
    fewest = _FEWEST_MIXED if count > digits else _FEWEST_ALONE
    if digits < _FEWEST_DIGITS or count < fewest or _PLAIN.match(written):
        return False
    return not is_written_date(text, start, end)
