"""Which of one's deals press: steps that are due, a closing day gone by, too long in a stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain, islice

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.due import marks_of, tonight
from zhike.ledger.fields import RecordRef
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import named, titles
from zhike.sales.models import Opportunity, OpportunityStep, Stage
from zhike.sales.rules.dwelling import days_in_stage
from zhike.web.attention import sees
from zhike.web.cells import Cell, money
from zhike.web.dates import day_text
from zhike.web.links import record_url, url_of
from zhike.web.today import MOST, Due, Press, Source, pressing, register_source


def deals(access: Access, now: dt.datetime) -> Iterator[Due]:
    """One's own open deals whose day has gone by or that stand still, the greatest first."""
    if not sees(access, Opportunity, "stage", "stage_since", "close_date", "amount"):
        return
    today = timezone.localdate(now)
    midnight = tonight() - dt.timedelta(days=1)
    stages = {stage.pk: stage for stage in Stage.objects.filter(is_closed=False)}
    slow = Q()
    for stage in stages.values():
        if stage.max_days:
            allowed = midnight - dt.timedelta(days=stage.max_days)
            slow |= Q(stage=stage.pk, stage_since__lt=allowed)
    own = Opportunity.objects.filter(
        access.condition(Opportunity), owner=access.user, stage__in=list(stages)
    )
    pressing = own.filter(Q(close_date__lt=today) | slow).select_related("party")
    found = list(pressing.order_by("-amount", "pk")[:MOST])
    called = titles(access, found)
    seen = named(access, Party, {deal.party_id for deal in found} - {None})
    mine = access.reached(found, "update")
    for deal in found:
        deal.stage = stages[deal.stage_id]
        whose = seen.get(deal.party_id, "")
        yield _deal(access, deal, called[deal.pk], whose, now, may=deal.pk in mine)


def _deal(
    access: Access, deal: Opportunity, title: str, whose: str, now: dt.datetime, *, may: bool
) -> Due:
    today = timezone.localdate(now)
    days = days_in_stage(deal.stage_since, now, timezone.get_current_timezone())
    reasons = []
    over = deal.close_date is not None and deal.close_date < today
    if over and deal.close_date is not None:
        reasons.append(_("It was to close on %(day)s.") % {"day": day_text(deal.close_date)})
    if deal.stage.max_days and days > deal.stage.max_days:
        words = {"days": days, "stage": deal.stage.name, "most": deal.stage.max_days}
        reasons.append(_("%(days)s days in “%(stage)s”, where %(most)s are usual.") % words)
    if deal.amount is not None:
        worth = money(deal.amount, deal.currency)
        reasons.append(worth["text"] + worth["unit"])
    actions: list[Cell] = []
    if over and may:
        actions.append({"label": _("Set a new day"), "url": url_of(Opportunity, deal.pk)})
    return Due(
        RecordRef.to(deal), " · ".join(filter(None, (title, whose))), url_of(Opportunity, deal.pk),
        " ".join(reasons), Press.WAITING, note=_("stands still"), actions=tuple(actions),
        name=whose, marks=marks_of(access, deal.party) if whose and deal.party else {},
    )  # fmt: skip


def steps(access: Access, now: dt.datetime) -> Iterator[Due]:
    """Steps of one's own deals that one has to do, or that a department is late with."""
    if access.user is None or not sees(access, OpportunityStep, "status", "due_at", "step"):
        return
    running = access.rows(OpportunityStep).filter(
        opportunity__owner=access.user.pk, opportunity__won_at__isnull=True,
        opportunity__lost_at__isnull=True, status=OpportunityStep.Status.RUNNING,
        due_at__isnull=False,
    )  # fmt: skip
    found = running.select_related("step__department", "opportunity").order_by("due_at", "pk")
    rows = [s for s in found[:MOST] if s.step.department is None or s.is_late_at(now)]
    called = titles(access, [step.opportunity for step in rows])
    mine = access.reached([step.opportunity for step in rows], "update")
    for step in rows:
        deal = step.opportunity
        may = deal.pk in mine and step.step.department is None
        yield _step(step, called[deal.pk], now, may=may)


def _step(step: OpportunityStep, title: str, now: dt.datetime, *, may: bool) -> Due:
    deal, due_at = step.opportunity, step.due_at or now
    if step.step.department is None:
        why = _("Your step “%(step)s” is due.") % {"step": step.step.name}
    else:
        words = {"department": step.step.department.name, "step": step.step.name}
        why = _("%(department)s is late with “%(step)s”.") % words
    press, is_day = pressing(due_at, now)
    url = record_url(resource_for(OpportunityStep), step.pk, "complete")
    back = url_of(Opportunity, deal.pk)
    done: Cell = {"label": _("Done"), "icon": "check", "url": f"{url}?back={back}"}
    return Due(
        RecordRef.to(deal), title, back, why, press, at=due_at, is_day=is_day,
        actions=(done,) if may else (),
    )  # fmt: skip


def both(access: Access, now: dt.datetime) -> Iterator[Due]:
    """Steps first, then the deals as a whole; together no more than a source may say."""
    yield from islice(chain(steps(access, now), deals(access, now)), MOST)


register_source(Source("deals", 60, gettext_lazy("Deals"), "board", both))
