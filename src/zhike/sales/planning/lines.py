"""The lines of a week as they stand on its page: what became of each, and what is to be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.engagement.due import marks_of, record_contact
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.sales.models import Opportunity, PlanLine
from zhike.sales.planning.done import Outcome
from zhike.sales.rules.weeks import WEEK
from zhike.web.cells import Cell
from zhike.web.dates import day_text
from zhike.web.links import record_url, url_of

PLACE = "/week/"
Kind = PlanLine.Kind


def drawn_lines(
    access: Access, lines: Sequence[PlanLine], known: Mapping[Any, Outcome], week: dt.date, *,
    may: bool,
) -> list[dict[str, Any]]:  # fmt: skip
    """The lines as the component `today` draws them: open ones first, what is done struck."""
    parties = named(access, Party, {line.party_id for line in lines} - {None})
    deals = named(access, Opportunity, {line.opportunity_id for line in lines} - {None})
    is_over = week + WEEK <= timezone.localdate()
    drawn = []
    for line in sorted(lines, key=lambda one: not known[one.pk].is_open):
        outcome, whose = known[line.pk], parties.get(line.party_id, "")
        title = deals.get(line.opportunity_id, "") or whose or line.text
        what = capfirst(str(line.get_kind_display()))
        why = " · ".join(filter(None, (
            what, whose if title != whose else "", line.text if title != line.text else "",
        )))  # fmt: skip
        drawn.append({
            **_state(outcome, is_over=is_over), "name": whose or title, "title": title,
            "url": record_url(resource_for(PlanLine), line.pk), "why": why,
            "actions": _actions(line, whose) if may and outcome.is_open else [],
            **(marks_of(access, line.party) if whose and line.party else {}),
        })  # fmt: skip
    return drawn


def _state(outcome: Outcome, *, is_over: bool) -> dict[str, Any]:
    if outcome.at is not None:
        when = day_text(timezone.localdate(outcome.at))
        note = _("lost") if outcome.is_lost else _("done")
        return {"when": when, "when_note": note, "done": True}  # fmt: skip
    if is_over:
        return {"when": capfirst(_("not done")), "late": True}
    return {"when": capfirst(_("still to do"))}


def _actions(line: PlanLine, whose: str) -> list[Cell]:
    """The button by which it comes to be done: the contact, the deal, or the tick."""
    if line.kind == Kind.OTHER:
        url = record_url(resource_for(PlanLine), line.pk, "complete")
        return [{"label": _("Done"), "icon": "check", "method": "post", "name": "version",
                 "value": str(line.version),
                 "url": f"{url}?back={PLACE}?week={line.week}"}]  # fmt: skip
    if line.kind == Kind.CLOSE and line.opportunity_id:
        return [{"label": _("Open the deal"), "icon": "board",
                 "url": url_of(Opportunity, line.opportunity_id)}]  # fmt: skip
    return [record_contact(line.party)] if whose else []
