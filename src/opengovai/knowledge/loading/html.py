"""HTML: the main text with headings, lists and tables; what a reader cannot see is kept out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from opengovai.knowledge.loading.content import Content, unreadable
from opengovai.knowledge.loading.flow import Flow
from opengovai.knowledge.loading.html_hidden import hidden_elements

_NO_TEXT = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "math",
        "canvas",
        "iframe",
        "object",
        "embed",
        "select",
        "option",
        "datalist",
        "button",
        "input",
        "textarea",
        "audio",
        "video",
        "map",
    ]
)
_SURROUNDINGS = frozenset({"nav", "header", "footer", "aside", "dialog", "menu"})
_SURROUNDING_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
_INSIDE_MAIN = frozenset({"nav", "dialog", "menu"})
_MAIN = ("main", "[role=main]", "article", "#main-content", "#content", "#main", "#mw-content-text")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read(text: str, *, whole: bool = False) -> Content:
    """One document. `whole` takes all of the body, not the part that looks like the main text."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        tree = LexborHTMLParser(text.replace("\x00", ""))
    except SelectolaxError as error:
        raise unreadable(f"its HTML cannot be parsed: {error}", "Save it again.") from None
    walk = _Walk(hidden=hidden_elements(tree))
    root = tree.body
    if root is not None:
        main = root if whole else _main(tree, root)
        walk.through(main, _left_out_tags(whole=whole, found=main != root))
    page = tree.css_first("html")
    return Content(
        blocks=tuple(walk.flow.blocks()),
        title="" if whole else _page_title(tree, walk.hidden),
        language_hint=_language((page.attributes.get("lang") or "") if page is not None else ""),
        warnings=tuple(_reports(walk.kept_out)),
    )


def _page_title(tree: Any, hidden: frozenset[int]) -> str:
    """The only level-1 heading says it better than a title with the site's name added."""
    tops: list[str] = [h.text().strip() for h in tree.css("h1") if h.mem_id not in hidden]
    stated = tree.css_first("head > title")
    if len(tops) == 1 and tops[0]:
        return tops[0]
    return "" if stated is None else " ".join(stated.text().split())


def _language(tag: str) -> str:
    primary = re.match(r"[a-zA-Z]{2,3}(?=$|[-_])", tag.strip())
    return primary.group(0).lower() if primary else ""


def _main(tree: Any, body: Any) -> Any:
    """The first candidate that holds at least a third of the page's text."""
    total = len(body.text())
    for selector in _MAIN:
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text()) * 3 >= total:
            return found[0]
    return body


def _reports(hidden: list[str]) -> Iterator[str]:
    if hidden:
        shown = hidden[0][:60]
        yield f"{len(hidden)} hidden element(s) kept out, the first: {shown!r}"


def _left_out_tags(*, whole: bool, found: bool) -> frozenset[str]:
    """Inside the main part, a header or an aside belongs to the text."""
    if whole:
        return frozenset()
    return _INSIDE_MAIN if found else _SURROUNDINGS


class _Walk:
    """Depth first with our own stack: pages may be nested deeper than Python's."""

    def __init__(self, *, hidden: frozenset[int]) -> None:
        self.flow = Flow()
        self.hidden = hidden
        self.kept_out: list[str] = []

    def through(self, root: Any, left_out: frozenset[str]) -> None:
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                _leave(node.tag, self.flow)
            elif node.tag == "-text":
                self.flow.text(node.text_content or "")
            elif not _is_left_out(node, left_out) and not self._is_hidden(node):
                _enter(node, self.flow)
                stack.append((node, True))
                children = list(node.iter(include_text=True))
                stack.extend((child, False) for child in reversed(children))

    def _is_hidden(self, node: Any) -> bool:
        if node.mem_id not in self.hidden:
            return False
        if text := " ".join(node.text().split()):
            self.kept_out.append(text)
        return True


def _is_left_out(node: Any, left_out: frozenset[str]) -> bool:
    if node.tag in _NO_TEXT or node.tag in left_out or node.tag.startswith(("-", "!")):
        return True
    return bool(left_out) and node.attributes.get("role") in _SURROUNDING_ROLES


def _enter(node: Any, flow: Flow) -> None:
    tag = node.tag
    if tag == "br":
        flow.line_break()
    elif tag == "img":
        flow.text(node.attributes.get("alt") or "")
    elif tag in {"ol", "ul"}:
        flow.open_list(*_numbering(node))
    elif tag == "li":
        flow.open_item(node.attributes.get("value"))
    elif tag == "table":
        flow.open_table(layout=bool(node.css("table table, h1, h2, h3, h4, h5, h6")))
    elif tag in _OPENERS:
        _OPENERS[tag](flow)


def _numbering(node: Any) -> tuple[int | None, str]:
    if node.tag == "ul":
        return None, ""
    start = node.attributes.get("start") or "1"
    number = int(start) if re.fullmatch(r"-?\d{1,9}", start) else 1
    return number, node.attributes.get("data-mark") or "."


def _leave(tag: str, flow: Flow) -> None:
    if tag in _HEADINGS:
        flow.heading(_HEADINGS[tag])
    elif tag in {"ol", "ul"}:
        flow.close_list()
    elif tag == "tr":
        flow.close_row()
    elif tag == "table":
        flow.close_table()
    elif tag == "pre":
        flow.close_preformatted()
    elif tag in _BLOCKS:
        flow.flush()


_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "p",
        "section",
        "summary",
    ]
)
_OPENERS: dict[str, Callable[[Flow], None]] = {
    **dict.fromkeys(_BLOCKS | _HEADINGS.keys(), Flow.flush),
    "td": Flow.open_cell,
    "th": Flow.open_cell,
    "pre": Flow.open_preformatted,
}
