"""Personal data in links, forms and copied pages: percent-encoded or as character references."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opengovai.redaction import Redactor
from opengovai.redaction.escapes import unescaped

REDACTOR = Redactor.default(names=False)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("mailto:jane.wanjiku%40example.org?subject=x", "jane.wanjiku%40example.org"),
        ("tel:%2B254722123456", "%2B254722123456"),
        ("https://api.whatsapp.com/send?phone=%2B254722123456&text=hi", "%2B254722123456"),
        ("https://wa.me/254722123456", "254722123456"),
        ("https://example.org/reset?user=jane%2540example.org", "jane%2540example.org"),
        ("https://maps.example/?q=-1.292100%2C36.821900", "-1.292100%2C36.821900"),
        ("https://example.kz/?%D0%B8%D0%B8%D0%BD=850312300456", "850312300456"),
        ("Tel 0722&nbsp;123&nbsp;456", "0722&nbsp;123&nbsp;456"),
        ("jane&#64;example.org", "jane&#64;example.org"),
        ("&#x2B;254722123456", "&#x2B;254722123456"),
        ("subject=ID%20number%2028374655", "28374655"),
    ],
)
def test_what_is_escaped_is_hidden_with_its_escapes(text: str, hidden: str) -> None:
    redacted, vault = REDACTOR.redact(text)
    assert hidden not in redacted
    assert redacted.startswith(text[: text.index(hidden)])
    assert vault.restore(redacted) == text


@pytest.mark.parametrize("text", ["5% of 20%25", "AT&T &amp; more", "100%ABC", "a &nosuch; b", "%"])
def test_other_signs_are_left_alone(text: str) -> None:
    assert REDACTOR.detect(text) == []


@given(st.text(max_size=20), st.text(min_size=1, max_size=20))
def test_each_character_knows_where_it_stood(lead: str, text: str) -> None:
    encoded = quote(text.encode("utf-8", "replace"), safe="")
    view = unescaped(f"{lead} {encoded}")
    if view is None:
        assert "%" not in encoded
        return
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert view.starts == sorted(view.starts)
    assert all(start < end for start, end in zip(view.starts, view.ends, strict=True))
    assert view.ends[-1] == len(lead) + 1 + len(encoded)
