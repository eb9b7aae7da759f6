"""Letters with marked fields, as data.

`[[field|value]]` marks a field's value in a letter, `[[field=normal|value]]` states its normal form
where that is another one, `[[~field|value]]` says that no label stands at it. White space in a
value counts as one blank.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_HEAD = re.compile(r"^=== (\S+) (\S+)\n", re.MULTILINE)
_MARK = re.compile(r"\[\[(~?)(\w+)(?:=([^|\]]*))?\|([^\]]*)\]\]")


def letters(language: str) -> Iterator[dict[str, Any]]:
    """The letters in `source/<language>.txt`, in their order."""
    pieces = _HEAD.split((FOLDER / "source" / f"{language}.txt").read_text("utf-8"))[1:]
    for name, service, body in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        text, fields = _read(body)
        yield {
            "id": name,
            "language": language,
            "service": service,
            "part": "dev" if int(name[-2:]) <= 20 else "test",
            "text": text,
            "fields": fields,
        }


def _read(body: str) -> tuple[str, list[dict[str, Any]]]:
    text, fields, at = "", [], 0
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        free, field, normal, value = mark.groups()
        fields.append(
            {
                "field": field,
                "value": normal if normal is not None else " ".join(value.split()),
                "start": len(text),
                "end": len(text) + len(value),
                "labelled": not free,
            }
        )
        text, at = text + value, mark.end()
    return text + body[at:], fields


def jsonl(language: str) -> str:
    """One letter a line."""
    rows = (json.dumps(letter, ensure_ascii=False) for letter in letters(language))
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    for source in sorted((FOLDER / "source").glob("*.txt")):
        (FOLDER / f"{source.stem}.jsonl").write_text(jsonl(source.stem), encoding="utf-8")
