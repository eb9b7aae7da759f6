"""Writes the list of personal names that `opengovai.redaction.persons` looks words up in.

    PYTHONPATH=training/names /tmp/train/bin/python training/gazetteer/make.py --data ../shared/data

Given names and surnames of Faker 40.54.0 (MIT) in Latin letters and the lists of `training/names`
(Apache-2.0). Left out is whatever open texts in the seven languages also use as a common word,
as a month or as a place: a word that would be hidden by mistake more often than rightly. The
output is sorted, so that the same input gives the same file.

A second list, `announced.txt`, holds given names that count only behind words that announce a name,
as `my sister` does: those that texts write small now and then, and those in Cyrillic letters.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import faker.providers.person

ROOT = Path(__file__).resolve().parents[2]
NAMES = ROOT / "training" / "names"
OUTPUT = ROOT / "src" / "opengovai" / "redaction" / "persons" / "names.txt"
ANNOUNCED = OUTPUT.with_name("announced.txt")
CYRILLIC = ("ru_RU", "uk_UA")
SELDOM = 15
"""Times that all texts together may write a name small that counts where it is announced."""
SHORTEST = 3
SHORTEST_SURNAME = 4
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(
    r"[A-Z\u00c0-\u00de\u0100-\u017f\u1e00-\u1eff][a-z\u00df-\u00ff\u0100-\u017f\u1e00-\u1eff]+"
)
_CYRILLIC = re.compile("[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+")
_ARTICLE_WORDS = (
    "der die das den dem des ein eine einen einem einer im am zum zur vom kein keine jeder jede "
    "the a an le la les un une des du au aux"
)
_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_ARTICLED = 0.25
_FEWEST = 2
CALENDAR = (
    "January February March April May June July August September October November December "
    "Januar Februar März Mai Juni Juli Oktober Dezember Janvier Février Avril Juin Juillet Août "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Montag Dienstag Mittwoch Donnerstag "
    "Freitag Samstag Sonntag Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche Januari Februari "
    "Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba Jumatatu Jumanne Jumatano "
    "Alhamisi Ijumaa Jumamosi Jumapili Easter Christmas Noel Ramadan Idi Krismasi Pasaka"
)


def faker_names(kind: str) -> Iterator[str]:
    """Every given name or surname of Faker's persons: `kind` is `first` or `last`."""
    for module in iter_modules(faker.providers.person.__path__):
        provider = import_module(f"faker.providers.person.{module.name}").Provider
        for key, values in vars(provider).items():
            if key.startswith(f"{kind}_name") and isinstance(values, tuple | list | dict):
                for value in values:
                    yield value if isinstance(value, str) else ""


def own_names() -> Iterator[str]:
    """The names of the lists written for this project."""
    for path in sorted((NAMES / "lists").glob("*.toml")):
        for group in tomllib.loads(path.read_text("utf-8")).values():
            for value in group.values():
                yield from value.split() if isinstance(value, str) else ()


def places() -> Iterator[str]:
    """Words of places and bodies."""
    for value in tomllib.loads((NAMES / "places.toml").read_text("utf-8")).values():
        for place in value.split(";"):
            yield from place.split()
    for module in ("en_US", "en_GB", "de_DE", "fr_FR"):
        provider = vars(import_module(f"faker.providers.address.{module}").Provider)
        for key in ("countries", "states", "cities", "regions", "counties"):
            for name in provider.get(key, ()):
                yield from name.split() if isinstance(name, str) else ()


def texts(data: Path) -> Iterator[str]:
    """Open texts of all seven languages."""
    for path in sorted((NAMES / "data").glob("common_voice.*.txt")):
        yield path.read_text("utf-8")
    for folder in ("udhr", "health_tico19", "kenya_services", "kenya_laws", "rwanda_laws"):
        for path in sorted((data / folder).rglob("*")):
            if path.suffix in {".md", ".txt", ".jsonl", ".tsv", ".json"}:
                yield path.read_text("utf-8", "ignore")
    for folder in ("germany_laws", "eu_law", "us_federal"):
        for path in sorted((data / folder).glob("*.md")):
            yield path.read_text("utf-8", "ignore")
    yield (NAMES / "words.sw.toml").read_text("utf-8")
    for path in sorted((NAMES / "templates").glob("*.txt")):
        yield path.read_text("utf-8")


def cyrillic_names() -> Iterator[str]:
    """Given names in Cyrillic letters."""
    own = list(own_names())
    for module in CYRILLIC:
        provider = vars(import_module(f"faker.providers.person.{module}").Provider)
        own += [name for key in provider if key.startswith("first_name") for name in provider[key]]
    for name in own:
        for part in re.split(r"[\s'\u2019.-]+", name):
            if len(part) >= SHORTEST and _CYRILLIC.fullmatch(part):
                yield part


def words_of(sources: Iterable[str]) -> tuple[set[str], set[str], set[str]]:
    """Words in lower case: those that are common, because somebody writes them small or with an
    article; those that occur twice or more however written; and those often written small."""
    small: Counter[str] = Counter()
    every: Counter[str] = Counter()
    articled: Counter[str] = Counter()
    for text in sources:
        previous = ""
        for word in _WORD.findall(text):
            small[word.lower()] += word.islower()
            every[word.lower()] += 1
            articled[word.lower()] += previous in _ARTICLES
            previous = word.lower()
    nouns = {w for w, n in articled.items() if n >= _FEWEST and n > _ARTICLED * every[w]}
    common = nouns | {w for w, n in small.items() if n}
    often = {w for w, n in small.items() if n > SELDOM}
    return common, {w for w, n in every.items() if n >= _FEWEST}, often


def parts(names: Iterable[str], shortest: int) -> Iterator[str]:
    """The capitalised words of the names."""
    for name in names:
        for part in re.split(r"[\s'\u2019.-]+", name):
            if len(part) >= shortest and _LATIN.fullmatch(part):
                yield part


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    common, seen, often = words_of(texts(parser.parse_args().data))
    hidden = common | {word.lower() for word in (*places(), *CALENDAR.split())}
    given = set(parts((*faker_names("first"), *own_names()), SHORTEST))
    surnames = set(parts(faker_names("last"), SHORTEST_SURNAME)) - given
    kept = sorted(
        [name for name in given if name.lower() not in hidden]
        + [name for name in surnames if name.lower() not in hidden | seen]
    )
    OUTPUT.write_text("\n".join(kept) + "\n", encoding="utf-8")
    often |= {word.lower() for word in CALENDAR.split()}
    doubtful = {name for name in given | set(cyrillic_names()) if name.lower() not in often}
    announced = sorted(doubtful - set(kept))
    ANNOUNCED.write_text("\n".join(announced) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(kept)} of {len(given | surnames)} names\n")


if __name__ == "__main__":
    main()
