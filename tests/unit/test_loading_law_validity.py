"""From when until when a law in XML is in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from opengovai.knowledge.loading import Loaded, Skipped, load

_AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_DE = "http://Inhaltsdaten.LegalDocML.de/1.8.2/"


def _read(tmp_path: Path, text: str) -> Loaded | Skipped:
    (tmp_path / "law.xml").write_text(text, encoding="utf-8")
    (found,) = load([tmp_path])
    return found


def _akn(meta: str, *, namespace: str = _AKN, prefix: str = "") -> str:
    p = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    meta = meta.replace("</", "<\0").replace("<", f"<{p}").replace(f"<{p}\0", f"</{p}")
    return (
        f'<{p}akomaNtoso {declared}="{namespace}"><{p}act><{p}meta>{meta}</{p}meta><{p}body>'
        f"<{p}section><{p}num>1.</{p}num><{p}content><{p}p>A permit is granted.</{p}p></{p}content>"
        f"</{p}section></{p}body></{p}act></{p}akomaNtoso>"
    )


_EVENTS = (
    '<lifecycle source="#x"><eventRef eId="e1" date="2019-11-08" type="generation"/>'
    '<eventRef eId="e2" date="2019-11-25" type="generation"/>'
    '<eventRef eId="e3" date="2022-02-14" type="amendment"/>'
    '<eventRef eId="e4" date="2024-07-01" type="{last}"/></lifecycle>'
)


def _intervals(*intervals: str) -> str:
    found = "".join(f'<timeInterval refersTo="#inForce" {one}/>' for one in intervals)
    return (
        f'<temporalData source="#x"><temporalGroup eId="g">{found}</temporalGroup></temporalData>'
    )


@pytest.mark.parametrize(
    ("meta", "period"),
    [
        (_EVENTS.format(last="amendment"), ("", "")),
        (_EVENTS.format(last="repeal"), ("", "2024-06-30")),
        (_EVENTS.format(last="amendment") + _intervals('start="#e2"'), ("2019-11-25", "")),
        (
            _EVENTS.format(last="amendment") + _intervals('start="#e2" end="#e4"'),
            ("2019-11-25", "2024-06-30"),
        ),
        # One part has gone, another one is in force: the act is.
        (
            _EVENTS.format(last="amendment")
            + _intervals('start="#e2" end="#e4"', 'start="#e3"'),
            ("2019-11-25", ""),
        ),
        (
            '<FRBRdate date="2019-11-25" name="entry_into_force"/>',
            ("2019-11-25", ""),
        ),
        ('<identification><FRBRWork><FRBRdate date="2019-11-08"/></FRBRWork></identification>',
         ("", "")),
        ('<lifecycle><eventRef eId="e" date="9999-12-31" type="repeal"/></lifecycle>', ("", "")),
    ],
)  # fmt: skip
def test_akoma_ntoso(tmp_path: Path, meta: str, period: tuple[str, str]) -> None:
    found = _read(tmp_path, _akn(meta))
    assert isinstance(found, Loaded), found
    assert (found.document.valid_from, found.document.valid_until) == period


def test_legaldocml_de(tmp_path: Path) -> None:
    meta = (
        '<lifecycle><eventRef eId="a" date="1964-08-05" type="generation" refersTo="ausfertigung"/>'
        '<eventRef eId="b" date="1964-09-21" type="generation" refersTo="inkrafttreten"/>'
        '<eventRef eId="c" date="2030-01-01" type="repeal" refersTo="ausserkrafttreten"/>'
        "</lifecycle><temporalData><temporalGroup>"
        '<timeInterval refersTo="geltungszeit" start="#b"/></temporalGroup></temporalData>'
    )
    found = _read(tmp_path, _akn(meta, namespace=_DE, prefix="akn"))
    assert isinstance(found, Loaded), found
    assert found.document.valid_from == "1964-09-21"
    assert found.document.valid_until == "2029-12-31"


@pytest.mark.parametrize(
    ("attributes", "period"),
    [
        ('START.DATE="20160504" END.DATE="20180524"', ("2016-05-04", "2018-05-24")),
        ('START.DATE="20250204" END.DATE="99999999"', ("2025-02-04", "")),
        ('START.DATE="20160524" END="NONE"', ("2016-05-24", "")),
        ("", ("", "")),
    ],
)
def test_formex(tmp_path: Path, attributes: str, period: tuple[str, str]) -> None:
    found = _read(
        tmp_path,
        f"<CONS.ACT><INFO.CONSLEG {attributes}/><CONS.DOC><TITLE><TI><P>Regulation</P></TI></TITLE>"
        "<TOC><TOC.ITEM><ITEM.CONT>Permits</ITEM.CONT></TOC.ITEM></TOC>"
        "<ARTICLE><TI.ART>Article 1</TI.ART><ALINEA>Permits are granted.</ALINEA></ARTICLE>"
        "</CONS.DOC></CONS.ACT>",
    )
    assert isinstance(found, Loaded), found
    assert (found.document.valid_from, found.document.valid_until) == period
    assert found.document.text == "Regulation\n\nArticle 1\n\nPermits are granted."


def test_a_date_that_cannot_be_read_is_no_licence_to_quote(tmp_path: Path) -> None:
    meta = '<lifecycle><eventRef eId="e" date="soon" type="repeal"/></lifecycle>'
    found = _read(tmp_path, _akn(meta))
    assert isinstance(found, Skipped)
    assert "valid_until" in found.reason
