"""Letters with marked fields, as data.

`[[field|value]]` marks a field's value in a letter, `[[field=normal|value]]` states its normal form
where that is another one, `[[field=normal+second|value]]` a second field that it fills as written;
`[[~field|value]]` says that no label stands at it. White space in a value counts as one blank.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_HEAD = re.compile(r"^=== (\S+) (\S+)\n", re.MULTILINE)
_MARK = re.compile(r"\[\[(~?)(\w+)(?:=([^|\]+]*))?(?:\+(\w+))?\|([^\]]*)\]\]")


def letters(language: str) -> Iterator[dict[str, Any]]:
    """The letters in `source/<language>.txt`, in their order."""
    yield from _letters(FOLDER / "source" / f"{language}.txt")


def prose(part: str) -> Iterator[dict[str, Any]]:
    """The letters without labels in `prose/<part>/`, which is `tuned`, `unseen` or `last`."""
    for source in sorted((FOLDER / "prose" / part).glob("*.txt")):
        yield from _letters(source, part)


def _letters(source: Path, part: str = "") -> Iterator[dict[str, Any]]:
    pieces = _HEAD.split(source.read_text("utf-8"))[1:]
    for name, service, body in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        text, fields = _read(body)
        yield {
            "id": name,
            "language": source.stem,
            "service": service,
            "part": part or ("dev" if int(name[-2:]) <= 20 else "test"),
            "text": text,
            "fields": fields,
        }


def _read(body: str) -> tuple[str, list[dict[str, Any]]]:
    text, fields, at = "", [], 0
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        free, field, normal, also, value = mark.groups()
        plain = " ".join(value.split())
        place = {"start": len(text), "end": len(text) + len(value), "labelled": not free}
        fields.append({"field": field, "value": plain if normal is None else normal, **place})
        if also:
            fields.append({"field": also, "value": plain, **place})
        text, at = text + value, mark.end()
    return text + body[at:], fields


def jsonl(found: Iterable[dict[str, Any]]) -> str:
    """One letter a line."""
    return "".join(json.dumps(letter, ensure_ascii=False) + "\n" for letter in found)


if __name__ == "__main__":
    for source in sorted((FOLDER / "source").glob("*.txt")):
        (FOLDER / f"{source.stem}.jsonl").write_text(jsonl(letters(source.stem)), encoding="utf-8")
    for part in ("tuned", "unseen", "last"):
        (FOLDER / "prose" / f"{part}.jsonl").write_text(jsonl(prose(part)), encoding="utf-8")
