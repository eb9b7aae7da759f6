"""Elements of an HTML page that no reader sees: not displayed, no size, no ink, off the screen."""

from __future__ import annotations

import re
from typing import Any

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


def hidden_elements(tree: Any) -> frozenset[int]:
    """The `mem_id` of each element that is not shown.

    They stay in the tree: taking out one inside another that is gone already would touch freed
    memory.
    """
    nodes = list(tree.css("[hidden]"))
    nodes += [n for n in tree.css("[style]") if _hides(n.attributes.get("style") or "")]
    nodes += [n for n in tree.css("font[color]") if _plain(n.attributes.get("color")) in _WHITE]
    nodes += [node for selector in _hiding_selectors(tree) for node in _css(tree, selector)]
    return frozenset(node.mem_id for node in nodes if node.tag not in {"body", "html"})


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
