"""A paper as HTML for the browser, and as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from zhike.base.pdf import to_pdf
from zhike.sales.papers.paper import Paper

STYLES = Path(__file__).parents[1] / "static" / "sales" / "paper.css"
TEMPLATE = "sales/papers/paper.html"


@dataclass(frozen=True)
class Code:
    """What is scanned: its picture, where it leads, and where one goes without a camera."""

    picture: str
    link: str
    check: str


def html_of(
    paper: Paper, code: Code | None = None, *, for_browser: bool = False, note: str = ""
) -> str:
    """The whole page; `note` is for whoever prints it and is not printed."""
    context = {"paper": paper, "code": code, "for_browser": for_browser, "note": note}
    return render_to_string(TEMPLATE, context)


def pdf_of(paper: Paper, code: Code | None = None) -> bytes:
    """The paper as PDF; raises NoPdf."""
    return to_pdf(html_of(paper, code), [_styles()])


@cache
def _styles() -> str:
    return STYLES.read_text(encoding="utf-8")
