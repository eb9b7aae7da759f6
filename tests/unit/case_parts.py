"""A small service and its parts, for the tests of casework."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
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
from opengovai.protocols import CaseDatabase, Outbox
from opengovai.redaction import Redactor
from opengovai.services import rules_of

SERVICE = """
id = "library-card"
version = 1
title = "Library card"
country = "KE"
languages = ["en", "sw"]
recipient = "name"
subject = ["id_number"]
duplicate = ["id_number"]
appeal = { en = "You can object within 30 days.", sw = "Unaweza kupinga ndani ya siku 30." }
routing = { queue = "cards" }
deadline = { working_days = 3 }
[desk]
evidence_first = false
[kinds.request]
words = ["library card", "kadi ya maktaba"]
[fields.name]
label = ["Name", "Jina"]
required = true
[fields.id_number]
label = ["ID", "Kitambulisho"]
type = "identifier"
pattern = '\\d{7,8}'
required = true
[fields.age]
label = ["Age", "Umri"]
type = "integer"
personal = false
[reasons.OLD_ENOUGH]
en = "You are old enough."
sw = "Umefikisha umri."
[reasons.TOO_YOUNG]
en = "You are too young."
sw = "Umri wako ni mdogo."
[reasons.MISSING]
en = "A detail is missing."
sw = "Kuna maelezo yanayokosekana."
[outcomes.grant]
title = "Grant"
role = "librarian"
reasons = ["OLD_ENOUGH"]
[outcomes.ask]
title = "Ask"
role = "librarian"
reasons = ["MISSING"]
[outcomes.refuse]
title = "Refuse"
role = "librarian"
adverse = true
four_eyes = true
reasons = ["TOO_YOUNG"]
[decision]
facts = { age = "integer", missing = "integer" }
[[decision.rules]]
id = "missing"
when = { missing = "> 0" }
outcome = "ask"
reason = "MISSING"
[[decision.rules]]
id = "unknown"
when = { missing = "<= 0", age = "null" }
outcome = "ask"
reason = "MISSING"
[[decision.rules]]
id = "old"
when = { missing = "<= 0", age = ">= 10" }
outcome = "grant"
reason = "OLD_ENOUGH"
[[decision.rules]]
id = "young"
when = { missing = "<= 0", age = "< 10" }
outcome = "refuse"
reason = "TOO_YOUNG"
[letters.grant]
en = { subject = "Your card {case}", body = "Dear {name},\\n\\nhere is your card. {reason}" }
sw = { subject = "Kadi yako {case}", body = "Mpendwa {name},\\n\\nhii ni kadi yako. {reason}" }
[letters.ask]
en = { subject = "Case {case}", body = "Hello,\\n\\nplease write again. {reason}" }
sw = { subject = "Kesi {case}", body = "Habari,\\n\\ntafadhali andika tena. {reason}" }
[letters.refuse]
en = { subject = "Case {case}", body = "Dear {name},\\n\\nno card. {reason}\\n\\n{appeal}" }
sw = { subject = "Kesi {case}", body = "Mpendwa {name},\\n\\nhakuna kadi. {reason}\\n\\n{appeal}" }
"""


class Officers:
    """Two librarians and a visitor."""

    def roles(self, officer: str) -> frozenset[str]:
        """Who may do what."""
        return frozenset({"librarian"} if officer in {"Akinyi", "Baraka"} else set())


def service(text: str = SERVICE) -> schema.Service:
    """The service, or a changed one."""
    return schema.parse(text.encode(), Path(), name="library.toml")


def letter(name: str = "Zuhura Mwakasege", number: int = 24681357, age: int = 30) -> bytes:
    """A request for a library card."""
    text = f"I want a library card.\n\nName: {name}\nID: {number}\nAge: {age}\n"
    return text.encode()


@contextmanager
def opened(
    folder: Path,
    *,
    text: str = SERVICE,
    made: schema.Service | None = None,
    outbox: Outbox | None = None,
    worker: str = "",
    database: CaseDatabase | None = None,
    today: date = date(2026, 11, 23),
) -> Iterator[Casework]:
    """Casework in a folder, as an application would put it together."""
    with ExitStack() as closing:
        folder.mkdir(parents=True, exist_ok=True)
        if database is None:
            database = Database(folder / "cases.sqlite", SQLiteKeyStore(folder / "keys.sqlite"))
        store = closing.enter_context(CaseStore(database))
        log = closing.enter_context(AuditLog.open(folder / "audit"))
        made = made or service(text)
        yield Casework(
            service=made,
            read=lambda data, _: data.decode(),
            redactor=Redactor.default(["KE"]),
            extractor=FieldExtractor(made),
            rules=rules_of(made),
            store=store,
            officers=Officers(),
            outbox=outbox or FolderOutbox(folder / "outbox"),
            audit=log,
            worker=worker or this_worker(),
            today=lambda: today,
        )
