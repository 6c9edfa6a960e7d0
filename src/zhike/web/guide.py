"""The user guide: how one does things in each area of work, told in each language.

A page is a Markdown file in the folder `guide` of the package that it describes, one per language
(`deals.zh.md`, `deals.en.md`). `guide/areas.toml` beside them says in which order pages come and
which addresses they are about.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.utils.translation import get_language

from zhike.access.rights import Access
from zhike.base.text import fold
from zhike.records.question import Question, questions_of
from zhike.records.search.phrases import fitness
from zhike.web.articles import Article, Section, article

LANGUAGES = {"zh-hans": "zh", "en": "en"}
"""The languages as the names of files say them."""
BARELY = 1.0
"""How well a section fits whose text, but not its title, holds the words."""


@dataclass(frozen=True)
class Area:
    """A page of the guide: an area of work with the addresses that belong to it.

    In an address `*` stands for any one piece; an address also stands for everything below it.
    """

    key: str
    rank: int
    about: tuple[str, ...]
    folder: Path

    @property
    def url(self) -> str:
        """Where it is read."""
        return f"/guide/{self.key}/"

    @property
    def article(self) -> Article:
        """The text in the reader's language."""
        return article(self.file(LANGUAGES.get(get_language() or "", "zh")))

    def file(self, language: str) -> Path:
        """The file in a language (`zh`, `en`)."""
        return self.folder / f"{self.key}.{language}.md"


@dataclass(frozen=True)
class Passage:
    """A section of the guide that words were found in."""

    area: Area
    section: Section
    fits: float

    @property
    def url(self) -> str:
        """Where it is read."""
        return self.area.url + (f"#{self.section.id}" if self.section.id else "")

    @property
    def within(self) -> str:
        """The page, where the section is not the page itself."""
        return self.area.article.title if self.section.id else ""


@cache
def areas() -> tuple[Area, ...]:
    """Every page of every package, in the order in which they are read."""
    found = []
    for config in apps.get_app_configs():
        folder = Path(config.path) / "guide"
        if (known := folder / "areas.toml").exists():
            for key, facts in tomllib.loads(known.read_text(encoding="utf-8")).items():
                found.append(Area(key, facts["rank"], tuple(facts["about"]), folder))
    return tuple(sorted(found, key=lambda area: area.rank))


def area_named(key: str) -> Area | None:
    """The page of this name."""
    return next((area for area in areas() if area.key == key), None)


def area_about(path: str) -> Area:
    """The page that is about an address: the one that says most precisely so."""
    return max(areas(), key=lambda area: max(_precision(about, path) for about in area.about))


def _precision(about: str, path: str) -> tuple[int, int]:
    """How many pieces of the path are meant and how many of them by name; (-1, 0) for others."""
    meant, given = ([p for p in one.split("/") if p] for one in (about, path))
    if len(meant) > len(given) or any(
        m not in ("*", g) for m, g in zip(meant, given, strict=False)
    ):
        return (-1, 0)
    return (len(meant), sum(piece != "*" for piece in meant))


def asked_in(area: Area, access: Access) -> list[Question]:
    """What this reader asks and finds answered in the area."""
    return [q for q in questions_of(access) if area_of(q, access) == area]


def area_of(question: Question, access: Access) -> Area:
    """The area in which a question is answered."""
    return area_about(question.page.url(access).partition("?")[0])


def found(words: str) -> list[Passage]:
    """Sections of the guide in the reader's language that fit the words, the best first."""
    passages = [
        Passage(area, section, fits)
        for area in areas()
        for section in area.article.sections
        if (fits := _fits(section, words))
    ]
    return sorted(passages, key=lambda passage: -passage.fits)


def _fits(section: Section, words: str) -> float:
    return fitness(words, (section.title,)) or (BARELY if fold(words) in section.folded else 0.0)


def beside(area: Area) -> Iterator[Area | None]:
    """The pages before and after."""
    all_, at = areas(), areas().index(area)
    yield all_[at - 1] if at else None
    yield all_[at + 1] if at + 1 < len(all_) else None
