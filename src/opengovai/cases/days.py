"""Days of the month in words: `the third of March`, `am ersten Mai`, `десятого октября`."""

from __future__ import annotations

_ENGLISH = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth
twenty-ninth thirtieth thirty-first
"""
_GERMAN = """
erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte dreizehnte
vierzehnte fünfzehnte sechzehnte siebzehnte achtzehnte neunzehnte zwanzigste einundzwanzigste
zweiundzwanzigste dreiundzwanzigste vierundzwanzigste fünfundzwanzigste sechsundzwanzigste
siebenundzwanzigste achtundzwanzigste neunundzwanzigste dreißigste einunddreißigste
"""
_FRENCH = """
premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
dix-sept dix-huit dix-neuf vingt vingt_et_un vingt-deux vingt-trois vingt-quatre vingt-cinq
vingt-six vingt-sept vingt-huit vingt-neuf trente trente_et_un
"""
_RUSSIAN = """
первого второго третьего четвёртого пятого шестого седьмого восьмого девятого десятого
одиннадцатого двенадцатого тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого
восемнадцатого девятнадцатого двадцатого двадцать_первого двадцать_второго двадцать_третьего
двадцать_четвёртого двадцать_пятого двадцать_шестого двадцать_седьмого двадцать_восьмого
двадцать_девятого тридцатого тридцать_первого
"""
_KAZAKH = """
бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы оныншы он_бірінші
он_екінші он_үшінші он_төртінші он_бесінші он_алтыншы он_жетінші он_сегізінші он_тоғызыншы
жиырмасыншы жиырма_бірінші жиырма_екінші жиырма_үшінші жиырма_төртінші жиырма_бесінші
жиырма_алтыншы жиырма_жетінші жиырма_сегізінші жиырма_тоғызыншы отызыншы отыз_бірінші
"""


def _numbered() -> dict[str, int]:
    days = {
        name.replace("_", " "): number
        for names in (_ENGLISH, _FRENCH, _RUSSIAN, _KAZAKH)
        for number, name in enumerate(names.split(), start=1)
    }
    for number, name in enumerate(_GERMAN.split(), start=1):
        days |= {name + ending: number for ending in ("", "r", "n")}
    days |= {name.replace("-", " "): number for name, number in days.items()}
    return days | {name.replace("ё", "е"): number for name, number in days.items()}


_DAYS = _numbered()

DAY_WORD = f"(?:{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
"""A regular expression of every one, to be matched without regard to case."""


def day_of(written: str) -> int:
    """1 to 31 for digits or what `DAY_WORD` matched."""
    return int(written) if written.isdigit() else _DAYS[written.casefold()]
