"""The README shows the twelve main pages, in pictures that are there and small."""

import re

import pytest

from tests.architecture.ladder import ROOT
from tests.pages import places
from tests.pages.pictures import README

FOLDER = ROOT / "docs/pictures"
MOST_BYTES = 60 * 1024
SHOWN = re.compile(r"!\[[^]]+]\(docs/pictures/([\w-]+)\.jpg\)")


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_shows_the_main_pages_in_both_languages_light_dark_and_on_a_phone(name):
    shown = SHOWN.findall((ROOT / name).read_text())
    assert set(shown) == set(README) >= set(places.MAIN)
    pictures = README.values()
    assert {(p.language, p.theme) for p in pictures} >= {("zh", "light"), ("zh", "dark")}
    assert len({(p.language, p.width) for p in pictures}) == 4


def test_its_pictures_are_there_and_small_and_no_others():
    files = {file.name: file.stat().st_size for file in FOLDER.iterdir()}
    assert set(files) == {f"{name}.jpg" for name in README}
    assert {name for name, size in files.items() if size > MOST_BYTES} == set()
