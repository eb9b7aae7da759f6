"""Order the sections of the documentation; MkDocs finds the pages (a hook of mkdocs.yml)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.structure.nav import Navigation

ORDER = ["Tutorial", "How-to", "Reference", "Explanation", "Spec", "Adr", "Dpg"]
TITLES = {"How to": "How-to", "Spec": "Specifications", "Adr": "Decisions", "Api": "Python"}


def on_nav(nav: Navigation, **_: object) -> Navigation:
    """The home page first, then the sections in the order in which a reader needs them."""

    def place(title: str) -> int:
        key = title.replace("How to", "How-to")
        return ORDER.index(key) if key in ORDER else len(ORDER)

    nav.items.sort(key=lambda item: (not item.is_page, place(item.title or "")))
    _rename(nav.items)
    return nav


def _rename(items: list[object]) -> None:
    for item in items:
        if getattr(item, "is_section", False):
            item.title = TITLES.get(item.title, item.title)  # type: ignore[attr-defined]
            _rename(item.children)  # type: ignore[attr-defined]
