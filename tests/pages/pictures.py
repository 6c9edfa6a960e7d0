"""The pictures of the user guide and of the README: who stands before which page, and what is open.

A picture of the guide is named in its Markdown: `![…](today)`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.architecture.ladder import ROOT, SOURCE
from tests.pages import places
from tests.pages.house import ADMIN, PHONE, SALES, WIDE

LEADER = "zhaolei"
Step = tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """What is on a picture; `crop` is the element of which it is, `language` its only one."""

    login: str
    path: str
    steps: tuple[Step, ...] = ()
    crop: str = ""
    width: int = 1024
    height: int = 640
    theme: str = "light"
    language: str = ""
    scale: float = 1.0


GUIDE = {
    "today": Picture(SALES, "/"),
    "palette": Picture(SALES, "/", (("press", "/"), ("type", "川途")), height=520),
}

README_THEMES = {"board", "deal", "customers"}
README = {
    name: Picture(
        login, path, width=WIDE, height=900, scale=2 / 3,
        language="en" if at % 3 == 1 else "zh", theme="dark" if name in README_THEMES else "light",
    )
    for at, (name, (login, path)) in enumerate(places.MAIN.items())
}  # fmt: skip
README |= {
    f"{name}-phone": Picture(*places.MAIN[name], width=PHONE, height=700, language=language)
    for name, language in {"home": "zh", "customer": "en", "board": "zh", "tasks": "en"}.items()
}

ALL = {"guide": GUIDE, "readme": README}
FOLDERS = {"guide": SOURCE / "web/static/web/guide", "readme": ROOT / "docs/pictures"}
