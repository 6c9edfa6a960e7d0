"""What sales says in a brief: deals, with stage, amount and next step; which go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.briefs.page import open_to
from zhike.engagement.briefs.sections import Line, Section, Subject, register_section
from zhike.engagement.handover.work import register_continuing, register_personal
from zhike.engagement.models import Task
from zhike.ledger.fields import RecordRef
from zhike.records.resource import resource_for
from zhike.records.titles import titles
from zhike.sales.models import Opportunity, Target
from zhike.web.cells import cell
from zhike.web.dates import day_text
from zhike.web.links import url_of

DEALS = 8


def deals(access: Access, subject: Subject) -> Iterator[Line]:
    """The open deals, the largest first, then those that ended last."""
    if not access.can(Opportunity, "read"):
        return
    rows = access.rows(Opportunity).select_related("stage")
    if subject.party is not None:
        rows = rows.filter(party=subject.party.pk)
    elif subject.is_about(Opportunity):
        rows = rows.filter(pk=subject.record.pk)
    else:
        return
    ended = [F("won_at").asc(nulls_first=True), F("lost_at").asc(nulls_first=True)]
    found = list(rows.order_by(*ended, F("amount").desc(nulls_last=True), "pk")[:DEALS])
    specs, called, steps = resource_for(Opportunity).specs(access), titles(access, found), {}
    if access.can(Task, "read"):
        steps = _next_steps(access, found)
    for deal in found:
        stage = deal.stage.name if "stage" in specs else ""
        close = deal.close_date if "close_date" in specs else None
        is_open = deal.won_at is None and deal.lost_at is None
        late = bool(is_open and close and close < timezone.localdate())
        said = " · ".join(part for part in (stage, _amount(specs, deal)) if part)
        until = _("closes %(day)s") % {"day": day_text(close, weekday=False)} if close else ""
        yield Line(called[deal.pk], (said, steps.get(deal.pk, "") or (until if is_open else "")),
                   url_of(Opportunity, deal.pk), late)  # fmt: skip


def _amount(specs: Any, deal: Opportunity) -> str:
    if "amount" not in specs:
        return ""
    drawn = cell(specs["amount"], deal, {})
    return str(drawn.get("exact") or drawn.get("text", ""))


def _next_steps(access: Access, found: list[Opportunity]) -> dict[UUID, str]:
    """The open task of each deal that is due first."""
    about = {RecordRef.to(deal): deal.pk for deal in found}
    rows = access.rows(Task).filter(about__in=about, status=Task.Status.OPEN)
    tasks = list(rows.order_by(F("due_at").desc(nulls_first=True), "-pk")[:200])
    called = titles(access, tasks)
    # The earliest comes last, and stays.
    return {about[task.about]: called[task.pk] for task in tasks}


register_personal(Target)
register_continuing(Opportunity, lambda: Q(won_at__isnull=True, lost_at__isnull=True))
open_to(Opportunity, lambda deal: deal.party)
register_section(Section("deals", gettext_lazy("deals"), 10, deals))
