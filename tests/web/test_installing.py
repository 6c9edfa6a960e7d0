"""Zhike beside a phone's other apps: its name, its icons, the colour around it."""

import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from zhike.web.installing import ICONS

pytestmark = pytest.mark.django_db


def test_the_manifest_names_icons_that_are_there_as_large_as_it_says(client):
    manifest = client.get(reverse("manifest")).json()
    assert {"any", "maskable"} <= {icon["purpose"] for icon in manifest["icons"]}
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    for name, size, _purpose in ICONS:
        picture = Path(str(finders.find(f"web/icons/{name}.png"))).read_bytes()
        assert struct.unpack(">II", picture[16:24]) == (size, size), name


@pytest.mark.parametrize(
    ("theme", "light", "dark"),
    [
        ("", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"),
        ("light", "all", "not all"),
        ("dark", "not all", "all"),
    ],
)
def test_the_bar_around_the_page_has_the_colour_that_was_chosen(client, theme, light, dark):
    if theme:
        client.cookies["theme"] = theme
    page = client.get("/login/").content.decode()
    bars = re.findall(r'name="theme-color" data-of="(\w+)"[^>]*media="([^"]+)"', page)
    assert bars == [("light", light), ("dark", dark)]
