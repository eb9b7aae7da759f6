"""The lists of names: those that are names anywhere, and those only where they are announced."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def listed_names() -> frozenset[str]:
    """Names wherever they stand, each with a capital."""
    return _read("names.txt")


def is_announced(name: str) -> bool:
    """Whether a word with a capital is a name where the words before it announce one; short forms
    too, and Russian in any case."""
    if name in listed_names() or name in _announced():
        return True
    return bool(_CYRILLIC.fullmatch(name)) and any(
        name[: len(name) - cut] + ending in _announced()
        for cut in (1, 2)
        for ending in ("", "а", "я", "й", "ь")
        if len(name) - cut >= _SHORTEST_STEM
    )


_CYRILLIC = re.compile("[А-ЯЁ][а-яё]+")
_SHORTEST_STEM = 3
_SHORT = (
    "Аня Маша Даша Саша Паша Миша Гриша Лёша Леша Лена Света Катя Настя Таня Оля Наташа Юля Ира "
    "Галя Валя Люба "
    "Люда Люся Надя Вера Нина Зина Рая Рита Лиза Соня Ксюша Полина Вика Лара Тома Алла Инна "
    "Жанна Зоя Клава Шура Нюра Дуня Фрося "
    "Вова Володя Витя Коля Толя Серёжа Сережа Андрюша Дима Женя Ваня Петя Федя Костя Слава Гена "
    "Гоша Жора Юра Боря Рома Стас "
    "Вася Лёня Леня Тимоша Тёма Никита Илюша Алёша Антоша Егорка Стёпа Сеня Яша Кирюша Ильдарчик "
    "Айгуля Гуля Гульнара Динара "
    "Жанар Жания Айжан Аигуль Айгуль Асель Алия Бакыт Нурик Ерик Ерлан Кульзира Алинур Самат "
    "Бекзат Ербол Гаджи"
)


@cache
def _announced() -> frozenset[str]:
    return _read("announced.txt") | frozenset(_SHORT.split())


def _read(name: str) -> frozenset[str]:
    return frozenset((files("opengovai.redaction.persons") / name).read_text("utf-8").split())
