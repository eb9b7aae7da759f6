"""From a ministry's files to documents: Markdown, text, HTML, PDF, Word, laws in XML, tables.

`load` yields a `Loaded` for each document and a `Skipped` for each source that gave none.
"""

from __future__ import annotations

from opengovai.knowledge.loading.content import Loaded, Skipped
from opengovai.knowledge.loading.loader import load
from opengovai.knowledge.loading.rows import Mapping

__all__ = ["Loaded", "Mapping", "Skipped", "load"]
