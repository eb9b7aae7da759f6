"""Dates in words: `twelfth of May nineteen eighty-four`, `vingt-trois février mille neuf cent`.

A row of number words with a month among them, or the Swahili and Kinyarwanda words for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opengovai.redaction.identifiers import listed

_NUMBERS = listed(
    "first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth, "
    "thirteenth, fourteenth, fifteenth, sixteenth, seventeenth, eighteenth, nineteenth, twentieth, "
    "thirtieth, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, "
    "thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty, thirty, forty, "
    "fifty, sixty, seventy, eighty, ninety, hundred, thousand, oh, kwanza, pili, moja, mbili, "
    "tatu, nne, tano, sita, saba, nane, tisa, kumi, ishirini, thelathini, arobaini, hamsini, "
    "sitini, sabini, themanini, tisini, mia, elfu, mbere, rimwe, kabiri, gatatu, kane, gatanu, "
    "gatandatu, karindwi, umunani, munani, icyenda, icumi, cumi, makumyabiri, mirongo, ijana, "
    "magana, igihumbi, ibihumbi, itatu, ine, itanu, itandatu, irindwi, inani, urwenda, cyenda, un, "
    "premier, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, treize, "
    "quatorze, quinze, seize, vingt, vingts, trente, quarante, cinquante, soixante, cent, cents, "
    "mil, mille"
)
_STEMS = listed(
    "перв, втор, трет, четверт, четвёрт, пят, шест, седьм, восьм, девят, десят, одиннадцат, "
    "двенадцат, тринадцат, четырнадцат, пятнадцат, шестнадцат, семнадцат, восемнадцат, "
    "девятнадцат, двадцат, тридцат, сорок, восемьдесят, семьдесят, девяност, тысяч, девятьсот, "
    "восемьсот, две, два, три, четыре, один, одна, семь, восемь, сто, бір, екі, үш, төрт, бес, "
    "алты, жеті, сегіз, тоғыз, он, жиырма, отыз, қырық, елу, алпыс, жетпіс, сексен, тоқсан, жүз, "
    "мың, erste, zweite, dritte, vierte, fünft, sechst, siebt, siebente, achte, neunt, zehnt, "
    "elft, zwölft, dreizehn, vierzehn, fünfzehn, sechzehn, siebzehn, achtzehn, neunzehn, zwanzig, "
    "dreißig, einundzwanzig, zweitausend, neunzehnhundert, zweiundzwanzig, dreiundzwanzig, "
    "vierundzwanzig, fünfundzwanzig, sechsundzwanzig, siebenundzwanzig, achtundzwanzig, "
    "neunundzwanzig, einunddreißig"
)
_MONTHS = listed(
    "january, february, march, april, may, june, july, august, september, october, november, "
    "december, januari, februari, machi, aprili, mei, juni, julai, agosti, septemba, oktoba, "
    "novemba, desemba, mwezi, mutarama, gashyantare, werurwe, mata, gicurasi, kamena, nyakanga, "
    "kanama, nzeri, ukwakira, ugushyingo, ukuboza, ukwezi, қаңтар, ақпан, наурыз, сәуір, мамыр, "
    "маусым, шілде, тамыз, қыркүйек, қазан, қараша, желтоқсан, январ, феврал, март, апрел, мая, "
    "май, июн, июл, август, сентябр, октябр, ноябр, декабр, januar, februar, märz, mai, juli, "
    "oktober, dezember, janvier, février, mars, avril, juin, juillet, août, septembre, octobre, "
    "novembre, décembre"
)
_JOINTS = listed(
    "z, of, the, day, and, in, na, wa, ya, mwaka, tarehe, tariki, umwaka, ku, kwa, y, n, des, im, "
    "jahre, jahr, jahres, de, l, an, et, года, год, числа, жылы, жылғы, жылдың, күні, сы, ы, і, "
    "ші, шы"
)
_NUMBER = frozenset(_NUMBERS)
_JOINT = frozenset(_JOINTS)
_WORD = re.compile(r"[^\W\d_]+|(?:18|19|20)\d\d(?!\d)")
_NEXT = re.compile(r"[ \u00a0,'\u2019-]{1,3}|, ")
_REACH, _MOST = 48, 14
_FEWEST = 3


def said_dates(text: str, births: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places of dates in words that begin soon behind one of these words of birth."""
    done = -1
    for _, end in births:
        for word in _WORD.finditer(text, end, min(len(text), end + _REACH)):
            if word.start() > done and _kind(word[0]) in {"number", "month"}:
                last = _end(text, word.start())
                if last:
                    yield word.start(), last
                    done = last
                    break


def _end(text: str, start: int) -> int:
    """Where the date in words that begins here ends; 0 if there is none."""
    kinds: list[str] = []
    last = at = start
    for _ in range(_MOST):
        word = _WORD.match(text, at)
        kind = _kind(word[0]) if word else ""
        if word is None or not kind:
            break
        kinds.append(kind)
        if kind != "joint":
            last = word.end()
        gap = _NEXT.match(text, word.end())
        if gap is None:
            break
        at = gap.end()
    whole = "month" in kinds and kinds.count("number") >= _FEWEST - 1
    return last if whole else 0


def _kind(word: str) -> str:
    small = word.casefold()
    if small[0].isdigit() or small in _NUMBER or small.startswith(_STEMS):
        return "number"
    if small.startswith(_MONTHS):
        return "month"
    return "joint" if small in _JOINT else ""
