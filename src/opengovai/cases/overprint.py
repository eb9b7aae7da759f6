"""A form that was filled in and then printed: what was written is drawn last, over the form.

Programs that print a filled form to a PDF, or flatten it, leave no boxes, but they draw the form
first and what was written onto it afterwards. So the end of what is drawn, where most of it stands
right below words that were drawn before, is what was written; each piece gets these words as its
labels, as a box gets the words beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

ABOVE = 14.0
"""How far above what was written its label may stand, in points."""

BESIDE = 110.0
"""How far left of it, or right of a mark."""

_FOOT = 72.0
"""How far below it, where there is none above and beside."""

_MARKS = frozenset("xX✓✔✗✘☑☒√")
_CUT = 0.6
"""Heights of a line that are no blank between two words."""

_CLOSE = 1.5
"""Heights of a line from one line of an address to the next."""

_FEWEST, _SHARE = 2, 0.6
"""How many pieces are written onto a form at least, and how many of them have a label above."""

_LEFT = 3.0
"""How far left of its label something may begin, in points."""

_LONGEST = 20_000
"""Characters of a page; a form has a few thousand."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words without a gap, in points; `bottom` and `top` grow upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Of its letters."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Written:
    """What was written at one place, its lines as lines, and the words above and beside it, or
    below."""

    text: str
    labels: tuple[str, ...]
    mark: bool


def read_overprint(words: Any) -> list[Written]:
    """What was written onto a page (a pdfium text page), in the order in which it was drawn; none
    where it is no form that was printed with what was written on it."""
    if words.count_chars() > _LONGEST:
        return []
    pieces = list(_pieces(words))
    for start in _returns(pieces):
        form = [piece for piece in pieces[:start] if _is_words(piece)]
        late = pieces[start:]
        labelled = sum(_is_labelled(piece, form) for piece in late)
        if len(late) >= _FEWEST and labelled >= _SHARE * len(late):
            return [_written(group, form) for group in _grouped(late, form)]
    return []


def _pieces(words: Any) -> Iterator[Piece]:
    """In the order in which they were drawn, cut where pdfium begins a line and at every gap."""
    letters: list[tuple[str, tuple[float, float, float, float]]] = []
    for at, letter in enumerate(words.get_text_range()):
        if letter.isspace():
            continue
        box = words.get_charbox(at, loose=True)
        if letters and _is_cut(letters[-1][1], box):
            yield _piece(letters)
            letters = []
        blank = letters and box[0] - letters[-1][1][2] > 0.1 * (box[3] - box[1])
        letters.append(((" " if blank else "") + letter, box))
    if letters:
        yield _piece(letters)


def _is_cut(before: tuple[float, ...], after: tuple[float, ...]) -> bool:
    height = max(before[3] - before[1], 4.0)
    apart = after[0] - before[2]
    lower = abs(after[1] - before[1])
    return apart > _CUT * height or apart < -0.5 * height or lower > 0.5 * height


def _piece(letters: Sequence[tuple[str, tuple[float, ...]]]) -> Piece:
    boxes = [box for _, box in letters]
    return Piece(
        "".join(letter for letter, _ in letters).strip(),
        boxes[0][0],
        min(box[1] for box in boxes),
        boxes[-1][2],
        max(box[3] for box in boxes),
    )


def _returns(pieces: Sequence[Piece]) -> Iterator[int]:
    """Where the drawing goes back up the page."""
    for number, (before, after) in enumerate(pairwise(pieces), start=1):
        if after.bottom > before.top:
            yield number


def _is_words(piece: Piece) -> bool:
    """No single letter of what is printed upright along the edge."""
    return sum(map(str.isalnum, piece.text)) > 1


def _near(piece: Piece, form: Sequence[Piece]) -> list[Piece]:
    """Words not far above, the lowest first."""
    low, high = -0.3 * piece.height, ABOVE
    near = [each for each in form if low < each.bottom - piece.top < high]
    return sorted(near, key=lambda each: each.bottom)


def _over(label: Piece, piece: Piece) -> bool:
    return label.left - _LEFT <= piece.right and piece.left - _LEFT <= label.right


def _is_labelled(piece: Piece, form: Sequence[Piece]) -> bool:
    if _is_mark(piece) and _beside(piece, form):
        return True
    return any(_over(each, piece) for each in _near(piece, form))


def _above(piece: Piece, form: Sequence[Piece]) -> str:
    """The words right above: over it, else those to the left, the nearest to it; and the line that
    they continue."""
    near = _near(piece, form)
    over = [each for each in near if _over(each, piece)]
    left = [each for each in near if each.right < piece.left]
    if not over and not left:
        return ""
    last = over[0] if over else max(left, key=lambda each: each.right)
    lines = [last]
    for each in near:
        if abs(each.left - last.left) < _LEFT and 0 < each.bottom - lines[0].bottom < last.height:
            lines.insert(0, each)
    return " ".join(line.text for line in lines)


def _beside(piece: Piece, form: Sequence[Piece]) -> str:
    """The nearest words on its line: behind a mark, else before it."""
    level = [each for each in form if abs(each.bottom - piece.bottom) < 0.5 * piece.height]
    if _is_mark(piece):
        behind = [each for each in level if 0 <= each.left - piece.right < BESIDE]
        return min(behind, key=lambda each: each.left).text if behind else ""
    before = [each for each in level if 0 <= piece.left - each.right < BESIDE]
    return max(before, key=lambda each: each.right).text if before else ""


def _foot(piece: Piece, form: Sequence[Piece]) -> str:
    """The nearest words below, where a box has its label at its foot."""
    below = [each for each in form if _over(each, piece) and 0 < piece.bottom - each.bottom < _FOOT]
    return max(below, key=lambda each: each.bottom).text if below else ""


def _is_mark(piece: Piece) -> bool:
    return piece.text in _MARKS


def _grouped(late: Sequence[Piece], form: Sequence[Piece]) -> Iterator[list[list[Piece]]]:
    """Lines of pieces that belong together: digits in a row of boxes, the lines of an address."""
    group: list[list[Piece]] = []
    for piece in late:
        last = group[-1][-1] if group else None
        if last and _same_row(last, piece) and _above(last, form) == _above(piece, form) != "":
            group[-1].append(piece)
        elif last and _next_line(group[-1][0], piece, form):
            group.append([piece])
        else:
            if group:
                yield group
            group = [[piece]]
    if group:
        yield group


def _same_row(last: Piece, piece: Piece) -> bool:
    marked = _is_mark(last) or _is_mark(piece)
    return not marked and abs(last.bottom - piece.bottom) < 0.3 * last.height


def _next_line(first: Piece, piece: Piece, form: Sequence[Piece]) -> bool:
    step = first.bottom - piece.bottom
    below = abs(first.left - piece.left) < _LEFT and 0 < step < _CLOSE * first.height
    return below and _above(piece, form) in ("", _above(first, form))


def _written(group: Sequence[Sequence[Piece]], form: Sequence[Piece]) -> Written:
    first = group[0][0]
    labels = tuple(filter(None, (_above(first, form), _beside(first, form))))
    labels = labels or tuple(filter(None, [_foot(group[-1][0], form)]))
    text = "\n".join(" ".join(piece.text for piece in row) for row in group)
    return Written(text, labels, _is_mark(first))
