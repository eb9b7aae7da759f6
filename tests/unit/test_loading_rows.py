"""CSV, JSON and JSON Lines: a row or an object is a document."""

from __future__ import annotations

import json
from pathlib import Path

from opengovai.knowledge.loading import Loaded, Mapping, Skipped, load
from opengovai.types import Document


def everything(
    folder: Path, name: str, data: str, mapping: Mapping | None = None
) -> list[Loaded | Skipped]:
    (folder / name).write_text(data, encoding="utf-8")
    return list(load([folder / name], mapping=mapping))


def documents(folder: Path, name: str, data: str, mapping: Mapping | None = None) -> list[Document]:
    found = everything(folder, name, data, mapping)
    assert all(isinstance(x, Loaded) for x in found), found
    return [x.document for x in found if isinstance(x, Loaded)]


def lines(*rows: dict[str, object]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def test_a_corpus_keeps_its_ids(tmp_path: Path) -> None:
    corpus = lines(
        {"id": "a1", "title": "Passport", "text": "Apply in person.", "lang": "en"},
        {"id": "b2", "title": "Visa", "text": "Apply online.", "url": "https://example.org/visa"},
    )
    first, second = documents(tmp_path, "corpus.jsonl", corpus)
    assert (first.id, first.title, first.language) == ("a1", "Passport", "en")
    assert first.text == "Passport\n\nApply in person."
    assert first.uri == f"{tmp_path.name}/corpus.jsonl"
    assert second.uri == "https://example.org/visa"


def test_a_row_without_an_id_is_named_after_its_file_and_its_key_or_number(tmp_path: Path) -> None:
    law = lines({"ref": "art1", "text": "One."}, {"text": "Two."})
    assert [d.id for d in documents(tmp_path, "law.jsonl", law)] == [
        f"{tmp_path.name}/law.jsonl#art1",
        f"{tmp_path.name}/law.jsonl#2",
    ]


def test_a_row_without_a_text_field_keeps_every_field_as_a_line(tmp_path: Path) -> None:
    csv = (
        "service_id;agency_id;service_name;service_url;fee\n"
        "1;7;Birth certificate;https://example.org/b;200\n2;8;Passport;https://example.org/p;\n"
    )
    birth, passport = documents(tmp_path, "services.csv", csv)
    assert birth.title == "Birth certificate"
    assert birth.text == "Service name: Birth certificate\nFee: 200"
    assert passport.text == "Service name: Passport"


def test_quoted_cells_may_hold_delimiters_and_lines(tmp_path: Path) -> None:
    csv = 'title,text\nFees,"Two hundred, in cash.\nNo cards."\nHours,Nine to four.\n'
    fees, hours = documents(tmp_path, "a.csv", csv)
    assert fees.text == "Fees\n\nTwo hundred, in cash.\nNo cards."
    assert hours.text == "Hours\n\nNine to four."


def test_a_mapping_names_the_fields(tmp_path: Path) -> None:
    rows = lines({"nr": "7", "betreff": "Pass", "inhalt": "Persönlich beantragen.", "text": "x"})
    mapping = Mapping(texts=("inhalt",), titles=("betreff",), ids=("nr",))
    (found,) = documents(tmp_path, "a.jsonl", rows, mapping)
    assert (found.id, found.title, found.text) == ("7", "Pass", "Pass\n\nPersönlich beantragen.")


def test_a_mapping_that_fits_nothing_is_reported_for_each_row(tmp_path: Path) -> None:
    found = everything(tmp_path, "a.jsonl", lines({"text": "x"}), Mapping(texts=("body",)))
    assert isinstance(found[0], Skipped)
    assert "body" in found[0].reason


def test_parallel_columns_are_one_document_a_language(tmp_path: Path) -> None:
    rows = lines({"id": "art1", "en": "All are free.", "sw": "Wote ni huru.", "sw_title": "Uhuru"})
    english, swahili = documents(tmp_path, "udhr.jsonl", rows)
    assert (english.id, english.language, english.text) == ("art1.en", "en", "All are free.")
    assert (swahili.id, swahili.language, swahili.title) == ("art1.sw", "sw", "Uhuru")


def test_a_json_list_of_questions_and_answers(tmp_path: Path) -> None:
    faq = json.dumps([{"faq_id": "1", "question": "Who can apply?", "answer": "Anyone."}])
    (found,) = documents(tmp_path, "faq.json", faq)
    assert found.title == "Who can apply?"
    assert found.text == "Who can apply?\n\nAnyone."


def test_one_object_is_one_document_with_nested_names(tmp_path: Path) -> None:
    (found,) = documents(
        tmp_path, "a.json", '{"form": {"name": "W-9", "parts": ["I", "II"]}, "ok": true}'
    )
    assert found.text == "Form name: W-9\nForm parts: I\nII\nOk: true"


def test_a_bad_line_is_skipped_and_the_others_are_read(tmp_path: Path) -> None:
    found = everything(tmp_path, "a.jsonl", '{"text": "One."}\n{"text": \n\n{"text": "Three."}\n')
    assert [type(x).__name__ for x in found] == ["Loaded", "Skipped", "Loaded"]
    assert isinstance(found[1], Skipped)
    assert found[1].path == f"{tmp_path.name}/a.jsonl, line 2"


def test_a_bad_first_line_costs_that_line_alone(tmp_path: Path) -> None:
    found = everything(tmp_path, "a.jsonl", '{"text": "On\n{"text": "Two."}\n{"text": "Three."}')
    assert [type(x).__name__ for x in found] == ["Skipped", "Loaded", "Loaded"]


def test_a_table_may_have_spaces_and_a_few_ragged_rows(tmp_path: Path) -> None:
    rows = "".join(f"{n}, Title {n}, Text {n}\n" for n in range(30))
    found = documents(tmp_path, "a.csv", f"id, title, text\n{rows}30, Short\n")
    assert len(found) == 31
    assert found[3].text == "Title 3\n\nText 3"


def test_the_same_id_twice_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "One."}')
    (tmp_path / "b.jsonl").write_text('{"id": "1", "text": "Two."}\n{"id": "1", "text": "Three."}')
    found = [x for x in load([tmp_path]) if isinstance(x, Loaded)]
    assert len({x.document.id for x in found}) == 3
    assert found[0].document.id == "1"
    assert "taken" in found[1].warnings[0]


def test_prose_with_commas_is_not_a_table(tmp_path: Path) -> None:
    (found,) = documents(tmp_path, "a.csv", "Dear Sir, hello.\nWe write, as agreed.\n")
    assert found.text == "Dear Sir, hello.\nWe write, as agreed."


def test_a_cell_may_hold_a_whole_law(tmp_path: Path) -> None:
    law = "A permit is given within ten days. " * 10_000
    first, second = documents(
        tmp_path, "laws.csv", f'title,text\nPermits,"{law}"\nFees,Ten euros.\n'
    )
    assert first.text.count("within ten days") == 10_000
    assert second.title == "Fees"
