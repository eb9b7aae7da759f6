"""Search by meaning beside search by words: kept up to date, fused, filtered, reranked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from opengovai.errors import ModelError
from opengovai.knowledge import Filter, KnowledgeBase
from opengovai.knowledge import dense as dense_module
from opengovai.knowledge.graph import Graph, available
from opengovai.types import Document, Hit, RedactedText

TEXTS = {
    "car": "Each automobile must be inspected every second year.",
    "dog": "A dog needs a licence from the municipality.",
    "tax": "Income is taxed in the year in which it is earned.",
    "tree": "Whoever fells a tree plants another one.",
}


class Words:
    """An embedder whose words are random directions; those of one group share theirs."""

    groups = (("car", "automobile", "vehicle"), ("dog", "hound"), ("tree", "oak"))

    def __init__(self, *, salt: str = "", fails_after: int | None = None) -> None:
        self.salt, self.left = salt, fails_after
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[RedactedText], *, query: bool = False) -> NDArray[np.float32]:
        """float32[n, 64] of unit length."""
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise ModelError("The embedder is out of order", remedy="Wait.")
        self.embedded += texts
        rows = [sum(map(self._direction, text.lower().split()), np.zeros(64)) for text in texts]
        vectors = np.array(rows, np.float32)
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def _direction(self, word: str) -> NDArray[np.float64]:
        plain = word.strip(".,?")
        name = next((group[0] for group in self.groups if plain in group), plain)
        seed = int.from_bytes(sha256((self.salt + name).encode()).digest()[:8])
        weight = 3.0 if any(name in group for group in self.groups) else 0.3
        return weight * np.random.default_rng(seed).normal(size=64)


class Backwards:
    """A reranker that likes what begins late in the alphabet."""

    def score(self, query: RedactedText, texts: Sequence[RedactedText]) -> NDArray[np.float32]:
        """float32[n]."""
        return np.array([ord(text[0]) for text in texts], np.float32)


class Broken:
    """A reranker that is out of order."""

    def score(self, query: RedactedText, texts: Sequence[RedactedText]) -> NDArray[np.float32]:
        """Never anything."""
        raise ModelError("The reranker is out of order", remedy="Wait.")


def text(name: str, body: str, *, publisher: str = "", language: str = "en") -> Document:
    return Document(
        id=name,
        title="",
        text=body,
        language=language,
        uri=f"test:{name}",
        version=Document.digest(body),
        publisher=publisher,
    )


def documents() -> Iterator[Document]:
    return (text(name, body) for name, body in TEXTS.items())


def find(base: KnowledgeBase, query: str, **options: object) -> list[Hit]:
    return base.search(RedactedText(query), language="en", k=4, **options)  # type: ignore[arg-type]


def names(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.document_id for hit in hits]


def test_what_only_the_meaning_tells_is_found(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "plain") as base:
        base.add(documents())
        assert "car" not in names(find(base, "vehicle hound"))
    with KnowledgeBase.open(tmp_path / "dense", embedder=Words(), floor=0.3) as base:
        base.add(documents())
        hits = find(base, "vehicle")
    assert names(hits)[0] == "car"
    assert hits[0].dense is not None
    assert hits[0].dense > 0.3
    assert hits[0].lexical == 0.0


def test_what_is_only_vaguely_alike_is_not_a_hit(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.99) as base:
        base.add(documents())
        assert names(find(base, "vehicle")) == []
        assert names(find(base, "automobile")) == ["car"]


def test_without_a_floor_each_query_has_its_own(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words()) as base:
        base.add(documents())
        base.add(text(f"d{number}", f"Filler number {number}.") for number in range(30))
        assert names(find(base, "vehicle")) == ["car"]
        assert names(find(base, "hound")) == ["dog"]


def test_both_rankings_decide(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.3) as base:
        base.add(documents())
        hits = find(base, "hound licence")
    assert names(hits)[0] == "dog"
    assert hits[0].score == max(hit.score for hit in hits) <= 1
    assert hits[0].lexical > 0


def test_only_what_is_new_is_embedded(tmp_path: Path) -> None:
    embedder = Words()
    with KnowledgeBase.open(tmp_path, embedder=embedder, floor=0.3) as base:
        base.add(documents())
        embedder.embedded.clear()
        base.add([*documents(), text("bus", "Every bus carries a vehicle registration.")])
        read = [one for one in embedder.embedded if one.startswith(("Every bus", "Each auto"))]
        assert read == ["Every bus carries a vehicle registration."]
        assert set(names(find(base, "automobile"))) >= {"car", "bus"}


def test_a_failing_embedder_loses_nothing(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words(fails_after=1)) as base:
        with pytest.raises(ModelError):
            base.add(documents())
        assert names(find(base, "dog licence")) == ["dog"]
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.3) as base:
        assert names(find(base, "vehicle")) == ["car"]
        assert base.verify().ok


def test_a_base_opens_while_its_embedder_is_out_of_order(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words()) as base:
        base.add(documents())
    with KnowledgeBase.open(tmp_path, embedder=Words(fails_after=0)) as base:
        assert names(find(base, "dog licence")) == ["dog"]


def test_another_model_embeds_everything_again(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words()) as base:
        base.add(documents())
    other = Words(salt="another")
    with KnowledgeBase.open(tmp_path, embedder=other, floor=0.3) as base:
        assert set(TEXTS.values()) <= set(other.embedded)
        assert names(find(base, "vehicle")) == ["car"]


def test_what_is_removed_is_not_found_and_its_vectors_go(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.3) as base:
        base.add(documents())
        for name in ("car", "tax", "tree"):
            base.remove(name)
        assert names(find(base, "vehicle")) == []
        assert base.verify().ok
        (stored,) = (tmp_path / "dense").glob("*.rows.npy")
        assert len(np.load(stored)) == 1


def test_damaged_vectors_are_told_and_made_again(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.3) as base:
        base.add(documents())
    (stored,) = (tmp_path / "dense").glob("*.vectors.npy")
    stored.write_bytes(stored.read_bytes()[:200])
    with KnowledgeBase.open(tmp_path, read_only=True, embedder=Words()) as base:
        assert any("vectors" in fault for fault in base.verify().faults)
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.3) as base:
        assert base.verify().ok
        assert names(find(base, "vehicle")) == ["car"]


def test_a_reader_sees_what_a_writer_adds(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.3) as writer:
        writer.add(documents())
        with KnowledgeBase.open(tmp_path, read_only=True, embedder=Words(), floor=0.3) as reader:
            assert names(find(reader, "oak")) == ["tree"]
            writer.add([text("wood", "An oak may stand for a century.")])
            assert set(names(find(reader, "oak"))) == {"tree", "wood"}


def test_many_small_additions_leave_few_files(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words()) as base:
        for number in range(12):
            base.add([text(f"d{number}", f"Document number {number} of a dozen.")])
        files = list((tmp_path / "dense").glob("*.rows.npy"))
        assert len(files) <= 4
        assert sum(len(np.load(file)) for file in files) == 12


def test_a_filter_lets_only_its_documents_through(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.3) as base:
        base.add(
            [
                text("ke/car", "A vehicle pays a fee.", publisher="Kenya"),
                text("rw/car", "A vehicle is inspected.", publisher="Rwanda"),
                text("de/car", "Ein vehicle ist ein Auto.", publisher="Germany", language="de"),
            ]
        )

        def among(**wanted: frozenset[str]) -> list[str]:
            return names(find(base, "automobile", among=Filter(**wanted)))

        assert set(among()) == {"ke/car", "rw/car", "de/car"}
        assert among(publishers=frozenset({"Kenya"})) == ["ke/car"]
        assert among(languages=frozenset({"de"})) == ["de/car"]
        assert among(prefixes=frozenset({"rw/", "xx/"})) == ["rw/car"]
        assert among(prefixes=frozenset({"rw/"}), languages=frozenset({"de"})) == []


def test_a_reranker_has_the_last_word_and_may_fail(tmp_path: Path) -> None:
    bodies = {"a": "A licence fee is due.", "b": "Below a licence.", "z": "Zero licence is due."}
    with KnowledgeBase.open(tmp_path) as base:
        base.add(text(name, body) for name, body in bodies.items())
        plain = find(base, "licence")
    with KnowledgeBase.open(tmp_path, reranker=Backwards()) as base:
        moved = find(base, "licence")
    assert names(moved) == ["z", "b", "a"]
    assert [hit.score for hit in moved] == [hit.score for hit in plain]
    with KnowledgeBase.open(tmp_path, reranker=Broken()) as base:
        assert names(find(base, "licence")) == names(plain)


def test_the_same_passage_of_two_copies_is_one_hit(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path) as base:
        base.add([text("one", TEXTS["dog"]), text("copy", TEXTS["dog"]), *documents()])
        assert len(find(base, "dog licence municipality")) == 1


@pytest.mark.skipif(not available(), reason="the extra `dense` is not installed")
def test_the_graph_finds_nearly_what_comparing_all_finds() -> None:
    chance = np.random.default_rng(1)
    centres = chance.normal(size=(50, 64))
    vectors = centres[chance.integers(0, 50, 3000)] + chance.normal(size=(3000, 64))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    graph = Graph.empty(64)
    graph.add(np.arange(3000), vectors.astype(np.float16))
    queries = vectors[:100].astype(np.float32)
    best = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    found = [set(graph.near(query, 40)) for query in queries]
    recall = np.mean([len(set(row) & near) / 10 for row, near in zip(best, found, strict=True)])
    assert recall >= 0.95


@pytest.mark.skipif(not available(), reason="the extra `dense` is not installed")
def test_beyond_a_size_the_graph_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense_module, "EXACT", 2)
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.3) as base:
        base.add(documents())
        (graph,) = (tmp_path / "dense").glob("*.graph")
        assert names(find(base, "vehicle")) == ["car"]
        base.add(text(f"d{number}", f"Filler number {number}.") for number in range(40))
        assert [*(tmp_path / "dense").glob("*.graph")] != [graph]
        base.add([text("wood", "An oak may stand for a century.")])
        assert set(names(find(base, "oak"))) == {"tree", "wood"}
    with KnowledgeBase.open(tmp_path, read_only=True, embedder=Words(), floor=0.3) as reader:
        assert set(names(find(reader, "oak"))) == {"tree", "wood"}
        reader.close()
    for broken in (tmp_path / "dense").glob("*.graph"):
        broken.write_bytes(b"nothing")
    with KnowledgeBase.open(tmp_path, read_only=True, embedder=Words(), floor=0.3) as reader:
        assert set(names(find(reader, "oak"))) == {"tree", "wood"}
    with KnowledgeBase.open(tmp_path, embedder=Words(), floor=0.3) as writer:
        assert set(names(find(writer, "oak"))) == {"tree", "wood"}
    (mended,) = (tmp_path / "dense").glob("*.graph")
    assert mended.stat().st_size > 100


def test_a_graph_leaves_room_for_a_model_that_is_loaded_later() -> None:
    """The two libraries crash each other when they are loaded in the other order."""
    pytest.importorskip("usearch")
    pytest.importorskip("onnxruntime")
    code = "from opengovai.knowledge.graph import Graph; Graph.empty(4); import onnxruntime"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
