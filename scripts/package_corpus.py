"""Write the demo's official texts as Markdown: `python scripts/package_corpus.py DATA_DIR`.

DATA_DIR holds `udhr`, `kenya_laws`, `rwanda_laws`, `kazakhstan` and `germany_laws` with the JSON
Lines files named below. Words are never altered. What is cleaned, and by which rule:

* table-of-contents entries without text are left out;
* the heading of the next part, glued to the end of a Kenyan section (" Part II – NAME"), moves
  to where it belongs;
* running heads and title-page lines glued to a Kenyan heading are cut at the first sentence end;
* editors' notes of the German edition, "(+++ ... +++)", are left out;
* HTML entities are decoded; a blank left before `,` `;` `.` `)` or after `(` by a removed link
  is closed (English only: French sets a blank there);
* a line break inside a sentence, left by the PDF of the Kenyan Act of 2011, is joined.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "opengovai" / "demo" / "corpus"
UNOFFICIAL = "Not an official edition; check the official source before legal use."

GLUED_PART = re.compile(r" (Part [IVX]+ – [A-Z][A-Z ,]+)$")
EDITORS_NOTE = re.compile(r"\(\+\+\+ .*? \+\+\+\)")
OPEN_REFERENCE = re.compile(r"\b(sub-?sections?|sections?|paragraphs?)$")


@dataclass(frozen=True, kw_only=True)
class Article:
    """One numbered unit as it will stand: heading words and paragraphs."""

    part: str
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Law:
    """One document to write; `heading` is the format of an article heading: number, title."""

    id: str
    language: str
    title: str
    path: str
    uri: str
    licence: str
    publisher: str
    published: str
    heading: str
    note: str = ""
    text_key: str = "text"
    title_key: str = "title"
    part_key: str = "part"
    preamble: str = ""


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The JSON objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def close_blanks(text: str) -> str:
    """Remove the blank that a removed link left beside punctuation."""
    return re.sub(r"\( (?=\S)", "(", re.sub(r" (?=[,;.)](?:\s|$))", "", text))


def join_broken(lines: Iterable[str]) -> list[str]:
    """Join a line to the one before where the sentence visibly goes on."""
    joined: list[str] = []
    for line in lines:
        before = joined[-1] if joined else ""
        goes_on = OPEN_REFERENCE.search(before) or (
            before and line.startswith("“") and before[-1] not in ";.—:,"
        )
        if goes_on:
            joined[-1] = f"{before} {line}"
        else:
            joined.append(line)
    return joined


def paragraphs(text: str, *, english: bool) -> tuple[str, ...]:
    """The paragraphs of an article, as the source separates them."""
    text = EDITORS_NOTE.sub("", html.unescape(text))
    if english:
        text = close_blanks(text)
    lines = join_broken(line.strip() for line in text.split("\n"))
    return tuple(line for line in lines if line)


def heading_title(title: str) -> str:
    """The title of an article without a running head glued behind it."""
    title = " ".join(title.split())
    return re.sub(r"\. (?:THE |No\. |[A-Z]{4,} ).*$", "", title).rstrip(".")


def articles(law: Law, source: Iterable[dict[str, str]]) -> Iterator[Article]:
    """The articles of a law in order, cleaned as the module docstring says."""
    renamed: dict[str, str] = {}
    for row in source:
        text = row[law.text_key].strip()
        if row.get("id") == "title" or not text:
            continue
        glued = GLUED_PART.search(text)
        if glued:
            name = glued.group(1)
            renamed[name.split(" – ")[0]] = name
            text = text[: glued.start()]
        number = row.get("num") or str(int(re.sub(r"\D", "", row["id"]) or 0))
        part = " ".join(row.get(law.part_key, "").split())
        title = heading_title(row.get(law.title_key, ""))
        heading = title or law.preamble
        if number != "0":
            heading = law.heading.format(number, title).rstrip(" .")
        yield Article(
            part=renamed.get(part, part),
            heading=heading,
            paragraphs=paragraphs(text, english=law.language == "en"),
        )


def markdown(law: Law, body: Iterable[Article]) -> str:
    """The whole file: front matter, title, parts, articles."""
    keys = ("id", "title", "language", "uri", "licence", "publisher", "published", "note")
    values = {key: getattr(law, key) for key in keys}
    values["id"] = f"{law.id}.{law.language}"
    values["note"] = f"{law.note} {UNOFFICIAL}".strip()
    front = [f"{key} = {json.dumps(values[key], ensure_ascii=False)}" for key in keys]
    blocks = ["\n".join(["+++", *front, "+++"]), f"# {law.title}"]
    part = ""
    for article in body:
        if article.part != part:
            part = article.part
            blocks.append(f"## {part}")
        blocks += [f"### {article.heading}", *article.paragraphs]
    return "\n\n".join(blocks) + "\n"


UDHR = {
    "en": ("eng", "Universal Declaration of Human Rights", "Article {}", "Preamble"),
    "sw": ("swh", "Taarifa ya Ulimwengu juu ya Haki za Binadamu", "Kifungu cha {}", "Utangulizi"),
    "rw": ("kin", "Itangazo ryamamaza hose agaciro k'umuntu", "Article {}", "Intangiliro"),
    "kk": ("kaz", "Адам құқықтарының жалпыға бірдей декларациясы", "{} бап", "Преамбула"),
    "ru": ("rus", "Всеобщая декларация прав человека", "Статья {}", "Преамбула"),
    "de": ("deu_1996", "Allgemeine Erklärung der Menschenrechte", "Artikel {}", "Präambel"),
    "fr": ("fra", "Déclaration universelle des droits de l’homme", "Article {}", "Préambule"),
}
RW_68 = {
    "rw": (
        "Itegeko No 68/2018 ryo ku wa 30/08/2018 riteganya ibyaha n'ibihano muri rusange",
        "Ingingo ya {}. {}",
    ),
    "en": (
        "Law No 68/2018 of 30/08/2018 determining offences and penalties in general (Rwanda)",
        "Article {}. {}",
    ),
    "fr": (
        "Loi nº 68/2018 du 30/08/2018 déterminant les infractions et les peines en général",
        "Article {}. {}",
    ),
}
KZ_COPY = "https://github.com/kazakhstan-law/codes/blob/014c45eee1fa3e559269b190abe48f09a329b843/"
KZ = {
    "kk": (
        "Қазақстан Республикасының Конституциясы",
        KZ_COPY + "00-constitution/kaz.md",
        "Қазақстан Республикасының «Мемлекеттік көрсетілетін қызметтер туралы» Заңы (№ 88-V)",
        "https://adilet.zan.kz/kaz/docs/Z1300000088",
        "{}-бап. {}",
    ),
    "ru": (
        "Конституция Республики Казахстан",
        KZ_COPY + "00-constitution/rus.md",
        "Закон Республики Казахстан «О государственных услугах» (№ 88-V)",
        "https://adilet.zan.kz/rus/docs/Z1300000088",
        "Статья {}. {}",
    ),
}
EXCERPT = "EXCERPT, transcribed from a copy, to be verified:"


def udhr() -> Iterator[Law]:
    """The Universal Declaration in the seven languages."""
    for language, (code, title, heading, preamble) in UDHR.items():
        yield Law(
            id="udhr",
            language=language,
            title=title,
            path="udhr/udhr.parallel.jsonl",
            uri=f"https://efele.net/udhr/d/udhr_{code}.html",
            licence="LicenseRef-UN-Official-Record",
            publisher="United Nations, OHCHR",
            published="1948-12-10",
            heading=heading,
            preamble=preamble,
            text_key=language,
            title_key="",
            note="Kinyarwanda in the orthography of its time." if language == "rw" else "",
        )


def kenya() -> Iterator[Law]:
    """Two Acts of the Parliament of Kenya, in English."""
    yield Law(
        id="ke-data-protection-act-2019",
        language="en",
        title="Data Protection Act, 2019 (Kenya)",
        path="kenya_laws/ke-data-protection-act-2019.en.jsonl",
        uri="https://new.kenyalaw.org/akn/ke/act/2019/24/",
        licence="LicenseRef-KE-Written-Law",
        publisher="Republic of Kenya; National Council for Law Reporting (Kenya Law)",
        published="2019-11-08",
        heading="Section {}. {}",
        note="Sections 1 to 74, without the schedules.",
    )
    yield Law(
        id="ke-citizenship-immigration-act-2011",
        language="en",
        title="Kenya Citizenship and Immigration Act, 2011",
        path="kenya_laws/ke-citizenship-immigration-act-2011.en.jsonl",
        uri="https://new.kenyalaw.org/akn/ke/act/2011/12/",
        licence="LicenseRef-KE-Written-Law",
        publisher="Republic of Kenya; National Council for Law Reporting (Kenya Law)",
        published="2011-08-27",
        heading="Section {}. {}",
        note="As enacted in 2011, without later amendments; text layer of the source recovered.",
    )


def rwanda() -> Iterator[Law]:
    """Law 68/2018 in three languages and law 058/2021 in English."""
    for language, (title, heading) in RW_68.items():
        yield Law(
            id="rw-law-68-2018",
            language=language,
            title=title,
            path="rwanda_laws/rw-law-068-2018-offences-penalties.art1-101.parallel-rw-en-fr.jsonl",
            uri="https://rwandalii.org/akn/rw/act/law/2018/68/eng@2018-09-27",
            licence="LicenseRef-RW-Official-Text",
            publisher="Republic of Rwanda, Official Gazette",
            published="2018-08-30",
            heading=heading,
            text_key=language,
            title_key=f"{language}_title",
            note="Articles 1 to 101.",
        )
    yield Law(
        id="rw-law-058-2021",
        language="en",
        title="Law No 058/2021 of 13/10/2021 relating to the protection of personal data and "
        "privacy (Rwanda)",
        path="rwanda_laws/rw-law-058-2021-personal-data.en.jsonl",
        uri="https://rwandalii.org/akn/rw/act/law/2021/58/eng@2021-10-15",
        licence="LicenseRef-RW-Official-Text",
        publisher="Republic of Rwanda, Official Gazette",
        published="2021-10-15",
        heading="Article {}. {}",
    )


def kazakhstan() -> Iterator[Law]:
    """Excerpts of the Constitution of 2026 and of Law 88-V, in Kazakh and Russian."""
    for language, (constitution, copy, services, adilet, heading) in KZ.items():
        common = {
            "language": language,
            "licence": "LicenseRef-KZ-Official-Document",
            "publisher": "Republic of Kazakhstan",
            "heading": heading,
            "text_key": language,
            "title_key": f"{language}_title",
            "part_key": f"{language}_part",
        }
        yield Law(
            id="kz-constitution-2026",
            title=constitution,
            path="kazakhstan/kz-constitution-2026.excerpt.parallel-kk-ru.jsonl",
            uri=copy,
            published="2026-03-15",
            note=f"{EXCERPT} preamble, articles 1 to 5 and 7 to 22.",
            **common,
        )
        yield Law(
            id="kz-law-88-v",
            title=services,
            path="kazakhstan/kz-law-88-v-public-services.excerpt.parallel-kk-ru.jsonl",
            uri=adilet,
            published="2013-04-15",
            note=f"{EXCERPT} articles 2 to 4 in the version of about 2023; the law has since "
            "been renamed.",
            **common,
        )


def germany() -> Iterator[Law]:
    """Two federal statutes, in German."""
    for law, title, site, published in (
        ("bdsg", "Bundesdatenschutzgesetz (BDSG)", "bdsg_2018", "2017-06-30"),
        ("passg", "Passgesetz (PassG)", "pa_g_1986", "1986-04-19"),
    ):
        yield Law(
            id=f"de-{law}",
            language="de",
            title=title,
            path=f"germany_laws/{law}.de.jsonl",
            uri=f"https://www.gesetze-im-internet.de/{site}/",
            licence="LicenseRef-DE-Amtliches-Werk",
            publisher="Bundesrepublik Deutschland, gesetze-im-internet.de",
            published=published,
            heading="§ {} {}",
            note="Consolidated text, state of August 2026.",
        )


def main() -> None:
    """Write every document; print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="folder with udhr, kenya_laws, ...")
    data: Path = parser.parse_args().data
    TARGET.mkdir(parents=True, exist_ok=True)
    for law in (*udhr(), *kenya(), *rwanda(), *kazakhstan(), *germany()):
        body = list(articles(law, rows(data / law.path)))
        text = markdown(law, body)
        target = TARGET / f"{law.id}.{law.language}.md"
        target.write_text(text, encoding="utf-8", newline="\n")
        print(f"{target.name}: {len(body)} articles, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
