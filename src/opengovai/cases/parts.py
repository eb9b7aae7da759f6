"""What a citizen sent, as parts: a PDF form's boxes, a web form's values, an e-mail, a text.

Files that are neither are read by the `read` that the caller gives, which knows every format.
"""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Callable, Iterator
from email.message import EmailMessage, MIMEPart
from typing import Any

from opengovai.cases.forms import read_form, read_overprinted
from opengovai.errors import UnreadableSourceError
from opengovai.types import Part

Read = Callable[[bytes, str], str]
"""The text of a file's bytes, given its name. Raises UnreadableSourceError."""

LIMIT = 64 * 2**20
"""Bytes a file may have."""

PRINT = "print"
"""The part with what is printed on a filled form: labels, never values."""

_HEADERS = ("From", "Reply-To", "Subject", "Date")
_VALUES = 5_000
_DEPTH = 20


def read_parts(data: bytes, name: str, read: Read) -> tuple[Part, ...]:
    """The parts of a file. Raises UnreadableSourceError where it gives nothing to read."""
    if not data.strip():
        raise UnreadableSourceError("The file is empty", where=name)
    if len(data) > LIMIT:
        raise UnreadableSourceError(f"The file has over {LIMIT >> 20} MiB", where=name)
    parts = tuple(_parts(data, name, read))
    if not any(part.text.strip() for part in parts):
        raise UnreadableSourceError(
            "There is no text in it", where=name, remedy="If it is a scan, run OCR on it first."
        )
    return parts


def _parts(data: bytes, name: str, read: Read) -> Iterator[Part]:
    if data[:1024].find(b"%PDF-") >= 0:
        yield from _pdf(data, name, read)
    elif name.lower().endswith(".json"):
        yield from _web(data, name)
    elif name.lower().endswith(".eml"):
        yield from _mail(data, name, read)
    else:
        yield Part(name="text", text=read(data, name))


def _pdf(data: bytes, name: str, read: Read) -> Iterator[Part]:
    form = read_form(data)
    for field in form.fields if form else read_overprinted(data):
        yield Part(name=f"form:{field.name}", text=field.value, labels=field.labels)
    if form is None:
        yield Part(name="text", text=read(data, name))
        return
    filled = any(field.value.strip() not in {"", "Off"} for field in form.fields)
    yield Part(name=PRINT if filled else "text", text=form.text)


def _web(data: bytes, name: str) -> Iterator[Part]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableSourceError(
            f"The web form is not JSON: {type(error).__name__}", where=name
        ) from None
    if not isinstance(value, dict | list):
        raise UnreadableSourceError("The web form is not an object", where=name)
    leaves = list(_leaves(value, "", 0, name))
    if len(leaves) > _VALUES:
        raise UnreadableSourceError(f"The web form has over {_VALUES} values", where=name)
    yield from leaves


def _leaves(value: Any, pointer: str, depth: int, name: str) -> Iterator[Part]:
    if depth > _DEPTH:
        raise UnreadableSourceError("The web form is nested too deeply", where=name)
    if isinstance(value, dict):
        for key, inner in value.items():
            step = key.replace("~", "~0").replace("/", "~1")
            yield from _leaves(inner, f"{pointer}/{step}", depth + 1, name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{pointer}/{index}", depth + 1, name)
    elif value is not None:
        text = value if isinstance(value, str) else json.dumps(value)
        yield Part(name=f"json:{pointer}", text=text)


def _mail(data: bytes, name: str, read: Read) -> Iterator[Part]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise UnreadableSourceError("The e-mail cannot be read", where=name)
    for header in _HEADERS:
        if message[header]:
            yield Part(name=f"header:{header}", text=str(message[header]))
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None and str(body.get_content()).strip():
        yield Part(name="text", text=_body(str(body.get_content()), body.get_content_type(), read))
    for attachment in message.iter_attachments():
        yield from _attached(attachment, read)


def _body(content: str, kind: str, read: Read) -> str:
    if kind == "text/html":
        return read(content.encode(), "body.html")
    return content.replace("\r\n", "\n")


def _attached(attachment: MIMEPart, read: Read) -> Iterator[Part]:
    """A form's boxes and a text; what cannot be read still counts as having been sent."""
    title = attachment.get_filename() or "unnamed"
    data = attachment.get_payload(decode=True)
    label = f"attachment:{title}"
    if not isinstance(data, bytes):
        return
    try:
        for part in _parts(data, title, read):
            yield Part(name=label, text=part.text) if part.name == "text" else part
    except UnreadableSourceError:
        yield Part(name=label, text="")
