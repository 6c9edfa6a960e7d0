"""The eye: finds the writing in a picture, turns the picture upright and reads line by line.

Needs the extra `cards` (`bin/install cards`); only the process that reads imports this module.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecInput

from zhike.exchange.cards.lines import Point, Seen

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]
# Where writing is looked for; it is read from the picture in full.
SIDE = 960
NEAR_SIDE = 1280
SMALL_WRITING = 13
TALL = 1.5
SURELY_UPSIDE_DOWN = 0.8
LEAST_SCORE = 0.5
GOOD_SCORE = 0.85
EMPTY_CONTRAST = 40
_SETTINGS = {
    # One thread: two of them wait for each other longer than they read.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.log_level": "critical",
    "Det.limit_side_len": 32,
    # One line at a time needs the least memory and pads none beyond a short one's own width.
    "Rec.rec_batch_num": 1,
    "Rec.rec_img_shape": [3, 48, 96],
    # Memory is kept from one line to the next: given back each time, a tenth of the work is that.
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
}


class Sight(NamedTuple):
    """What stands in a picture, turned by so many degrees clockwise; and how sharp it is."""

    seen: list[Seen]
    turned: int
    size: tuple[int, int]
    sharpness: float
    # pieces of writing that were found and could not be read
    unread: int


class Eye:
    """The models, loaded once."""

    def __init__(self) -> None:
        """Load them."""
        # Its stages one by one: between them the picture is turned.
        engine: Any = RapidOCR(params=_SETTINGS)
        self._finds = engine._load_det_model()  # noqa: SLF001
        self._turns = engine._load_cls_model()  # noqa: SLF001
        self._reads = engine._load_rec_model()  # noqa: SLF001

    def look(self, picture: Image.Image) -> Sight:
        """Read a picture."""
        pixels = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
        boxes = self._find(pixels)
        quarters = 1 if _lies_on_its_side(boxes) else 0
        pixels, boxes = _turned(pixels, boxes, quarters)
        pieces = [_cut(pixels, box) for box in boxes]
        if self._is_upside_down(pieces):
            pixels, boxes, pieces = _upside_down(pixels, boxes)
            quarters += 2
        seen = self._read(pieces, boxes)
        # Columns of characters that stand upright look like lines on their side either way round.
        if quarters % 2 and _score(seen) < GOOD_SCORE:
            others = _upside_down(pixels, boxes)
            again = self._read(others[2], others[1])
            if _score(again) > _score(seen):
                pixels, boxes, pieces = others
                seen, quarters = again, quarters + 2
        height, width = pixels.shape[:2]
        sharpness = _sharpness(pieces) if pieces else _sharpness_of_all(pixels)
        return Sight(
            seen, -90 * quarters % 360, (width, height), sharpness, len(pieces) - len(seen)
        )

    def _find(self, pixels: Pixels) -> list[Corners]:
        boxes, scale = self._find_within(pixels, SIDE)
        heights = [min(_size(box)) * scale for box in boxes]
        if boxes and scale < 1 and float(np.median(heights)) < SMALL_WRITING:
            left, top, right, bottom = _around(boxes, pixels.shape[1], pixels.shape[0])
            nearer, _ = self._find_within(pixels[top:bottom, left:right], NEAR_SIDE)
            if len(nearer) >= len(boxes):
                boxes = [box + np.array([left, top], np.float32) for box in nearer]
        return boxes

    def _find_within(self, pixels: Pixels, side: int) -> tuple[list[Corners], float]:
        scale = min(1.0, side / max(pixels.shape[:2]))
        small = pixels
        if scale < 1:
            small = cv2.resize(  # type: ignore[assignment]
                pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
            )
        found = self._finds(small).boxes
        if found is None:
            return [], scale
        return [_in_order(np.asarray(box, np.float32) / scale) for box in found], scale

    def _is_upside_down(self, pieces: list[Pixels]) -> bool:
        if not pieces:
            return False
        votes = self._turns(pieces).cls_res
        weights = {"0": 0.0, "180": 0.0}
        for piece, (label, score) in zip(pieces, votes, strict=True):
            if score > SURELY_UPSIDE_DOWN:
                weights[label] += min(piece.shape[1] / piece.shape[0], 4)
        return weights["180"] > weights["0"]

    def _read(self, pieces: list[Pixels], boxes: list[Corners]) -> list[Seen]:
        if not pieces:
            return []
        found = self._reads(TextRecInput(img=pieces))
        again = self._reads(TextRecInput(img=[_otherwise(piece) for piece in pieces]))
        return [
            Seen(text.strip(), float(score), _points(box), second.strip())
            for text, score, second, box in zip(
                found.txts, found.scores, again.txts, boxes, strict=True
            )
            if text.strip() and score >= LEAST_SCORE
        ]


def _in_order(box: Corners) -> Corners:
    """Clockwise from the corner at the left above."""
    by_x = box[np.argsort(box[:, 0], kind="stable")]
    left = by_x[:2][np.argsort(by_x[:2, 1], kind="stable")]
    right = by_x[2:][np.argsort(by_x[2:, 1], kind="stable")]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def _size(box: Corners) -> tuple[float, float]:
    width = max(np.linalg.norm(box[0] - box[1]), np.linalg.norm(box[3] - box[2]))
    height = max(np.linalg.norm(box[0] - box[3]), np.linalg.norm(box[1] - box[2]))
    return float(width), float(height)


def _around(boxes: list[Corners], width: int, height: int) -> tuple[int, int, int, int]:
    corners = np.concatenate(boxes)
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    edge = 0.04 * max(right - left, bottom - top)
    return (
        max(0, int(left - edge)), max(0, int(top - edge)),
        min(width, int(right + edge)), min(height, int(bottom + edge)),
    )  # fmt: skip


def _lies_on_its_side(boxes: list[Corners]) -> bool:
    tall = flat = 0.0
    for width, height in map(_size, boxes):
        if height > TALL * width:
            tall += height
        elif width > TALL * height:
            flat += width
    return tall > flat


def _turned(pixels: Pixels, boxes: list[Corners], quarters: int) -> tuple[Pixels, list[Corners]]:
    """Counter-clockwise by quarter turns."""
    for _ in range(quarters):
        width = pixels.shape[1]
        pixels = np.rot90(pixels)
        boxes = [
            _in_order(np.stack([box[:, 1], width - 1 - box[:, 0]], axis=1).astype(np.float32))
            for box in boxes
        ]
    return np.ascontiguousarray(pixels), boxes


def _upside_down(
    pixels: Pixels, boxes: list[Corners]
) -> tuple[Pixels, list[Corners], list[Pixels]]:
    pixels, boxes = _turned(pixels, boxes, 2)
    return pixels, boxes, [_cut(pixels, box) for box in boxes]


def _score(seen: list[Seen]) -> float:
    return sum(piece.score for piece in seen) / len(seen) if seen else 0.0


def _cut(pixels: Pixels, box: Corners) -> Pixels:
    """The writing in a box, flat; a column is laid on its side, as the models learnt to read it."""
    width, height = (max(2, round(side)) for side in _size(box))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    piece = cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(box, flat),
        (width, height),
        borderMode=cv2.BORDER_REPLICATE,
        flags=cv2.INTER_CUBIC,
    )
    return np.ascontiguousarray(np.rot90(piece)) if height > TALL * width else piece  # type: ignore[return-value]


def _otherwise(piece: Pixels) -> Pixels:
    """The same writing a little different: wider, with an edge, sharpened."""
    wide = cv2.resize(piece, None, fx=1.12, fy=1.0, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(wide, (0, 0), 1.2)
    sharp = cv2.addWeighted(wide, 1.6, soft, -0.6, 0)
    edge = max(1, piece.shape[0] // 12)
    return cv2.copyMakeBorder(  # type: ignore[return-value]
        sharp, edge, edge, 2 * edge, 2 * edge, cv2.BORDER_REPLICATE
    )


def _sharpness(pieces: list[Pixels]) -> float:
    """How steep the edges of the letters are in the blunter direction, of one size for all."""
    found = []
    for piece in pieces:
        grey = cv2.cvtColor(piece, cv2.COLOR_BGR2GRAY)
        scale = 32 / grey.shape[0]
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found.append(_steepness(grey, 95))
    return float(np.median(found))


def _sharpness_of_all(pixels: Pixels) -> float:
    """Of a picture without writing: where hardly anything is to be seen, nothing is blurred."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    scale = min(1.0, SIDE / max(grey.shape))
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark, light = np.percentile(grey, (0.5, 99.5))
    return _steepness(grey, 99.5) if light - dark > EMPTY_CONTRAST else 1.0


def _steepness(grey: Any, percent: float) -> float:
    calm = cv2.GaussianBlur(grey, (0, 0), 0.8)  # noise is steep, too
    contrast = float(np.percentile(calm, percent)) - float(np.percentile(calm, 100 - percent))
    across, down = (
        float(np.percentile(np.abs(cv2.Sobel(calm, cv2.CV_32F, x, 1 - x, scale=0.125)), percent))
        for x in (1, 0)
    )
    return min(across, down) / max(contrast, 12)


def _points(box: Corners) -> list[Point]:
    return [(float(x), float(y)) for x, y in box]
