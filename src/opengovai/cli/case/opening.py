"""The parts of casework, put together in one folder: cases, keys, log, letters, officers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from opengovai.audit.keys import SQLiteKeyStore
from opengovai.audit.log import AuditLog
from opengovai.cases import schema
from opengovai.cases.database import Database
from opengovai.cases.extraction import FieldExtractor
from opengovai.cases.folder_outbox import FolderOutbox
from opengovai.cases.leases import this_worker
from opengovai.cases.store import CaseStore
from opengovai.casework import Casework
from opengovai.cli.case.reading import FileReader
from opengovai.errors import ConfigurationError
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
                f"The officers cannot be read: {error}",
                where=str(self._path),
                remedy='Write a line such as "A. Mwangi" = ["registrar"].',
            ) from None
        if not isinstance(listed, list):
            raise ConfigurationError("Roles are a list of strings", where=str(self._path))
        return frozenset(map(str, listed))


class Detected:
    """What the redactor finds, as a recognizer: fields with an `entity` may take it."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor

    def recognize(self, text: str) -> list[EntitySpan]:
        return self._redactor.detect(text)


@contextmanager
def open_store(desk: Path) -> Iterator[CaseStore]:
    """The cases alone, for looking."""
    keys = SQLiteKeyStore(_made(desk) / "keys.sqlite")
    with CaseStore(Database(desk / "cases.sqlite", keys)) as store:
        yield store


@contextmanager
def open_casework(desk: Path, service: schema.Service) -> Iterator[Casework]:
    """One service's cases in that folder. Raises StorageError, AuditError, ConfigurationError."""
    with ExitStack() as closing:
        store = closing.enter_context(open_store(desk))
        log = closing.enter_context(AuditLog.open(desk / "audit"))
        redactor = Redactor.default()
        yield Casework(
            service=service,
            read=closing.enter_context(FileReader(service.languages)).read,
            redactor=redactor,
            extractor=FieldExtractor(service, recognizers=[Detected(redactor)]),
            rules=rules_of(service),
            store=store,
            officers=OfficersFile(desk / "officers.toml"),
            outbox=FolderOutbox(desk / "outbox"),
            audit=log,
            worker=this_worker(),
        )


def service_of(desk: Path, case: str) -> schema.Service:
    """The service in the version a case came in under."""
    with open_store(desk) as store:
        row = store.row(case)
        folder, body = store.service(row["digest"])
        return schema.parse(body, Path(folder), name=f"{row['service']} as stored")


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
