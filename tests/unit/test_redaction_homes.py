"""Homes, names, papers and births told as people tell them; none of it from the letters."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor
from opengovai.redaction.homes.recognizer import HomeRecognizer

REDACTOR = Redactor.default()
HOMES = HomeRecognizer()

TOLD = [
    ("You will find us at the green kiosk opposite Naivas.", "green kiosk opposite Naivas"),
    ("I live in the blue gate behind the mill, please help.", "blue gate behind the mill"),
    ("tunapatikana nyuma ya msikiti wa Bondeni, geti jeusi", "nyuma ya msikiti wa Bondeni"),
    ("nyumba yetu ni ya tatu baada ya kinu", "tatu baada ya kinu"),
    ("ntuye mu Gatenga hepfo y'uruganda", "Gatenga hepfo y'uruganda"),
    ("Біз дүкеннен кейінгі үшінші үйде тұрамыз.", "дүкеннен кейінгі үшінші үйде"),
    ("Ескі диірменнің артындағы ақ үй", "диірменнің артындағы ақ үй"),
    ("живём над аптекой в Заречье", "над аптекой в Заречье"),
    ("Sie finden mich im dritten Haus nach der Mühle", "dritten Haus nach der Mühle"),
    ("vous me trouverez derrière le marché, portail vert", "derrière le marché, portail vert"),
    ("la troisième maison après le lavoir", "troisième maison après le lavoir"),
    ('{"residence": "Obunga, near the old well"}', "Obunga, near the old well"),
]
NO_HOMES = [
    "Persons living in Kenya for seven years may apply.",
    "data subjects residing in the Member State of that supervisory authority",
    "die gleichberechtigte Teilhabe am Leben in der Gesellschaft",
    "приказ зарегистрирован в Реестре государственной регистрации",
    "Жоғарғы Сот судьялардан тұрады.",
    "les personnes vivant au foyer sont les suivantes",
    "Ntibyemewe gutura muri Leta.",
    "kama ilivyofafanuliwa hapa juu katika kifungu",
    "I live alone and I am seventy.",
]
HIDDEN = [
    ("my sister nancy will collect it", "nancy"),
    ("She is the daughter of Achola and lives here.", "Achola"),
    ("nitwa Uwera mwene Gasana na Mukeshimana", "Mukeshimana"),
    ("прошу за внука Радмира, он мал", "Радмира"),
    ("сосед Радмир шумит", "Радмир"),
    ("мой сын Тимур болен, әйелім Кербез да", "Кербез"),
    ("c'est tonton Boukary qui garde le petit", "tonton Boukary"),
    ("Herr Zwillichau hat angerufen.", "Herr Zwillichau"),
    ("my ration token is RTK-19-55120, please check", "RTK-19-55120"),
    ("Naomba msaada, TSC namba 220913 ni yangu", "220913"),
    ("I lost my title Kwale/Ukunda Block 4/118", "Kwale/Ukunda Block 4/118"),
    ("card 5399 81xx xxxx 0412 was taken", "5399 81xx xxxx 0412"),
    ("карта 2202 **** **** 5517", "2202 **** **** 5517"),
    ("call 0733 two two five 914 at night", "0733 two two five 914"),
    ("Amina alizaliwa tarehe 4 mwezi wa 7 2016", "4 mwezi wa 7 2016"),
    ("navukiye i Nyagatare mu kwezi kwa kabiri 1984", "kwezi kwa kabiri 1984"),
    ("1957 жылдың 9 қазанында туылғанмын", "1957 жылдың 9 қазанында"),
    ("12 июня 1988-го рождения", "12 июня 1988-го"),
    ("Nom;Naissance;Ville\nKone Awa;7 févr. 1991;Lille", "7 févr. 1991"),
    ("Мои дети: Амир, 02.05.2021", "02.05.2021"),
]
LEFT = [
    "Section 12 of Act No. 5 of 2019 and Form KRA 12 apply to my case.",
    "I paid KES 35,000 on receipt no. 118447 at window 6.",
    "Nummer 3 des Beschlusses Nr. 1719/2006/EG gilt.",
    "Ich habe mir den Zeigefinger verletzt, und mein Arzt sagt nichts.",
    "Der Kindergeldantrag ist da.",
    "my daughter will come on Monday",
    "Mama Ngina University College offers this course.",
    "see https://support.example.com/adsense/answer/12654 for my account",
    "je suis agent public depuis deux ans",
]


def hidden(text: str) -> str:
    """The characters of a text that some span covers, the others as dots."""
    covered = {i for span in REDACTOR.detect(text) for i in range(span.start, span.end)}
    return "".join(char if i in covered else "." for i, char in enumerate(text))


@pytest.mark.parametrize(("text", "home"), TOLD)
def test_a_home_told_in_words_is_found(text: str, home: str) -> None:
    found = [text[s.start : s.end] for s in HOMES.recognize(text)]
    assert any(home in piece for piece in found), found


@pytest.mark.parametrize("text", NO_HOMES)
def test_where_nobody_lives_no_home_is_found(text: str) -> None:
    assert list(HOMES.recognize(text)) == []


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_what_outsiders_tell_is_hidden(text: str, secret: str) -> None:
    assert secret in hidden(text)


@pytest.mark.parametrize("text", LEFT)
def test_what_is_public_stays(text: str) -> None:
    if text.startswith("Mama"):
        assert "University" not in hidden(text)
    else:
        assert set(hidden(text)) == {"."}
