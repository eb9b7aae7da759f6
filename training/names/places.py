"""Addresses, dates, numbers and other facts for the slots that name no person."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "sw": "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba",
    "rw": "Mutarama Gashyantare Werurwe Mata Gicurasi Kamena Nyakanga Kanama Nzeri Ukwakira"
    " Ugushyingo Ukuboza",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "sw": "Jumatatu Jumanne Jumatano Alhamisi Ijumaa Jumamosi Jumapili",
    "rw": "Mbere Kabiri Gatatu Kane Gatanu Gatandatu Mbere",
    "kk": "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
_TOWNS = {
    "en": "Nairobi Mombasa Kisumu Nakuru Eldoret Thika Nyeri Meru Kakamega London Leeds Bristol"
    " Oxford Cardiff Kigali Kampala",
    "sw": "Nairobi Mombasa Kisumu Nakuru Arusha Dodoma Mwanza Moshi Tanga Mbeya Morogoro Kilifi",
    "rw": "Kigali Huye Musanze Rubavu Gasabo Kicukiro Nyarugenge Muhanga Kayonza Rwamagana",
    "kk": "Алматы Астана Шымкент Қарағанды Ақтөбе Тараз Павлодар Семей Орал Түркістан",
    "ru": "Алматы Астана Шымкент Караганда Москва Казань Омск Самара Павлодар Тверь",
    "de": "Berlin Hamburg München Köln Leipzig Dresden Bremen Kassel Mainz Kiel Halle Bonn Ulm",
    "fr": "Paris Lyon Marseille Toulouse Nantes Lille Rennes Dijon Angers Nice Kigali Dakar",
}
_STREETS = {
    "en": "Moi Avenue;Kenyatta Avenue;Ngong Road;Station Road;High Street;Church Lane;Victoria"
    " Road;Mandela Street;Kimathi Street;Park Road;Mill Lane;Uhuru Highway;Langata Road;King"
    " Street;Queens Road;Biashara Street;School Lane;KN 5 Road;KG 11 Avenue",
    "sw": "Barabara ya Moi;Mtaa wa Kimathi;Barabara ya Nyerere;Mtaa wa Uhuru;Barabara ya Mandela;"
    "Mtaa wa Biashara;Barabara ya Ngong;Mtaa wa Lumumba;Barabara ya Bagamoyo;Mtaa wa Samora",
    "rw": "KN 5 Rd;KG 11 Ave;KK 15 Rd;KG 7 Ave;KN 78 St;KK 500 St;KG 203 St;KN 3 Rd;NR 1 Ave",
    "kk": "Абай;Достық;Төле би;Сәтбаев;Жандосов;Қабанбай батыр;Бөгенбай батыр;Гоголь;Наурызбай;"
    "Мәңгілік Ел;Тәуелсіздік;Сарыарқа;Республика;Бейбітшілік;Әуезов;Жамбыл",
    "ru": "Абая;Ленина;Пушкина;Гоголя;Гагарина;Сатпаева;Достык;Мира;Советская;Садовая;Победы;"
    "Назарбаева;Толе би;Кирова;Лермонтова;Набережная;Жандосова;Чехова;Центральная",
    "de": "Hauptstraße;Goethestraße;Bahnhofstr.;Schillerstraße;Am Markt;Lindenweg;Gartenstraße;"
    "Karl-Marx-Allee;Kirchgasse;Bismarckstr.;Mühlenweg;Beethovenplatz;Am Alten Hafen;Rosenweg;"
    "Müllerstraße;Adenauerallee;Kantstraße;Ringstraße;Sonnenallee",
    "fr": "rue Victor-Hugo;avenue Jean-Jaurès;rue de la Paix;boulevard Voltaire;place du Marché;"
    "rue des Lilas;impasse des Roses;avenue du Général-de-Gaulle;chemin des Vignes;rue Pasteur;"
    "allée des Tilleuls;quai de la Gare;rue Saint-Martin;rue Émile-Zola;rue du Moulin",
}
_FORMS = {
    "en": (
        "P.O. Box {b}-{z}, {t}",
        "P.O. Box {b}, {t}",
        "{n} {s}, {t}",
        "{n} {s}",
        "House No. {n}, {s}, {t}",
        "Flat {f}, {n} {s}, {t}",
        "Plot {n}, {s}, {t}",
        "{n} {s}\n{t}",
    ),
    "sw": (
        "S.L.P. {b}-{z}, {t}",
        "S.L.P {b}, {t}",
        "{s}, nyumba namba {n}, {t}",
        "Sanduku la Posta {b}, {t}",
        "{s} {n}, {t}",
        "nyumba nambari {n}, {s}",
    ),
    "rw": (
        "{s}, {t}",
        "{n} {s}, {t}",
        "B.P. {b} {t}",
        "{s}, inzu {n}, {t}",
        "inzu nimero {n}, {s}",
    ),
    "kk": (
        "{t} қ., {s} көшесі, {n}-үй, {f}-пәтер",
        "{s} көшесі {n}",
        "{s} даңғылы, {n}/{f}",
        "{t} қаласы, {s} көшесі, {n} үй",
        "{s} көшесі {n}, {f} пәтер",
        "{z0}, {t} қ., {s} к-сі {n}",
    ),
    "ru": (
        "г. {t}, ул. {s}, д. {n}, кв. {f}",
        "ул. {s}, {n}",
        "ул. {s}, дом {n}, квартира {f}",
        "проспект {s} {n}-{f}",
        "{z0}, г. {t}, ул. {s}, {n}",
        "г. {t}, пр. {s}, д. {n}/{f}",
    ),
    "de": (
        "{s} {n}, {z} {t}",
        "{s} {n}",
        "{s} {n}\n{z} {t}",
        "{s} {n} a, {z} {t}",
        "{s} {n} in {t}",
        "{s} {n}, {t}",
        "Postfach {b}, {z} {t}",
    ),
    "fr": (
        "{n} {s}, {z} {t}",
        "{n}, {s}, {z} {t}",
        "{n} {s}",
        "{n} bis {s}\n{z} {t}",
        "{n} {s} à {t}",
        "BP {b} {t}",
        "{n} {s}, appartement {f}, {z} {t}",
    ),
}


def other_names(language: str) -> list[str]:
    """Places, bodies and brands: names that are not of persons."""
    listed = tomllib.loads((Path(__file__).parent / "places.toml").read_text("utf-8"))[language]
    return " ".join(listed.split()).split("; ")


def address(language: str, random: Random) -> str:
    """A postal address as that language's countries write it."""
    return random.choice(_FORMS[language]).format(
        b=random.randrange(1, 99999),
        z=f"{random.randrange(100, 99999):05d}",
        z0=f"0{random.randrange(10000, 99999)}",
        n=random.randrange(1, 260),
        f=random.randrange(1, 150),
        s=random.choice(_STREETS[language].split(";")),
        t=random.choice(_TOWNS[language].split()),
    )


