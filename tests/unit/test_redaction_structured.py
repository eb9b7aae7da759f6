"""JSON, CSV and mappings."""

from __future__ import annotations

import csv
import io
import json

import pytest

from opengovai.errors import InputError
from opengovai.redaction import Redactor, Rule, redact_csv, redact_json, redact_value

REDACTOR = Redactor.default()
CASE = {
    "reference": "KE/2025/00012",
    "applicant": {"fullName": "Wanjiku Kamau", "nationalId": "12345678", "idNumber": 23456789},
    "contacts": [{"phone": "0722 123 456"}, {"phone": "0733 123 456"}],
    "notes": "Mail wanjiku@example.org about section 12345678",
    "fee": 1050.5,
    "paid": True,
    "case": None,
}
RULES = [Rule(path="applicant.*Name", entity="PERSON"), Rule(path="reference", entity=None)]


def test_names_of_fields_are_context_and_rules_go_first() -> None:
    redacted, vault = redact_value(REDACTOR, CASE, rules=RULES)
    text = json.dumps(redacted)
    for secret in ("Wanjiku", '"12345678"', "23456789", "0722", "0733", "wanjiku@"):
        assert secret not in text
    assert isinstance(redacted, dict)
    assert redacted["reference"] == "KE/2025/00012"
    assert redacted["fee"] == 1050.5
    assert redacted["paid"] is True
    assert redacted["case"] is None
    assert "section 12345678" in str(redacted["notes"])
    assert vault.counts() == {"PERSON": 1, "KE_NATIONAL_ID": 2, "PHONE": 2, "EMAIL": 1}
    assert json.loads(vault.restore(text))["applicant"]["fullName"] == "Wanjiku Kamau"


def test_the_input_is_left_alone() -> None:
    before = json.dumps(CASE)
    redact_value(REDACTOR, CASE, rules=RULES)
    assert json.dumps(CASE) == before


def test_json_in_json_out() -> None:
    redacted, vault = redact_json(REDACTOR, json.dumps(CASE, ensure_ascii=False))
    assert json.loads(redacted)["contacts"][0]["phone"].startswith("[PHONE-1-")
    assert json.loads(vault.restore(redacted))["contacts"] == CASE["contacts"]


def test_a_column_of_numbers_is_read_by_its_name() -> None:
    text = "no;name;ID;amount\n1;Ekiru;12345678;12345678\n2;Lokol;7654321;99\n"
    redacted, vault = redact_csv(REDACTOR, text, rules=[Rule(path="name", entity="PERSON")])
    rows = list(csv.reader(io.StringIO(redacted), delimiter=";"))
    assert rows[0] == ["no", "name", "ID", "amount"]
    assert rows[1][1].startswith("[PERSON-1-")
    assert rows[1][2].startswith("[KE-NATIONAL-ID-1-")
    assert rows[2][2].startswith("[KE-NATIONAL-ID-2-")
    assert [row[3] for row in rows[1:]] == ["12345678", "99"]
    assert vault.restore(redacted).splitlines()[1] == "1;Ekiru;12345678;12345678"


def test_cells_keep_their_quotes_and_line_breaks() -> None:
    text = 'name,remark\r\nA,"call 0722 123 456,\nplease"\r\n'
    redacted, vault = redact_csv(REDACTOR, text)
    assert vault.restore(redacted) == text


@pytest.mark.parametrize("text", ["{", "nonsense", ""])
def test_what_is_not_json_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(InputError, match="not JSON"):
        redact_json(REDACTOR, text)


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(InputError, match="bytes"):
        redact_value(REDACTOR, {"a": b"0722123456"})  # type: ignore[dict-item]
    with pytest.raises(InputError, match="Keys must be text"):
        redact_value(REDACTOR, {1: "a"})  # type: ignore[dict-item]


def test_endless_nesting_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(InputError, match="deeper"):
        redact_value(REDACTOR, value)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", ["1e400", "1.10", "-0", "12345678901234567890.12", "7" * 5000])
def test_numbers_stay_as_they_are_written(number: str) -> None:
    redacted, _ = redact_json(REDACTOR, f'{{"fee": {number}}}')
    assert redacted.upper() == f'{{"FEE": {number.upper().replace("1E400", "1E+400")}}}'
    assert (
        json.loads(redacted, parse_int=str, parse_float=str, parse_constant=pytest.fail)["fee"]
        is not None
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a":\n [1, 2', "line 2, column 7"),
        ('{"a": NaN}', "it has no NaN"),
        ('{"a": -Infinity}', "it has no -Infinity"),
        ('{"a": {"b": 1, "c": 2, "b": 3}}', "The key 'b' stands twice"),
        ('{"a": 1e99999999999999999999}', "exponent"),
        ("[" * 100_000, "deeper"),
    ],
)
def test_what_would_come_out_broken_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        redact_json(REDACTOR, text)


def test_a_key_that_is_personal_is_not_quoted() -> None:
    with pytest.raises(InputError, match="twice") as refused:
        redact_json(REDACTOR, '{"0722 123 456": 1, "0722 123 456": 2}')
    assert "0722" not in str(refused.value)


def test_half_a_character_stays_an_escape() -> None:
    redacted, _ = redact_json(REDACTOR, r'{"remark": "thanks \ud83d"}')
    assert redacted == r'{"remark": "thanks \ud83d"}'


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="inf"):
        redact_value(REDACTOR, {"fee": float("inf")})


def test_quotes_in_a_cell_far_below_are_read() -> None:
    rows = "".join(f'A{number},"hello, there"\n' for number in range(600))
    text = f'name,remark\n{rows}B,"say ""hi"", please"\n'
    assert redact_csv(REDACTOR, text)[0] == text


def test_a_broken_table_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match=r"not CSV: .*line 3"):
        redact_csv(REDACTOR, 'a,b\n1,2\n3,"x\n')


def test_a_long_cell_is_redacted_as_any_other() -> None:
    long = "Call 0722 123 456. " + "The fee is ten shillings. " * 10_000
    text, _ = redact_csv(REDACTOR, f'id,remark\n1,"{long}"\n')
    assert "0722" not in text
    assert len(text) > 200_000
