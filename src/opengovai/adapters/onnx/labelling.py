"""Labels for texts and for tokens: a sequence classifier and a token classifier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from tokenizers import Encoding

from opengovai.adapters.onnx.encoder import Encoder, Floats
from opengovai.errors import ConfigurationError, ModelError
from opengovai.types import EntitySpan, RedactedText

_OUTSIDE = "O"
_ENTITY = re.compile(r"[A-Z]+(?:_[A-Z]+)*")
# The schemes IOB2, IOBES and BILOU mark where in an entity a token stands.
_MARKED = re.compile(r"(?P<place>[BIESLU])-(?P<label>.+)")


class OnnxClassifier:
    """`Classifier`. A text over the model's limit is read in overlapping windows; a label has the
    highest probability of any window, so what is said at the end counts."""

    def __init__(self, encoder: Encoder, *, labels: Sequence[str]) -> None:
        self._encoder, self._labels = encoder, tuple(labels)

    def classify(self, texts: Sequence[RedactedText]) -> list[Mapping[str, float]]:
        """A probability for each of the manifest's labels."""
        windows = self._encoder.windows(texts)
        owners = [i for i, parts in enumerate(windows) for _ in parts]
        best = np.zeros((len(texts), len(self._labels)), np.float32)
        for chosen, logits, _ in self._encoder.run([one for parts in windows for one in parts]):
            shares = _shares(logits.reshape(len(chosen), -1), self._labels)
            np.maximum.at(best, [owners[i] for i in chosen], shares)
        return [dict(zip(self._labels, map(float, row), strict=True)) for row in best]


class OnnxTagger:
    """`Recognizer`: spans whose tokens are more likely than `threshold` in some entity.

    `entities` says which of the model's labels count and as what: {"PER": "PERSON"}; empty, all of
    them do under their own names. A word with one such token counts whole. Long texts are read in
    overlapping windows, so that nothing is passed over.
    """

    def __init__(
        self,
        encoder: Encoder,
        *,
        labels: Sequence[str],
        entities: Mapping[str, str],
        threshold: float,
        name: str,
    ) -> None:
        self._encoder, self._threshold, self._name = encoder, threshold, name
        self._labels = tuple(labels)
        self._entities = [_entity(label, entities) for label in labels]
        self._outside = [i for i, entity in enumerate(self._entities) if not entity]
        for entity in filter(None, self._entities):
            if not _ENTITY.fullmatch(entity):
                raise ConfigurationError(
                    f"{entity!r} is no name of an entity",
                    where="entities",
                    remedy='Map the model\'s labels, as in entities = {PER = "PERSON"}.',
                )
        if len(self._outside) in {0, len(labels)}:
            raise ConfigurationError(
                f"Of the labels {', '.join(labels)}, all or none are entities",
                where="entities",
                remedy="Name labels that the model has; its manifest lists them.",
            )

    def recognize(self, text: str) -> Iterator[EntitySpan]:
        """Spans in the order of windows; those of overlapping windows may overlap."""
        (encodings,) = self._encoder.windows([text])
        for chosen, logits, _ in self._encoder.run(encodings):
            for row, i in enumerate(chosen):
                shares = _shares(logits[row, : len(encodings[i])], self._labels)
                for span in self._spans(encodings[i], shares):
                    # Some tokenizers count the space before a word as its part.
                    words = text[span.start : span.end].lstrip()
                    yield replace(span, start=span.end - len(words))

    def _spans(self, encoding: Encoding, shares: Floats) -> Iterator[EntitySpan]:
        """Runs of words with the same entity, `shares` being float32[tokens, labels]."""
        inside = 1 - shares[:, self._outside].sum(axis=1)
        likeliest = shares.copy()
        likeliest[:, self._outside] = 0
        labels = likeliest.argmax(axis=1)
        run: list[tuple[int, int, float]] = []
        entity, after = "", -2
        for start, end, word, label, score in _words(encoding, labels, inside):
            found = self._entities[label] if score > self._threshold else ""
            begins = self._labels[label].startswith(("B-", "S-", "U-")) or word != after + 1
            if run and (found != entity or begins):
                yield self._span(run, entity)
                run = []
            if found:
                run.append((start, end, score))
            entity, after = found, word
        if run:
            yield self._span(run, entity)

    def _span(self, run: Sequence[tuple[int, int, float]], entity: str) -> EntitySpan:
        return EntitySpan(
            start=run[0][0],
            end=run[-1][1],
            entity=entity,
            score=min(float(np.mean([score for *_, score in run])), 1.0),
            recognizer=self._name,
        )


def _words(
    encoding: Encoding, labels: np.ndarray, inside: np.ndarray
) -> Iterator[tuple[int, int, int, int, float]]:
    """Of each word: its range in the text, its number, and label and score of its likeliest token.
    The first token that is inside decides where several are."""
    words: dict[int, tuple[int, int, int, float]] = {}
    for place, word in enumerate(encoding.word_ids):
        if word is None:
            continue
        start, end = encoding.offsets[place]
        label, score = int(labels[place]), float(inside[place])
        if word in words:
            first, _, kept, most = words[word]
            start, label, score = first, kept if most >= score else label, max(most, score)
        words[word] = (start, end, label, score)
    for word, (start, end, label, score) in words.items():
        yield start, end, word, label, score


def _entity(label: str, entities: Mapping[str, str]) -> str:
    """ "" for a label that is none."""
    marked = _MARKED.fullmatch(label)
    plain = marked["label"] if marked else label
    if label == _OUTSIDE:
        return ""
    return entities.get(plain, "") if entities else plain


def _shares(logits: Floats, labels: Sequence[str]) -> Floats:
    """Softmax of float32[n, labels]."""
    if logits.shape[-1] != len(labels) or not np.isfinite(logits).all():
        raise ModelError(
            f"The model gives {logits.shape[-1]} logits for {len(labels)} labels, or none finite",
            remedy="Export it again; the manifest's labels must be the model's, in its order.",
        )
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
