"""HTML: main text, structure, and what a reader does not see."""

from __future__ import annotations

from pathlib import Path

import pytest

from opengovai.knowledge.loading import Loaded, load

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Fees | Portal</title>
<style>.secret{display:none} @media print {.note{display:none}}</style></head><body>
<header><a href=/>Portal of the Republic</a></header>
<nav><ul><li>Home</li><li>Contact</li></ul></nav>
<main><h1>Fees for permits</h1>
<p>A permit costs <b>200</b> shillings.<br>Pay at the office.</p>
<h2>What to bring</h2>
<ol><li>the form<li>the fee<ul><li>in cash</li></ul></ol>
<table><thead><tr><th>District<th>Fee</thead><tr><td>North<td>200</tr></table>
<p class="note">Offices close at four.</p>
%s
</main><footer>About us</footer><script>alert(1)</script></body></html>"""


def page(folder: Path, html: str) -> Loaded:
    (folder / "fees.html").write_text(html, encoding="utf-8")
    (found,) = load([folder / "fees.html"])
    assert isinstance(found, Loaded), found
    return found


def test_main_text_with_structure_and_without_the_portal_around_it(tmp_path: Path) -> None:
    found = page(tmp_path, PAGE % "").document
    assert found.title == "Fees for permits"
    assert found.text == (
        "Fees for permits\n\nA permit costs 200 shillings.\nPay at the office.\n\nWhat to bring\n\n"
        "1. the form\n2. the fee\nin cash\n\nDistrict | Fee\nNorth | 200\n\nOffices close at four."
    )
    assert [(s.level, s.heading) for s in found.sections] == [
        (1, "Fees for permits"),
        (2, "What to bring"),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">SECRET</p>',
        '<p hidden>SECRET</p>',
        '<div class="secret"><p>SECRET</p></div>',
        '<span style="font-size:0px">SECRET</span>',
        '<span style="color:#fff">SECRET</span>',
        '<span style="color:#123;background-color:#123">SECRET</span>',
        '<span style="opacity:0">SECRET</span>',
        '<div style="position:absolute;left:-9999px">SECRET</div>',
        '<font color="white">SECRET</font>',
        '<p style="visibility:hidden">SECRET</p>',
    ],
)  # fmt: skip
def test_hidden_text_is_kept_out_and_reported(tmp_path: Path, hidden: str) -> None:
    found = page(tmp_path, PAGE % hidden)
    assert "SECRET" not in found.document.text
    assert any("SECRET" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "seen",
    [
        '<p style="color:white;background:#006">VISIBLE</p>',
        '<p style="font-size:0.9em;opacity:0.8">VISIBLE</p>',
        '<p style="margin-left:-5px">VISIBLE</p>',
        '<details><summary>More</summary>VISIBLE</details>',
    ],
)  # fmt: skip
def test_text_that_is_seen_stays(tmp_path: Path, seen: str) -> None:
    found = page(tmp_path, PAGE % seen)
    assert "VISIBLE" in found.document.text
    assert found.warnings == ()


def test_hidden_text_inside_markdown_is_kept_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        '# Fees\n\nPay <span style="display:none">SECRET</span> here.\n\n<div hidden>SECRET</div>\n'
    )
    (found,) = load([tmp_path / "a.md"])
    assert isinstance(found, Loaded)
    assert found.document.text == "Fees\n\nPay here."
    assert found.warnings


def test_a_layout_table_is_read_as_blocks(tmp_path: Path) -> None:
    html = (
        "<html><body><table><tr><td><h1>Fees</h1><p>Pay here.</p></td></tr></table></body></html>"
    )
    found = page(tmp_path, html).document
    assert found.text == "Fees\n\nPay here."
    assert found.sections[0].heading == "Fees"


def test_nesting_of_any_depth_is_read(tmp_path: Path) -> None:
    html = "<html><body>" + "<div>" * 20_000 + "Deep down." + "</body></html>"
    assert page(tmp_path, html).document.text == "Deep down."


def test_a_page_in_another_language_than_its_template_says(tmp_path: Path) -> None:
    text = "Umuntu wese afite uburenganzira bwo kubaho, ubwisanzure n'umutekano. " * 5
    html = f'<html lang="en"><body><p>{text}</p></body></html>'
    assert page(tmp_path, html).document.language == "rw"
    assert page(tmp_path, html.replace('"en"', '"es-ES"')).document.language == "es"
