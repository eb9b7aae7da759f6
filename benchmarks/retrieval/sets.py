"""Test collections made from a folder of data: judged ones, headings of laws, left-out sentences.

Packaged laws: the answerable questions of `benchmarks/answers`, judged by their gold quotes.
Questions: 189 that we wrote, 27 in each language, over the Universal Declaration of Human Rights
among articles of other laws (`questions/udhr.jsonl`; not reviewed by native speakers yet).
Judged: XQuAD (en, de), KazQAD (kk), AfriQA (Kinyarwanda questions, English passages).
Headings: the heading of an article is the query, the article without it the answer.
Sentences: of five consecutive sentences the middle one is taken out, seven of its words are the
query and the other four the answer (an inverse cloze; Lee et al. 2019). That is a hard task, and
the only one with the same texts in all seven languages (NTREX-128, TICO-19).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.retrieval.packaged import packaged

WINDOW = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Collection:
    """Passages (title, text) by id, queries by id, and the relevant passage ids of each query."""

    name: str
    language: str
    asked_in: str
    passages: dict[str, tuple[str, str]]
    queries: dict[str, str]
    relevant: dict[str, set[str]]


def collections(data: Path) -> Iterator[Collection]:
    """Every collection that the folder has the files for."""
    yield from _packaged_sets()
    yield from _question_sets(data)
    yield from _judged_sets(data / "retrieval")
    yield from _heading_sets(data)
    yield from _sentence_sets(data)


def _packaged_sets() -> Iterator[Collection]:
    for language in ("en", "sw", "rw", "kk", "ru", "de", "fr"):
        passages, queries, relevant = packaged(language)
        yield Collection(
            name=f"Packaged laws {language}",
            language=language,
            asked_in=language,
            passages=passages,
            queries=queries,
            relevant=relevant,
        )


def _question_sets(data: Path) -> Iterator[Collection]:
    questions = rows(Path(__file__).parent / "questions" / "udhr.jsonl")
    declaration = rows(data / "udhr" / "udhr.parallel.jsonl")
    for language in ("en", "sw", "rw", "kk", "ru", "de", "fr"):
        passages = {row["id"]: ("", row[language]) for row in declaration if row["id"] != "title"}
        asked = [row for row in questions if row["language"] == language]
        yield Collection(
            name=f"Questions {language}",
            language=language,
            asked_in=language,
            passages=passages | _distractors(data, language),
            queries={row["id"]: row["text"] for row in asked},
            relevant={row["id"]: set(row["relevant"]) for row in asked},
        )


def _distractors(data: Path, language: str) -> dict[str, tuple[str, str]]:
    """Articles of other laws in the language, none of which answers the questions."""
    law_68 = "rw-law-068-2018-offences-penalties.art1-101.parallel-rw-en-fr.jsonl"
    found = []
    if language in ("rw", "en", "fr"):
        found = [row[language] for row in rows(data / "rwanda_laws" / law_68)]
    elif language == "de":
        found = [row["text"] for row in rows(data / "germany_laws" / "passg.de.jsonl")]
    elif language in ("kk", "ru"):
        law_88 = data / "kazakhstan" / "kz-law-88-v-public-services.excerpt.parallel-kk-ru.jsonl"
        found = [row[language] for row in rows(law_88)]
    return {f"other{n}": ("", text) for n, text in enumerate(found) if text}


def _judged_sets(folder: Path) -> Iterator[Collection]:
    yield _judged(folder / "xquad.en", "XQuAD en", "en", "en")
    yield _judged(folder / "xquad.de", "XQuAD de", "de", "de")
    yield _judged(folder / "kazqad.kk", "KazQAD kk", "kk", "kk")
    yield _judged(folder / "afriqa.kin-en.dev", "AfriQA rw-en", "en", "rw")


def _judged(folder: Path, name: str, language: str, asked_in: str) -> Collection:
    corpus, queries, judgements = (
        rows(folder / f"{kind}.jsonl") for kind in ("corpus", "queries", "qrels")
    )
    relevant: dict[str, set[str]] = {}
    for row in judgements:
        relevant.setdefault(row["query_id"], set()).add(row["document_id"])
    return Collection(
        name=name,
        language=language,
        asked_in=asked_in,
        passages={row["id"]: (row["title"].replace("_", " "), row["text"]) for row in corpus},
        queries={row["id"]: row["text"] for row in queries if row["id"] in relevant},
        relevant=relevant,
    )


def _heading_sets(data: Path) -> Iterator[Collection]:
    law_68 = "rwanda_laws/rw-law-068-2018-offences-penalties.art1-101.parallel-rw-en-fr.jsonl"
    for language in ("rw", "en", "fr"):
        name = f"Law 68/2018 {language}"
        yield _headings(data, name, language, [law_68], f"{language}_title", language)
    kenya = [
        f"kenya_laws/ke-{law}.en.jsonl"
        for law in ("data-protection-act-2019", "citizenship-immigration-act-2011",
                    "constitution-2010")
    ]  # fmt: skip
    germany = [f"germany_laws/{law}.de.jsonl" for law in ("bdsg", "passg", "bmg", "sgb-1")]
    kazakhstan = [
        "kazakhstan/adilet-z1100000413.2025-08-25.ru.jsonl",
        "kazakhstan/adilet-v1500010467.2025-10-02.ru.jsonl",
    ]
    yield _headings(data, "Kenyan laws en", "en", kenya)
    yield _headings(data, "German laws de", "de", germany)
    yield _headings(data, "Kazakh laws ru", "ru", kazakhstan)
    guides = rows(data / "france_service_public/fiches.fr.jsonl")
    yield Collection(
        name="French guides fr",
        language="fr",
        asked_in="fr",
        passages={row["id"]: ("", row["text"].partition("\n")[2]) for row in guides},
        queries={row["id"]: row["title"] for row in guides},
        relevant={row["id"]: {row["id"]} for row in guides},
    )


def _headings(
    data: Path, name: str, language: str, files: list[str], title: str = "title", text: str = "text"
) -> Collection:
    found = {f"{file}/{row['ref']}": row for file in files for row in rows(data / file)}
    passages = {
        key: ("", row[text]) for key, row in found.items() if len(row.get(text) or "") >= 40
    }
    queries = {
        key: row[title]
        for key, row in found.items()
        if key in passages and len((row.get(title) or "").split()) >= 2
    }
    return Collection(
        name=name,
        language=language,
        asked_in=language,
        passages=passages,
        queries=queries,
        relevant={key: {key} for key in queries},
    )


def _sentence_sets(data: Path) -> Iterator[Collection]:
    for language in ("en", "sw", "rw", "kk", "ru", "de", "fr"):
        path = data / "language_id" / f"ntrex.{language}.txt"
        lines = path.read_text(encoding="utf-8").splitlines()
        yield _sentences(f"NTREX {language}", language, [line.strip() for line in lines])
    health = rows(data / "health_tico19" / "tico19.parallel-en-sw-rw-fr-ru.jsonl")
    for language in ("en", "sw", "rw", "fr", "ru"):
        yield _sentences(f"TICO-19 {language}", language, [row[language] for row in health])


def _sentences(name: str, language: str, lines: list[str]) -> Collection:
    chance = random.Random(1)  # noqa: S311 a sample, not a secret
    passages: dict[str, tuple[str, str]] = {}
    queries: dict[str, str] = {}
    for at in range(0, len(lines) - 5, 5):
        five = lines[at : at + 5]
        passages[str(at)] = ("", " ".join(five[:2] + five[3:]))
        words = five[2].split()
        if len(words) >= 5:
            first = chance.randrange(max(1, len(words) - WINDOW + 1))
            queries[str(at)] = " ".join(words[first : first + WINDOW])
    return Collection(
        name=name,
        language=language,
        asked_in=language,
        passages=passages,
        queries=queries,
        relevant={key: {key} for key in queries},
    )


def rows(path: Path) -> list[dict[str, str]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
