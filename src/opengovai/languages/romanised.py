"""Russian and Kazakh typed in Latin letters ("kak poluchit pasport", "qalai pasport alamyn").

Nobody follows one standard when typing so; the rules read the habits of BGN/PCGN, ISO 9, the Kazakh
Latin alphabets of 2018 and 2021, and plain ASCII. They recover what a search needs, the stems, and
not always the spelling. Words that decide (`romanised.toml`) come out exactly.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from opengovai.languages.analysis import stem
from opengovai.languages.lexicon import related
from opengovai.languages.normalization import normalize
from opengovai.languages.stopwords import STOP_WORDS
from opengovai.types import PLACEHOLDER

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]*)*")
_CYRILLIC = re.compile("[а-ӿ]", re.IGNORECASE)
_LATIN = ("en", "sw", "rw", "de", "fr")
_SHARE = 0.2  # of the words that must be known ones
# Beginnings and ends that no other served language in Latin script has; such a word counts half.
_LOOKS = {
    "ru": re.compile(
        r"zh|shch|(?:iya|iyu|ogo|ego|enie|enii|aniya|anii|itsya|atsya|ovat|stvo|stva|nyy|nyh|nykh"
        r"|skiy|nost|nosti|uyu|aya|yye|nie|tsii|tsiya)$"
    ),
    "kk": re.compile(
        r"q|gh|(?:myn|dyn|tyn|tyq|lyq|lyk|dyq|nyn|dan|den|ngiz|niz|nyz|dagy|degi|tary|leri|lary"
        r"|sy|sin|ady|edi|idi|ydy|maidy|meidi|mayin|ymdy|imdi|uge|uga|dyrmi)$"
    ),
}
_MARKS = str.maketrans(
    {"ı": "i", "ä": "a", "ö": "o", "ü": "u", "ū": "u", "ğ": "g", "ş": "sh", "ç": "ch", "ñ": "n"}
)
_LONGEST = 4000
_SHORTEST = 3

_RU_RULES = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш",
    "yo": "е", "jo": "е", "yu": "ю", "ju": "ю", "ya": "я", "ja": "я", "ye": "е", "je": "е",
    "a": "а", "b": "б", "v": "в", "w": "в", "g": "г", "d": "д",
    "e": "е", "z": "з", "i": "и", "j": "ж", "k": "к", "q": "к", "l": "л", "m": "м", "n": "н",
    "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф", "h": "х", "x": "х",
    "c": "ц", "y": "ы", "'": "ь", "’": "ь",
}  # fmt: skip
_KK_RULES = {
    "shch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "gh": "ғ", "kh": "х", "ts": "ц", "iya": "ия",
    "ya": "я", "yu": "ю", "a": "а", "ä": "ә", "b": "б", "v": "в", "w": "у", "g": "г", "ğ": "ғ",
    "d": "д", "e": "е", "z": "з", "j": "ж", "k": "к", "q": "қ", "l": "л", "m": "м", "n": "н",
    "ñ": "ң", "ŋ": "ң", "o": "о", "ö": "ө", "p": "п", "r": "р", "s": "с", "ş": "ш", "t": "т",
    "u": "у", "ü": "ү", "ū": "ұ", "f": "ф", "h": "х", "x": "х", "c": "ц", "ç": "ч", "y": "ы",
    "i": "і", "ı": "ы", "'": "", "’": "",
}  # fmt: skip
_VOWELS = "aeiouyäöüūı"
_FRONT = re.compile("[eäöü]|(?<![aouyei])i")
_BACK = re.compile("[qyığū]")
# Where the soft sign of the spelling has no letter in the typing: "svidetelstvo", "skolko".
_SOFT = (
    (re.compile(r"л(?=ст|ск|ш|з|ко\b|гот)"), "ль"),
    (re.compile(r"(?<=[еаи])л(?=н)"), "ль"),
)


def romanised_as(text: str, candidates: Collection[str]) -> str:
    """Which of Russian and Kazakh the Latin letters of `text` spell, "" where neither.

    Needs known words of it, and more of them than function words of any language in Latin script.
    """
    if _CYRILLIC.search(text):
        return ""
    found = _WORD.findall(normalize(PLACEHOLDER.sub(" ", text[:_LONGEST])))
    folded = [fold(word) for word in found]
    known = {
        language: sum(_weight(word, language) for word in folded)
        for language in ("kk", "ru")
        if language in candidates
    }
    best = max(known, key=lambda language: known[language], default="")
    if not best or known[best] < max(1, _SHARE * len(found)):
        return ""
    own = max(sum(word in STOP_WORDS[language] for word in found) for language in _LATIN)
    return best if known[best] > own else ""


@lru_cache(maxsize=50_000)
def _weight(word: str, language: str) -> float:
    """What a folded word says for a language: 1 for a known one or a function word as it would be
    spelled, a half for one of the lexicon or with the looks of it."""
    if word in _known(language):
        return 1.0
    if len(word) < _SHORTEST or any(word in STOP_WORDS[tag] for tag in _LATIN):
        return 0.0
    spelled = _cyrillic(word, language)
    if spelled in STOP_WORDS[language]:
        return 1.0
    if len(word) == _SHORTEST:
        return 0.0
    listed = any(related(term, language) for term in stem([spelled], language))
    return 0.5 if listed or _LOOKS[language].search(word) else 0.0


def from_latin(text: str, language: str) -> str:
    """`text`, typed in Latin letters, in the Cyrillic letters of `language` ("ru" or "kk").

    Pseudonyms and everything that is no word stay as they are.
    """
    out, at = [], 0
    for kept in [*PLACEHOLDER.finditer(text), None]:
        end = kept.start() if kept else len(text)
        out.append(_WORD.sub(lambda word: _cyrillic(word[0], language), text[at:end]))
        if kept:
            out.append(kept[0])
            at = kept.end()
    return "".join(out)


def fold(word: str) -> str:
    """A normalised word without the marks of the Kazakh Latin alphabets and without apostrophes."""
    plain = word.translate(_MARKS).replace("'", "").replace("’", "")
    return unicodedata.normalize("NFD", plain).encode("ascii", "ignore").decode()


def _cyrillic(word: str, language: str) -> str:
    lower = unicodedata.normalize("NFC", word.casefold())
    known = _known(language).get(fold(lower))
    if known:
        return known
    return _kazakh(lower) if language == "kk" else _russian(lower)


def _russian(word: str) -> str:
    # "y" and "j" after a vowel and not before one: й.
    word = re.sub(rf"(?<=[{_VOWELS}])[yj](?![aeou])", "й", word)
    word = re.sub(r"^e(?=t[oiua]|ks|kz|kon|lektr)", "э", word)
    spelled = _spell(word, _RU_RULES)
    for pattern, soft in _SOFT:
        spelled = pattern.sub(soft, spelled)
    return spelled


def _kazakh(word: str) -> str:
    """Vowel harmony tells ө and ү from о and ұ where the typing does not; қ and ғ stand beside back
    vowels only."""
    word = re.sub(rf"(?<=[{_VOWELS}])[yi](?![aouäöü])", "й", word)
    word = re.sub(r"ng(?![aeiouyäöüū])", "ñ", word)
    if _FRONT.search(word) and not _BACK.search(word):
        word = re.sub(rf"(?<![{_VOWELS}й])u(?=[^{_VOWELS}й])", "ü", word)
        word = re.sub(rf"^([^{_VOWELS}]?)o", r"\1ö", word)
    else:
        word = re.sub(rf"(?<![{_VOWELS}й])u(?=[^{_VOWELS}й])", "ū", word)
        word = re.sub("k(?!h)", "q", word if "gh" in word else word.replace("g", "ğ"))
    return _spell(word, _KK_RULES)


def _spell(word: str, rules: Mapping[str, str]) -> str:
    return _pattern(tuple(rules)).sub(lambda found: rules[found[0]], word)


@cache
def _pattern(keys: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(keys, key=len, reverse=True))))


@cache
def _known(language: str) -> Mapping[str, str]:
    path = files("opengovai.languages") / "romanised.toml"
    known: dict[str, str] = tomllib.loads(path.read_text("utf-8"))[language]
    return known
