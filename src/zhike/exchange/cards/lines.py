"""Lines of text as the eye found them, on a picture that stands upright."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from typing import NamedTuple

Point = tuple[float, float]
# Boxes longer than this many times their height tell the angle of the writing.
_LONG = 3
_TALL = 1.5


class Box(NamedTuple):
    """Left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    def with_(self, other: Box) -> Box:
        """The box around both."""
        return Box(
            min(self.left, other.left), min(self.top, other.top),
            max(self.right, other.right), max(self.bottom, other.bottom),
        )  # fmt: skip


@dataclass
class Line:
    """A line of text, how sure the eye is, and what it saw at a second look."""

    text: str
    score: float
    box: Box
    again: str = ""
    # where it lies when the card is not turned straight: what the page marks
    shown: Box = field(default_factory=lambda: Box(0, 0, 0, 0))

    @property
    def height(self) -> float:
        """About the size of the letters, in a column of them, too."""
        is_column = self.box.height > _TALL * self.box.width and len(self.text) > 1
        return self.box.width if is_column else self.box.height


class Seen(NamedTuple):
    """A piece of writing in the picture: its corners, clockwise from its beginning."""

    text: str
    score: float
    corners: list[Point]
    again: str = ""


def straightened(seen: list[Seen]) -> list[Line]:
    """The lines from top to bottom, turned straight by the angle of the long ones."""
    angle = _angle(seen)
    cosine, sine = math.cos(-angle), math.sin(-angle)
    lines = []
    for piece in seen:
        turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in piece.corners]
        height = (math.dist(turned[0], turned[3]) + math.dist(turned[1], turned[2])) / 2
        width = (math.dist(turned[0], turned[1]) + math.dist(turned[3], turned[2])) / 2
        x = sum(point[0] for point in turned) / 4
        y = sum(point[1] for point in turned) / 4
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        lines.append(Line(piece.text, piece.score, box, piece.again, _around(piece.corners)))
    lines.sort(key=lambda line: (line.box.top + line.box.bottom, line.box.left))
    return lines


def _angle(seen: list[Seen]) -> float:
    angles = []
    for piece in seen:
        start, end, _, below = piece.corners
        if math.dist(start, end) > _LONG * math.dist(start, below):
            angles.append(math.atan2(end[1] - start[1], end[0] - start[0]))
    return statistics.median(angles) if angles else 0.0


def _around(corners: list[Point]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def is_below(line: Line, above: Line) -> bool:
    """Whether a line stands right under another, in the same column."""
    gap = line.box.top - above.box.bottom
    high = max(line.height, above.height)
    if not -0.5 * high < gap < 1.3 * high or line.box.top <= above.box.top:
        return False
    overlap = min(line.box.right, above.box.right) - max(line.box.left, above.box.left)
    return overlap > 0.3 * min(line.box.width, above.box.width)


def is_beside(line: Line, other: Line) -> bool:
    """Whether two lines stand at one height."""
    overlap = min(line.box.bottom, other.box.bottom) - max(line.box.top, other.box.top)
    return overlap > 0.5 * min(line.height, other.height)
