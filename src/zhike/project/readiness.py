"""What a process of the server loads before its first visitor comes, and not in their time."""

from __future__ import annotations

from django.urls import get_resolver

from zhike.base.pinyin import syllables
from zhike.base.regions import region_code


def load_all() -> None:
    """All pages, and the tables of readings and regions by which names are compared."""
    _ = get_resolver().url_patterns
    syllables()
    region_code("成都")
