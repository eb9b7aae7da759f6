"""Numbers of papers and files by the label before them: `Student ID ED/0412/2019`, `permit no.
BP 2024/00391`, `Матрикельный билет № 18-0441`, `inyemezabwishyu nimero 9912-0087`.

Shorter and more mixed than what `labelled` takes, so the label must name a paper, a file or a
membership; errands (files, permits, claims) need a word for number too. Laws, sections,
forms, receipts, invoices and what ends in `of 2021` stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opengovai.redaction.births import is_written_date
from opengovai.redaction.patterns import Subject, compile_pattern
from opengovai.types import EntitySpan

SCORE = 0.51
"""Enough to be masked; any known kind, and `labelled`, goes first."""

_UP = "A-Z\u0410-\u042fӘҒҚҢӨҰҮҺІ"
_MARK = (
    "(?:[.:]? ?(?:\u2116|(?i:n[\u00b0\u00ba]|no|na|nr|number|ref|reference|id|card|"
    "namba|nambari|nimero|"
    "nomero|numero|num\u00e9ro|nummer|номер[а-я]{0,2}|"
    "н[өо]м[іе]р[а-яі]{0,4}|нөмірі))){1,2}"
)
_OF = (
    "(?: (?:ya|wa|la|cha|ye|yo|kwa|wo|de|du|des|de la|der|für|of|for|(?:[yzw]|cy|bw)['\u2019])|"
    "['\u2019])"
)
_OWN = (
    # en
    "microchip|"
    "student|pupil|learner|membership|member|staff|employee|payroll|pension|policy|insurance|patient|"
    "voter|customer|till|enrolment|enrollment|library card|sacco|"
    # sw
    "(?:kadi|kitambulisho) (?:ya|cha) (?:uanachama|mwanachama|mwanafunzi|bima|mpiga kura|mteja)|"
    # rw
    "ikarita y['\u2019](?:umunyeshuri|umunyamuryango|ubwishingizi)|"
    # kk, ru
    "студенттік билет[іi]?|мүшелік|мүше|сақтандыру полис[іi]|полис[а-яі]{0,3}|"
    "зейнетақы куәліг[іi]|студенческ[а-я]{2,3}(?: билет[а-я]{0,2})?|"
    "членск[а-я]{2,3} билет[а-я]{0,2}|"
    "читательск[а-я]{2,3} билет[а-я]{0,2}|"
    "пенс[а-я.]{0,9} удостоверени[а-я]|удостоверени[а-я]|зач[её]тк[а-я]|"
    # de
    "[a-zäöüß]{0,40}ausweis|versicherungsschein|"
    "azr|(?:geburts|heirats|ehe|sterbe)urkunde|transponder|"
    # fr
    "carte d['\u2019](?:étudiante?|etudiante?|adhérente?)|adhérente?|allocataire|alloc|matricule|"
    "puce|n[\u00b0\u00bao]?[.]? ?(?:d['\u2019])?[ée]trangere?"
)
_ERRAND = (
    "(?:work |building |business |residence )?permit|force|licen[cs]e|file|case|claim|application|"
    "registration|"
    "kibali|faili|leseni(?: ya [a-z]{3,14})?|rufaa|ombi|usajili|"
    "uruhushya|dosiye|ubusabe|"
    "рұқсат[а-яі]{0,4}|өтініш[а-яі]{0,4}|куәлік[а-яі]{0,3}|куәліг[іi]|"
    "разрешени[а-я]|заявк[а-я]|лицензи[а-я]|свидетельств[а-я]|"
    "genehmigung|antrag|vorgang|bescheid|akte|"
    "permis|dossier|demande|récépissé|police|titre de séjour|carte de séjour"
)
_NUMBER_OF = (
    f"(?i:nambari|namba|nimero|nomero|numero){_OF}(?: ?[A-Za-z'\u2019]{{2,18}})"
    f"(?: [A-Za-z'\u2019]{{2,18}}){{0,4}}|"
    f"(?i:num[ée]ro|n[°º]|référence|réf[.]?) ?(?i:d['\u2019e]|du|de la|de l['\u2019])"
    f" ?[A-Za-zÀ-ÿ'\u2019]{{3,16}}|"
    "(?i:номер) (?:[а-я]{4,14} )?(?i:дела|полиса|заявки|карты|билета|"
    "свидетельства|разрешения|удостоверения)|"
    "(?i:регистрационный|страховой|учётный|учетный|лицевой) (?i:номер|сч[её]т)|"
    "(?i:[a-zäöüß]{3,40}(?:nummer|nr[.]?))|"
    "(?i:сақтандыру|тіркеу|іс|өтініш|мүшелік|рұқсат|полис) (?i:н[өо]м[іе]р)[а-яі]{1,4}"
)
_SAYS = (
    "(?: (?:is|was|are|ni|est|ist|lautet|yangu|yake|yanjye|ye|at|kwa|"
    "with|bei|beim|vom|von|dem|meiner [a-z]{4,14})){0,2}"
)
_OPEN = "[ .,:=#\u2116\u00b0\u00ba-]{1,4}"
_VALUE = (
    f"(?:[{_UP}]{{1,5}}[a-z]?[{_UP}]?[ ./-]{{0,2}})?[0-9][0-9{_UP}]*(?:[/.-][0-9{_UP}]{{1,10}}|"
    f" [0-9]{{2,8}}){{0,5}}(?: [{_UP}])?"
)
_LABELLED = compile_pattern(
    f"(?:(?i:{_OWN})(?:{_MARK})?|(?i:{_ERRAND}){_MARK}|{_NUMBER_OF}){_SAYS}{_OPEN}{_VALUE}"
)
_AT_END = re.compile(rf"(?<![0-9{_UP}]){_VALUE}\Z")
_PUBLIC = re.compile(
    r"sheria|kifungu|itegeko|ingingo|iteka|fomu|gazeti|tangazo|mwaka|\bfom\b|section|article|"
    r"\bact\b|\bloi\b|arrêté|décret|formulaire|\bpage\b|telefon|télé|téléphone|\btel|simu|handy|"
    r"receipt|invoice|risiti|stakabadhi|inyemezabwishyu|түбіртек|квитанц|счёт-|rechnung|quittung|"
    r"ankara|dharura|miadi|ripoti|ubutumwa|acte|urupapuro|ubufasha|"
    r"vorgang|register|bewerb|обращени|buchung|dienst|tagebuch|notfall|reçu|facture|quittance|"
    r"haus|zimmer|formular|seite|artikel|postleit|konto|\bplz\b|"
    r"закон|приказ|постановлен|форм|стать|"
    r"кабинет|\bBIN\b|мамыр|бап|заң",
    re.IGNORECASE,
)
"""Not somebody's, or another reader's business."""
_OF_YEAR = re.compile(r",? (?:of|ya|de|vom|от|du|yo|wa) ?(?:\d{1,2}[. /-]\S+[. /-])?(?:19|20)\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AMOUNT = re.compile(
    r"[.,]\d|(?:[.,]-)?\s?(?:%|€|\$|£|euro?s?\b|eur\b|kes|ksh|sh\b|frw|rwf|тг|теңге|tenge|руб|₽|₸|"
    r"usd|gbp|francs)",
    re.IGNORECASE,
)
_FEWEST_DIGITS, _FEWEST = 3, 4


class PaperReader:
    """Finds numbers by the paper, file or membership that the label before them names."""

    def read(self, subject: Subject) -> Iterator[EntitySpan]:
        """Spans of the numbers without their labels."""
        text = subject.text
        for start, until in _LABELLED.spans(subject):
            if text[start - 1 : start].isalnum():
                continue
            next_label = text[until : until + 1] in {"\u00b0", "\u00ba", "\u2116"}
            end = until - 2 if next_label else until  # without its N
            value = _AT_END.search(text, start, end)
            if value and _is_paper(text, start, *value.span()):
                yield EntitySpan(
                    start=value.start(),
                    end=end,
                    entity="REFERENCE",
                    score=SCORE,
                    recognizer="papers",
                )


def _is_paper(text: str, label: int, start: int, end: int) -> bool:
    """Whether `start:end` is written as papers are numbered, behind a label that begins at
    `label`: no date, year, amount, law or part of a word."""
    written = text[start:end]
    digits = sum(map(str.isdigit, written))
    if digits < _FEWEST_DIGITS or sum(map(str.isalnum, written)) < _FEWEST:
        return False
    if text[end : end + 1].isalnum() or _AMOUNT.match(text, end) or _OF_YEAR.match(text, end):
        return False
    if _YEAR.fullmatch(written) or is_written_date(text, start, end):
        return False
    return not _PUBLIC.search(text, label, start)
