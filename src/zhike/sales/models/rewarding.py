"""A deal is won: whoever brought it gets a reward, which goes when the win goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.people.models import Party
from zhike.records.currencies import MissingRate, Rates
from zhike.sales.models.reward import Reward
from zhike.sales.models.reward_rule import RewardRule
from zhike.sales.rules.rewards import reward_of


@dataclass(frozen=True)
class Claim:
    """Who is to be rewarded for a deal, for what, by which rule."""

    party: Party
    kind: str
    rule: RewardRule


Claims = Callable[[Any], Iterable[Claim]]
_claims: list[Claims] = []


def register_claims(claims: Claims) -> None:
    """Let those be rewarded whom this names of a deal that is won."""
    _claims.append(claims)


def settle_rewards(deal: Any) -> None:
    """Make what is earned by a deal as it is now, or take back what no longer is.

    May be called any number of times; within an open change set.
    """
    rewards = list(Reward.objects.filter(opportunity=deal.pk).order_by("pk"))
    if deal.won_at is None:
        for reward in rewards:
            reward.take_back()
        return
    known = {(one.kind, one.party_id): one for one in rewards if one.rule_id}
    for claims in _claims:
        for claim in claims(deal):
            made = known.get((claim.kind, claim.party.pk))
            if made is None:
                _earn(Reward(opportunity=deal, kind=claim.kind, party=claim.party), claim.rule)
            elif made.status == Reward.Status.WITHDRAWN:
                _earn(made, claim.rule)


def _earn(reward: Reward, rule: RewardRule) -> None:
    deal = reward.opportunity
    reward.rule, reward.rate, reward.note = rule, rule.rate, ""
    reward.base_amount, reward.base_currency = deal.amount, deal.currency
    reward.currency = deal.currency if rule.rate is not None else rule.currency
    reward.amount = reward_of(
        deal.amount or Decimal(0), rate=rule.rate, fixed=rule.fixed_amount, cap=_cap(reward, rule)
    )
    reward.status = Reward.Status.PENDING
    reward.decided_by = reward.decided_at = None
    reward.save()


def _cap(reward: Reward, rule: RewardRule) -> Decimal | None:
    """The limit in the reward's currency; where there is no rate, a note says it was not kept."""
    cap: Decimal | None = rule.cap
    if cap is None or rule.currency == reward.currency:
        return cap
    try:
        rates = Rates.of({rule.currency, reward.currency}, _day_won(reward))
        return rates.convert(cap, rule.currency, reward.currency)
    except MissingRate as missing:
        text = _("There is no exchange rate for %(currency)s: the limit was not applied.")
        reward.note = text % {"currency": missing.currency}
        return None


def _day_won(reward: Reward) -> dt.date:
    return timezone.localdate(reward.opportunity.won_at)
