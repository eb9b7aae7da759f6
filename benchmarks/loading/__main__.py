"""PDF pages per second and text recall, ours against pypdf and pdfplumber in one run.

    python -m benchmarks.loading FOLDER

FOLDER holds `kenya_laws/` (a constitution as PDF and, article by article, as JSON Lines) and
`forms/` (PDF forms and tables). Recall is the share of the articles' word trigrams, in order,
that the extracted text holds; a reader that breaks words, mixes columns or leaves running heads
inside sentences loses it. Needs pypdf and pdfplumber.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.loading.page import publish

from opengovai.knowledge.loading import Loaded, load

Extract = Callable[[list[Path]], str]


def ours(paths: list[Path]) -> str:
    """Through `load`, the worker process and all of the layout included."""
    return "\n".join(x.document.text for x in load(paths, language="en") if isinstance(x, Loaded))


def with_pypdfium2(paths: list[Path]) -> str:
    """pdfium alone, without structure: the ceiling of speed."""
    import pypdfium2

    texts = []
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            texts += [page.get_textpage().get_text_range() for page in document]
    return "\n".join(texts)


def with_pypdf(paths: list[Path]) -> str:
    """pypdf, plain extraction."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages = (page for path in paths for page in pypdf.PdfReader(path).pages)
    return "\n".join(page.extract_text() for page in pages)


def with_pdfplumber(paths: list[Path]) -> str:
    """pdfplumber, plain extraction."""
    import pdfplumber

    texts = []
    for path in paths:
        with pdfplumber.open(path) as document:
            texts += [page.extract_text() or "" for page in document.pages]
    return "\n".join(texts)


READERS: dict[str, Extract] = {
    "OpenGovAI": ours,
    "pypdfium2, text only": with_pypdfium2,
    "pypdf": with_pypdf,
    "pdfplumber": with_pdfplumber,
}


def trigrams(text: str) -> Counter[tuple[str, ...]]:
    """Word trigrams in lower case; a hyphen at a line's end does not break a word."""
    words = re.findall(r"\w+", re.sub(r"-\n", "", text).lower())
    return Counter(zip(words, words[1:], words[2:], strict=False))


def recall(extracted: str, articles: list[str]) -> float:
    """Share of the articles' trigrams found, counted with their number."""
    have = trigrams(extracted)
    wanted = sum((trigrams(article) for article in articles), Counter())
    return sum(min(n, have[t]) for t, n in wanted.items()) / wanted.total()


def pages(paths: list[Path]) -> int:
    """Pages of all files."""
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(path)) for path in paths)


def main() -> None:
    """Measure every reader on the same files."""
    folder = Path(sys.argv[1])
    laws = folder / "kenya_laws"
    law = laws / "original" / "ke-constitution-2010.kenyalaw.pdf"
    lines = (laws / "ke-constitution-2010.en.jsonl").read_text("utf-8").splitlines()
    articles = [json.loads(line)["text"] for line in lines]
    forms = sorted((folder / "forms").rglob("*.pdf"))
    rows = []
    for name, extract in READERS.items():
        start = time.perf_counter()
        text = extract([law])
        law_seconds = time.perf_counter() - start
        start = time.perf_counter()
        extract(forms)
        form_seconds = time.perf_counter() - start
        rows.append(
            (
                name,
                f"{pages([law]) / law_seconds:,.0f}",
                f"{recall(text, articles):.3f}",
                f"{pages(forms) / form_seconds:,.0f}",
            )
        )
    publish("loading", ("reader", "law: pages/s", "law: recall", "forms: pages/s"), rows)


if __name__ == "__main__":
    main()
