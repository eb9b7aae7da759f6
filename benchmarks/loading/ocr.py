"""OCR of a law whose text layer is broken, against its text recovered in another way.

    python -m benchmarks.loading.ocr FILE.pdf TEXT.jsonl

Recall is the share of the recovered text's word trigrams that OCR finds, in order.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.loading.__main__ import recall
from benchmarks.loading.page import publish

from opengovai.knowledge.loading import Loaded, load


def main() -> None:
    """Read, compare, publish."""
    start = time.perf_counter()
    (found,) = load([Path(sys.argv[1])], language="en", ocr=True)
    seconds = time.perf_counter() - start
    if not isinstance(found, Loaded):
        sys.exit(found.reason)
    lines = Path(sys.argv[2]).read_text("utf-8").splitlines()
    articles = [json.loads(line)["text"] for line in lines]
    pages = max((section.page or 1 for section in found.document.sections), default=1)
    share = f"{recall(found.document.text, articles):.3f}"
    row = ("RapidOCR", str(pages), f"{seconds / pages:.1f} s", share)
    publish("ocr", ("engine", "pages", "a page", "recall"), [row])


if __name__ == "__main__":
    main()
