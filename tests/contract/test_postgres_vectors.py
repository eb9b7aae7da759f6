"""Search by meaning in PostgreSQL, with a real server that has pgvector."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from opengovai.errors import ModelError
from opengovai.knowledge.plugin import whole
from opengovai.knowledge.shared import SharedKnowledgeBase
from opengovai.testing.postgres_server import OWNER, PostgresServer
from opengovai.testing.stores import Opener, sample_document, store_rules
from opengovai.types import RedactedText

pytest.importorskip("psycopg")
from opengovai.adapters.postgres.store import PostgresStore

QUERY = RedactedText("automobile")
_collections = count()


class Synonyms:
    """An embedder in which a car is an automobile; `salt` makes another model of it."""

    def __init__(self, salt: str = "", *, broken: bool = False) -> None:
        self.salt, self.broken = salt, broken
        self.embedded = 0

    def embed(self, texts: Sequence[RedactedText], *, query: bool = False) -> NDArray[np.float32]:
        """float32[n, 32] of unit length."""
        if self.broken:
            raise ModelError("The embedder is out of order", remedy="Wait.")
        self.embedded += len(texts)
        rows = [sum(map(self._of, text.lower().split()), np.full(32, 0.01)) for text in texts]
        vectors = np.array(rows, np.float32)
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def _of(self, word: str) -> NDArray[np.float64]:
        name = {"automobile": "car", "inspection": "tested"}.get(word.strip(".,"), word.strip(".,"))
        seed = int.from_bytes(sha256((self.salt + name).encode()).digest()[:8])
        weight = 3.0 if name in {"car", "tested"} else 0.3
        return weight * np.random.default_rng(seed).normal(size=32)


@pytest.fixture(scope="module")
def database(vector_server: PostgresServer) -> str:
    import psycopg

    with psycopg.connect(vector_server.dsn(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE meaning")
    with closing(PostgresStore(vector_server.dsn(OWNER, "meaning"), embedder=Synonyms())) as owner:
        owner.migrate()
        owner.migrate()  # twice is fine
    with psycopg.connect(vector_server.dsn(), autocommit=True) as admin:
        admin.execute("CREATE ROLE scribe LOGIN IN ROLE opengovai_editor")
    return vector_server.dsn("scribe", "meaning")


@pytest.fixture
def opened(database: str) -> Callable[..., object]:
    collection = f"meaning {next(_collections)}"

    @contextmanager
    def open_with(
        embedder: Synonyms | None, floor: float | None = 0.3
    ) -> Iterator[SharedKnowledgeBase]:
        store = PostgresStore(database, collection=collection, embedder=embedder, dense_floor=floor)
        base = whole(store)
        assert isinstance(base, SharedKnowledgeBase)
        with base:
            yield base

    return open_with


def test_what_shares_no_word_is_found_by_meaning(opened: Callable[..., object]) -> None:
    texts = {"a": "Each car is tested every year.", "b": "Dogs need a licence."}
    with opened(Synonyms()) as base:  # type: ignore[attr-defined]
        base.add([sample_document(text, name=name) for name, text in texts.items()])
        found = {hit.passage.document_id: hit for hit in base.retrieve(QUERY, k=5, language="en")}
    assert found["a"].dense > 0.5
    assert found["a"].lexical == 0.0
    with opened(None) as base:  # type: ignore[attr-defined]
        found = base.retrieve(QUERY, k=5, language="en")
        assert not any(hit.passage.document_id == "a" for hit in found)


def test_the_floor_is_the_querys_own(opened: Callable[..., object]) -> None:
    texts = [f"The {word}s keep their {word} here." for word in map("word{}".format, range(40))]
    with opened(Synonyms(), floor=None) as base:  # type: ignore[attr-defined]
        base.add(sample_document(text, name=f"{n}") for n, text in enumerate(texts))
        base.add([sample_document("Each car is tested every year.", name="a")])
        hits = base.retrieve(QUERY, k=50, language="en")
        assert hits[0].passage.document_id == "a"
        assert len(hits) < 5
        assert len(base.retrieve(RedactedText("here"), k=50, language="en")) >= 40


def test_only_what_is_new_is_embedded_and_another_model_embeds_all(
    opened: Callable[..., object],
) -> None:
    first, second = Synonyms(), Synonyms()
    with opened(first) as base:  # type: ignore[attr-defined]
        base.add([sample_document("Each car is tested every year.", name="a")])
    with opened(second) as base:  # type: ignore[attr-defined]
        base.add([sample_document("Dogs need a licence.", name="b")])
        base.remove("b")
    assert second.embedded == 2  # the probe, and the new passage
    other = Synonyms("other")
    with opened(other) as base:  # type: ignore[attr-defined]
        base.add([sample_document("Trees are protected.", name="c")])
        found = {hit.passage.document_id: hit for hit in base.retrieve(QUERY, k=5, language="en")}
        assert found["a"].dense > 0.5
    assert other.embedded == 4  # the probe, two passages, the question


def test_words_decide_alone_while_the_embedder_is_out_of_order(
    opened: Callable[..., object],
) -> None:
    with opened(Synonyms()) as base:  # type: ignore[attr-defined]
        base.add([sample_document("Each car is tested every year.", name="a")])
    with opened(Synonyms(broken=True)) as base:  # type: ignore[attr-defined]
        (hit,) = base.retrieve(RedactedText("car"), k=1, language="en")
        assert hit.dense is None
        with pytest.raises(ModelError):
            base.add([sample_document("Trees are protected.", name="b")])
        assert base.retrieve(RedactedText("trees"), k=1, language="en")  # stored all the same


def test_a_graph_finds_what_comparing_each_finds(
    opened: Callable[..., object], vector_server: PostgresServer
) -> None:
    words = [f"word{number}" for number in range(300)]
    with opened(Synonyms(), floor=-1.0) as base:  # type: ignore[attr-defined]
        base.add(sample_document(f"The {word} is here.", name=word) for word in words)
        base.add([sample_document("Each car is tested every year.", name="a")])
        exact = [hit.passage.document_id for hit in base.retrieve(QUERY, k=1, language="en")]
        collection = base._store._collection
        with closing(
            PostgresStore(vector_server.dsn(OWNER, "meaning"), collection=collection)
        ) as owner:
            owner.index_vectors()
        assert [h.passage.document_id for h in base.retrieve(QUERY, k=1, language="en")] == exact


# Two rules are about the order that words give; meaning may see it otherwise.
_BY_WORDS = {"_the_language_of_the_query_wins", "_inflected_words_are_found"}


@pytest.mark.parametrize(
    "rule",
    [rule for rule in store_rules if rule.__name__ not in _BY_WORDS],
    ids=lambda rule: rule.__name__,
)
def test_with_an_embedder_the_contract_holds(
    rule: Callable[[Opener], None], database: str, tmp_path: Path
) -> None:
    collection = f"contract {next(_collections)}"

    def opener() -> SharedKnowledgeBase:
        store = PostgresStore(database, collection=collection, embedder=Synonyms(), dense_floor=0.9)
        base = whole(store)
        assert isinstance(base, SharedKnowledgeBase)
        return base

    rule(opener)
