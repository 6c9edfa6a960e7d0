"""Write the questions that pages answer into README.md and README.zh.md anew."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhike.access.models import Desk
from zhike.project.configuration import ROOT
from zhike.records.question import all_questions

PLACES = {"en": ROOT / "README.md", "zh-hans": ROOT / "README.zh.md"}
BETWEEN = re.compile(r"(?<=<!-- questions -->\n).*?(?=<!-- /questions -->)", re.DOTALL)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("--print", choices=list(PLACES), help="print them in a language instead")


def run(options: argparse.Namespace) -> int:
    """Write (or print) the table in each language."""
    if options.print:
        print(table(options.print), end="")
        return 0
    for language, place in PLACES.items():
        place.write_text(BETWEEN.sub(lambda _found: table(language), place.read_text()))  # noqa: B023
    return 0


def table(language: str) -> str:
    """Every question with its answer, under the desk that asks it first."""
    with override(language):
        return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield "| {} | {} |".format(_("a person asks"), _("where it is answered"))
    yield "|---|---|"
    for desk in Desk:
        yield f"| **{capfirst(str(desk.label))}** | |"
        for question in all_questions():
            if question.asked_by[0] == desk:
                yield f"| {question.ask} | {question.says} |"
