"""Questions on pages: what one's desk asks, with figures, and the first lists answered in full."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Question, desks_of, questions_of
from zhike.web.home import Tile, register_tile
from zhike.web.question_pages import ListPage
from zhike.web.tables import columns_of, table

MOST = 8
DRAWN = 2
ROWS = 6
COLUMNS = 5
HEADINGS = {
    Desk.SALES: gettext_lazy("What sales asks"),
    Desk.MANAGEMENT: gettext_lazy("What management asks"),
    Desk.MARKETING: gettext_lazy("What marketing asks"),
    Desk.SERVICE: gettext_lazy("What service asks"),
    Desk.ADMINISTRATION: gettext_lazy("What administrators ask"),
}


def heading(desks: list[Desk]) -> str:
    """Whose questions they are."""
    return str(HEADINGS[desks[0]]) if len(desks) == 1 else _("Asked often")


def drawn(question: Question, access: Access) -> dict[str, Any]:
    """The parameters of the component, with the figure."""
    figure = question.page.figure(access)
    return {
        "ask": question.ask, "url": question.page.url(access), "because": question.says,
        "figure": figure.text if figure else "", "unit": figure.unit if figure else "",
        "state": figure.state if figure else "", "needs": bool(figure and figure.needs),
    }  # fmt: skip


def questions_tile(access: Access) -> Tile | None:
    """What one's desk asks; of somebody without a desk, what they may ask at all."""
    desks = desks_of(access)
    asked = questions_of(access, desks)[:MOST]
    if not asked:
        return None
    rows = [drawn(question, access) for question in asked]
    return Tile("web/tiles/questions.html", {"title": heading(desks), "rows": rows}, side=True)


def answers_tile(access: Access) -> Tile | None:
    """The first lists that one's desk asks for and that hold something, answered in full."""
    shown: list[dict[str, Any]] = []
    for question in questions_of(access, desks_of(access)):
        answer = _answer(question, access) if len(shown) < DRAWN else None
        shown += [answer] if answer else []
    return Tile("web/tiles/answers.html", {"answers": shown}) if shown else None


def _answer(question: Question, access: Access) -> dict[str, Any] | None:
    """The list of a question as a panel; None where it is empty or not one to be drawn here."""
    page = question.page
    if not isinstance(page, ListPage) or not page.is_drawn:
        return None
    records = page.first(access, ROWS)
    if not records:
        return None
    specs = columns_of(page.resource, access)[:COLUMNS]
    return {
        "title": question.ask, "icon": page.resource.icon,
        "table": table(page.resource, specs, access, records, opens=True),
        "foot": {"label": _("all of them"), "url": page.url(access)},
    }  # fmt: skip


register_tile(15, answers_tile)
register_tile(18, questions_tile)
