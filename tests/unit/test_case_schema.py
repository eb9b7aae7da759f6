"""A service is a file, and what is wrong with it is said in words."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from case_parts import SERVICE, service

from opengovai import services
from opengovai.cases import deadlines, schema
from opengovai.cases.plain import LONGEST, hard_to_read
from opengovai.errors import ConfigurationError
from opengovai.service_check import mistakes
from opengovai.services import rules_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SERVICES = sorted(path for path in EXAMPLES.glob("*/*.toml") if path.parts[-2] != "plugin-template")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_the_services_that_ship_have_no_mistakes(path: Path) -> None:
    assert list(mistakes(schema.load(path))) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("role = ", "rol = ", "outcomes.grant.rol: unknown key; did you mean 'role'?"),
        ('country = "KE"', 'country = "Kenya"', "country: String should match"),
        ("working_days = 3", "working_days = 0", "working_days: Input should be greater"),
        ("[fields.name]", "[fields.name", "not valid TOML"),
    ],
)
def test_the_form_of_the_file(old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said.replace("?", r"\?")):
        service(SERVICE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('age = ">= 10"', 'age = "> 10"', "no rule matches age = 10"),
        ('age = "< 10"', 'age = "<= 10"', "the rules old, young all match age = 10"),
        ('age = "< 10"', 'age = "<< 10"', "cannot be read"),
        ("{name},\\n\\nhere", "{nam},\\n\\nhere", "{nam} is neither a field nor one of"),
        ("Your card {case}", "Card of {name}", "the subject must not hold personal fields"),
        ("{reason}\\n\\n{appeal}", "{reason}", "an adverse letter must say how to appeal"),
        ("four_eyes = true", "", "an adverse outcome needs four_eyes"),
        ("personal = false", "", "the field 'age' is personal; rules must not know it"),
        ('sw = "Umefikisha umri."', "", "reasons.OLD_ENOUGH: there is no text in 'sw'"),
        ('label = ["Age", "Umri"]', "", "fields.age: it says nowhere to look"),
        ('["Age", "Umri"]', '["Age("]', "is not a regular expression"),
        ('reason = "TOO_YOUNG"', 'reason = "OLD"', "'refuse' has no reason 'OLD'"),
        (
            '"kadi ya maktaba"',
            '"kadi (ya"',
            "kinds.request: 'kadi (ya' is not a regular expression",
        ),
        ('{ queue = "cards" }', '{ queue = "cards", model = "x.npz" }', "no file 'x.npz'"),
        ("[fields.name]", '[fields.name]\ncheck = "zz.idnr"', "has no check 'zz.idnr'"),
        ("[fields.name]", '[fields.name]\nnot_after = "2026-13-01"', "is no date"),
        ("[decision]", '[decision]\nhit_policy = "priority"', "the outcome 'grant' is not in it"),
        ('duplicate = ["id_number"]', 'duplicate = ["id"]', "duplicate: there is no field 'id'"),
        ("here is your card.", "here is " + "very " * 30 + "your card.", "a sentence of 3"),
        ('country = "KE"', 'country = "ZZ"', "for the country 'ZZ'"),
        ("working_days = 3", 'working_days = 3, subdivision = "30"', "'30' of KE; none of its"),
    ],
)
def test_what_a_check_finds(old: str, new: str, said: str) -> None:
    assert list(mistakes(service())) == []
    assert old in SERVICE
    assert any(said in line for line in mistakes(service(SERVICE.replace(old, new))))


def test_a_quote_that_does_not_stand_in_the_law_stops_the_service(tmp_path: Path) -> None:
    (tmp_path / "law.md").write_text("Every child may have a card.")
    cited = SERVICE.replace(
        'id = "old"', 'id = "old"\nsource = "law"\nquote = "Every child  may\\nhave"'
    )
    cited += '[sources.law]\ntitle = "The Act"\nfile = "law.md"\nuri = "x"\nlanguage = "en"\n'
    rules = rules_of(schema.parse(cited.encode(), tmp_path, name="s"))
    assert rules is not None
    citation = rules.recommendations["old"].citation
    assert citation is not None
    assert citation.quote == "Every child may have"
    with pytest.raises(ConfigurationError, match="does not stand in its source"):
        rules_of(schema.parse(cited.replace("Every child", "Each").encode(), tmp_path, name="s"))


@pytest.mark.skipif(not deadlines.known(), reason="the extra `casework` is not installed")
@pytest.mark.parametrize(
    ("country", "received", "days", "due"),
    [
        ("KE", date(2026, 12, 10), 1, date(2026, 12, 11)),
        ("KE", date(2026, 12, 11), 1, date(2026, 12, 14)),
        ("DE", date(2026, 12, 24), 1, date(2026, 12, 28)),
        ("RW", date(2026, 4, 6), 1, date(2026, 4, 8)),
    ],
    ids=["next day", "weekend", "christmas", "genocide memorial day"],
)
def test_deadlines_leave_out_weekends_and_holidays(
    country: str, received: date, days: int, due: date
) -> None:
    assert deadlines.due(received, schema.Deadline(working_days=days), country) == due


@pytest.mark.skipif(not deadlines.known(), reason="the extra `casework` is not installed")
def test_a_part_may_be_written_as_iso_3166_2_writes_it() -> None:
    before_reformation_day = date(2026, 10, 30)
    for part in ("DE-BB", "BB"):
        deadline = schema.Deadline(working_days=1, subdivision=part, weekend=(6,))
        assert deadlines.due(before_reformation_day, deadline, "DE") == date(2026, 11, 2)
    assert "the part 'DE-ZZ' of DE; known are BB, BE" in deadlines.unknown("DE", "DE-ZZ")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("s.toml", 'id = "a"\ntitle = \n', "not valid TOML: .*line 2"),
        ("s.json", '{"id": "a",\n "title": }', "not valid JSON: .*line 2 column 11"),
        ("s.json", 'id = "a"', "not valid JSON"),
        ("s.json", '{"id": "a", "id": "b"}', "'id' stands twice"),
        ("s.json", "[1]", "JSON, but not a table"),
        ("s.json", '{"a":' * 100_000, "nested too deeply"),
        ("s.yaml", "id: [a\nb: c\n", r"not valid YAML: .*\(line 2, column 2\)"),
        ("s.yml", "id: a\nid: b\n", "'id' stands twice"),
        ("s.yml", "? [a]\n: b\n", r"not a word \(line 1"),
        ("s.yml", "a: &a\n  b: *a\n", "nested too deeply"),
        ("s.yml", "", "YAML, but not a table"),
    ],
)
def test_a_broken_file_is_named_by_its_format_and_line(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    if not name.endswith("json") and not name.endswith("toml"):
        pytest.importorskip("yaml")
    with pytest.raises(ConfigurationError, match=said) as refused:
        schema.parse(text.encode(), tmp_path, name=name)
    assert refused.value.where == name
    assert refused.value.remedy


def test_a_service_in_yaml_is_the_same_service(tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    table = tomllib.loads(SERVICE) | {"country": "NO"}
    path = tmp_path / "library.yaml"
    path.write_text(yaml.safe_dump(table).replace("'NO'", "NO"))
    made, stated = services.load(path), service(SERVICE.replace('"KE"', '"NO"'))
    same = {"digest", "folder", "body"}
    assert made.model_dump(exclude=same) == stated.model_dump(exclude=same)
    kept = schema.parse(made.body, tmp_path, name="as stored")
    assert (kept.digest, kept.country) == (made.digest, "NO")
    path.write_text("id: [a\nb: }")
    with pytest.raises(ConfigurationError, match="not valid YAML"):
        services.load(path)


def test_a_decision_table_may_lie_in_a_dmn_file(tmp_path: Path) -> None:
    (tmp_path / "cards.dmn").write_bytes(services.exported(service()))
    head, rules, tail = (
        SERVICE[: SERVICE.index("[decision]")],
        SERVICE[SERVICE.index("[decision]") : SERVICE.index("[letters.grant]")],
        SERVICE[SERVICE.index("[letters.grant]") :],
    )
    path = tmp_path / "library.toml"
    path.write_text(f'{head}[decision]\nfile = "cards.dmn"\n{tail}')
    made = services.load(path)
    assert list(mistakes(made)) == []
    table, stated = services.rules_of(made), services.rules_of(service())
    assert table is not None
    assert stated is not None
    assert "age" in rules
    for age in (None, Decimal(9), Decimal(10)):
        facts = {"age": age, "missing": Decimal(0)}
        assert (
            table.decide(facts).rules[0].outputs["outcome"]
            == (stated.decide(facts).rules[0].outputs["outcome"])
        )
    (tmp_path / "cards.dmn").unlink()
    kept = schema.parse(made.body, tmp_path, name="as stored")
    assert kept.decision == made.decision, "what was loaded stands by itself"
    with pytest.raises(ConfigurationError, match="cannot be read"):
        services.load(path)
    (tmp_path / "cards.dmn").write_text("<definitions/>")
    with pytest.raises(ConfigurationError, match="one table with the outputs"):
        services.load(path)


def test_kinds_and_outcomes_are_kept_as_long_as_each_says() -> None:
    kept = service(SERVICE + "[keeping]\ndays = 100\noutcomes = { refuse = 900, grant = 10 }\n")
    assert [kept.keeping.of("request", o) for o in ("refuse", "grant", "ask")] == [900, 10, 100]
    both = SERVICE + "[keeping]\nkinds = { request = 50 }\noutcomes = { grant = 10, gone = 1 }\n"
    assert service(both).keeping.of("request", "grant") == 50
    assert "keeping.outcomes: there is no outcome 'gone'" in list(mistakes(service(both)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We hereby refuse it."),
        ("sw", "Kwa mujibu wa sheria tumekataa."),
        ("rw", "Hashingiwe ku itegeko, ntitwemeye."),
        ("kk", "Жоғарыда аталған құжат жоқ."),
        ("ru", "Вышеуказанный документ не найден."),
        ("de", "Hiermit lehnen wir ab."),
        ("fr", "Le document susmentionné manque."),
    ],
)
def test_officialese_is_pointed_out_in_every_language(language: str, text: str) -> None:
    assert "to avoid" in next(hard_to_read(text, language))
    long = " ".join(["a"] * (LONGEST[language] + 1)) + "."
    assert "a sentence of" in next(hard_to_read(long, language))
    assert list(hard_to_read(long, language, longest=100)) == []
