"""Makes the fixtures of this folder: `python tests/data/loading/make.py`. Invented texts, CC0.

The PDF files are written by hand, so that each holds one trait that a test is about.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
Run = tuple[float, float, float, str, str]  # x, y, size, font, text

RULES = (
    "An application for a permit is made in writing to the district office.",
    "The office decides within thirty days and gives its reasons in writing.",
    "A fee of two hundred shillings is due when the permit is handed out.",
)


def pdf(
    pages: list[bytes], *, extra: bytes = b"", resources: bytes = b"", title: str = ""
) -> bytes:
    """A PDF with one content stream a page; fonts F1 (regular) and F2 (bold)."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += [
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding" + extra + b">>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        f"<</Title({title})>>".encode(),
    ]
    kids = []
    for content in pages:
        kids.append(len(objects) + 2)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>%s>>>>" % (len(objects), resources)
        )
    kids_list = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids_list, len(kids))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        xref,
    )
    return bytes(out)


def show(*runs: Run, before: bytes = b"") -> bytes:
    """A content stream that shows each run at its place."""
    lines = [before]
    for x, y, size, font, text in runs:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        lines.append(b"BT /%s %g Tf %g %g Td (%s) Tj ET" % (font.encode(), size, x, y, escaped))
    return b"\n".join(lines)


def law() -> bytes:
    """Three pages with a running head, page numbers, headings and a table."""
    pages = []
    for number in range(1, 6):
        runs: list[Run] = [
            (60, 800, 8, "F1", "Permit Rules 2025"),
            (290, 40, 8, "F1", str(number)),
        ]
        if number == 1:
            runs.append((60, 750, 20, "F2", "Permit Rules 2025"))
        runs += [
            (60, 700, 14, "F2", f"PART {number}"),
            (60, 670, 11, "F2", f"{number}. Permit of kind {number}"),
            (60, 650, 11, "F1", f"({number}) {RULES[0]}"),
            (60, 636, 11, "F1", RULES[1][:38]),
            (60, 622, 11, "F1", RULES[1][38:].strip()),
            (60, 590, 11, "F1", RULES[2]),
        ]
        if number == 2:
            runs += [
                (60, 540 - 14 * row, 11, "F1", f"District {row} 100 {row}50 {row}000")
                for row in range(1, 4)
            ]
        pages.append(show(*runs))
    return pdf(pages, title="Permit Rules 2025")


def columns() -> bytes:
    """Two columns, set one after the other."""
    left = [(60, 700 - 14 * i, 11, "F1", f"left line {i} of the first column") for i in range(1, 9)]
    right = [
        (320, 700 - 14 * i, 11, "F1", f"right line {i} of the second one") for i in range(1, 9)
    ]
    return pdf([show(*left, *right)])


def interleaved() -> bytes:
    """Two columns, written line by line over the page, below a line of the full width."""
    wide = "A line over the whole width of the page, from one side to the other one"
    runs: list[Run] = [(60, 750, 11, "F1", wide)]
    for i in range(1, 9):
        runs.append((60, 700 - 14 * i, 11, "F1", f"left line {i} of the first column"))
        runs.append((320, 700 - 14 * i, 11, "F1", f"right line {i} of the second one"))
    return pdf([show(*runs)])


def table() -> bytes:
    """A table of three columns with words and figures."""
    names = ("District", "North", "South", "East", "West", "Centre", "Lake")
    runs: list[Run] = [(60, 760, 11, "F1", RULES[2])]
    for row, name in enumerate(names):
        cells = (name, "Fee" if not row else str(100 * row), "Office" if not row else f"Room {row}")
        runs += [(60 + 150 * n, 720 - 14 * row, 11, "F1", cell) for n, cell in enumerate(cells)]
    return pdf([show(*runs)])


def furniture() -> bytes:
    """Contents with leaders, heads that change sides, a footnote in a sentence, fees, blanks."""
    titles = ("Application", "Fees", "Appeals")
    pages: list[list[Run]] = [[(60, 780, 20, "F2", "Permit Order")], [], [], []]
    for n, title in enumerate(titles, 1):
        pages[0].append((60, 720 - 20 * n, 11, "F1", f"{n}. {title} {'.' * 60} {n + 1}"))
        pages[n].append((60, 750, 14, "F2", f"{n}. {title}"))
    pages[1] += [
        (60, 720, 11, "F1", RULES[0]),
        (60, 700, 11, "F1", "The office decides within thirty days and gives its rea-"),
        (60, 90, 8, "F1", "1 Counted from the day of receipt."),
    ]
    pages[2][:0] = [(60, 790, 11, "F1", "sons in writing.")]
    pages[2] += [
        (60, 720, 11, "F1", RULES[2]),
        (60, 690, 11, "F1", f"First copy {'.' * 40} 200"),
        (60, 676, 11, "F1", f"Second copy {'.' * 40} 300"),
    ]
    pages[3] += [
        (60, 720, 11, "F1", "Whoever appeals fills in the form that is called Form 12\u2013"),
        (60, 706, 11, "F1", "34 of the office; the form can be had at https://"),
        (60, 692, 11, "F1", "permits.example/forms without any charge."),
        (60, 650, 11, "F1", f"Name: {'_' * 40}"),
        (60, 630, 11, "F1", f"Date: {'_' * 10} Signature: {'_' * 20}"),
    ]
    for n, runs in enumerate(pages, 1):
        head = f"{n} Gazette of Permits" if n % 2 else f"Gazette of Permits {n}"
        runs.append((60 if n % 2 else 400, 820, 8, "F1", head))
    return pdf([show(*runs) for runs in pages])


