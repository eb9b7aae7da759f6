"""Numbers of no known kind beside a label that says somebody has them: member, contract and
account numbers, `Kindergeldnummer 123FK456789`, `Nimero ya RAMA 123456789`.

Leaks cost more than blots: what a label introduces and nothing else explains is masked as a
REFERENCE. Numbers of laws, cases, sections, invoices and receipts stay (`context.COUNTER`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.births import is_written_date
from opengovai.redaction.context import Surroundings
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

SCORE = 0.52
"""Enough to be masked; any known kind goes first."""

_LETTER = "A-Za-z\u00c0-\u024f\u0400-\u04ff"
_UPPER = "A-Z\u0410-\u042f"
_LINK = f"(?: [{_LETTER}'\u2019]{{1,16}}){{0,3}}"
_SAYS = "(?: (?:is|was|are|ni|est|ist|lautet))?"
_OPEN = "[ .,:=#\u2116\u00b0\u00ba-]{0,4}"
_VALUE = (
    f"(?:[{_UPPER}]{{1,4}}[ /-]?)?[0-9][0-9{_UPPER}]*(?:(?:[ ,.]|[/-]{{1,2}})[0-9][0-9{_UPPER}]*)*"
    f"(?: [{_UPPER}])?"
)
_MARK = "(?:\u2116|(?i:n[\u00b0\u00ba]|no|nr|number|номер))"
_OWNED = (
    "(?i:allocataire|caf|matricule|adh\u00e9rent|contrat|nssf|nhif|sha|shif|rama|rssb|mutuelle|"
    "mituelle|huduma|kra|id|member|membership|staff|employee|policy|customer|client|student|"
    "contract|mkataba|vertrag|полис|договор|сч[её]т|шарт|шот|мүше|mwanachama|umunyamuryango|"
    "insurance|bima|assurance|versicherung|alien card|alien id|refugee id|unhcr|ofpra|upi|"
    "étranger|titre de séjour|récépissé|aufenthaltstitel|осаго|омс|свидетельство о рождении|"
    "adm|admission|huduma card|birth certificate|birth cert|mpiga kura|voter|carte de réfugié|"
    "refugee card|техпаспорт|водительское удостоверение|ву|стс|птс|пинфл|патент|"
    "жүргізуші куәлігі|права|дул|fiktionsbescheinigung|patient|badge|logbook|log book)"
    "[а-яі]{0,3}"
)
_LABELS = (
    f"(?i:number|номер){_SAYS}",
    f"(?i:nambari|namba|nimero|numero|num\u00e9ro|номер|нөмір)[а-яі]{{0,4}}{_LINK}",
    f"(?i:[a-z\u00e4\u00f6\u00fc\u00df]{{0,40}}nummer|[a-z\u00e4\u00f6\u00fc\u00df]{{3,40}}nr){_SAYS}",
    f"{_OWNED}(?: ?{_MARK})?{_SAYS}",
)
_GLUED = "(?:ID|Id|id|NID|PIN|TIN|KRA|NSSF|NHIF|ИИН|ЖСН|СНИЛС|ИНН)[0-9]{6,16}"
_LABELLED = compile_pattern(f"(?:{'|'.join(_LABELS)}){_OPEN}{_VALUE}|{_GLUED}")
_PASSPORT = compile_pattern(
    "(?i:сери)[яиюей]{1,2}[^0-9]{0,3}[0-9]{2} ?[0-9]{2}[,;. ]{0,3}(?i:номер|№|n)?[:. ]{0,2}"
    "[0-9]{3} ?[0-9]{3}"
)
_CARD_CODE = compile_pattern(
    "(?i:cvv|cvc|cvn)2?(?i: code| код)?(?i: is| ni| est| ist)?[ :.=-]{0,3}[0-9]{3,4}"
)
_AT_END = re.compile(rf"(?<![0-9{_UPPER}]){_VALUE}\Z")
_DIGITS_AT_END = re.compile(r"\d+\Z")
_SERIES = re.compile(r"\d\d ?\d\d\D.*|\d\d ?\d\d\d+.*")
_FEWEST, _FEWEST_DIGITS, _MOST = 7, 6, 34
_IS_OWNED = re.compile(
    r"policy|insurance|bima|assurance|versicherung|полис|member|adm|huduma|birth|рождении|alien|"
    r"refugee|réfugié|voter|mpiga kura|удостоверение|патент",
    re.IGNORECASE,
)
_WITH_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d[/-]|[/-](?:19|20)\d\d(?!\d)")
_ERRANDS = re.compile(
    r"buchung|bewerb|antrag|termin|überweis|meldung|booking|application|permit|visa|notice|message|"
    r"брон|направлен|уведомл|разрешен|подан|өтін|отин|рұқсат|хаттама|miadi|ankara|ombi|"
    r"ubutumwa|ikosora|ubusabe|uruhushya|rendez-vous|demande|candidat|\bavis\b",
    re.IGNORECASE,
)
"""Errands, not people: what was booked, asked for, sent or decided has numbers too."""
_ERRAND_NEAR = 40
_OF_YEAR = re.compile(
    r",? (?:of|ya|de|vom|от|du|yo|d\.d\.) ?(?:\d{1,2}[. /-]\S+[. /-])?(?:19|20)\d\d"
)


class LabelledReader:
    """Finds numbers by the label before them."""

    signs = ("[0-9],[0-9]{3},[0-9]", "(?i:cv[vcn])")
    """Without these in a text, and without a run of `candidates`, `read` finds nothing in it."""

    def read(self, subject: Subject, context: Surroundings) -> Iterator[EntitySpan]:
        """Spans of the numbers without their labels."""
        text = subject.text
        for start, end in _PASSPORT.spans(subject):
            series = _SERIES.search(text, start, end)
            if series and not text[end : end + 1].isdigit():
                yield _span(series.start(), end, "RU_PASSPORT", 0.95)
        for start, end in _CARD_CODE.spans(subject):
            code = _DIGITS_AT_END.search(text, start, end)
            if code and _stands_free(text, start, end):
                yield _span(code.start(), end, "CREDENTIAL", 0.8)
        for start, end in _LABELLED.spans(subject):
            value = _value(text, start, end)
            if value is None or _of_case(text, start, *value) or context.around(*value).nobodys:
                continue
            if not _ERRANDS.search(text, max(0, start - _ERRAND_NEAR), value[0]):
                yield _span(*value, "REFERENCE", SCORE)


def _value(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the number behind the label stands, if it is long enough and no date, law or part."""
    found = _AT_END.search(text, start, end) or _DIGITS_AT_END.search(text, start, end)
    if found is None or not _stands_free(text, start, end):
        return None
    written = found[0]
    letters = [c for c in written if c.isalnum()]
    digits = sum(map(str.isdigit, letters))
    fewest = _FEWEST_DIGITS if _IS_OWNED.search(text, start, found.start()) else _FEWEST
    if not (fewest <= len(letters) <= _MOST and digits >= _FEWEST_DIGITS):
        return None
    if _OF_YEAR.match(text, end) or is_written_date(text, *found.span()):
        return None
    return found.span()


def _of_case(text: str, start: int, first: int, end: int) -> bool:
    """Whether groups with a stroke or hyphen hold a year, as those of cases do, and the label does
    not say that somebody owns the number."""
    return bool(_WITH_YEAR.search(text, first, end)) and not _IS_OWNED.search(text, start, first)


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether no word or number goes on at either side."""
    behind = text[end : end + 2]
    joined = behind[:1] in {"-", "/", ".", ","} and behind[1:].isdigit()
    return not (text[start - 1 : start].isalnum() or behind[:1].isalnum() or joined)


def _span(start: int, end: int, entity: str, score: float) -> EntitySpan:
    return EntitySpan(start=start, end=end, entity=entity, score=score, recognizer="labelled")
