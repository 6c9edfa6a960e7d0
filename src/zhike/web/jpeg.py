"""How large a JPEG is, so that a page keeps its room free until it comes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

START_OF_FRAME = {0xC0, 0xC1, 0xC2}


@cache
def size_of(file: Path) -> tuple[int, int]:
    """Width and height in pixels, as the file's first frame says."""
    data, at = file.read_bytes(), 2
    while at < len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker in START_OF_FRAME:
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(width), int.from_bytes(height)
        at += 2 + length
    raise ValueError(f"{file.name} is no JPEG")
