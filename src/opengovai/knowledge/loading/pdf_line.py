"""A line of a PDF page, as the extraction gives it and the layout reads it."""

from __future__ import annotations

from dataclasses import dataclass

from opengovai.knowledge.loading.flow import CELLS

__all__ = ["CELLS", "Line"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or a piece of one; `size` and the positions in points, `top` grows upwards.

    A piece `continues` the line before it, behind a wide gap.
    """

    text: str
    size: float
    bold: bool
    left: float
    top: float
    right: float
    continues: bool = False
