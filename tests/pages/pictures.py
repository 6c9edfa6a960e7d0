"""The pictures of the user guide and of the README: who stands before which page, and what is open.

A picture of the guide is named in its Markdown: `![…](today)`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.architecture.ladder import ROOT, SOURCE
from tests.pages import places
from tests.pages.house import PHONE, WIDE
from tests.pages.places import ADMIN, SALES

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


FILTERED = (
    '/parties/?filter={"all":[{"field":"tier","op":"in","value":["gold","platinum"]},'
    '{"field":"lifecycle","op":"in","value":["developed","retained"]}]}'
)
SAMPLE = ROOT / "docs/examples/customers.csv"
TO_MAPPING = (
    ("set_input_files", "main input[type=file]", str(SAMPLE)),
    ("click", "main form .button-primary"),
    ("wait_for", "#mapping"),
)
GUIDE = {
    "today": Picture(SALES, "/"),
    "palette": Picture(SALES, "/", (("press", "/"), ("type", "川途")), height=520),
    "customers": Picture(SALES, "/parties/", height=520),
    "filter": Picture(SALES, FILTERED, height=520),
    "record": Picture(SALES, "/search/?q=川途", (("click", "main tbody a"),)),
    "capture": Picture(SALES, "/capture/", crop="main form", height=720),
    "tasks": Picture(SALES, "/tasks/", height=480),
    "board": Picture(LEADER, "/opportunities/board/"),
    "deal": Picture(LEADER, "/search/?q=川途客运20台", (("click", "main tbody a"),), height=560),
    "import": Picture(ADMIN, "/import/", TO_MAPPING, height=560),
    "changes": Picture(ADMIN, "/change-sets/", height=480),
    "settings": Picture(ADMIN, "/settings/", height=480),
    "role": Picture(ADMIN, "<roles>edit/", height=560),
    "phone": Picture(SALES, "/", width=PHONE, height=660),
}

README_DARK = {"board", "deal", "customers"}
README = {
    name: Picture(
        login, path, width=WIDE, height=900, scale=2 / 3,
        language="en" if at % 3 == 1 else "zh", theme="dark" if name in README_DARK else "light",
    )
    for at, (name, (login, path)) in enumerate(places.MAIN.items())
}  # fmt: skip
README |= {
    f"{name}-phone": Picture(*places.MAIN[name], width=PHONE, height=700, language=language)
    for name, language in {"home": "zh", "customer": "en", "board": "zh", "tasks": "en"}.items()
}

ALL = {"guide": GUIDE, "readme": README}
FOLDERS = {"guide": SOURCE / "web/static/web/guide", "readme": ROOT / "docs/pictures"}
