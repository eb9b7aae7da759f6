"""Fields are found without a model, and every value says where it stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from case_parts import SERVICE, letter, service
from hypothesis import given
from hypothesis import strategies as st

from opengovai.cases import schema
from opengovai.cases.dates import find_date
from opengovai.cases.extraction import FieldExtractor, source_text
from opengovai.cases.parts import read_parts
from opengovai.cases.values import decimal_text
from opengovai.errors import UnreadableSourceError
from opengovai.types import Case, EntitySpan, Extraction, Part

REPOSITORY = Path(__file__).resolve().parents[2]
FORMS = REPOSITORY / "tests" / "data" / "forms"
EXAMPLES = REPOSITORY / "examples"


def plain(data: bytes, _: str) -> str:
    return data.decode()


def extracted(made: schema.Service, parts: tuple[Part, ...]) -> dict[str, Extraction]:
    case = Case(id="x", service=made.id, language="en", parts=parts)
    found = FieldExtractor(made).extract(case)
    for each in found:
        text = source_text(parts, each.source)
        assert text is not None
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip()
    return {each.field: each for each in found}


def test_every_box_of_a_w2_is_found_with_its_range() -> None:
    made = schema.load(EXAMPLES / "schemas" / "irs_w2.toml")
    parts = read_parts((FORMS / "w2.pdf").read_bytes(), "w2.pdf", plain)
    values = {name: found.value for name, found in extracted(made, parts).items()}
    assert values == {
        "employee_ssn": "123-00-1234",
        "employer_ein": "00-3456789",
        "employer_name": "S.H.I.E.L.D.",
        "employer_address": "1800 F St NW, Washington, DC 20405",
        "employee_first_name_initial": "Anthony",
        "employee_last_name": "Stark",
        "employee_address": "350 5th Ave, New York, NY 10014",
        "box1_wages": "35000.00",
        "box2_federal_withholding": "15000.00",
        "box3_ss_wages": "35000.00",
        "box4_ss_withholding": "1000.00",
        "box5_medicare_wages": "35000.00",
        "box6_medicare_withholding": "1000.00",
        "box13_retirement_plan": "true",
        "box13_statutory_employee": "false",
        "box13_third_party_sick_pay": "false",
        "box15_state": "NY",
        "box15_state_employer_id": "1",
        "box16_state_wages": "35000.00",
        "box17_state_withholding": "2000.00",
    }


def test_boxes_are_found_by_the_words_beside_them_where_names_say_nothing() -> None:
    made = schema.load(EXAMPLES / "schemas" / "irs_w2.toml")
    parts = read_parts((FORMS / "w2.pdf").read_bytes(), "w2.pdf", plain)
    renamed = tuple(
        Part(name=f"form:field{n}", text=part.text, labels=part.labels)
        if part.name.startswith("form:")
        else part
        for n, part in enumerate(parts)
    )
    values = extracted(made, renamed)
    assert values["employee_ssn"].value == "123-00-1234"
    assert values["box4_ss_withholding"].value == "1000.00"
    assert len(values) >= 19


def test_a_number_in_several_boxes_is_one_value() -> None:
    made = schema.load(EXAMPLES / "schemas" / "irs_w9.toml")
    parts = read_parts((FORMS / "w9.pdf").read_bytes(), "w9.pdf", plain)
    values = extracted(made, parts)
    assert values["SSN"].value == "233 46 7433"
    assert values["SSN"].source.count("+") == 2
    assert values["TaxClassifyIndividual"].value == "selected"
    assert values["TaxClassifyLLC"].value == "unselected"
    assert "LLC_Classification" not in values


@pytest.mark.parametrize(
    ("schema_file", "inbox", "expected"),
    [
        ("germany/address_change.toml", "umzug.txt", {"move_in": "2026-11-02"}),
        ("germany/address_change.toml", "too_early.eml", {"birth_date": "1994-07-21"}),
        ("germany/address_change.toml", "webformular.json", {"name": "Oleksij Brandt"}),
        ("kenya/business_name.toml", "status.eml", {"fee": "950.00", "query": "status"}),
        ("kenya/business_name.toml", "swali.txt", {"query": "availability"}),
        ("rwanda/birth_correction.toml", "gusaba.txt", {"birth_date": "2019-05-14"}),
        ("rwanda/birth_correction.toml", "demande.txt", {"certificate": "NYA/2015/01288"}),
    ],
)
def test_worked_services(schema_file: str, inbox: str, expected: dict[str, str]) -> None:
    path = EXAMPLES / schema_file
    made = schema.load(path)
    data = (path.parent / "inbox" / inbox).read_bytes()
    values = extracted(made, read_parts(data, inbox, plain))
    required = {name for name, spec in made.fields.items() if spec.required}
    assert required <= values.keys()
    assert {name: values[name].value for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 4 March 1990.", "1990-03-04"),
        ("March 4, 1990", "1990-03-04"),
        ("am 4. März 1990", "1990-03-04"),
        ("le 1er août 1990", "1990-08-01"),
        ("4 марта 1990 г.", "1990-03-04"),
        ("1990 жылғы 4 наурыз", "1990-03-04"),
        ("1990 жылғы 4 наурызда", "1990-03-04"),
        ("tarehe 4 Machi 1990", "1990-03-04"),
        ("ku wa 4 Werurwe 1990", "1990-03-04"),
        ("04.03.1990", "1990-03-04"),
        ("04/03/1990", "1990-03-04"),
        ("03/25/1990", "1990-03-25"),
        ("1990-03-04", "1990-03-04"),
    ],
)
def test_dates_in_seven_languages(text: str, expected: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.value == expected
    assert find_date(text[found.start : found.end]) == (expected, 0, found.end - found.start)


@pytest.mark.parametrize("text", ["31.02.2020", "99/99/1999", "1 of 3", "2020", "12345-12-123456"])
def test_what_is_no_date(text: str) -> None:
    assert find_date(text) is None


@given(st.dates(min_value=date(1800, 1, 1)))
def test_iso_dates_come_back(day: date) -> None:
    text = f"x {day} y"
    found = find_date(text)
    if str(day) < "2100":
        assert found is not None
        assert found.value == str(day)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("12.000", "12000"),
        ("1,234,567", "1234567"),
        ("950", "950"),
        ("0.5", "0.5"),
        ("43512.00", "43512.00"),
    ],
)
def test_amounts_as_people_write_them(written: str, value: str) -> None:
    assert decimal_text(written) == value


def test_a_filled_form_with_an_empty_box_gives_no_value_from_the_print() -> None:
    made = service(SERVICE)
    parts = (
        Part(name="form:n", text="", labels=("Name",)),
        Part(name="form:i", text="24681357", labels=("ID",)),
        Part(name="print", text="Name: please write in capitals\nID:\n"),
    )
    assert set(extracted(made, parts)) == {"id_number"}


def test_a_label_on_its_own_line_takes_the_next_unless_that_is_a_label_too() -> None:
    made = service(SERVICE)
    parts = (Part(name="text", text="Name:\nZuhura Mwakasege\nID:\nAge: 30"),)
    values = extracted(made, parts)
    assert values["name"].value == "Zuhura Mwakasege"
    assert "id_number" not in values


def test_several_fields_on_one_line_are_kept_apart() -> None:
    text = "Name: Zuhura Mwakasege, Dar es Salaam, ID: 24681357; Age: 30"
    values = extracted(service(SERVICE), (Part(name="text", text=text),))
    assert values["name"].value == "Zuhura Mwakasege, Dar es Salaam"
    assert (values["id_number"].value, values["age"].value) == ("24681357", "30")


def test_a_recognizer_gives_what_no_label_does_and_it_is_marked_uncertain() -> None:
    class Known:
        def recognize(self, text: str) -> list[EntitySpan]:
            start = text.find("Zuhura")
            return [
                EntitySpan(start=start, end=start + 6, entity="PERSON", score=0.9, recognizer="t")
            ]

    made = service(SERVICE.replace('label = ["Name", "Jina"]', 'entity = "PERSON"'))
    part = Part(name="text", text="I am Zuhura.")
    case = Case(id="x", service="s", language="en", parts=(part,))
    (found,) = FieldExtractor(made, recognizers=[Known()]).extract(case)
    assert (found.value, found.start, found.end) == ("Zuhura", 5, 11)
    assert found.confidence < 0.75


def test_tables_are_read_by_row() -> None:
    parts = (Part(name="text", text="| Name | Zuhura Mwakasege |\n| ID | 24681357 | x |\n"),)
    values = extracted(service(SERVICE), parts)
    assert values["name"].value == "Zuhura Mwakasege"
    assert values["id_number"].value == "24681357"


@given(st.text(max_size=300))
def test_no_text_breaks_extraction(text: str) -> None:
    extracted(service(SERVICE), (Part(name="text", text=text),))


@given(st.text(min_size=1).filter(lambda t: "\x00" not in t), st.integers(), st.booleans())
def test_web_forms_give_their_values_by_pointer(text: str, number: int, yes: bool) -> None:
    form = {"a": {"b/c": [text, number]}, "d~e": yes, "none": None}
    parts = {p.name: p.text for p in read_parts(json.dumps(form).encode(), "f.json", plain)}
    assert parts == {
        "json:/a/b~1c/0": text,
        "json:/a/b~1c/1": str(number),
        "json:/d~0e": str(yes).lower(),
    }


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.txt"), (b"%PDF-1.4 broken", "a.pdf"), (b"{", "a.json"), (b"7", "a.json")],
)
def test_what_cannot_be_read_is_an_error_with_words(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableSourceError):
        read_parts(data, name, plain)


def test_an_attachment_that_cannot_be_read_was_still_sent() -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["Subject"] = "z@example.org", "card"
    mail.set_content(letter().decode())
    mail.add_attachment(
        b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="id.pdf"
    )
    names = [part.name for part in read_parts(bytes(mail), "m.eml", plain)]
    assert names == ["header:From", "header:Subject", "text", "attachment:id.pdf"]


def test_a_label_with_more_words_is_its_closest_fields_and_nobody_elses() -> None:
    text = SERVICE.replace('label = ["Name", "Jina"]', 'like = "person"')
    text += '[fields.child]\nlabel = ["Name of the child"]\n'
    letter = (
        "Name of my dear child in school: Ann Muster\nFull name of the person asking: Bo Muster\n"
    )
    values = extracted(service(text), (Part(name="text", text=letter),))
    assert values["name"].value == "Bo Muster"
    assert values["name"].confidence < 0.9


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Address: Rose Lane 5, Leeds\nI moved in on 9 November 2026.\n", "Rose Lane 5, Leeds"),
        ("Address:\nRose Lane 5\nLS1 4AB Leeds\n\nThanks", "Rose Lane 5 LS1 4AB Leeds"),
        ("Address ... Rose Lane 5\nName ... Ann Muster\n", "Rose Lane 5"),
        ("Address\nRose Lane 5\nName\nAnn Muster\n", "Rose Lane 5"),
        ("| Address | Rose Lane 5 |\n| Name | Ann Muster |\n", "Rose Lane 5"),
    ],
    ids=["a sentence follows", "own lines", "dots", "no marks", "table"],
)
def test_an_address_ends_where_something_else_begins(text: str, address: str) -> None:
    made = service(SERVICE + '[fields.address]\ntype = "lines"\nlike = "address"\n')
    assert extracted(made, (Part(name="text", text=text),))["address"].value == address


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ich bin am 2. Mai 2020 geboren und wohne hier.", "2020-05-02"),
        ("I was born on 2 May 2020 in Leeds.", "2020-05-02"),
        ("Je suis née le 2 mai 2020.", "2020-05-02"),
        ("Я родился 2 мая 2020 года.", "2020-05-02"),
        ("Туған күнім 2020 жылғы 2 мамыр.", "2020-05-02"),
        ("Navutse ku wa 2 Gicurasi 2020.", "2020-05-02"),
        ("Nilizaliwa tarehe 2 Mei 2020.", "2020-05-02"),
        ("I was born in Leeds. The form is of 2 May 2020.", None),
    ],
)
def test_a_date_in_running_text_belongs_to_the_words_around_it(
    text: str, value: str | None
) -> None:
    made = service(SERVICE + '[fields.born]\ntype = "date"\nlike = "birth_date"\n')
    found = extracted(made, (Part(name="text", text=text),)).get("born")
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18.11.26", "2026-11-18"),
        ("5. Nov. 2026", "2026-11-05"),
        ("27 févr. 2017", "2017-02-27"),
        ("15 авг. 1994 г.", "1994-08-15"),
        ("10 қаң. 1994 ж.", "1994-01-10"),
        ("2001 жылдың 12 тамызы", "2001-08-12"),
        ("2018 жылғы 1 қыркүйектен", "2018-09-01"),
        ("4-Nov-2026", "2026-11-04"),
    ],
)
def test_short_and_inflected_dates(text: str, expected: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.value == expected


@pytest.mark.parametrize("piece", ["Name ", "Name:\n", "\t", " ", ". ", "1 ", "I, Anna ", "(", "-"])
def test_no_text_keeps_the_machine_busy(piece: str) -> None:
    started = process_time()
    extracted(
        schema.load(EXAMPLES / "germany" / "address_change.toml"),
        (Part(name="text", text=piece * (4_000 // len(piece))),),
    )
    assert process_time() - started < 3


def test_the_label_of_the_next_box_is_no_value() -> None:
    text = "Name\tID number\tAge\n\nNotes\t2 Age\t3 ID\n"
    made = service(SERVICE.replace('["ID", "Kitambulisho"]', '["ID number", "ID"]'))
    assert extracted(made, (Part(name="text", text=text),)) == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I paid the fee of KES 950 at the counter.", "950"),
        ("Die Gebühr von 12,50 € habe ich bezahlt.", "12.50"),
        ("The fee box is number 17 on the form.", None),
    ],
)
def test_a_sum_in_running_text_has_a_currency(text: str, value: str | None) -> None:
    made = service(SERVICE + '[fields.fee]\ntype = "amount"\nlike = "amount_paid"\n')
    found = extracted(made, (Part(name="text", text=text),)).get("fee")
    assert (found.value if found else None) == value


def test_a_choice_counts_anywhere_if_no_other_one_is_named() -> None:
    made = schema.load(EXAMPLES / "kenya" / "business_name.toml")
    one = "I applied in May and would like to know the status of it."
    assert extracted(made, (Part(name="text", text=one),))["query"].value == "status"
    two = one + " Is the name available?"
    assert "query" not in extracted(made, (Part(name="text", text=two),))


@pytest.mark.parametrize(
    "text",
    [
        "Itariki y'amavuko ni 2020-05-01 aho kuba 2020-05-10",
        "Handitse 2020-05-10, hakwiye kwandikwa 2020-05-01, itariki y'amavuko",
        "Date of birth: 1 May 2020 instead of 10 May 2020",
        "Date de naissance : 2020-05-01 au lieu de 2020-05-10",
        "Mein Geburtsdatum steht als 10.05.2020 statt 01.05.2020",
        "Tarehe ya kuzaliwa ni 2020-05-01 badala ya 2020-05-10",
        "Дата рождения 01.05.2020 вместо 10.05.2020",
        "Туған күні 10.05.2020 орнына 01.05.2020",
    ],
)
def test_a_value_set_against_another_is_uncertain(text: str) -> None:
    made = service(SERVICE + '[fields.born]\ntype = "date"\nlike = "birth_date"\n')
    assert extracted(made, (Part(name="text", text=text),))["born"].confidence < 0.75
    alone = (Part(name="text", text="Date of birth: 1 May 2020. I do not live here."),)
    assert extracted(made, alone)["born"].confidence > 0.75


@pytest.mark.parametrize(
    ("like", "kind", "text", "value"),
    [
        ("child", "text", "Mon fils Bizimana Lise est né ici.", "Bizimana Lise"),
        ("child", "text", "Umwana wanjye Mugisha Eric yavutse.", "Mugisha Eric"),
        ("child", "text", "My son Mugisha Eric was born here.", "Mugisha Eric"),
        ("person", "text", "Nom du demandeur : Bizimana Lise. Merci", "Bizimana Lise"),
        ("business_name", "text", "My business name is Jambo Traders.", "Jambo Traders"),
        ("business_name", "text", "Jina la biashara ni Jambo Traders.", "Jambo Traders"),
        ("application_date", "date", "I applied 12/10/2026.", "2026-10-12"),
        ("birth_date", "date", "Wavutse ku wa 12 Gicurasi 2019.", "2019-05-12"),
        ("old_address", "lines", "Ich bin von Weg 5, Ulm in Ring 3, Bonn umgezogen.", "Weg 5, Ulm"),
        ("new_address", "lines", "Wir sind umgezogen nach Ring 3, Bonn.", "Ring 3, Bonn"),
    ],
)
def test_what_people_say_in_a_sentence(like: str, kind: str, text: str, value: str) -> None:
    made = service(SERVICE + f'[fields.x]\ntype = "{kind}"\nlike = "{like}"\n')
    assert extracted(made, (Part(name="text", text=text),))["x"].value == value
