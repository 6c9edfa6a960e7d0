"""What a customer may do, beside customers, deals and documents; how a file came to its grade."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.history import history
from zhike.records.resource import resource_for
from zhike.sales.credit.showing import allowed_for, counted, drawn, knows, score_words
from zhike.sales.models import Contract, CreditFile, Opportunity, Order, Quote
from zhike.web.attention import sees
from zhike.web.dates import day_text
from zhike.web.panels import Panel, register_panel

Drawn = dict[str, Any]
LOOKED_BACK = 100
SHOWN = 12


def beside(access: Access, record: Any) -> Drawn | None:
    """What the customer behind a record may do, and a way to begin a file where there is none."""
    data = drawn(access, record)
    may_begin = isinstance(record, Party) and record.kind == Party.Kind.ORGANIZATION
    if not may_begin or not access.can(CreditFile, "create"):
        return data
    allowed = allowed_for(access, record)
    if allowed is None or allowed.credit is not None:
        return data
    begin = {"label": _("begin a credit file"), "icon": "plus", "tone": "quiet",
             "url": f"/credit-files/new/?party={record.pk}"}  # fmt: skip
    return {**(data or {"facts": [], "tip": "", "sum": ""}), "actions": [begin]}


def score(access: Access, credit: CreditFile) -> Drawn | None:
    """Both components of the score: what others say, and what was paid late."""
    if not sees(access, CreditFile, "score", "rating", "overdue_count", "deduction"):
        return None
    allowed = allowed_for(access, credit)
    if allowed is None or allowed.credit is None:
        return None
    points = allowed.policy.points_per_overdue
    off = {"count": credit.overdue_count, "points": points, "off": allowed.credit.deduction}
    return {
        "sum": score_words(allowed.credit, allowed), "ratings": counted(allowed.credit, allowed),
        "off": _off(credit.overdue_count * points > allowed.credit.deduction) % off,
        "overdue": [
            {"name": one.name, "due": day_text(one.due, weekday=False), "days": one.days}
            for one in allowed.overdue[:SHOWN]
        ] if knows(access) else [],
    }  # fmt: skip


def _off(is_capped: bool) -> str:
    """How the points come about; the policy says how many they are at most."""
    if is_capped:
        return _("%(count)s overdue × %(points)s points, at most −%(off)s")
    return _("%(count)s overdue × %(points)s points = −%(off)s")


def grades(access: Access, credit: CreditFile) -> Drawn | None:
    """Which grades the customer had, since when, by whom and why."""
    if not sees(access, CreditFile, "grade"):
        return None
    rows = []
    for entry in history(access, resource_for(CreditFile), credit.pk, limit=LOOKED_BACK):
        lines = {line.field: line for line in entry.lines if not line.part}
        if "grade" in lines:
            why = lines.get("manual_reason")
            rows.append({
                "day": day_text(timezone.localdate(entry.at), weekday=False),
                "before": lines["grade"].before,
                "after": lines["grade"].after, "who": entry.actor_name,
                "why": why.after if why is not None else "",
            })  # fmt: skip
    return {"rows": rows[:SHOWN]} if rows else None


for _model in (Party, Opportunity, Quote, Contract, Order):
    register_panel(
        _model, Panel("credit", gettext_lazy("credit"), 6, "sales/credit.html", beside, side=True)
    )
for _panel in (
    Panel("credit", gettext_lazy("credit"), 5, "sales/credit.html", drawn, side=True),
    Panel("credit-score", gettext_lazy("how the score comes about"), 15, "sales/credit_score.html",
          score),
    Panel("credit-grades", gettext_lazy("grades until now"), 25, "sales/credit_grades.html",
          grades, side=True),
):  # fmt: skip
    register_panel(CreditFile, _panel)
