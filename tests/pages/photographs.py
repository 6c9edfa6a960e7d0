"""Photographs of the twelve main pages: `python -m tests.pages.photographs DIR`.

Chinese and English, light and dark, 1440 and 375 px wide. Nobody compares pixels: people look at
them, and those that the documentation shows are copied to docs/pictures.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.pages.house import House

LANGUAGES = {"zh-hans": "zh", "en": "en"}
THEMES = ("light", "dark")
QUALITY = 72


def main() -> int:
    """Write `<page>-<language>-<theme>-<width>.jpg` for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="names of pages; default: all twelve")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.pages.house import PHONE, WIDE, alone

    options.folder.mkdir(parents=True, exist_ok=True)
    with alone() as house:
        for width in (WIDE, PHONE):
            for language in LANGUAGES:
                for theme in THEMES:
                    take(house, options.folder, options.only, language, theme, width)
    return 0


def take(
    house: House, folder: Path, only: list[str], language: str, theme: str, width: int
) -> None:
    """All pages in one manner."""
    from tests.pages import places
    from tests.pages.house import first_record

    pages = {}
    for name, (login, template) in places.MAIN.items():
        if only and name not in only:
            continue
        if login not in pages:
            context = house.visit(login, language=language, theme=theme, width=width)
            pages[login] = context.new_page()
        page = pages[login]
        page.goto(places.address(template, lambda path, page=page: first_record(page, path)))
        page.wait_for_load_state("networkidle")
        file = folder / f"{name}-{LANGUAGES[language]}-{theme}-{width}.jpg"
        page.screenshot(path=file, type="jpeg", quality=QUALITY)
    for page in pages.values():
        page.context.close()


if __name__ == "__main__":
    sys.exit(main())
