"""Take sentences without names from a Common Voice checkout into `data/common_voice.{lang}.txt`.

    python training/names/extract_common_voice.py CHECKOUT

CHECKOUT is a bare or normal clone of github.com/mozilla/common-voice at commit
168898f413d7deb17d0ed665e8159abe877c7f19 (July 2021); `server/data/LICENSE` there is CC0 1.0.
The sentences come without labels, so one is kept only if nothing in it can be a person: no
capital inside the sentence (German: no given name that the lists know), no known name at its start.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from random import Random

from people import cultures

COMMIT = "168898f413d7deb17d0ed665e8159abe877c7f19"
FILES = {
    "en": ("sentence-collector.txt",),
    "rw": ("partner-10.rw.txt", "partner-12.rw.txt", "partner-15.rw.txt", "sentence-collector.txt"),
    "kk": ("sentence-collector.txt",),
    "ru": ("highsource-de-ru-translations.txt", "bakwc1.txt"),
    "de": ("sentence-collector.txt", "jf99.txt"),
    "fr": ("issue2259_deleted_export_readd_fixed.txt",),
}
MOST = 14000


def main() -> None:
    checkout = Path(sys.argv[1])
    names = _known_names()
    for language, files in FILES.items():
        lines = {line for name in files for line in _lines(checkout, language, name)}
        kept = [line for line in sorted(lines) if _nameless(line, language, names)]
        chosen = sorted(Random(7).sample(kept, min(MOST, len(kept))))  # noqa: S311
        out = Path(__file__).parent / "data" / f"common_voice.{language}.txt"
        out.write_text("\n".join(chosen) + "\n", "utf-8")
        sys.stdout.write(f"{language}: {len(chosen)} of {len(lines)} sentences\n")


def _known_names() -> set[str]:
    return {
        name.lower()
        for unseen in (False, True)
        for culture in cultures(unseen=unseen).values()
        for group in (*culture.given.values(), *culture.surname.values())
        for name in group
    }


def _lines(checkout: Path, language: str, name: str) -> list[str]:
    path = f"{COMMIT}:server/data/{language}/{name}"
    shown = subprocess.run(
        ["git", "-C", str(checkout), "show", path], capture_output=True, check=False
    )
    lines = (line.strip() for line in shown.stdout.decode("utf-8", "replace").splitlines())
    return [line for line in lines if 20 < len(line) < 200]


def _nameless(line: str, language: str, names: set[str]) -> bool:
    words = re.findall(r"[^\W\d_]+", line)
    if not words or words[0].lower() in names:
        return False
    capitals = [word for word in words[1:] if word[0].isupper() and word not in ("I", "I'm")]
    if language == "de":
        return not any(word.lower() in names for word in capitals)
    return not capitals


if __name__ == "__main__":
    main()
