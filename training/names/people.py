"""Persons to fill into sentences: names of many cultures, written in the ways people write them.

Lists of this project stand in `lists/`; further ones come from Faker (MIT), pinned in
`requirements.txt`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random

import inflection
from transliteration import romanise, transliterate

LISTS = Path(__file__).parent / "lists"

_FAKER = {
    "anglo": ("en_GB", "en_US", "en_IE", "en_NZ", "en"),
    "kenya": ("en_KE",),
    "tanzania": ("sw",),
    "west_africa": ("en_NG", "yo_NG", "ig_NG", "ha_NG", "tw_GH"),
    "southern_africa": ("zu_ZA",),
    "german": ("de_DE", "de_AT", "de_CH", "de_LU"),
    "french": ("fr_FR", "fr_BE", "fr_CH", "fr_CA"),
    "arabic": ("fr_DZ", "en_PK"),
    "asia": ("en_IN", "vi_VN", "id_ID", "en_TH"),
    "east_asia": ("zh_CN", "zh_TW", "ja_JP"),
    "turkish": ("tr_TR", "az_AZ"),
    "slavic_latin": ("pl_PL", "cs_CZ", "hr_HR", "sk_SK", "sl_SI", "ro_RO", "hu_HU"),
    "southern": ("it_IT", "es_ES", "es_MX", "es_AR", "es_CL", "es_CO", "pt_PT", "pt_BR"),
    "northern": ("sv_SE", "da_DK", "no_NO", "nl_NL", "nl_BE", "fi_FI", "et_EE", "lt_LT", "lv_LV"),
    "celtic": ("ga_IE", "is_IS"),
    "greek": ("el_GR",),
    "bulgarian": ("bg_BG", "mk_MK"),
    "russian": ("ru_RU",),
    "ukrainian": ("uk_UA",),
    "uzbek": ("uz_UZ",),
}
_MIXTURES = {
    "en": "kenya 22 anglo 26 somali 5 rwanda 4 uganda 3 ethiopia 3 west_africa 4 asia 6 arabic 5"
    " slavic_latin 5 southern 5 northern 6 german 3 french 2 southern_africa 2 tanzania 2 turkish 1"
    " east_asia 4 romanised 4 greek 2 celtic 2",
    "sw": "kenya 36 tanzania 40 somali 7 uganda 4 arabic 4 anglo 7 rwanda 3 congo 3",
    "rw": "rwanda 84 congo 5 uganda 4 kenya 2 french 3 anglo 2 tanzania 1",
    "kk": "kazakhstan 78 central_asia 10 russian 9 transliterated 4",
    "ru": "russian 50 kazakhstan 26 central_asia 12 ukrainian 5 transliterated 8",
    "de": "german 55 turkish 11 arabic 8 slavic_latin 9 southern 4 northern 3 anglo 2 french 2"
    " west_africa 2 ethiopia 1 somali 1 asia 3 east_asia 1 romanised 4 greek 2 kenya 1",
    "fr": "french 52 arabic 13 west_africa 13 congo 8 rwanda 5 southern 3 slavic_latin 2 asia 2"
    " german 1 turkish 1 northern 1 romanised 2 east_asia 1 anglo 3",
}
_RUSSIFIED = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноууhиАГКНОУУХИ".replace("h", "х"))
_INVENTED = 0.3
_VOWELS = "aeiouyàâäéèêëîïôöùûüh"


@dataclass(frozen=True, slots=True)
class Culture:
    """Given names by gender, surnames by gender (often the same)."""

    given: dict[str, tuple[str, ...]]
    surname: dict[str, tuple[str, ...]]


def held_out(name: str) -> bool:
    """One name in twenty is never trained on, so that a test can ask for unseen names."""
    return sum(name.lower().encode()) % 20 == 7


def culture_of(language: str, random: Random) -> str:
    """A culture, as frequent as in letters of that language."""
    parts = _MIXTURES[language].split()
    return random.choices(parts[::2], weights=[int(weight) for weight in parts[1::2]])[0]


@cache
def cultures(*, unseen: bool) -> dict[str, Culture]:
    """All cultures with either the trained names or the held-out ones."""
    raw = _written()
    for name, locales in _FAKER.items():
        merged = raw.setdefault(name, {"female": set(), "male": set(), "f": set(), "m": set()})
        for locale in locales:
            for key, names in _faker(locale).items():
                merged[key] |= names
    _complete(raw)
    return {
        name: Culture(
            given={
                "f": _pick(lists["female"], unseen=unseen),
                "m": _pick(lists["male"], unseen=unseen),
            },
            surname={"f": _pick(lists["f"], unseen=unseen), "m": _pick(lists["m"], unseen=unseen)},
        )
        for name, lists in raw.items()
    }


def _pick(names: set[str], *, unseen: bool) -> tuple[str, ...]:
    chosen = sorted(name for name in names if held_out(name) is unseen and len(name) > 1)
    return tuple(chosen or sorted(names))


def _written() -> dict[str, dict[str, set[str]]]:
    raw: dict[str, dict[str, set[str]]] = {}
    for path in sorted(LISTS.glob("*.toml")):
        for name, lists in tomllib.loads(path.read_text("utf-8")).items():
            split = {key: set(value.split()) for key, value in lists.items()}
            surnames = split["surname"]
            raw[name] = {
                "female": split["female"],
                "male": split["male"],
                "f": set(surnames),
                "m": set(surnames),
            }
            if "heads" in split:
                built = {h + t for h in sorted(split["heads"]) for t in sorted(split["tails"])}
                raw[name]["f"] |= built
                raw[name]["m"] |= built
    return raw


def _faker(locale: str) -> dict[str, set[str]]:
    provider = import_module(f"faker.providers.person.{locale}").Provider

    def listed(*attributes: str) -> set[str]:
        found: set[str] = set()
        for attribute in attributes:
            names = getattr(provider, attribute, ())
            if not isinstance(names, property):  # es_AR builds one list from the others
                found |= {str(name) for name in names}
        return {
            name
            for name in found
            if name.replace("-", "").replace("'", "").replace(" ", "").isalpha()
        }

    if locale in ("zh_CN", "zh_TW", "ja_JP"):
        both = {name.title() for name in listed("first_romanized_names")}
        family = {name.title() for name in listed("last_romanized_names")}
        return {"female": both, "male": both, "f": family, "m": family}
    both = listed("first_names", "first_names_nonbinary")
    women, men = listed("first_names_female"), listed("first_names_male")
    surnames = listed("last_names", "last_names_nonbinary")
    return {
        "female": women or both - men,
        "male": men or both - women,
        "f": listed("last_names_female") or surnames,
        "m": listed("last_names_male") or surnames,
    }


def _complete(raw: dict[str, dict[str, set[str]]]) -> None:
    """Cyrillic cultures: surnames of male names, Russian spellings, transliterated names."""
    for name in ("kazakhstan", "central_asia"):
        lists = raw[name]
        for base in sorted(lists["male"]):
            men, women = _russian_surnames(base)
            lists["m"].add(men)
            lists["f"].add(women)
        lists["f"] = {s + "а" if s.endswith(("ов", "ев", "ин")) else s for s in sorted(lists["f"])}
    foreign = {key: set() for key in ("female", "male", "f", "m")}
    for name in ("german", "turkish", "anglo", "french", "slavic_latin", "uzbek", "asia"):
        for key in foreign:
            foreign[key] |= {transliterate(n) for n in sorted(raw[name][key])[::3]}
    raw["transliterated"] = foreign
    raw["romanised"] = {
        key: {
            romanise(name)
            for culture in ("russian", "ukrainian", "kazakhstan", "bulgarian")
            for name in raw[culture][key]
        }
        for key in ("female", "male", "f", "m")
    }
    raw["greek"] = {key: set(map(romanise, names)) for key, names in raw["greek"].items()}
    raw["russian"]["m"] |= {
        n.removesuffix("а") for n in raw["russian"]["f"] if n.endswith(("ова", "ева", "ина"))
    }


def _russian_surnames(base: str) -> tuple[str, str]:
    if base[-1] in "йь":
        stem = base[:-1] + "ев"
    elif base[-1] in "аәыі":
        stem = base[:-1] + "ин"
    elif base[-1] in "еиүу":
        stem = base + "ев"
    else:
        stem = base + ("ев" if base[-1] in "гкж" else "ов")
    return stem, stem + "а"


class People:
    """Draws persons for one language; `unseen` draws held-out names only."""

    def __init__(self, language: str, random: Random, *, unseen: bool = False) -> None:
        self._language = language
        self._random = random
        self._cultures = cultures(unseen=unseen)
        self._invented = 0.0 if unseen else _INVENTED

    def name(self, kind: str, gender: str = "", case: str = "") -> str:
        """`kind`: N full name, G given, S surname, P patronymic, I initials, V full name that
        begins with a vowel. `gender` f or m, `case` as in `inflection`."""
        random = self._random
        gender = gender or random.choice("fm")
        name = culture_of(self._language, random)
        if kind == "I":
            return " ".join(
                f"{self._given(name, gender)[0]}." for _ in range(random.choice((1, 2)))
            )
        if kind == "V":
            return self._vowel(gender)
        if self._language in ("kk", "ru"):
            return self._cyrillic(name, kind, gender, case)
        if kind == "G":
            return self._given_part(name, gender)
        if kind == "S":
            return self._surname_part(name, gender)
        return self._latin_full(name, gender)

    def _vowel(self, gender: str) -> str:
        for _ in range(50):
            full = self._latin_full(culture_of(self._language, self._random), gender)
            if full[0].lower() in _VOWELS:
                return full
        return "Anne Ollivier"

    def _drawn(self, names: Sequence[str]) -> str:
        """A name of the list, or the head of one with the tail of another: lists end, names do
        not, and a network that could learn the lists by heart would not look at the sentence."""
        name = self._random.choice(names)
        if self._random.random() >= self._invented:
            return name
        tail = self._random.choice(names).lower()
        head = name[: max(2, round(len(name) * self._random.uniform(0.3, 0.7)))]
        return head + tail[round(len(tail) * self._random.uniform(0.4, 0.7)) :]

    def _given(self, name: str, gender: str) -> str:
        given = self._drawn(self._cultures[name].given[gender])
        if self._language == "ru" and name == "kazakhstan":
            return given.translate(_RUSSIFIED)
        return given

    def _surname(self, name: str, gender: str) -> str:
        surname = self._drawn(self._cultures[name].surname[gender])
        if self._language == "ru" and name == "kazakhstan":
            return surname.translate(_RUSSIFIED)
        return surname

    def _given_part(self, name: str, gender: str) -> str:
        given = self._given(name, gender)
        chance = self._random.random()
        if chance < 0.04:
            return f"{given} {self._given(name, gender)}"
        if chance < 0.07 and name in ("french", "german", "congo"):
            return f"{given}-{self._given(name, gender)}"
        return given

    def _surname_part(self, name: str, gender: str) -> str:
        random = self._random
        surname = self._surname(name, gender)
        chance = random.random()
        if chance < 0.04 and name in ("french", "german", "anglo", "southern"):
            return f"{surname}-{self._surname(name, gender)}"
        if chance < 0.07 and name in ("german", "french", "northern"):
            particle = {"german": ("von", "von der", "zu"), "french": ("de", "du", "de la", "Le")}
            return f"{random.choice(particle.get(name, ('van', 'van der', 'de')))} {surname}"
        return surname

    def _latin_full(self, name: str, gender: str) -> str:
        random = self._random
        given, surname = self._given_part(name, gender), self._surname_part(name, gender)
        chance = random.random()
        if name in ("rwanda", "congo") and chance < 0.5:
            return f"{surname.upper() if random.random() < 0.4 else surname} {given}"
        if chance < 0.52:
            return f"{given} {surname}"
        if name in ("kenya", "tanzania", "somali", "uganda", "ethiopia") and chance < 0.8:
            return f"{given} {self._middle(name, gender)} {surname}"
        return self._variant(given, surname, name, gender)

    def _middle(self, name: str, gender: str) -> str:
        if name in ("somali", "ethiopia", "tanzania"):
            return self._given(name, "m")
        return self._random.choice((self._given(name, gender), self._surname(name, gender)))

    def _variant(self, given: str, surname: str, name: str, gender: str) -> str:
        initial = self._given(name, gender)[0]
        return self._random.choice(
            (
                f"{given} {surname}",
                f"{given} {surname}",
                f"{given} {self._given(name, gender)} {surname}",
                f"{given} {initial}. {surname}",
                f"{given[0]}. {surname}",
                f"{given[0]}. {initial}. {surname}",
                f"{surname} {given}",
                f"{given} {surname.upper()}",
                f"{surname.upper()} {given}",
            )
        )

    def _cyrillic(self, name: str, kind: str, gender: str, case: str) -> str:
        parts = {
            "given": self._given(name, gender),
            "surname": self._cyrillic_surname(name, gender),
            "patronymic": self._patronymic(name, gender),
        }
        if self._language == "ru" and case:
            parts = {
                part: inflection.russian(value, case, part, gender) for part, value in parts.items()
            }
        text = self._arranged(kind, parts)
        if self._language == "kk" and case:
            return inflection.kazakh(text, case)
        return text

    def _arranged(self, kind: str, parts: dict[str, str]) -> str:
        given, surname, patronymic = parts["given"], parts["surname"], parts["patronymic"]
        if kind in "GSP":
            return {"G": given, "S": surname, "P": patronymic}[kind]
        shapes = [
            f"{given} {surname}",
            f"{surname} {given}",
            f"{surname} {given} {patronymic}",
            f"{given} {patronymic} {surname}",
            f"{given} {patronymic}",
            f"{surname} {given[0]}.{patronymic[0]}.",
            f"{given[0]}. {surname}",
            f"{given[0]}. {patronymic[0]}. {surname}",
        ]
        weights = (
            (26, 18, 26, 5, 9, 5, 6, 3) if self._language == "ru" else (34, 20, 14, 3, 9, 3, 9, 2)
        )
        return self._random.choices(shapes, weights=weights)[0]

    def _cyrillic_surname(self, name: str, gender: str) -> str:
        if name == "kazakhstan" and self._random.random() < 0.3:
            father = self._given(name, "m")
            ending = self._random.choice(
                ("ұлы", "қызы") if self._language == "kk" else ("улы", "кызы")
            )
            return self._random.choice((father, father + ending))
        return self._surname(name, gender)

    def _patronymic(self, name: str, gender: str) -> str:
        father = self._given(name if name != "transliterated" else "russian", "m")
        if name in ("kazakhstan", "central_asia") and self._random.random() < 0.5:
            if self._language == "kk":
                return father + ("қызы" if gender == "f" else "ұлы")
            return father + ("кызы" if gender == "f" else "улы")
        return russian_patronymic(father, gender)


def russian_patronymic(father: str, gender: str) -> str:
    """Иван -> Иванович, Ивановна; Сергей -> Сергеевич, Сергеевна; Илья -> Ильич, Ильинична."""
    if father[-1] in "ая":
        return father[:-1] + ("инична" if gender == "f" else "ич")
    stem = father[:-1] + "е" if father[-1] in "йь" else father + "о"
    return stem + ("вна" if gender == "f" else "вич")
