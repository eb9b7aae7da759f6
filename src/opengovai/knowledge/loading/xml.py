"""XML without the dangerous parts: no entity declarations, no external anything, a depth limit.

OWASP, "XML External Entity Prevention". Expat fetches nothing by itself; declared entities are
refused, so that neither a local file nor a billion laughs can come in.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from opengovai.errors import UnreadableSourceError
from opengovai.knowledge.loading.content import unreadable

_DEPTH_LIMIT = 250


def parse(data: bytes | str) -> Element:
    """The root element; tags are local names, attributes keep `prefix:name`.

    Raises UnreadableSourceError for XML that is not well-formed, too deep or declares entities.
    """
    builder = TreeBuilder()
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH_LIMIT:
            raise unreadable(
                f"its XML is nested deeper than {_DEPTH_LIMIT} levels", "Leave it out."
            )
        builder.start(local(tag), attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(local(tag))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data)
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position: no more data
    except (expat.ExpatError, ValueError) as error:
        raise unreadable(f"its XML is not well-formed: {error}", "Export it again.") from None
    return builder.close()


def local(tag: str) -> str:
    """`akn:article` is `article`."""
    return tag.rpartition(":")[2]


def attribute(element: Element, name: str) -> str:
    """The value under this local name, whatever prefix its producer chose, or ""."""
    return next((v for k, v in element.attrib.items() if local(k) == name), "")


def _refuse(*_declaration: object) -> None:
    raise _entities()


def _entities() -> UnreadableSourceError:
    return unreadable(
        "its XML declares entities, which may hide or multiply content", "Export it again."
    )
