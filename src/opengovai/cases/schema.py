"""A service is a file: its fields, documents, rules, reasons, deadlines, letters and approvers.

The format is described in `docs/how-to/casework.md`.
"""

from __future__ import annotations

import difflib
import json
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from opengovai.cases.written import is_yaml, parsed
from opengovai.errors import ConfigurationError

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Like = Literal[
    "",
    "person",
    "birth_date",
    "address",
    "old_address",
    "new_address",
    "moving_date",
    "child",
    "business_name",
    "phone",
    "email",
    "identity_number",
    "tax_number",
    "reference",
    "application_date",
    "amount_paid",
    "since",
    "wrong_entry",
    "correct_entry",
]
FieldType = Literal["text", "identifier", "date", "amount", "integer", "boolean", "choice", "lines"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldSpec(_Table):
    """Where a field stands and what it may be.

    `form`: glob patterns of form field names; `label`: regular expressions of the words that
    stand before it in text or beside it in a form; `json`: dotted paths in a web form; `pattern`:
    what the whole value must look like; `like`: what it is, so that the usual labels in seven
    languages are known (`cases.lexicon`); `anywhere`: a value of that pattern counts without any
    label; `entity`: a recognizer's type that may give it. `line`: the part of a form field of
    several lines. `personal` unless stated otherwise: then it never enters rules or the log.
    """

    title: str = ""
    type: FieldType = "text"
    like: Like = ""
    personal: bool = True
    required: bool = False
    form: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    paths: tuple[str, ...] = Field(default=(), alias="json")
    pattern: str = ""
    anywhere: bool = False
    entity: str = ""
    check: str = ""
    line: Literal["all", "first", "rest"] = "all"
    checked: str = "true"
    unchecked: str = "false"
    choices: dict[str, tuple[str, ...]] = {}
    not_after: str = ""
    not_before: str = ""
    equals: str = ""


class DocumentKind(_Table):
    """A kind of document, known by its words (regular expressions)."""

    words: tuple[str, ...] = Field(min_length=1)
    queue: str = ""


class Attachment(_Table):
    """Evidence that must be with the case. `words` name it in the letter or a file's name."""

    title: str
    words: tuple[str, ...] = Field(min_length=1)
    required: bool = True


class Source(_Table):
    """A law that rules cite: a text file beside the schema."""

    title: str
    file: str
    uri: str
    language: Language


class RuleSpec(_Table):
    """A row of the decision table; `when` holds FEEL unary tests by fact."""

    id: Name
    when: dict[str, str] = {}
    outcome: Name
    reason: Name
    note: str = ""
    source: str = ""
    quote: str = ""


class DecisionSpec(_Table):
    """The decision table. `facts` names its inputs: fields that are not personal, or derived.
    `file` is a DMN file beside the schema that has it instead (`services.load` reads it)."""

    hit_policy: Literal["unique", "first", "priority", "collect"] = "unique"
    facts: dict[str, Literal["string", "number", "integer", "boolean", "date"]] = {}
    priority: tuple[str, ...] = ()
    rules: tuple[RuleSpec, ...] = ()
    file: str = ""

    @model_validator(mode="after")
    def _one_table(self) -> Self:
        if bool(self.rules) == bool(self.file):
            raise ValueError("give either rules or the file of a DMN table")
        return self


class Outcome(_Table):
    """What an officer may decide. `adverse` outcomes are never decided in bulk."""

    title: str
    adverse: bool = False
    four_eyes: bool = False
    role: str
    reasons: tuple[Name, ...] = Field(min_length=1)


class Deadline(_Table):
    """Working days from receipt; `subdivision` is an ISO 3166-2 part, `weekend` days 0 (Monday)
    to 6."""

    working_days: int = Field(ge=1, le=1000)
    subdivision: str = ""
    weekend: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field(default=(5, 6), max_length=6)


class Routing(_Table):
    """`queue` takes cases whose kind is known with at least `floor` confidence, `triage` others.
    `model` is a classifier beside the schema (`case train`); without it words tell the kind."""

    queue: str
    triage: str = "triage"
    model: str = ""
    floor: float = Field(default=0.5, ge=0, le=1)


class Desk(_Table):
    """Against automation bias: evidence first, a share of cases decided without a recommendation,
    and a share decided by two officers who see neither a recommendation nor each other's view."""

    evidence_first: bool = True
    blind_share: float = Field(default=0.0, ge=0, le=1)
    double_share: float = Field(default=0.0, ge=0, le=1)


class Letter(_Table):
    """A letter in one language; `{field}` marks are filled when it is delivered."""

    subject: str
    body: str


class Plain(_Table):
    """Plain language: the longest sentence in words (0: the language's own, see `cases.plain`),
    and words to avoid by language beside those that `cases.plain` lists."""

    sentence_words: int = Field(default=0, ge=0)
    jargon: dict[Language, tuple[str, ...]] = {}


Days = Annotated[int, Field(ge=1)]


class Keeping(_Table):
    """How long a closed case is kept, in days; `kinds` and `outcomes` state their own."""

    days: Days = 3650
    kinds: dict[Name, Days] = {}
    outcomes: dict[Name, Days] = {}

    def of(self, kind: str, outcome: str) -> int:
        """Days for a case of this kind and outcome; where both are stated, the longer."""
        own = filter(None, (self.kinds.get(kind), self.outcomes.get(outcome)))
        return max(own, default=self.days)


class Service(_Table):
    """A service's file."""

    id: Name
    version: int = Field(ge=1)
    title: str
    country: Country
    languages: tuple[Language, ...] = Field(min_length=1)
    date_order: Literal["dmy", "mdy"] = "dmy"
    fields: dict[Name, FieldSpec] = Field(min_length=1)
    kinds: dict[Name, DocumentKind] = Field(min_length=1)
    attachments: dict[Name, Attachment] = {}
    sources: dict[Name, Source] = {}
    recipient: str = ""
    subject: tuple[str, ...] = ()
    duplicate: tuple[str, ...] = ()
    reasons: dict[Name, dict[Language, str]] = {}
    outcomes: dict[Name, Outcome] = {}
    decision: DecisionSpec | None = None
    deadline: Deadline = Deadline(working_days=20)
    routing: Routing
    desk: Desk = Desk()
    letters: dict[Name, dict[Language, Letter]] = {}
    appeal: dict[Language, str] = {}
    plain: Plain = Plain()
    keeping: Keeping = Keeping()
    digest: str = ""
    folder: Path = Path()
    body: bytes = b""


def load(path: Path) -> Service:
    """The service in a TOML, YAML or JSON file. Raises ConfigurationError naming every mistake,
    MissingExtraError for YAML without the extra `casework`."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"The schema cannot be read: {error.strerror}",
            where=str(path),
            remedy="Name a service's file in TOML, YAML or JSON.",
        ) from error
    return parse(body, path.resolve().parent, name=str(path))


def parse(body: bytes, folder: Path, *, name: str) -> Service:
    """The same for a file's bytes; `folder` is where the laws lie that it names. A `name` that
    ends in .yaml or .yml says that it is YAML; what is kept of it is JSON."""
    table = parsed(body, name)
    if is_yaml(name):
        body = json.dumps(table, ensure_ascii=False).encode()
    for reserved in ("digest", "folder", "body"):
        table.pop(reserved, None)
    try:
        service = Service.model_validate(table)
    except ValidationError as error:
        raise ConfigurationError(
            "The schema is not usable:\n" + "\n".join(f"- {line}" for line in _mistakes(error)),
            where=name,
            remedy="docs/how-to/casework.md lists the keys.",
        ) from None
    return service.model_copy(
        update={"digest": sha256(body).hexdigest(), "folder": folder, "body": body}
    )


def as_table(body: bytes) -> dict[str, Any]:
    """The keys of a service's `body`, which is TOML or JSON."""
    return parsed(body, "")


def _mistakes(error: ValidationError) -> list[str]:
    """Each mistake with its place; an unknown key with the nearest known one."""
    lines = []
    for found in error.errors(include_url=False, include_input=False):
        place = ".".join(str(part) for part in found["loc"])
        message = found["msg"]
        if found["type"] == "extra_forbidden":
            near = difflib.get_close_matches(str(found["loc"][-1]), sorted(_KEYS), n=1)
            message = "unknown key" + (f"; did you mean {near[0]!r}?" if near else "")
        lines.append(f"{place}: {message}")
    return lines


_KEYS = {
    (field.alias or name)
    for model in _Table.__subclasses__()
    for name, field in model.model_fields.items()
}
