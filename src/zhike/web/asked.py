"""Questions on the first page: what one's desk asks, and its first lists answered in full.

The page itself has the words and the lists; figures follow by one request of their own, so that the
calls of the day never wait for them.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Question, desks_of, questions_of
from zhike.web.change_sets import COLUMNS, rows, theirs
from zhike.web.home import Tile, register_tile
from zhike.web.question_pages import ListPage
from zhike.web.requests import PageRequest
from zhike.web.tables import table

MOST = 8
ANSWERED = 2
ROWS = 6
USUAL = (Desk.SALES,)
HEADINGS = {
    Desk.SALES: gettext_lazy("What sales asks"),
    Desk.MANAGEMENT: gettext_lazy("What management asks"),
    Desk.MARKETING: gettext_lazy("What marketing asks"),
    Desk.SERVICE: gettext_lazy("What service asks"),
    Desk.ADMINISTRATION: gettext_lazy("What administrators ask"),
}


def _is_here(question: Question, access: Access) -> bool:
    """Whether the first page itself is the answer."""
    return question.page.url(access).startswith("/#")


class Asked:
    """What the first page of somebody asks: in full, and at a glance."""

    def __init__(self, access: Access) -> None:
        """By the user's desks; of somebody without a desk, about one's own work."""
        self.access = access
        self.desks = desks_of(access)
        known = questions_of(access, self.desks or USUAL)
        self.all = known
        lists = [(q, q.page) for q in known if isinstance(q.page, ListPage) and q.page.columns]
        self.in_full = lists[:ANSWERED]
        drawn = [question for question, _page in self.in_full]
        rest = [q for q in known if q not in drawn and not _is_here(q, access)]
        self.at_a_glance = rest[:MOST]

    @property
    def heading(self) -> str:
        """Whose questions they are."""
        return str(HEADINGS[self.desks[0]]) if len(self.desks) == 1 else _("Asked often")

    def rows(self, *, figures: bool) -> list[dict[str, Any]]:
        """The parameters of the component for each question at a glance."""
        return [self._row(question, figures) for question in self.at_a_glance]

    def _row(self, question: Question, figures: bool) -> dict[str, Any]:
        row: dict[str, Any] = {
            "ask": question.ask,
            "url": question.page.url(self.access),
            "because": question.says,
        }
        figure = question.page.figure(self.access) if figures else None
        if figure is not None:
            row |= {"figure": figure.text, "unit": figure.unit, "state": figure.state,
                    "needs": figure.needs}  # fmt: skip
        return row

    def answers(self) -> list[dict[str, Any]]:
        """A panel for each list that is answered in full."""
        return [self._answer(question, page) for question, page in self.in_full]

    def _answer(self, question: Question, page: ListPage) -> dict[str, Any]:
        figure, records = page.first(self.access, ROWS)
        seen = page.resource.specs(self.access)
        specs = [seen[name] for name in page.columns if name in seen]
        return {
            "title": question.ask, "icon": page.resource.icon, "figure": figure,
            "foot": {"label": _("all of them"), "url": page.url(self.access)},
            "table": table(page.resource, specs, self.access, records, opens=True)
            if records else None,
        }  # fmt: skip


def asked_part(request: PageRequest) -> HttpResponse:
    """The questions at a glance with their figures, in the place of those without."""
    asked = Asked(request.access)
    data = {"title": asked.heading, "rows": asked.rows(figures=True)}
    return render(request, "web/asked.html", {"data": data})


def questions_tile(access: Access) -> Tile | None:
    """What one's desk asks, at a glance."""
    asked = Asked(access)
    if not asked.at_a_glance:
        return None
    data = {"title": asked.heading, "rows": asked.rows(figures=False)}
    return Tile("web/tiles/questions.html", data, side=True)


def answers_tile(access: Access) -> Tile | None:
    """The first lists that one's desk asks for."""
    answers = Asked(access).answers()
    return Tile("web/tiles/answers.html", {"answers": answers}) if answers else None


def changes_tile(access: Access) -> Tile | None:
    """What everybody did of late, for an administrator."""
    if not access.everything or access.user is None:
        return None
    found = list(theirs(access)[:ROWS])
    data = {"columns": COLUMNS, "rows": rows(access, found), "url": "/change-sets/?day=today"}
    return Tile("web/tiles/changes.html", data)


register_tile(14, changes_tile)
register_tile(15, answers_tile)
register_tile(18, questions_tile)
