"""Which format bytes are in, by what they contain; a file's name never decides."""

from __future__ import annotations

import re

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_FRAGMENT = re.compile(r"\s*<(?:div|main|article|section|p|h1|table|ul)\b[^>]*>", re.IGNORECASE)
_MARKDOWN = (
    re.compile(r"\A(?:\+\+\+|---)[ \t]*\r?\n.*?^(?:\+\+\+|---)[ \t]*$", re.MULTILINE | re.DOTALL),
    re.compile(r"\A% \S"),
    re.compile(r"^ {0,3}#{1,6} \S", re.MULTILINE),
    re.compile(r"^\S[^\n]*\r?\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
    re.compile(r"^\|.*\|[ \t]*\r?\n\|[ :|-]+\|", re.MULTILINE),
    re.compile(r"\[[^\]\n]+\]\([^)\s]+\)|\*\*[^*\n]+\*\*"),
)
_SAMPLE = 100_000

_REFUSED = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Office file (.doc, .xls or .ppt)",
        "Save it as DOCX, CSV or PDF.",
    ),
    (b"{\\rtf", "a rich-text file (RTF)", "Save it as DOCX or PDF."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Run OCR on it first."),
    (b"\x89PNG", "a picture (PNG)", "Run OCR on it first."),
    (b"GIF8", "a picture (GIF)", "Run OCR on it first."),
    (b"II*\x00", "a picture (TIFF)", "Run OCR on it first."),
    (b"MM\x00*", "a picture (TIFF)", "Run OCR on it first."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and give the folder."),
    (b"Rar!", "a RAR archive", "Unpack it and give the folder."),
    (b"SQLite format 3", "a database", "Export it as CSV or JSON Lines."),
    (b"\x7fELF", "a program", "Leave it out."),
    (b"MZ\x90", "a program", "Leave it out."),
    (b"%!PS", "a PostScript file", "Save it as PDF."),
)


def refused(data: bytes) -> tuple[str, str] | None:
    """What this is and what to do with it, for the kinds that nobody here reads."""
    return next(((kind, remedy) for m, kind, remedy in _REFUSED if data.startswith(m)), None)


def is_picture(data: bytes) -> bool:
    """A picture that OCR can read."""
    return (found := refused(data)) is not None and found[0].startswith("a picture")


def is_pdf(data: bytes) -> bool:
    """Readers accept up to 1,024 bytes before the header (ISO 32000, annex H)."""
    return b"%PDF-" in data[:1024]


def is_zip(data: bytes) -> bool:
    """A local file header, or the end record of an empty archive."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_compressed(data: bytes) -> bool:
    """gzip, bzip2 or xz."""
    return data.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))


def markup(text: str) -> str:
    """`html`, `law` for other XML, or nothing."""
    return "html" if _is_html(text) else "law" if _is_xml(text) else ""


def _is_html(text: str) -> bool:
    """A whole page, or a fragment that is mostly tags."""
    sample = text[:_SAMPLE]
    return bool(_HTML.match(sample)) or bool(_FRAGMENT.match(sample) and "</" in sample)


def _is_xml(text: str) -> bool:
    """Starts like an element."""
    return bool(re.match(r"\s*<(?:\?xml|[A-Za-z!])", text[:1000]))


def is_markdown(text: str) -> bool:
    """Shows at least one thing that only Markdown has."""
    sample = text[:_SAMPLE]
    return any(pattern.search(sample) for pattern in _MARKDOWN)
