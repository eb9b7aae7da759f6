"""Facts that only a person can give, in one TOML file; what is empty is open, never guessed."""

from __future__ import annotations

import datetime
import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from opengovai.errors import ConfigurationError, why

KEYS: Mapping[str, Mapping[str, tuple[str | list[str], str]]] = {
    "solution": {
        "repository": ("", "https address of the public source repository"),
        "website": ("", "https address of the project's site"),
        "contact_email": ("", "where the project is reached"),
        "alternate_email": ("", "a second address, for the DPG Registry"),
    },
    "owner": {
        "name": ("", "legal name of who owns the copyright and the name"),
        "organisation_type": ("", "for example: public body, non-profit, company, community"),
        "country": ("", "where the owner is registered"),
        "evidence": ("", "https address of a page that states the ownership"),
    },
    "maintainers": {
        "names": ([], "persons, one string each; publiccode.yml asks for real persons"),
        "security_contact": ("", "e-mail address for vulnerability reports"),
    },
    "adoption": {
        "countries": ([], "where it is in real use"),
        "organisations": ([], "who uses it, for what, at what scale"),
        "programmes": ([], "programmes that it has been part of"),
        "highlights": ([], "addresses of public posts, videos, reports"),
    },
    "approval": {
        "name_and_title": ("", "who is authorised to answer indicators 7 to 9"),
        "date": ("", "when that person approved the answers, YYYY-MM-DD"),
    },
    "deployment": {
        "service": ("", "name of the service as citizens know it"),
        "authority": ("", "the public body that is responsible, the controller"),
        "team": ("", "the unit that runs it"),
        "responsible_officer": ("", "role of the senior person who answers for it"),
        "contact_email": ("", "public contact"),
        "website": ("", "public page about the service"),
        "purpose": ("", "what it is for, in one or two sentences"),
        "legal_basis": ("", "law and article that allow the processing"),
        "phase": ("", "pre-deployment, pilot, production or retired"),
        "scale": ("", "who uses it, and how many questions or cases a month"),
        "alternatives": ("", "what was considered instead, and how it was done before"),
        "suppliers": ("", "who else is involved and under what contract; none: say none"),
        "data_protection_officer": ("", "role and contact"),
        "retention": ("", "how long records and encrypted texts are kept"),
        "objection": ("", "how a person objects or reaches a human"),
        "training": ("", "how staff and officers are trained"),
        "impact_assessment": ("", "where the finished impact assessment can be read"),
        "consultation": ("", "whose views were sought: citizens, staff, authority"),
        "next_review": ("", "when all this is looked at again, YYYY-MM-DD"),
    },
}
"""Table, key: the empty value (which gives the type) and what to write there."""

_EMPTY = {str: '""', list: "[]"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """`values` by "table.key"; a key that is open is not in it."""

    values: Mapping[str, str]
    origin: str

    @property
    def open(self) -> list[str]:
        """What a person still has to give, in the order of the file."""
        return [
            f"{table}.{key}" for table in KEYS for key in KEYS[table] if not self._has(table, key)
        ]

    def _has(self, table: str, key: str) -> bool:
        return f"{table}.{key}" in self.values


def read_facts(path: Path | None) -> Facts:
    """Read `path`; None: everything is open.

    Raises ConfigurationError where it is unreadable, not TOML, has an unknown key or a value of
    another type.
    """
    if path is None:
        return Facts(values={}, origin="no facts were given")
    given = _load(path)
    values = {}
    for table, keys in given.items():
        _known(table, KEYS, path)
        if not isinstance(keys, dict):
            raise _error(path, f"{table!r} is not a table", f"Write [{table}] above its keys.")
        for key, value in keys.items():
            _known(key, KEYS[table], path)
            if text := _text(value, KEYS[table][key][0], f"{table}.{key}", path):
                values[f"{table}.{key}"] = text
    return Facts(values=values, origin=str(path))


def template() -> str:
    """The file with everything open, for somebody to fill in."""
    lines = [
        "# TO BE FILLED by a person with the authority to say so. An empty value is open: the",
        "# dossier lists it as open and invents nothing. `opengovai dossier` reads this file.",
    ]
    for table, keys in KEYS.items():
        lines += ["", f"[{table}]"]
        for key, (empty, hint) in keys.items():
            lines.append(f"{key} = {_EMPTY[type(empty)]}  # {hint}")
    return "\n".join(lines) + "\n"


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise _error(
            path, f"The facts cannot be read: {why(error)}", "Name a UTF-8 file."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise _error(path, f"This is not TOML: {error}", "Correct that line.") from error


def _known(word: str, known: Mapping[str, object], path: Path) -> None:
    if word not in known:
        near = difflib.get_close_matches(word, known, n=1)
        step = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}."
        raise _error(path, f"Unknown key {word!r}", step)


def _text(value: object, empty: str | list[str], key: str, path: Path) -> str:
    if isinstance(value, datetime.date) and isinstance(empty, str):
        return value.isoformat()
    if isinstance(value, str) and isinstance(empty, str):
        return value.strip()
    if isinstance(empty, list) and _strings(value):
        return "; ".join(one.strip() for one in value)
    kind = "a list of strings" if isinstance(empty, list) else "a string"
    raise _error(path, f"{key} must be {kind}", "Correct the value.")


def _strings(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _error(path: Path, what: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(what, where=str(path), remedy=remedy)
