"""Every day, written as people write it in seven languages, is read back with its exact range."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.cases.dates import find_date

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "sw": "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba",
    "rw": "Mutarama Gashyantare Werurwe Mata Gicurasi Kamena Nyakanga Kanama Nzeri Ukwakira "
    "Ugushyingo Ukuboza",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
FORMS = {
    "en": ["{d} {m} {y}", "{m} {d}, {y}", "{d} of {m} {y}", "{d:02}/{n:02}/{y}"],
    "sw": ["{d} {m} {y}", "{d} ya {m} {y}", "{d}/{n}/{y}"],
    "rw": ["{d} {m} {y}", "{d:02}/{n:02}/{y}"],
    "kk": ["{y} жылғы {d} {m}", "{d} {m} {y}", "{d:02}.{n:02}.{y}", "{y} ж. {d} {m}да"],
    "ru": ["{d} {m} {y}", "{d:02}.{n:02}.{y}", "{d} {m} {y}"],
    "de": ["{d}. {m} {y}", "{d}.{n}.{y}", "{d:02}.{n:02}.{y}"],
    "fr": ["{d} {m} {y}", "{d:02}/{n:02}/{y}", "{d:02}.{n:02}.{y}"],
}
PADDING = st.text(st.characters(categories=["Ll", "Zs"], exclude_characters="0123456789"))


@pytest.mark.parametrize("language", FORMS)
@given(
    day=st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    form=st.integers(0, 3),
    before=PADDING,
    upper=st.booleans(),
)
def test_a_written_day_is_read_back(
    language: str, day: date, form: int, before: str, upper: bool
) -> None:
    forms = FORMS[language]
    month = MONTHS[language].split()[day.month - 1]
    shape = forms[form % len(forms)]
    written = shape.format(d=day.day, m=month, n=day.month, y=day.year)
    written = written.upper() if upper else written
    text = f"{before}: {written}; "
    found = find_date(text)
    assert found is not None, text
    assert found.value == day.isoformat()
    assert text[found.start : found.end] == written
