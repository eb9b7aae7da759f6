"""What a new version of a document says that the old one did not, passage by passage."""

from __future__ import annotations

from opengovai.knowledge.chunking import SectionChunker
from opengovai.knowledge.results import Difference
from opengovai.protocols import Chunker
from opengovai.types import Document


def difference(old: Document, new: Document, chunker: Chunker | None = None) -> Difference:
    """Passages are the same when text and headings are: their ids say so, wherever they stand."""
    cut = chunker or SectionChunker()
    before, after = ({passage.id: passage for passage in cut.chunk(one)} for one in (old, new))
    kept = before.keys() & after.keys()
    return Difference(
        added=tuple(passage for key, passage in after.items() if key not in kept),
        removed=tuple(passage for key, passage in before.items() if key not in kept),
        kept=len(kept),
    )
