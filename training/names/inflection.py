"""Case endings for names: Kazakh by vowel harmony, Russian by the rules of petrovich."""

from __future__ import annotations

from functools import lru_cache

from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

_FRONT = set("әөүіеэ")
_BACK = set("аоұыуяюёи")
_NASAL = set("мнң")
_VOICELESS = set("пфктшсхцчщқбвгдһ")
_KAZAKH = {
    # case: (after a vowel, after a nasal, after another voiced sound, after a voiceless one)
    "gen": ("ның", "ның", "дың", "тың"),
    "dat": ("ға", "ға", "ға", "қа"),
    "acc": ("ны", "ды", "ды", "ты"),
    "loc": ("да", "да", "да", "та"),
    "abl": ("дан", "нан", "дан", "тан"),
    "ins": ("мен", "мен", "мен", "пен"),
}
_POSSESSIVE = {"dat": "на", "loc": "нда", "abl": "нан", "acc": "н"}
_SOFTEN = str.maketrans("аығқ", "еігк")
_RUSSIAN = {
    "gen": Case.GENITIVE,
    "dat": Case.DATIVE,
    "acc": Case.ACCUSATIVE,
    "ins": Case.INSTRUMENTAL,
    "loc": Case.PREPOSITIONAL,
    "abl": Case.GENITIVE,
}
_PARTS = {
    "given": NamePart.FIRSTNAME,
    "surname": NamePart.LASTNAME,
    "patronymic": NamePart.MIDDLENAME,
}
_MAKER = PetrovichDeclinationMaker()


@lru_cache(maxsize=200_000)
def kazakh(name: str, case: str) -> str:
    """`name` with the ending of `case` (gen, dat, acc, loc, abl or ins)."""
    lower = name.lower()
    soft = next((letter in _FRONT for letter in reversed(lower) if letter in _FRONT | _BACK), False)
    if lower.endswith(("ұлы", "қызы", "улы", "кызы")) and case in _POSSESSIVE:
        return name + _POSSESSIVE[case]
    last = lower[-1]
    if last in _FRONT | _BACK and last not in "уи":
        kind = 0
    elif last in _NASAL:
        kind = 1
    else:
        kind = 3 if last in _VOICELESS else 2
    ending = _KAZAKH[case][kind]
    if case == "ins":
        return name + ending
    return name + (ending.translate(_SOFTEN) if soft else ending)


@lru_cache(maxsize=200_000)
def russian(name: str, case: str, part: str, gender: str) -> str:
    """`name` declined; `part` is given, surname or patronymic, `gender` f or m."""
    kind = Gender.FEMALE if gender == "f" else Gender.MALE
    return str(_MAKER.make(_PARTS[part], kind, _RUSSIAN[case], name))
