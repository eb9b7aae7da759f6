"""The parts of casework, put together in one folder, or as a configuration says."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from opengovai.audit.keys import SQLiteKeyStore
from opengovai.audit.log import AuditLog
from opengovai.cases import schema
from opengovai.cases.database import Database
from opengovai.cases.extraction import FieldExtractor
from opengovai.cases.folder_outbox import FolderOutbox
from opengovai.cases.leases import this_worker
from opengovai.cases.model_extraction import ModelExtractor
from opengovai.cases.store import CaseStore
from opengovai.casework import Casework
from opengovai.cli.case.reading import FileReader
from opengovai.config import Settings, configured, load_settings, open_part
from opengovai.errors import ConfigurationError, InputError, why
from opengovai.protocols import CaseDatabase, Extractor
from opengovai.redaction import Redactor
from opengovai.services import rules_of
from opengovai.types import EntitySpan

DESK = Path("opengovai-cases")
"""The folder unless told otherwise."""


class OfficersFile:
    """Implements `opengovai.protocols.Officers` with a file: `"Name" = ["role", ...]` a line.

    No file means no officers, and then nothing is decided and nothing is sent.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def roles(self, officer: str) -> frozenset[str]:
        """The roles written there. Raises ConfigurationError for a file that is not so."""
        if not self._path.exists():
            return frozenset()
        try:
            listed = tomllib.loads(self._path.read_text("utf-8")).get(officer, [])
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                f"The officers cannot be read: {why(error)}",
                where=str(self._path),
                remedy='Write a line such as "A. Mwangi" = ["registrar"].',
            ) from None
        if not isinstance(listed, list):
            raise ConfigurationError(
                "Roles are a list of strings",
                where=str(self._path),
                remedy='Write a line such as "A. Mwangi" = ["registrar"].',
            )
        return frozenset(map(str, listed))


class Detected:
    """What the redactor finds, as a recognizer: fields with an `entity` may take it."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor

    def recognize(self, text: str) -> list[EntitySpan]:
        return self._redactor.detect(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """The folder of cases, keys, log, letters and officers; with a configuration, the database,
    the redactor, the log and the model that it names instead."""

    folder: Path
    settings: Settings | None = None


def desk_of(arguments: argparse.Namespace) -> Desk:
    """What `--desk` and `--config` say. Raises ConfigurationError."""
    if arguments.config is None and not configured():
        return Desk(folder=arguments.desk or DESK)
    settings = load_settings(arguments.config)
    return Desk(folder=arguments.desk or Path(settings.tables["cases"]["path"]), settings=settings)


@contextmanager
def open_store(desk: Desk, *, make: bool = False) -> Iterator[CaseStore]:
    """The cases alone. Raises InputError where there are none yet, unless told to `make` them."""
    shared = desk.settings is not None and "database" in desk.settings.tables["cases"]
    if not (make or shared or (desk.folder / "cases.sqlite").exists()):
        raise InputError(
            "There are no cases here",
            where=str(desk.folder),
            remedy="Name the folder that `opengovai case prepare` made with --desk.",
        )
    folder = _made(desk.folder)
    if desk.settings is not None and shared:
        database: CaseDatabase = open_part(desk.settings, "cases", "database")
    else:
        database = Database(folder / "cases.sqlite", SQLiteKeyStore(folder / "keys.sqlite"))
    with CaseStore(database) as store:
        yield store


@contextmanager
def open_casework(desk: Desk, service: schema.Service) -> Iterator[Casework]:
    """One service's cases there. Raises StorageError, AuditError, ConfigurationError."""
    with ExitStack() as closing:
        store = closing.enter_context(open_store(desk, make=True))
        redactor, log = _redactor(desk), _log(desk)
        closing.callback(log.close)
        yield Casework(
            service=service,
            read=closing.enter_context(FileReader(service.languages)).read,
            redactor=redactor,
            extractor=_extractor(desk, service, redactor, closing),
            rules=rules_of(service),
            store=store,
            officers=OfficersFile(desk.folder / "officers.toml"),
            outbox=FolderOutbox(desk.folder / "outbox"),
            audit=log,
            worker=this_worker(),
        )


def service_of(desk: Desk, case: str) -> schema.Service:
    """The service in the version a case came in under."""
    with open_store(desk) as store:
        return stored_service(store, store.row(case))


def stored_service(store: CaseStore, row: Mapping[str, Any]) -> schema.Service:
    """The service in the version that the case in a row came in under."""
    folder, body = store.service(row["digest"])
    return schema.parse(body, Path(folder), name=f"{row['service']} as stored")


def _redactor(desk: Desk) -> Redactor:
    found = open_part(desk.settings, "redactor") if desk.settings else Redactor.default()
    return cast("Redactor", found)


def _log(desk: Desk) -> AuditLog:
    found = (
        open_part(desk.settings, "audit") if desk.settings else AuditLog.open(desk.folder / "audit")
    )
    return cast("AuditLog", found)


def _extractor(
    desk: Desk, service: schema.Service, redactor: Redactor, closing: ExitStack
) -> Extractor:
    """Rules; with `[cases.model]`, that model for the fields that no rule finds."""
    rules = FieldExtractor(service, recognizers=[Detected(redactor)])
    if desk.settings is None or "model" not in desk.settings.tables["cases"]:
        return rules
    model = open_part(desk.settings, "cases", "model")
    if hasattr(model, "close"):
        closing.callback(model.close)
    return ModelExtractor(service, model, redactor, rules=rules)


def _made(desk: Path) -> Path:
    try:
        desk.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The folder cannot be made: {error.strerror}",
            where=str(desk),
            remedy="Name a folder that can be written with --desk.",
        ) from error
    return desk
