"""A registered lead becomes a deal: the deal knows who brought it, and its win is rewarded."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from zhike.people.actions.convert import Conversion, register_follower
from zhike.sales.models import DealRegistration, Opportunity, RewardKind, RewardRule
from zhike.sales.models.rewarding import Claim, register_claims


def know_the_deal(done: Conversion) -> None:
    """Note the customer and the deal with the registration that protects the lead."""
    registration = DealRegistration.objects.protected().filter(lead=done.lead.pk).first()
    if registration is None:
        return
    registration.party = done.party
    deal = Opportunity.objects.filter(lead=done.lead.pk).order_by("-created_at", "-pk").first()
    if deal is not None:
        registration.opportunity, registration.status = deal, DealRegistration.Status.CONVERTED
    registration.save()


def partners_claims(deal: Opportunity) -> Iterator[Claim]:
    """Commission for the partner whose registration became this deal, by the rule of that day."""
    rule = RewardRule.in_force(RewardKind.PARTNER, timezone.localdate(deal.won_at))
    if rule is None:
        return
    known = DealRegistration.objects.filter(
        opportunity=deal.pk, status=DealRegistration.Status.CONVERTED
    )
    for registration in known.select_related("partner").order_by("created_at", "pk")[:1]:
        yield Claim(registration.partner, RewardKind.PARTNER, rule)


register_claims(partners_claims)
# After the deal is opened (20).
register_follower(30, know_the_deal)
