"""What follows from a referral: its reward, its way from lead to customer, the source of deals."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from zhike.people.actions.convert import Conversion, register_follower
from zhike.sales.models import Opportunity, Referral, RewardKind
from zhike.sales.models.rewarding import Claim, register_claims


def claims(deal: Opportunity) -> Iterator[Claim]:
    """Whoever brought the customer is rewarded for what is won since."""
    referral = Referral.behind(deal.party_id, deal.lead_id)
    if referral is None or timezone.localdate(deal.won_at) < referral.referred_on:
        return
    rule = referral.rule_in_force
    if rule is not None:
        yield Claim(referral.referrer, RewardKind.REFERRAL, rule)


def follow_the_lead(done: Conversion) -> None:
    """Who brought the lead brought the customer; not where that was known, or is themselves."""
    referral = Referral.objects.filter(lead=done.lead.pk).first()
    if referral is None:
        return
    referral.party = done.party
    if any(error.code in ("self", "taken") for _field, error in referral.problems()):
        Referral.objects.get(pk=referral.pk).delete()
    else:
        referral.save()


register_claims(claims)
register_follower(15, follow_the_lead)