def fact(kind: str, language: str, random: Random) -> str:
    """A date, month, day, year, number, identifier, telephone number or e-mail address."""
    return {
        "DATE": _date,
        "MON": lambda lang, r: r.choice(_MONTHS[lang].split()),
        "DAY": lambda lang, r: r.choice(_DAYS[lang].split()),
        "YEAR": lambda _, r: str(r.randrange(1950, 2027)),
        "NUM": lambda _, r: str(r.choice((r.randrange(2, 99), r.randrange(100, 90000)))),
        "ID": _identifier,
        "PHONE": _phone,
        "MAIL": _mail,
    }[kind](language, random)


def _date(language: str, random: Random) -> str:
    day, month, year = (
        random.randrange(1, 29),
        random.randrange(1, 13),
        random.randrange(1950, 2027),
    )
    word = _MONTHS[language].split()[month - 1]
    return random.choice(
        (
            f"{day:02d}.{month:02d}.{year}",
            f"{day}/{month}/{year}",
            f"{day} {word} {year}",
            f"{year}-{month:02d}-{day:02d}",
            f"{day} {word}",
        )
    )


def _identifier(_language: str, random: Random) -> str:
    return random.choice(
        (
            str(random.randrange(10**6, 10**8)),
            str(random.randrange(10**11, 10**12)),
            f"A{random.randrange(10**8, 10**9)}{random.choice('ABCKZ')}",
            f"{random.randrange(1, 999)}/{random.randrange(2000, 2027)}",
            f"KE-{random.randrange(1000, 99999)}",
        )
    )


def _phone(_language: str, random: Random) -> str:
    tail = random.randrange(1000, 10000)
    return random.choice(
        (
            f"07{random.randrange(10**7, 10**8)}",
            f"+254 7{random.randrange(10, 99)} {random.randrange(10**5, 10**6)}",
            f"+7 7{random.randrange(10, 100)} {random.randrange(100, 1000)} {tail}",
            f"0{random.randrange(30, 999)} {random.randrange(10**5, 10**7)}",
            f"+250 78{random.randrange(10**6, 10**7)}",
        )
    )


def _mail(_language: str, random: Random) -> str:
    user = random.choice(
        (
            "wanjiku",
            "info",
            "j.mwangi",
            "mueller",
            "aigerim",
            "contact",
            "anna.schmidt",
            "uwase",
            "support",
        )
    )
    host = random.choice(("gmail.com", "example.org", "yahoo.com", "mail.ru", "example.de"))
    return f"{user}{random.choice(('', random.randrange(1, 99)))}@{host}"
