"""The tables' training: words that stand for each other are found from whole lines alone."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from training.retrieval.alignment import Links, align

ENGLISH = {"child": "mtoto", "teacher": "mwalimu", "reads": "anasoma", "buys": "ananunua",
           "book": "kitabu", "house": "nyumba"}  # fmt: skip


def _links() -> Links:
    lines = [
        ([who, does, what], [ENGLISH[who], ENGLISH[does], ENGLISH[what]])
        for who, does, what in product(("child", "teacher"), ("reads", "buys"), ("book", "house"))
    ]
    return align(lines)


def test_every_word_is_linked_to_its_translation() -> None:
    links = _links()
    for word, translation in ENGLISH.items():
        found = {
            right: count
            for left, right, count in zip(links.left, links.right, links.counts, strict=True)
            if left == word
        }
        assert max(found, key=lambda right: found[right]) == translation
        assert found[translation] > 0.8 * sum(found.values())


def test_a_line_without_words_is_passed_over() -> None:
    links = align([([], ["neno"]), (["word"], ["neno"])])
    assert (links.left, links.right) == (["word"], ["neno"])
