"""Write the API's description, docs/api/openapi.json, anew."""

from __future__ import annotations

import argparse
import json

from zhike.api.openapi import build
from zhike.project.configuration import ROOT

PLACE = ROOT / "docs" / "api" / "openapi.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("--print", action="store_true", help="print it instead")


def run(options: argparse.Namespace) -> int:
    """Write (or print) the document for everybody: coded fields, in English."""
    text = text_of_document()
    if options.print:
        print(text, end="")
    else:
        PLACE.parent.mkdir(parents=True, exist_ok=True)
        PLACE.write_text(text)
    return 0


def text_of_document() -> str:
    """The document as it is kept in the repository."""
    return json.dumps(build(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
