"""What is known of a deal and a customer when a visit is judged."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from zhike.engagement.models import Interaction
from zhike.engagement.sources import people_of
from zhike.people.models import Party, Relationship
from zhike.records.currencies import MissingRate, Rates
from zhike.records.models import Company
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.rules.go_or_no_go import Facts

HALF_A_YEAR = dt.timedelta(days=183)


def facts_of(party: Party, deal: Opportunity | None, *, leader_attends: bool) -> Facts:
    """Everything that the rules ask about, whoever asks: a judgement is the same for all."""
    now = timezone.now()
    touched = _touches(party, now)
    last = touched["last"]
    is_open = deal is not None and deal.won_at is None and deal.lost_at is None
    return Facts(
        chance=deal.stage.win_probability if deal is not None and is_open else None,
        amount=_in_base_currency(deal) if deal is not None else None,
        leader_attends=leader_attends,
        silent_days=None if last is None else (now - last).days,
        contacts=touched["lately"],
        competitors=_competitors(party, deal),
    )


def decides_for(person: Party, party: Party) -> bool:
    """Whether the person is known to decide for the customer, today."""
    today = timezone.localdate()
    ties = Relationship.objects.filter(
        from_party=person.pk, to_party=party.pk, type=Relationship.Type.DECIDES_FOR
    )
    return ties.filter(Q(until__isnull=True) | Q(until__gte=today)).exists()


def _touches(party: Party, now: dt.datetime) -> dict[str, Any]:
    """When there was a contact last, and how many in half a year."""
    behind = Interaction.objects.filter(party__in=people_of(party), at__lte=now)
    return behind.aggregate(last=Max("at"), lately=Count("pk", filter=Q(at__gte=now - HALF_A_YEAR)))


def _competitors(party: Party, deal: Opportunity | None) -> int:
    """How many competitors are known for the deal, or to stand near the customer."""
    if deal is not None and (known := deal.competitors.count()):
        return known
    ours = Q(from_party=party.pk, to_party__roles__has="competitor")
    theirs = Q(to_party=party.pk, from_party__roles__has="competitor")
    return Relationship.objects.filter(ours | theirs).count()


def _in_base_currency(deal: Opportunity) -> Decimal | None:
    """The amount in the company's currency; none where it or the rate is not known."""
    if deal.amount is None:
        return None
    rates = Rates.of({deal.currency}, timezone.localdate())
    try:
        return rates.convert(deal.amount, deal.currency, Company.here().base_currency)
    except MissingRate:
        return None
