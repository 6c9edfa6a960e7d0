"""What sales says at the head of a record: what is open and won, and which deal is stuck."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.rights import Access
from zhike.engagement.attention import register_tasks
from zhike.people.models import Party
from zhike.records.currencies import Rates
from zhike.records.lacking import lacks
from zhike.records.resource import resource_for
from zhike.sales.cards import dwell_text
from zhike.sales.models import Opportunity, OpportunityStep
from zhike.sales.rules.dwelling import days_in_stage, dwell_state
from zhike.web.attention import Alert, Figure, edit_field, register_attention, sees
from zhike.web.cells import money
from zhike.web.dates import day_text, moment_text
from zhike.web.links import list_url

YEAR = dt.timedelta(days=365)


def figures_of_party(access: Access, party: Party) -> Iterator[Figure]:
    """What is being talked about, and what was won in twelve months, in the company's currency."""
    if not sees(access, Opportunity, "amount", "currency", "party", "won_at", "lost_at"):
        return
    is_open = Q(won_at__isnull=True, lost_at__isnull=True)
    is_won = Q(won_at__gte=timezone.now() - YEAR)
    rows = access.rows(Opportunity).filter(party=party.pk).values("currency").annotate(
        open_sum=Sum("amount", filter=is_open), won_sum=Sum("amount", filter=is_won),
        open_count=Count("pk", filter=is_open), won_count=Count("pk", filter=is_won),
    )  # fmt: skip
    found: dict[str, Any] = {"open": 0, "won": 0}
    sums: dict[str, dict[str, Decimal]] = defaultdict(dict)
    is_without = lacks(party, Opportunity, "party")
    for row in () if is_without else rows.order_by("currency"):
        for name in ("open", "won"):
            found[name] += row[f"{name}_count"]
            if row[f"{name}_sum"] is not None:
                sums[name][row["currency"]] = row[f"{name}_sum"]
    rates = Rates.of({c for some in sums.values() for c in some}, timezone.localdate())
    mine = {"all": [{"field": "party", "op": "eq", "value": str(party.pk)}]}
    url = list_url(resource_for(Opportunity), filter=mine)
    for name, label in (("open", _("open deals")), ("won", _("won in 12 months"))):
        note = ngettext("%(count)s deal", "%(count)s deals", found[name])
        words = note % {"count": found[name]}
        yield Figure(label, **total(rates, sums[name]), note=words, url=url)


def total(rates: Rates, sums: Mapping[str, Decimal]) -> dict[str, str]:
    """Sums by currency as one figure; side by side where a rate is missing."""
    one = rates.total(sums)
    if one is not None:
        return figure(one, rates.base)
    each = [money(amount, currency) for currency, amount in sorted(sums.items())]
    return {"value": " + ".join(part["text"] + part["unit"] for part in each)}


def figure(amount: Decimal, currency: str) -> dict[str, str]:
    """An amount as a figure of the strip."""
    drawn = money(amount, currency)
    return {"value": drawn["text"], "unit": drawn["unit"], "exact": drawn["exact"]}


def of_deal(access: Access, deal: Opportunity) -> Iterator[Figure | Alert]:
    """Its amount and what that is worth today, its close date, how long it has stood."""
    is_open = deal.won_at is None and deal.lost_at is None
    may_edit = is_open and access.reaches(deal, "update")
    if sees(access, Opportunity, "amount") and deal.amount is not None:
        yield Figure(_("amount"), **figure(deal.amount, deal.currency))
        rated = sees(access, Opportunity, "probability", "stage")
        if is_open and rated and deal.weighted is not None:
            chance = f"{deal.chance}%"
            yield Figure(_("weighted"), **figure(deal.weighted, deal.currency), note=chance)
    if sees(access, Opportunity, "close_date") and deal.close_date:
        yield from _closing(deal, is_open=is_open, may_edit=may_edit)
    if sees(access, Opportunity, "stage_since", "stage") and is_open:
        yield from _dwelling(deal)
    if is_open and sees(access, OpportunityStep, "due_at", "status", "step"):
        yield from _late_steps(deal)


def _closing(deal: Opportunity, *, is_open: bool, may_edit: bool) -> Iterator[Figure | Alert]:
    day = deal.close_date or timezone.localdate()
    days = (day - timezone.localdate()).days
    note = ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    if days < 0:
        note = ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}
    late = is_open and days < 0
    yield Figure(_("close date"), day_text(day, weekday=False), note=note if is_open else "",
                 tone="seal" if late else "")  # fmt: skip
    if late:
        change = edit_field(deal, "close_date", _("Set a new day"), "fact-close_date")
        text = _("It was to close on %(day)s and is still open.") % {"day": day_text(day)}
        yield Alert(_("The close date is over"), text, "seal", [change] if may_edit else [])


def _dwelling(deal: Opportunity) -> Iterator[Figure | Alert]:
    days = days_in_stage(deal.stage_since, timezone.now(), timezone.get_current_timezone())
    most, stage = deal.stage.max_days, deal.stage.name
    state = dwell_state(days, most)
    note = dwell_text(days, most, state) if state else stage
    yield Figure(_("days in stage"), str(days), note=note, tone="seal" if state == "late" else "")
    if state == "late":
        text = _("%(days)s days in “%(stage)s”, where %(most)s are usual. Move it on, or lose it.")
        words = {"days": days, "stage": stage, "most": most}
        yield Alert(_("Too long in its stage"), text % words)


def _late_steps(deal: Opportunity) -> Iterator[Alert]:
    """Steps that run longer than they may; of a department that is asked, the request says it."""
    late = OpportunityStep.objects.filter(
        opportunity=deal.pk,
        request=None,
        status=OpportunityStep.Status.RUNNING,
        due_at__lt=timezone.now(),
    )
    for step in late.select_related("step__department").order_by("due_at"):
        who = str(step.step.department or deal.owner or "")
        title = _("“%(step)s” is late") % {"step": step.step.name}
        text = _("With %(who)s since %(since)s, due %(due)s.") % {
            "who": who, "since": moment_text(step.since), "due": moment_text(step.due_at)
        }  # fmt: skip
        yield Alert(title, text, "seal")


register_attention(10, Party, figures_of_party)
register_attention(10, Opportunity, of_deal)
register_tasks(Opportunity)
