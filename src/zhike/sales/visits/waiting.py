"""On the first page of somebody of the management: go or not, with the reasons and the buttons."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import named, titles
from zhike.sales.models import ExecutiveVisit
from zhike.sales.rules.go_or_no_go import GO
from zhike.sales.visits.due import to_decide
from zhike.sales.visits.times import clashes_of, span_of, when_text
from zhike.sales.visits.wording import verdict
from zhike.web.cells import Cell, shape_of, tier_of
from zhike.web.home import Tile, register_tile
from zhike.web.links import record_url

SHOWN = 5


def waiting_for_me(access: Access) -> Tile | None:
    """The visits about which the reader is asked, the earliest first."""
    found = list(to_decide(access).order_by("starts_at", "pk")[: SHOWN + 1])
    if not found:
        return None
    shown = found[:SHOWN]
    called = titles(access, shown)
    customers = named(access, Party, {visit.party_id for visit in shown})
    rows = [_row(access, visit, called[visit.pk], customers.get(visit.party_id, ""))
            for visit in shown]  # fmt: skip
    more = "/executive-visits/" if len(found) > SHOWN else ""
    return Tile("sales/visits_waiting.html", {
        "title": _("Go or not?"), "rows": rows, "count": f"{SHOWN}+" if more else len(rows),
        "more": more,
    })  # fmt: skip


def _row(access: Access, visit: ExecutiveVisit, purpose: str, customer: str) -> dict[str, Any]:
    found = verdict(access, visit)
    badges: list[Cell] = [{"text": f"{found.label} {found.score}", "tone": found.tone}]
    clashes = clashes_of(access, visit)
    if clashes:
        badges.append({"text": _("the time is taken"), "tone": "seal", "icon": "calendar"})
    reasons = [said.text for said in found.unmet] or [found.because]
    day, _space, time = when_text(span_of(visit)).rpartition(" ")
    return {
        "when": day, "when_note": time, "name": customer, "shape": shape_of(visit.party),
        **tier_of(access, visit.party), "title": f"{customer} · {purpose}",
        "url": record_url(resource_for(ExecutiveVisit), visit.pk), "badges": badges,
        "why": " ".join(reasons + [clash.text for clash in clashes]),
        "actions": _actions(visit, found.recommendation),
    }  # fmt: skip


def _actions(visit: ExecutiveVisit, recommendation: str) -> list[Cell]:
    """Go, or go all the same; do not go; what one should know before."""
    resource = resource_for(ExecutiveVisit)
    version = {"name": "version", "value": str(visit.version)}
    go: Cell = {"label": _("Go"), "icon": "check", "method": "post", **version,
                "url": record_url(resource, visit.pk, "accept") + "?back=/"}  # fmt: skip
    if recommendation != GO:
        go = {"label": _("Go all the same"), "url": record_url(resource, visit.pk, "override")}
    return [
        go,
        {"label": _("Do not go"), "url": record_url(resource, visit.pk, "decline")},
        {"label": _("Brief"), "icon": "print", "tone": "quiet",
         "url": record_url(resource, visit.pk, "brief") + "?for=visit"},
    ]  # fmt: skip


register_tile(4, waiting_for_me)
