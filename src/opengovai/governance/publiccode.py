"""publiccode.yml 0.7 (https://yml.publiccode.tools): validated, then written.

Scalars are written as JSON strings, which YAML 1.2 reads; so no YAML library is needed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from opengovai.governance.facts import Facts

_HEAD = """\
# Written by `opengovai dossier`. What says "to be filled" stands open in governance/facts.toml.
"""
# What YAML takes for a line break or does not take at all, though JSON strings may hold it.
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_URL = r"^https?://\S+$"
_TO_FILL_URL = "https://to-be-filled.example/"


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True
    )


class Description(_Part):
    """In one language."""

    short_description: Annotated[str, Field(max_length=150)]
    long_description: Annotated[str, Field(min_length=500, max_length=10_000)]
    features: Annotated[list[str], Field(min_length=1)]


class Legal(_Part):
    """Licence and owner."""

    license: str
    main_copyright_owner: str


class Contact(_Part):
    """A real person."""

    name: Annotated[str, Field(min_length=1)]


class Maintenance(_Part):
    """Contacts are mandatory for the types "internal" and "community"."""

    type: Literal["internal", "contract", "community", "none"]
    contacts: Annotated[list[Contact], Field(min_length=1)]


class Localisation(_Part):
    """Languages as BCP 47 tags."""

    localisation_ready: bool
    available_languages: Annotated[list[str], Field(min_length=1)]


class Supported(_Part):
    """A standard or law, as `alias:` name or URI."""

    id: str


class Audience(_Part):
    """Controlled vocabulary of the standard."""

    scope: list[Literal["government", "local-authorities", "justice", "welfare", "society"]]


class PublicCode(_Part):
    """The keys of the standard that this project uses; an unknown one is an error."""

    publiccode_yml_version: Literal["0.7"] = "0.7"
    name: str
    url: Annotated[str, Field(pattern=_URL)]
    software_version: str
    platforms: list[Literal["web", "windows", "mac", "linux", "ios", "android"]]
    categories: list[
        Literal["knowledge-management", "customer-service-and-support", "digital-citizenship"]
    ]
    roadmap: Annotated[str, Field(pattern=_URL)] | None = None
    development_status: Literal["concept", "development", "beta", "stable", "obsolete"]
    software_type: Literal["library"]
    supports: list[Supported]
    intended_audience: Audience
    description: dict[str, Description]
    legal: Legal
    maintenance: Maintenance
    localisation: Localisation


def publiccode(facts: Facts, version: str) -> str:
    """The file's text."""
    value = facts.values
    url = value.get("solution.repository", _TO_FILL_URL)
    names = value.get("maintainers.names", "to be filled").split("; ")
    code = PublicCode(
        name="OpenGovAI",
        url=url,
        software_version=version,
        platforms=["linux", "mac", "windows"],
        categories=["knowledge-management", "customer-service-and-support", "digital-citizenship"],
        development_status="development" if version.startswith("0.") else "stable",
        software_type="library",
        supports=[Supported(id="https://www.rfc-editor.org/rfc/rfc6962"),
                  Supported(id="https://c2sp.org/tlog-tiles")],
        intended_audience=Audience(scope=["government", "local-authorities"]),
        description={"en": _description()},
        legal=Legal(license="Apache-2.0", main_copyright_owner=value.get(
            "owner.name", "OpenGovAI contributors")),
        maintenance=Maintenance(type="community", contacts=[Contact(name=one) for one in names]),
        localisation=Localisation(
            localisation_ready=True,
            available_languages=["en", "sw", "rw", "kk", "ru", "de", "fr"],
        ),
    )  # fmt: skip
    return _HEAD + "\n".join(_yaml(code.model_dump(exclude_none=True, by_alias=True), 0)) + "\n"


def _description() -> Description:
    return Description(
        short_description="Answers for citizens with verbatim quotes from official documents, "
        "or an honest refusal; every step recorded.",
        long_description="OpenGovAI is a Python library with which a public body builds two "
        "services. The citizen assistant answers a question with sentences that quote official "
        "documents character for character, in a stored version of a named source, or refuses "
        "and says who can help. Casework prepares a case for an officer, who decides. Personal "
        "data is replaced by pseudonyms before a model, an index or a log sees the text. Every "
        "question leaves a record in a tamper-evident log that other people's programs can "
        "verify. It runs on one machine without a network, a key or a model download, and each "
        "part can be replaced by a plugin. No machine decides about a person.",
        features=[
            "Answers in seven languages that quote the official text and link its source",
            "Refuses where the texts do not answer, and names the office that can help",
            "Replaces personal data by pseudonyms before anything is processed or stored",
            "Keeps a tamper-evident record of every answer and every officer's decision",
            "Erases the texts of one person without breaking the record",
            "Prepares cases for officers; a named officer decides",
            "Runs on a public body's own machine, without a network",
        ],
    )


def _yaml(value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, item in value.items():
        if isinstance(item, dict):
            yield f"{pad}{key}:"
            yield from _yaml(item, depth + 1)
        elif isinstance(item, list):
            yield f"{pad}{key}:"
            yield from (f"{pad}  - {_inline(one)}" for one in item)
        else:
            yield f"{pad}{key}: {_inline(item)}"


def _inline(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
