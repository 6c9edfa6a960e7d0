"""From HTML on standard input to PDF on standard output: limits first, then WeasyPrint."""

from __future__ import annotations

import json
import resource
import sys

SECONDS, MEMORY = 20, 1536 * 2**20
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork",
             "os.remove", "os.rename", "os.mkdir")  # fmt: skip
MISSING, FAILED = 3, 4


def main() -> int:
    """Print; the exit code is 0, MISSING where a library is, or FAILED with a word on stderr."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    given = json.load(sys.stdin.buffer)
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 — after the limits
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:  # Pango or one of its own libraries
        sys.stderr.write(str(error))
        return MISSING
    sys.addaudithook(_refuse)
    # What the page needs stands in it: neither the network nor a file is asked.
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    try:
        sheets = [CSS(string=css, url_fetcher=fetcher) for css in given["css"]]
        page = HTML(string=given["html"], url_fetcher=fetcher)
        printed = page.write_pdf(stylesheets=sheets, pdf_tags=True, optimize_images=True)
    except Exception as error:
        sys.stderr.write(type(error).__name__)
        return FAILED
    sys.stdout.buffer.write(printed)
    return 0


def _refuse(event: str, _arguments: object) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


if __name__ == "__main__":
    raise SystemExit(main())
