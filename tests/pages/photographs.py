"""Photographs: `python -m tests.pages.photographs main DIR | guide | readme` (PYTHONPATH=src:.).

- `main DIR`: the twelve main pages in Chinese and English, light and dark, 1440 and 375 px wide.
- `guide`: the pictures of the user guide in both languages, where the guide finds them.
- `readme`: the pictures that the README shows, in docs/pictures.

Nobody compares pixels: people look at them.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.pages.house import House
    from tests.pages.pictures import Picture

LANGUAGES = {"zh-hans": "zh", "en": "en"}
THEMES = ("light", "dark")
QUALITIES = (76, 70, 64, 58, 52, 46, 40)
MOST_BYTES = 60 * 1024


def main() -> int:
    """Take what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("main", "guide", "readme"))
    parser.add_argument("folder", type=Path, nargs="?", help="where to, for `main`")
    parser.add_argument("--only", nargs="*", default=[], help="names; default: all")
    options = parser.parse_args()
    if options.what == "main" and not options.folder:
        parser.error("main needs a folder")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.pages import pictures
    from tests.pages.house import alone

    with alone() as house:
        if options.what == "main":
            options.folder.mkdir(parents=True, exist_ok=True)
            take_main(house, options.folder, options.only)
        for name, picture in pictures.ALL.get(options.what, {}).items():
            if not options.only or name in options.only:
                take(house, picture, pictures.FOLDERS[options.what] / name)
    return 0


def take_main(house: House, folder: Path, only: list[str]) -> None:
    """`<page>-<language>-<theme>-<width>.jpg` for each manner of each page."""
    from tests.pages import places
    from tests.pages.house import PHONE, WIDE
    from tests.pages.pictures import Picture

    for width in (WIDE, PHONE):
        for language, short in LANGUAGES.items():
            for theme in THEMES:
                for name, (login, path) in places.MAIN.items():
                    if not only or name in only:
                        picture = Picture(login, path, width=width, height=0, theme=theme)
                        with standing_before(house, picture, language) as page:
                            file = folder / f"{name}-{short}-{theme}-{width}.jpg"
                            page.screenshot(path=file, type="jpeg", quality=QUALITIES[1])


def take(house: House, picture: Picture, stem: Path) -> None:
    """`<name>.<language>.jpg` for each language; `<name>.jpg` where it has but one."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    for language, short in LANGUAGES.items():
        if picture.language in ("", short):
            end = ".jpg" if picture.language else f".{short}.jpg"
            with standing_before(house, picture, language) as page:
                stem.with_name(stem.name + end).write_bytes(small(page, picture.crop))


@contextmanager
def standing_before(house: House, picture: Picture, language: str) -> Iterator[Page]:
    """The page as the picture wants it: the right person, the right moment."""
    from tests.pages import places
    from tests.pages.house import HEIGHTS, first_record

    height = picture.height or HEIGHTS[picture.width]
    with house.visit(
        picture.login, language=language, theme=picture.theme, width=picture.width,
        viewport={"width": picture.width, "height": height}, device_scale_factor=picture.scale,
    ) as context:  # fmt: skip
        page = context.new_page()
        page.goto(places.address(picture.path, lambda path: first_record(page, path)))
        page.wait_for_load_state("networkidle")
        for step in picture.steps:
            _do(page, *step)
        page.wait_for_timeout(400)
        yield page


def _do(page: Page, deed: str, *given: str) -> None:
    """A step on the way to a picture: `click`, `hover`, `press`, `fill`, `show` (scroll to)."""
    if deed == "press":
        page.keyboard.press(given[0])
    elif deed == "type":
        page.keyboard.type(given[0])
    elif deed == "show":
        page.locator(given[0]).first.evaluate("one => one.scrollIntoView({block: 'center'})")
    else:
        getattr(page.locator(given[0]).first, deed)(*given[1:])
    page.wait_for_timeout(400)


def small(page: Page, crop: str) -> bytes:
    """The picture in the best quality in which it is small enough to travel with a page."""
    shot: dict[str, Any] = {"type": "jpeg"}
    if crop:
        shot["clip"] = page.locator(crop).first.bounding_box()
    taken = b""
    for quality in QUALITIES:
        taken = page.screenshot(**shot, quality=quality)
        if len(taken) <= MOST_BYTES:
            break
    return taken


if __name__ == "__main__":
    sys.exit(main())
