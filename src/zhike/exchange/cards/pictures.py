"""Pictures as they come: what they claim is checked before anything is unfolded."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from zhike.base.errors import N_, BadValue

MOST_BYTES = 25 * 2**20
MOST_PIXELS = 60_000_000
MOST_PIXELS_AT_ONCE = 40_000_000
LEAST_SIDE = 300
LONG_SIDE = 2000
KINDS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
# What a telephone of Apple keeps: the first box of the file names the kind.
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif")


class NotAPicture(BadValue):
    """A file that cannot be read as a picture of a card, with what to do."""


def check(data: bytes) -> None:
    """Refuse what is no picture or too large, by the head of the file alone.

    Raises NotAPicture with code `empty`, `bytes`, `kind`, `pixels`, `small` or `damaged`.
    """
    _opened(data)


def open_picture(data: bytes) -> Image.Image:
    """The picture in upright RGB, its longer side LONG_SIDE at most. Raises NotAPicture."""
    picture = _opened(data)
    # A JPEG can be unfolded to an eighth of its size: a camera's takes no more than a scan's.
    picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
    try:
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except Exception as error:  # each decoder has its own way to fail
        raise _damaged() from error
    if upright.mode in ("RGBA", "LA", "PA", "P"):
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    elif upright.mode.startswith(("I", "F")):
        upright = upright.point(lambda value: value / 256).convert("L")
    upright = upright.convert("RGB")
    if max(upright.size) > LONG_SIDE:
        upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return upright


def _opened(data: bytes) -> Image.Image:
    if not data:
        raise NotAPicture("empty", N_("This file is empty: take the picture again."))
    if len(data) > MOST_BYTES:
        raise NotAPicture(
            "bytes", N_("This file is too large: save the picture with at most 25 MB.")
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=KINDS)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise _no_picture(data) from None
    except Exception as error:  # a head that is cut off fails in the decoder's own way
        raise _damaged() from error
    width, height = picture.size
    most = MOST_PIXELS if picture.format in ("JPEG", "MPO") else MOST_PIXELS_AT_ONCE
    if width * height > most:
        raise _too_many_pixels()
    if max(width, height) < LEAST_SIDE or min(width, height) < LEAST_SIDE // 4:
        raise NotAPicture(
            "small", N_("This picture is too small to read: take it again from nearer.")
        )
    return picture


def _no_picture(data: bytes) -> NotAPicture:
    if data[4:12] in _HEIC:
        message = N_("This kind of picture (HEIC) cannot be read: save it as JPEG.")
    else:
        message = N_("This is not a picture: choose a JPEG, PNG, WebP, BMP, GIF or TIFF file.")
    return NotAPicture("kind", message)


def _too_many_pixels() -> NotAPicture:
    return NotAPicture(
        "pixels", N_("This picture has too many pixels: save it with at most 40 million.")
    )


def _damaged() -> NotAPicture:
    return NotAPicture(
        "damaged", N_("This picture is damaged or cut off: send the file again or take a new one.")
    )
