"""A paper as HTML for the browser, and as PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from zhike.base.pdf import to_pdf
from zhike.sales.papers.paper import Paper

STYLES = Path(__file__).parents[1] / "static" / "sales" / "paper.css"
TEMPLATE = "sales/papers/paper.html"


def html_of(
    paper: Paper, *, qr: str = "", link: str = "", for_browser: bool = False, note: str = ""
) -> str:
    """The whole page; `qr` is the picture of the address where the customer looks at it."""
    return render_to_string(
        TEMPLATE, {"paper": paper, "qr": qr, "link": link, "for_browser": for_browser, "note": note}
    )


def pdf_of(paper: Paper, *, qr: str = "", link: str = "") -> bytes:
    """The paper as PDF; raises NoPdf."""
    return to_pdf(html_of(paper, qr=qr, link=link), [_styles()])


@cache
def _styles() -> str:
    return STYLES.read_text(encoding="utf-8")
