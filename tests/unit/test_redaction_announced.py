"""What a word before it announces: births, accounts on networks, papers, old plates."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor

HIDDEN = (
    ("Mme Solange Kervella, née LE GOFF le 3 avril 1971 à Brest", "3 avril 1971"),
    ("jsuis bloque, ne le 14 mars 1999 en guinee", "14 mars 1999"),
    ("Unsere Tochter kam am 4.2.2023 zur Welt.", "4.2.2023"),
    ("Мальчик появился на свет 12.03.2022 в роддоме.", "12.03.2022"),
    ("ФИО=Пак О.;Пол=Ж;ДР=1987-11-02;МР=Томск", "1987-11-02"),
    ("GebDat: 03.07.1966", "03.07.1966"),
    ("ddn: 07/09/1983", "07/09/1983"),
    ("пишите в телегу, телеграм katya_vlg", "katya_vlg"),
    ("my snap is wanja_77k ok", "wanja_77k"),
    ("инста: aigul.n_04.", "aigul.n_04"),
    ("мой адрес там t.me/serzh_omsk", "serzh_omsk"),
    ("AZR-Nr. 190311 0448120", "190311 0448120"),
    ("Die Geburtsurkunde G 118/2019 liegt bei.", "G 118/2019"),
    ("n° étranger 7503112840, titre expiré", "7503112840"),
    ("Le chien a la puce 250269604118820.", "250269604118820"),
    ("F. Chebet, force no. 88120", "88120"),
    ("Дети=Цой Инна:2012-04-09;Цой Пётр:2016-10-01", "2016-10-01"),
    ("Abana: Uwera (14/2/2013), Hirwa (5/9/2016)", "5/9/2016"),
    ("Frau Ilse Demirci (geb. Vogelsang), Kiel", "Vogelsang"),
    ("Mme Rose Ba (née Kerdoncuff), Brest", "Kerdoncuff"),
    ("права 77 02 918334 отобрали", "77 02 918334"),
    ("ДУЛ=4509 331207;КемВыдан=ОВД", "4509 331207"),
    ("прож.: 614990, Пермский край, Пермь-15, ул. Куйбышева, д. 4", "614990, Пермский край, Пермь"),
    ("тракторымның мемлекеттік нөмірі B 731 CMD", "B 731 CMD"),
)
PUBLIC = (
    "Il ne le sait pas avant le 14 mars 2025.",
    "Abgaben der ganzen Welt, Stand 4.2.2023.",
    "Паспорт, СНИЛС и др. 12.03.2022 не принимались.",
    "Follow us on Instagram, Telegram or Skype; the page was made in 2024.",
    "Install Telegram version 10 from the store.",
    "Цена 3932 тг за 2024 год.",
    "Die Geburtsurkunde kostet 12,00 €.",
    "Un étranger peut rester 90 jours.",
    "Защита прав 2004567 человек, права человека 2024.",
    "Ответ 614990, вопрос задан, ул. не указана.",
    "Das Kind (geb. am Montag) ist gesund.",
    "Formular F 412 ABC liegt am Schalter 3.",
)


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor.default()


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_what_is_announced_is_hidden(redactor: Redactor, text: str, secret: str) -> None:
    start = text.index(secret)
    covered = {i for span in redactor.detect(text) for i in range(span.start, span.end)}
    assert {i for i, c in enumerate(secret, start) if c.isalnum()} <= covered


@pytest.mark.parametrize("text", PUBLIC)
def test_what_only_looks_like_it_stays(redactor: Redactor, text: str) -> None:
    assert redactor.detect(text) == []
