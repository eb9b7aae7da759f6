"""Looks for a text that breaks the redactor: `python -m benchmarks.redaction.fuzz --seconds 600`.

Texts are joined from pieces of our letters, numbers, marks that the folding knows, placeholders and
anything Unicode has, cut and joined again. For each text:

- every span has valid offsets, and spans are disjoint and in order;
- restoring undoes redacting;
- the text in chunks gives what the whole text gives.

Hypothesis draws the texts, in batches with new seeds until the time is over; a text that fails is
made as small as possible and printed, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import pairwise
from pathlib import Path

from benchmarks.redaction.by_type import PAGE
from benchmarks.tables import publish
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from opengovai.redaction import Redactor
from opengovai.redaction.folding import DIGIT, IGNORED, PLUS, SEPARATOR

LETTERS = Path(__file__).parent / "letters"
BATCH = 200
_LONGEST = 24


def fragments() -> list[str]:
    """Pieces of the letters around every label, and the labelled values themselves."""
    found: set[str] = set()
    for path in sorted(LETTERS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            for span in row["spans"]:
                start, end = span["start"], span["end"]
                found |= {row["text"][start:end], row["text"][max(0, start - 40) : end + 12]}
    return sorted(found)


def texts() -> st.SearchStrategy[str]:
    """Texts of up to some thousand characters, most of them full of numbers gone wrong."""
    odd = DIGIT + IGNORED + PLUS + SEPARATOR + "()[]{}<>@:/\\|,;'\"АВЕКМНОРСТХ"
    piece = st.one_of(
        st.sampled_from(fragments()),
        st.text(alphabet=st.sampled_from(odd), max_size=12),
        st.text(max_size=12),
        st.text(alphabet="0123456789 .-/+", max_size=20),
        st.from_regex(r"\[[A-Z]{2,9}-[0-9]{1,3}[a-c]?-[bcdfg]{6}\]?", fullmatch=True),
        st.sampled_from(["\n", " ", "\n\n", "\t|\t", "ID ", "тел. ", "né le ", "x12", "Mr. "]),
    )
    return st.lists(piece, min_size=1, max_size=_LONGEST).flatmap(
        lambda pieces: st.permutations(pieces).map("".join) if pieces else st.just("")
    )


class Tally:
    """What was tried."""

    def __init__(self) -> None:
        self.texts = self.characters = self.spans = 0


def check(redactor: Redactor, tally: Tally, text: str, cuts: list[int]) -> None:
    """Raises AssertionError where the redactor breaks a promise about this text."""
    spans = redactor.detect(text)
    reach = 0
    for span in spans:
        assert reach <= span.start < span.end <= len(text), (text, span)
        reach = span.end
    redacted, vault = redactor.redact(text)
    assert vault.restore(redacted) == text, text
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    chunks = [text[a:b] for a, b in pairwise(places)]
    pieces, other = redactor.redact_stream(chunks)
    assert other.restore("".join(pieces)) == text, (text, chunks)
    assert other.counts() == vault.counts(), (text, chunks)
    tally.texts += 1
    tally.characters += len(text)
    tally.spans += len(spans)


def batch(redactor: Redactor, tally: Tally, number: int) -> None:
    """One batch of texts under one seed."""

    @seed(number)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(text=texts(), cuts=st.lists(st.integers(0, 10_000), max_size=6))
    def run(text: str, cuts: list[int]) -> None:
        check(redactor, tally, text, cuts)

    run()


def main() -> None:
    """Run until the time is over; write what was tried into the documentation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=0, help="of the first batch")
    parser.add_argument("--no-names", action="store_true", help="patterns only, five times faster")
    options = parser.parse_args()
    redactor, tally = Redactor.default(names=not options.no_names), Tally()
    begin, number = time.monotonic(), options.seed
    while time.monotonic() - begin < options.seconds:
        batch(redactor, tally, number)
        number += 1
    row = [
        f"{time.monotonic() - begin:.0f}",
        f"{options.seed} to {number - 1}",
        f"{tally.texts:,}",
        f"{tally.characters:,}",
        f"{tally.spans:,}",
        "0",
    ]
    header = ["seconds", "seeds", "texts", "characters", "spans", "promises broken"]
    publish("redaction-fuzz", header, [row], into=PAGE)


if __name__ == "__main__":
    main()
