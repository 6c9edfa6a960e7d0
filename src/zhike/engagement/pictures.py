"""Pictures drawn anew for looking at: smaller, upright, without what a camera wrote into them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
LONGEST_SIDE = 1600
MOST_PIXELS = 60_000_000
"""About 240 MB unfolded; a picture of a few kilobytes may claim to have more."""
QUALITY = 82
SEALED = "default-src 'none'; sandbox"
"""The security policy under which one is shown: it loads and runs nothing."""


def drawn_anew(path: Path) -> bytes | None:
    """The picture as WebP; None for what is none, is damaged or far too large."""
    try:
        with Image.open(path, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = BytesIO()
            mode = "RGBA" if upright.has_transparency_data else "RGB"
            # Neither place nor camera: only what is seen goes on.
            upright.convert(mode).save(drawn, "WEBP", quality=QUALITY, exif=b"", xmp=b"")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return drawn.getvalue()
