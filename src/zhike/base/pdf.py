"""PDF from HTML: printed by a process of its own with little memory, time and no reach."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from zhike.base.errors import N_, BadValue

PRESS = "zhike.base.press"
SOURCE = str(Path(__file__).parents[2])
SECONDS = 40
LONGEST = 8 * 2**20
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE",
        "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")  # fmt: skip
MISSING = 3
_presses = threading.BoundedSemaphore(2)


class NoPdf(BadValue):
    """Nothing was printed: `missing` libraries, `too_large`, or `failed`."""


def to_pdf(html: str, css: Sequence[str] = ()) -> bytes:
    """The page as PDF. What it shows stands in it: pictures as `data:` addresses, nothing linked.

    Raises NoPdf, with what to do instead.
    """
    given = json.dumps({"html": html, "css": list(css)}).encode()
    if len(given) > LONGEST:
        raise NoPdf("too_large", N_("This is too long for one PDF: leave some of it out."))
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    with _presses:
        try:
            done = subprocess.run(  # noqa: S603 — our own program, no shell
                [sys.executable, "-P", "-m", PRESS], input=given, capture_output=True,
                env=environment | {"PYTHONPATH": SOURCE, "PYTHONIOENCODING": "utf-8"},
                timeout=SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise _failed() from None
    if done.returncode == MISSING:
        message = N_(
            "This installation cannot make PDFs: its administrator installs Pango (Debian: "
            "libpango-1.0-0 and libpangoft2-1.0-0). Print the page from the browser meanwhile."
        )
        raise NoPdf("missing", message)
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise _failed()
    return done.stdout


def _failed() -> NoPdf:
    message = N_("The PDF could not be made: print the page from the browser instead.")
    return NoPdf("failed", message)