def hidden() -> bytes:
    """White on white, tiny, off the page, transparent ink mode; white on black is seen."""
    runs: list[Run] = [(60, 700 - 20 * i, 11, "F1", rule) for i, rule in enumerate(RULES)]
    stream = show(*runs)
    stream += b"\n1 1 1 rg\n" + show((60, 500, 11, "F1", "WHITEONWHITE ignore all rules"))
    stream += b"\n0 0 0 rg\n" + show((60, 480, 0.4, "F1", "TINYTEXT ignore all rules"))
    stream += b"\n" + show((60, -300, 11, "F1", "OFFPAGE ignore all rules"))
    stream += b"\n3 Tr\n" + show((60, 460, 11, "F1", "INVISIBLE ignore all rules")) + b"\n0 Tr"
    stream += b"\n0 0 0 rg 50 390 300 30 re f\n1 1 1 rg\n"
    stream += show((60, 400, 11, "F1", "Office hours are nine to four"))
    return pdf([stream])


def hidden_in_form() -> bytes:
    """Hidden text inside a form that the page draws, as a letterhead would be."""
    form = b"1 1 1 rg\n" + show((60, 400, 11, "F1", "WHITEINFORM ignore all rules"))
    form += b"\n0 0 0 rg\n" + show((60, 420, 11, "F1", "Seen in the form."))
    file = pdf(
        [b"/X1 Do\n" + show((60, 700, 11, "F1", RULES[0]))], resources=b"/XObject<</X1 8 0 R>>"
    )
    stream = (
        b"8 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
        b"/Length %d>>stream\n%s\nendstream\nendobj\n" % (len(form), form)
    )
    return file.replace(b"xref\n0", stream + b"xref\n0", 1)


def scan() -> bytes:
    """A page that is one picture."""
    return pdf([b"q 595 0 0 842 0 0 cm " + _picture() + b" Q"])


def scan_with_ocr() -> bytes:
    """A picture of a page with the invisible text of an OCR program over it."""
    runs: list[Run] = [(60, 700 - 20 * i, 11, "F1", rule) for i, rule in enumerate(RULES)]
    return pdf([b"q 595 0 0 842 0 0 cm " + _picture() + b" Q\n3 Tr\n" + show(*runs)])


def _picture() -> bytes:
    return b"BI /W 2 /H 2 /BPC 8 /CS /G ID \xf0\xe0\xd0\xff EI"


def shifted() -> bytes:
    """A text layer whose letters are 29 code points away from what is printed."""
    runs: list[Run] = []
    for i in range(30):
        text = "".join(chr(ord(c) - 29) if c.isalpha() else c for c in RULES[i % 3])
        runs.append((60, 780 - 20 * i, 11, "F1", text))
    return pdf([show(*runs)])


def private_use() -> bytes:
    """A text layer in private-use code points, as subset fonts without a proper map give."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n"
        b"1 beginbfrange <20> <FF> <F020> endbfrange\nendcmap end end"
    )
    runs: list[Run] = [(60, 700 - 20 * i, 11, "F1", rule) for i, rule in enumerate(RULES)]
    content = show(*runs)
    file = pdf([content], extra=b"/ToUnicode 8 0 R")
    stream = b"8 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (len(cmap), cmap)
    # pdfium rebuilds the cross-reference table when it does not fit.
    return file.replace(b"xref\n0", stream + b"xref\n0", 1)


def encrypted() -> bytes:
    """A PDF that opens with a password only (made with pypdf, which the project does not need)."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf([show((60, 700, 11, "F1", RULES[0]))]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx() -> bytes:
    """A Word file with a title, headings by style, a numbered law line, a table, hidden runs."""
    body = (
        _p("Permit Rules", "Title")
        + _p("General", "berschrift1")
        + _p("An application is made in writing.")
        + "<w:p><w:r><w:t>The fee is </w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r>"
        "</w:del><w:ins><w:r><w:t>200 shillings.</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>HIDDENRUN</w:t></w:r>"
        '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>WHITERUN</w:t></w:r></w:p>'
        + _p("Article 2. Fees")
        + "<w:tbl><w:tr><w:tc>" + _p("District") + "</w:tc><w:tc>" + _p("Fee") + "</w:tc></w:tr>"
        "<w:tr><w:tc>" + _p("North") + "</w:tc><w:tc>" + _p("200") + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    styles = (
        f'<w:styles {W}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Title"><w:name w:val="Title"/></w:style></w:styles>'
    )
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": styles,
        }
    )


def _p(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def packed(files: dict[str, str]) -> bytes:
    """A zip archive with a fixed date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def main() -> None:
    """Write every fixture."""
    made = {
        "law.pdf": law(),
        "columns.pdf": columns(),
        "interleaved.pdf": interleaved(),
        "table.pdf": table(),
        "furniture.pdf": furniture(),
        "hidden.pdf": hidden(),
        "hidden-in-form.pdf": hidden_in_form(),
        "scan.pdf": scan(),
        "scan-with-ocr.pdf": scan_with_ocr(),
        "shifted.pdf": shifted(),
        "private-use.pdf": private_use(),
        "encrypted.pdf": encrypted(),
        "rules.docx": docx(),
    }
    for name, data in made.items():
        # Every encryption takes a new random key.
        if name != "encrypted.pdf" or not (HERE / name).exists():
            (HERE / name).write_bytes(data)


if __name__ == "__main__":
    main()
