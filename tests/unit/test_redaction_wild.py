"""What outsiders wrote that was once left visible: one test a kind, none of it from the letters."""

from __future__ import annotations

import pytest

from opengovai.redaction import Redactor

REDACTOR = Redactor.default()

HIDDEN = {
    "birth, English words": ("born on the ninth of June nineteen ninety-one", "ninth of June"),
    "birth, French words": ("née le deux août mille neuf cent quatre-vingt-dix", "deux août mille"),
    "birth, German words": ("geboren am dritten Mai neunzehnhundertachtzig", "dritten Mai"),
    "birth, Russian words": ("дата рождения: пятое июня две тысячи десятого", "пятое июня две"),
    "birth, Swahili words": (
        "alizaliwa tarehe nne mwezi wa pili mwaka elfu mbili na kumi",
        "nne mwezi wa pili mwaka elfu mbili",
    ),
    "birth, a column": ("Name|DOB|Fee\nJane Odhiambo|4th May 1981|300", "4th May 1981"),
    "birth, a year": ("Je suis né en 1979 à Huye", "1979"),
    "birth, a year behind": ("Петрова Анна, 1968 г.р., просит", "1968"),
    "birth, short year": ("geb. am 12.11.´61 in Ulm", "12.11.´61"),
    "birth, month short": ("né le 9 févr. 98 à Lille", "9 févr. 98"),
    "policy": ("My insurance policy no. P/551/8890/2022 expired", "551/8890/2022"),
    "alien card": ("alien card no. 552 981 3", "552 981 3"),
    "refugee office": ("OFPRA n° 19-04-01834", "19-04-01834"),
    "password without a mark": ("mein Passwort Winter2023! geht nicht", "Winter2023!"),
    "password that was": ("my password was Tulip#44", "Tulip#44"),
    "one-time code": ("they asked me for the OTP 559102", "559102"),
    "phone with letters": ("phone O711 3l2 906 please", "O711 3l2 906"),
    "plate with spaced dashes": ("immatriculé CD - 456 - EF", "CD - 456 - EF"),
    "plate without dashes": ("ma voiture GH345JK est volée", "GH345JK"),
    "plate with a long dash": ("mein Anhänger KS–TR 88", "KS–TR 88"),
    "chassis": ("Chassis JTDBR32E720045671", "JTDBR32E720045671"),
    "spaced e-mail": ("пишите на olga_pk @ mail . ru", "olga_pk @ mail . ru"),
    "account by A/C": ("A/C 01109 0034 5567 00", "01109 0034 5567 00"),
    "name in small letters": ("hi my name is njoki wafula and i need help", "njoki wafula"),
    "name in small letters, sw": ("habari naitwa pendo kahindi wa kilifi", "pendo kahindi"),
    "name in small letters, kk": ("менің атым дәурен қасымов жсн жоқ", "дәурен қасымов"),
    "relative in small letters": ("We live well, my wife grace is sick.", "grace"),
    "street in small letters": ("живу на ленинском, улица садовая 14", "садовая 14"),
    "street in Latin letters": ("zhivu ul. Gogolya 17, kv 3, Almaty", "Gogolya 17, kv 3"),
    "street with a date": ("Straße des 18. Oktober 44, 04103 Leipzig", "Oktober 44, 04103 Leipzig"),
    "short way": ("14 bis, r. du Gal Foch, 29200 Brest", "Gal Foch, 29200 Brest"),
    "house without spaces": ("г. Омск, пр-т Мира, д.17 корп.2, кв.88", "д.17 корп.2, кв.88"),
    "short Kazakh way": ("Алматы қ., Абай даңғ. 52/4, 17-пәтер", "Абай даңғ. 52/4"),
    "birth, month and year in digits": (
        "yavutse ku ya gatanu z'ukwezi kwa munani umwaka wa 2019",
        "gatanu z'ukwezi kwa munani umwaka wa 2019",
    ),
    "birth, a verb": ("nina miaka 71, nimezaliwa 1953 Pemba", "1953"),
    "birth, behind a name": ("My daughter Wanjiku Kamau (2011) is at school.", "2011"),
    "e-mail in full words": ("asha(dot)juma(at)gmail(dot)com", "asha(dot)juma(at)gmail(dot)com"),
    "e-mail letter by letter": ("email: a s h a @ gmail . com", "a s h a @ gmail . com"),
    "handle": ("my insta is @njeri_98, thanks", "@njeri_98"),
    "profile": ("see linkedin.com/in/jane-otieno-12", "jane-otieno-12"),
    "PIN": ("PIN ya mpesa ni 4 4 9 1", "4 4 9 1"),
    "login": ("логин petrova_elena88 не работает", "petrova_elena88"),
    "password behind a word": ("Mot de passe impots : Chat_noir75", "Chat_noir75"),
    "words without accents": ("securite sociale 2 52 12 59 35O 118 76", "2 52 12 59 35O 118 76"),
    "identity digit by digit": (
        "indangamuntu 1 2001 7 0 0 5 5 6 6 7 0 1 2",
        "1 2001 7 0 0 5 5 6 6 7 0 1 2",
    ),
    "acc": ("paybill 888888 acc 44556677", "44556677"),
    "phone with more letters": ("Tel: O720l23456", "O720l23456"),
    "vehicle papers": ("ВУ 99 12 345678, СТС 9901 123456", "99 12 345678"),
    "social number in small letters": ("soz vers 12150780m012", "12150780m012"),
    "way in capitals": ("17 RUE DU BAC, 59000 LILLE", "17 RUE DU BAC"),
    "short Kazakh street": ("Талғар қ., Бөкеев к-сі, 14 үй", "Бөкеев к-сі, 14"),
    "street by its adjective": ("адрес: Москва, Профсоюзная 45к1-112", "Профсоюзная 45к1-112"),
    "chat": ("[12/1/25, 07:15] ~kamash: boss nitumie paybill", "kamash"),
    "chat with a name": ("12.03.2025, 18:22 - Динара Сейтова: рахмет", "Динара Сейтова"),
    "logbook": ("my logbook K1234567J is pink", "K1234567J"),
    "birth, short year with hyphens": ("DOB 09-Nov-58", "09-Nov-58"),
    "plate in small letters": ("kennzeichen ka-fö 77", "ka-fö 77"),
    "grandfather": ("Sogokuru Rwabukumba yapfuye", "Rwabukumba"),
    "Kazakh house and flat": ("алматы, сайран 12 үй 5 пәтер", "сайран 12 үй 5 пәтер"),
    "ward": ("naishi kijiji cha Mtepeni, kata ya Junju", "Mtepeni, kata ya Junju"),
}


@pytest.mark.parametrize(("text", "secret"), HIDDEN.values(), ids=HIDDEN)
def test_it_is_hidden(text: str, secret: str) -> None:
    redacted, vault = REDACTOR.redact(text)
    start = text.index(secret)
    hidden = {i for s in REDACTOR.detect(text) for i in range(s.start, s.end)}
    visible = [c for i, c in enumerate(secret, start) if c.isalnum() and i not in hidden]
    assert visible == []
    assert vault.restore(redacted) == text


@pytest.mark.parametrize(
    "text",
    [
        "Password reset does not work, nywila hakufanyi kazi",
        "the first of many in March",
        "contract 088/2021-2022 was signed",
        "see 2025-118834",
        "[10:05] Agent: mwohereze NID",
        "My aunt and my uncle agree with me. Our cousin is at home.",
        "pay by control number 991234567890",
        "login page, PIN forgotten, KRA PIN needed",
        "c'est grave, mon mari est malade et ma fille aussi",
        "This is the third letter, I am tired",
        "улица длинная, дом новый",
        "I am asking whether this is right; my wife and my son agree.",
        "Je suis malade, c'est grave. Ich bin krank. Я жду ответа, это важно.",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert REDACTOR.detect(text) == []
