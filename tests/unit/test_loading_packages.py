"""Word files, laws in XML, archives."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from opengovai.knowledge.loading import Loaded, Skipped, load, packed

FILES = Path(__file__).parent.parent / "data" / "loading"

AKOMA_NTOSO = """<?xml version="1.0"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><meta><identification>
<FRBRExpression><FRBRdate date="2025-01-01"/><FRBRlanguage language="swa"/></FRBRExpression>
</identification></meta><preface><p><docTitle>Permit Act</docTitle></p></preface><body>
<part><num>PART I</num><heading>Permits</heading>
<section><num>1.</num><heading>Applying</heading>
<subsection><num>(1)</num><content><p>Apply to the <b>office</b>.</p></content></subsection>
<subsection><num>(2)</num><intro><p>Bring—</p></intro>
<paragraph><num>(a)</num><content><p>the form;<authorialNote><p>Footnote</p></authorialNote></p>
</content></paragraph><paragraph><num>(b)</num><content><p>the fee.</p></content></paragraph>
</subsection></section></part></body></act></akomaNtoso>"""

FORMEX = """<ACT><BIB.INSTANCE><DATE ISO="20250101">2025</DATE><LG.DOC>DE</LG.DOC></BIB.INSTANCE>
<TITLE><TI><P>Verordnung</P><P>über Erlaubnisse</P></TI></TITLE><ENACTING.TERMS>
<DIVISION><TITLE><TI><P>KAPITEL I</P></TI><STI><P>Allgemeines</P></STI></TITLE>
<ARTICLE><TI.ART>Artikel 1</TI.ART><STI.ART>Zweck</STI.ART>
<PARAG><NO.PARAG>(1)</NO.PARAG><ALINEA><P>Die Behörde prüft<NOTE><P>Fußnote</P></NOTE>:</P>
<LIST><ITEM><NP><NO.P>a)</NO.P><TXT>das Formular;</TXT></NP></ITEM>
<ITEM><NP><NO.P>b)</NO.P><TXT>die Gebühr.</TXT></NP></ITEM></LIST></ALINEA></PARAG>
</ARTICLE></DIVISION></ENACTING.TERMS></ACT>"""


def only(folder: Path, name: str, data: str | bytes) -> Loaded | Skipped:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    (found,) = load([folder / name])
    return found


def test_word_keeps_headings_tables_and_what_was_inserted() -> None:
    (found,) = load([FILES / "rules.docx"])
    assert isinstance(found, Loaded)
    rules = found.document
    assert rules.title == "Permit Rules"
    assert rules.text == (
        "Permit Rules\n\nGeneral\n\nAn application is made in writing.\n\n"
        "The fee is 200 shillings.\n\nArticle 2. Fees\n\nDistrict | Fee\nNorth | 200"
    )
    assert [s.heading for s in rules.sections] == ["Permit Rules", "General", "Article 2. Fees"]
    assert any("HIDDENRUN" in warning for warning in found.warnings)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, numbering: str, styles: str = "") -> bytes:
    return zipped(
        {
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
            "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>".encode(),
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>".encode(),
        }
    )


def numbered(text: str, level: int = 0, list_: int = 1, style: str = "") -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
    properties = f'<w:pStyle w:val="{style}"/>' if style else place
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_numbers_that_word_counts_itself_are_written_out(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text, start) in enumerate(
            [("decimal", "Article %1.", 4), ("decimal", "%1.%2", 1), ("lowerLetter", "(%3)", 1),
             ("upperRoman", "%4.", 1), ("bullet", "*", 1)]
        )
    )  # fmt: skip
    numbering = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    styles = (
        '<w:style w:styleId="Art"><w:name w:val="law article"/><w:pPr><w:outlineLvl w:val="1"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        numbered("Purpose", style="Art")
        + numbered("The fee", 1)
        + numbered("in cash;", 2)
        + numbered("by card.", 2)
        + numbered("ninth", 3)
        + numbered("point", 4)
        + numbered("The place", 1)
        + numbered("Entry into force", style="Art")
        + numbered("The day", 1)
        + numbered("plain", list_=0)
    )
    found = only(tmp_path, "law.docx", word(body, numbering, styles))
    assert isinstance(found, Loaded)
    assert found.document.text.split("\n\n") == [
        "Article 4. Purpose",
        "4.1 The fee",
        "(a) in cash;",
        "(b) by card.",
        "I. ninth",
        "point",
        "4.2 The place",
        "Article 5. Entry into force",
        "5.1 The day",
        "plain",
    ]
    assert [s.heading for s in found.document.sections] == [
        "Article 4. Purpose",
        "Article 5. Entry into force",
    ]


def test_akoma_ntoso_keeps_numbers_and_leaves_footnotes_out(tmp_path: Path) -> None:
    found = only(tmp_path, "act.xml", AKOMA_NTOSO)
    assert isinstance(found, Loaded)
    act = found.document
    assert (act.title, act.language, act.published) == ("Permit Act", "sw", "2025-01-01")
    assert act.text == (
        "Permit Act\n\nPART I. Permits\n\n1. Applying\n\n(1) Apply to the office.\n\n"
        "(2) Bring—\n(a) the form;\n(b) the fee."
    )
    assert [(s.level, s.heading) for s in act.sections] == [
        (1, "PART I. Permits"),
        (2, "1. Applying"),
    ]


def test_formex_keeps_numbers_and_leaves_footnotes_out(tmp_path: Path) -> None:
    found = only(tmp_path, "act.xml", FORMEX)
    assert isinstance(found, Loaded)
    act = found.document
    assert (act.title, act.language) == ("Verordnung über Erlaubnisse", "de")
    assert act.text.endswith(
        "KAPITEL I. Allgemeines\n\nArtikel 1. Zweck\n\n"
        "(1) Die Behörde prüft:\na) das Formular;\nb) die Gebühr."
    )
    assert "Fußnote" not in act.text


@pytest.mark.parametrize(
    ("xml", "word"),
    [
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ACT><P>&x;</P></ACT>', "entities"),
        ('<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><ACT><P>&y;</P></ACT>', "entities"),
        ("<ACT>" + "<P>" * 300 + "x" + "</P>" * 300 + "</ACT>", "nested"),
        ("<ACT><P>cut off", "well-formed"),
        ("<?xml version='1.0'?><invoice><total>1</total></invoice>", "invoice"),
    ],
)
def test_dangerous_broken_and_unknown_xml_is_skipped(tmp_path: Path, xml: str, word: str) -> None:
    found = only(tmp_path, "a.xml", xml)
    assert isinstance(found, Skipped)
    assert word in found.reason


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    inner = zipped({"c.txt": b"Third text."})
    data = zipped(
        {
            "laws/b.md": b"# Second\n\nSecond text.",
            "laws/a.txt": b"First text.",
            "laws/.hidden": b"no",
            "__MACOSX/a.txt": b"no",
            "laws/inner.zip": inner,
            "laws/x.bin": b"\x00\x01\x02\x03",
        }
    )
    (tmp_path / "laws.zip").write_bytes(data)
    found = list(load([tmp_path / "laws.zip"]))
    base = f"{tmp_path.name}/laws.zip/laws"
    assert [x.document.uri if isinstance(x, Loaded) else x.path for x in found] == [
        f"{base}/a.txt",
        f"{base}/b.md",
        f"{base}/inner.zip/c.txt",
        f"{base}/x.bin",
    ]
    assert isinstance(found[3], Skipped)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_archives_are_read_without_following_links(tmp_path: Path, mode: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo("../../etc/a.txt")
        info.size = 5
        archive.addfile(info, io.BytesIO(b"Text."))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = only(tmp_path, "laws.tar", out.getvalue())
    assert isinstance(found, Loaded)
    assert found.document.uri == f"{tmp_path.name}/laws.tar/etc/a.txt"


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>%s</h1><p>%s</p></body></html>"
    package = (
        '<package><metadata xmlns:dc="x"><dc:title>Handbook</dc:title><dc:language>de-DE'
        '</dc:language></metadata><manifest><item id="b" href="two%20b.xhtml"/>'
        '<item id="a" href="../a.xhtml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    book = zipped(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": b'<container><rootfile full-path="x/p.opf"/></container>',
            "x/p.opf": package.encode(),
            "x/two b.xhtml": (page % ("Zwei", "Zweiter Text.")).encode(),
            "a.xhtml": (page % ("Eins", "Erster Text.")).encode(),
        }
    )
    found = only(tmp_path, "handbook.epub", book)
    assert isinstance(found, Loaded)
    assert (found.document.title, found.document.language) == ("Handbook", "de")
    assert found.document.text == "Eins\n\nErster Text.\n\nZwei\n\nZweiter Text."


def test_a_bomb_is_stopped_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "FILE_LIMIT", 1_000_000)
    found = only(tmp_path, "bomb.zip", zipped({"a.txt": b"a" * 5_000_000}))
    assert isinstance(found, Skipped)
    assert "larger than" in found.reason


def test_the_sum_of_all_members_has_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "TOTAL_LIMIT", 2_000)
    data = zipped({f"{n}.txt": b"text " * 300 for n in range(9)})
    (tmp_path / "a.zip").write_bytes(data)
    found = list(load([tmp_path / "a.zip"]))
    assert isinstance(found[-1], Skipped)
    assert len(found) == 2


def test_archives_in_archives_in_archives_are_not_opened(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"Text."})
    for depth in range(3):
        data = zipped({f"{depth}.zip": data})
    found = only(tmp_path, "a.zip", data)
    assert isinstance(found, Skipped)
    assert "archives" in found.reason


def test_an_encrypted_word_file_and_other_office_files_say_what_to_do(tmp_path: Path) -> None:
    sheet = only(tmp_path, "a.xlsx", zipped({"xl/workbook.xml": b"<x/>"}))
    old = only(tmp_path, "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert isinstance(sheet, Skipped)
    assert "CSV" in sheet.remedy
    assert isinstance(old, Skipped)
    assert "DOCX" in old.remedy


def test_a_compressed_file_is_read_under_its_own_name(tmp_path: Path) -> None:
    found = only(tmp_path, "a.txt.gz", gzip.compress(b"Some text."))
    assert isinstance(found, Loaded)
    assert found.document.uri == f"{tmp_path.name}/a.txt.gz/a.txt"
    cut = only(tmp_path, "b.txt.gz", gzip.compress(b"Some text." * 100)[:-9])
    assert isinstance(cut, Skipped)
