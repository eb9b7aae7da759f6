"""Order the sections of the documentation and name each page's language (a hook of mkdocs.yml)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

ORDER = ["Quick start", "Tutorial", "How-to", "Reference", "Explanation", "Spec", "Adr", "Dpg"]
TITLES = {
    "How to": "How-to",
    "Spec": "Specifications",
    "Adr": "Decisions",
    "Api": "Python",
    "Dpg": "Digital Public Good",
}
# A page under docs/quick-start is named by its language; screen readers need to know it.
TRANSLATIONS = "quick-start/"


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


def on_post_page(output: str, page: Page, **_: object) -> str:
    """State the language of a translated page in its root element (WCAG 2.2, 3.1.1)."""
    folder, _, name = page.file.src_uri.rpartition("/")
    if f"{folder}/" != TRANSLATIONS or name == "index.md":
        return output
    return output.replace('<html lang="en"', f'<html lang="{name.removesuffix(".md")}"', 1)
