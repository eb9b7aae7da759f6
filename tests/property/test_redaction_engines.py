"""google-re2 and the standard library's `re` find the same; hostile text costs linear time."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opengovai.redaction import (
    addresses,
    births,
    candidates,
    coordinates,
    credentials,
    extensions,
    folding,
    online,
    patterns,
    placeholders,
    plates,
    spoken,
)
from opengovai.redaction.detector import PatternRecognizer
from opengovai.redaction.patterns import PlainPattern, Re2Pattern, Signs, Subject

MODULES = (addresses, births, coordinates, credentials, online, placeholders, plates)
COMPILED = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value.source
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Re2Pattern)
} | {"candidates.RUN": candidates.RUN}
PIECES = st.sampled_from(
    [
        "0722 123 456",
        "A004416331M",
        "DE89 3704 0044 0532 0130 00",
        "a@b.co",
        "почта@пример.рф",
        "+7",
        "https://u:p@h.org/?token=x",
        "::1",
        "fe80::1",
        "00:1A:2B:3C:4D:5E",
        "12.03.1985",
        "born",
        "née",
        "P.O. Box 12",
        "Musterstraße 5, 10115 Berlin",
        "ул. Абая",
        "көшесі",
        "KDA 123A",
        "[PHONE-1-bcdfgh]",
        "-1.2921, 36.8219",
        "AKIAIOSFODNN7EXAMPLE",
        "password: x",
        "１２３",
        "\u200b",
        "\n",
        " ",
        ",",
        ".",
        "№",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=15).map("".join)


@pytest.mark.parametrize("source", COMPILED.values(), ids=COMPILED.keys())
@given(text=TEXTS)
@settings(max_examples=40, deadline=None)
def test_both_engines_find_the_same_spans(source: str, text: str) -> None:
    subject = Subject(text.encode("utf-8", "replace").decode())
    assert list(Re2Pattern(source).spans(subject)) == list(PlainPattern(source).spans(subject))


SCANNERS = (
    addresses.AddressRecognizer(),
    births.BirthRecognizer(),
    coordinates.CoordinateRecognizer(),
    credentials.CredentialRecognizer(),
    extensions.ExtensionRecognizer(),
    online.OnlineRecognizer(),
    plates.PlateRecognizer(),
    spoken.SpokenRecognizer(),
)
ADDRESSES = st.sampled_from(
    [
        "sanduku la posta 1234, Kisumu",
        "S.L.P. 45",
        "agasanduku k'iposta 77",
        "musterstr. 5",
        "Lange Straße 12a",
        "Anna Weber, 10115 Berlin",
        "12 bis, rue de la Paix",
        "Hameau de Kervran 4",
        "14 Ngong Road",
        "Moi Avenue 7",
        "3rd Street",
        "Plot No. 17",
        "пр. Абая 4",
        "проспект Мира 5",
        "Ленина ул., 8",
        "Абай көшесі, 5",
        "KG 11 Ave 22",
        "Akagari ka Kibaza, Umurenge wa Kacyiru",
        "Mtaa wa 5",
        "x22",
        "020 7946 0018",
        " ext. 5",
        "22 498317 office",
        "jane at gmail.com",
        "jane at mail dot example dot com",
        "one two three four five six seven",
        "jane (at) example (dot) org",
        "41°24'12.2\"N 2°10'26.5\"E",
        "bearer abcdefghijklmnopqrst",
        "hunter2 ni",
        "001A.2B3C.4D5E",
        "192.168.1.17",
        "SWIFT DEUTDEFF",
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
    ]
)


@given(text=st.lists(ADDRESSES | PIECES | st.text(max_size=3), max_size=8).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_is_found_had_its_sign_in_the_text(text: str) -> None:
    subject = Subject(text.encode("utf-8", "replace").decode())
    for scanner in SCANNERS:
        signs = Signs(scanner.signs)
        assert signs.of(subject) or not list(scanner.scan(subject))


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_signs_are_those_that_each_pattern_finds_alone(text: str) -> None:
    subject = Subject(text.encode("utf-8", "replace").decode())
    sources = list(COMPILED.values())
    alone = {i for i, source in enumerate(sources) if Re2Pattern(source).found(subject)}
    assert set(Signs(sources).of(subject)) == alone


def test_without_re2_the_plain_engine_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "re2", None)
    assert isinstance(patterns.compile_pattern("a"), PlainPattern)


@given(st.text(max_size=30))
def test_folding_keeps_track_of_every_offset(text: str) -> None:
    folded, places = folding.fold(text, 0, len(text))
    if places is None:
        assert len(folded) == len(text)
    else:
        assert len(places) == len(folded)
        assert places == sorted(set(places))
        assert all(0 <= place < len(text) for place in places)


def test_digits_of_all_scripts_fold_to_ascii() -> None:
    for digits in ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"):
        assert folding.fold(digits, 0, 10)[0] == "0123456789"


RECOGNIZER = PatternRecognizer()
HOSTILE = [
    "1",
    "1 ",
    "a1",
    "a@",
    "1-",
    "+1",
    ":1",
    "[A-1-",
    "A ",
    "eyJa.",
    "1.1.20 ",
    "a://",
    "KAA 12 ",
    "1\u200b",
    "Ab, ",
    "12345678 ",
    "née ",
    "0722123456 ",
    "St ",
    "12 Ab Road, ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        best = 1e9
        for _ in range(3):
            begin = time.process_time()
            for _ in RECOGNIZER.recognize(text):
                pass
            best = min(best, time.process_time() - begin)
        return best

    seconds(1_000)
    short, long = seconds(4_000), seconds(16_000)
    assert long < 12 * short + 0.05


SEPARATED = re.compile(r"[\s\u00a0.\u200b-]")


@given(
    number=st.from_regex(r"[2-9][0-9]{7}", fullmatch=True),
    separator=st.sampled_from(["", " ", "-", "\u00a0", "\u200b", "\u00ad", "\u2011", "\n"]),
    script=st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९"]),
    lead=st.sampled_from(["my ID is ", "kitambulisho ", "ИИН жоқ, куәлік ", "Ausweis: ", "Ма́й "]),
)
@settings(max_examples=150, deadline=None)
def test_disguises_are_seen_through(number: str, separator: str, script: str, lead: str) -> None:
    written = number.translate({48 + i: c for i, c in enumerate(script)})
    written = f"{written[:4]}{separator}{written[4:]}"
    text = f"{lead}ID {written} asante"
    start = text.index(written)
    assert any(
        s.start <= start and s.end >= start + len(written) for s in RECOGNIZER.recognize(text)
    )
