"""HTML: the main text with headings, lists and tables; what a reader cannot see is kept out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from opengovai.knowledge.loading.content import Content
from opengovai.knowledge.loading.flow import Flow

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
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0*(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{3,}"
    r"|clip(?:-path)?\s*:\s*(?:rect\(\s*[01]|inset\(\s*(?:50|100)%)"
    r"|(?<![-\w])(?:width|height)\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![-\w])(background(?:-color)?|color)\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = frozenset({"white", "#fff", "#ffffff", "rgb(255,255,255)"})
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULES_LIMIT = 200


def read(text: str, *, whole: bool = False) -> Content:
    """One document. `whole` takes all of the body, not the part that looks like the main text."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text.replace("\x00", ""))
    hidden = _remove_hidden(tree)
    flow = Flow()
    root = tree.body
    if root is not None:
        main = root if whole else _main(tree, root)
        _walk(main, flow, _left_out_tags(whole=whole, found=main != root))
    title = tree.css_first("head > title")
    page = tree.css_first("html")
    return Content(
        blocks=tuple(flow.blocks()),
        title="" if whole or title is None else _page_title(tree, title.text()),
        language_hint=_language((page.attributes.get("lang") or "") if page is not None else ""),
        warnings=tuple(_reports(hidden)),
    )


def _page_title(tree: Any, stated: str) -> str:
    """The only level-1 heading says it better than a title with the site's name added."""
    tops = [heading.text().strip() for heading in tree.css("h1")]
    return tops[0] if len(tops) == 1 and tops[0] else " ".join(stated.split())


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


def _remove_hidden(tree: Any) -> list[str]:
    """Take hidden elements out of the tree; returns their texts."""
    for tag in _NO_TEXT - {"style", "head"}:
        for node in tree.css(tag):
            node.decompose()
    nodes = list(tree.css("[hidden]"))
    nodes += [n for n in tree.css("[style]") if _hides(n.attributes.get("style") or "")]
    nodes += [n for n in tree.css("font[color]") if _plain(n.attributes.get("color")) in _WHITE]
    nodes += [node for selector in _hiding_selectors(tree) for node in _css(tree, selector)]
    texts = []
    for node in nodes:
        if node.tag not in {"body", "html"} and node.parent is not None:
            texts.append(" ".join(node.text().split()))
            node.decompose()
    return [text for text in texts if text]


def _hides(style: str) -> bool:
    if _HIDING.search(style):
        return True
    colours = {key.lower(): _plain(value) for key, value in _COLOUR.findall(style)}
    behind = colours.get("background-color") or colours.get("background") or "white"
    ink = colours.get("color", "")
    return ink in {"transparent", "rgba(0,0,0,0)"} or (
        bool(ink) and (ink == behind or (ink in _WHITE and behind in _WHITE))
    )


def _plain(colour: str | None) -> str:
    return re.sub(r"\s+", "", colour or "").lower()


def _hiding_selectors(tree: Any) -> list[str]:
    """Selectors of style rules that hide; rules for print or small screens do not count."""
    sheets = " ".join(node.text() for node in tree.css("style") if not node.attributes.get("media"))
    rules = _RULE.findall(_without_at_rules(_COMMENT.sub("", sheets)))
    return [selector.strip() for selector, body in rules if _hides(body)][:_RULES_LIMIT]


def _without_at_rules(sheet: str) -> str:
    kept, depth, skipping = [], 0, False
    for piece in re.split(r"([{}@])", sheet):
        if piece == "@" and depth == 0:
            skipping = True
        depth += (piece == "{") - (piece == "}")
        if not skipping:
            kept.append(piece)
        elif piece == "}" and depth <= 0:
            skipping, depth = False, 0
    return "".join(kept)


def _css(tree: Any, selector: str) -> list[Any]:
    try:
        return list(tree.css(selector))
    except Exception:  # noqa: BLE001 - selectolax has no error class of its own for a bad selector
        return []


def _reports(hidden: list[str]) -> Iterator[str]:
    if hidden:
        shown = hidden[0][:60]
        yield f"{len(hidden)} hidden element(s) kept out, the first: {shown!r}"


def _left_out_tags(*, whole: bool, found: bool) -> frozenset[str]:
    """Inside the main part, a header or an aside belongs to the text."""
    if whole:
        return frozenset()
    return _INSIDE_MAIN if found else _SURROUNDINGS


def _walk(root: Any, flow: Flow, left_out: frozenset[str]) -> None:
    """Depth first with our own stack: pages may be nested deeper than Python's."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            _leave(node.tag, flow)
            continue
        if node.tag == "-text":
            flow.text(node.text_content or "")
            continue
        if _is_left_out(node, left_out):
            continue
        _enter(node, flow)
        stack.append((node, True))
        children = list(node.iter(include_text=True))
        stack.extend((child, False) for child in reversed(children))


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
