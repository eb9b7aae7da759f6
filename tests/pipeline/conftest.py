"""Real parts on a small knowledge base: nothing here is mocked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from opengovai.assistant import Assistant
from opengovai.config import assemble, load_settings
from opengovai.knowledge import KnowledgeBase
from opengovai.knowledge.loading import Loaded, load

TEXTS = {
    "passport.en.md": """+++
id = "passport"
title = "Passport Act"
language = "en"
uri = "https://example.org/passport-act"
+++
# Passport Act
## Section 1. Validity
An ordinary passport is valid for ten years. A child's passport is valid for five years.
## Section 2. Fee
The fee for an ordinary passport is 4,550 shillings. Payment is made before collection.
## Section 3. Loss
Whoever loses a passport shall report the loss to the nearest police station within 24 hours.
""",
    "pasipoti.sw.md": """+++
id = "pasipoti"
title = "Sheria ya Pasipoti"
language = "sw"
uri = "https://example.org/sheria-ya-pasipoti"
+++
# Sheria ya Pasipoti
## Kifungu cha 1. Muda
Pasipoti ya kawaida ni halali kwa miaka kumi. Pasipoti ya mtoto ni halali kwa miaka mitano.
""",
}


@pytest.fixture(scope="session")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of one English and one Swahili text."""
    folder = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    path = tmp_path_factory.mktemp("base") / "kb"
    documents = [item.document for item in load([folder]) if isinstance(item, Loaded)]
    with KnowledgeBase.open(path) as base:
        base.add(documents)
    return path


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the log of this test stands."""
    return tmp_path / "audit"


@pytest.fixture
def open_for_test(kb: Path, log: Path) -> Iterator[Callable[[], Assistant]]:
    """Assistants as the default configuration makes them, closed after the test."""
    with ExitStack() as closing:
        yield lambda: assemble(load_settings().with_paths(kb=kb, audit=log), closing)


@pytest.fixture
def assistant(open_for_test: Callable[[], Assistant]) -> Assistant:
    """One assistant on the default configuration."""
    return open_for_test()
