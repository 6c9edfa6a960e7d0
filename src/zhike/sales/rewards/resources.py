"""Rewards and the rules by which they are given, on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import Referral, Reward, RewardRule


@register
class RewardRuleResource(Resource):
    """What whoever brings us business gets."""

    model = RewardRule
    name = "reward-rules"
    means = _("What whoever brings us business gets: a share of the deal or a fixed sum.")
    icon = "settings"
    sections = {
        _("reward rule"): ("name", "kind", "rate", "fixed_amount", "cap", "currency",
                           "valid_from", "valid_until"),
    }  # fmt: skip
    columns = ("name", "kind", "rate", "fixed_amount", "cap", "valid_from", "valid_until")
    filters = ("kind", "valid_from", "valid_until")
    sorts = {"valid_from": "valid_from", "created_at": "created_at"}
    default_sort = "-valid_from"


@register
class RewardResource(Resource):
    """What somebody gets for a deal."""

    model = Reward
    name = "rewards"
    means = _("What somebody gets for having brought us a deal: how much, and whether it is paid.")
    icon = "money"
    sections = {
        _("reward"): ("party", "kind", "opportunity", "amount", "currency", "status", "owner"),
        _("how it came about"): ("rule", "base_amount", "base_currency", "rate"),
        _("decision"): ("decided_by", "decided_at", "paid_by", "paid_at", "note"),
    }
    columns = ("party", "opportunity", "base_amount", "rate", "amount", "currency", "status")
    filters = ("status", "kind", "party", "opportunity", "amount", "owner", "decided_at", "paid_at",
               "created_at")  # fmt: skip
    sorts = {"created_at": "created_at"}
    seen_from: ClassVar[dict[str, Any]] = {"party": _("rewards that they get")}


@register
class ReferralResource(Resource):
    """Who brought us whom."""

    model = Referral
    name = "referrals"
    means = _("That somebody brought us a customer or a lead: who, whom, and what came of it.")
    icon = "relationship"
    page_rank = 33
    sections = {
        _("referral"): ("referrer", "said_by", "party", "lead", "referred_on", "status", "owner"),
        _("reward"): ("rule",),
        _("notes"): ("note",),
    }
    columns = ("referred_on", "referrer", "party", "lead", "status", "owner")
    filters = ("status", "referrer", "party", "lead", "said_by", "referred_on", "owner", "rule")
    sorts = {"referred_on": "referred_on", "created_at": "created_at"}
    default_sort = "-referred_on"
    seen_from: ClassVar[dict[str, Any]] = {
        "referrer": _("whom they brought us"),
        "party": _("who brought them"),
        "lead": _("who brought them"),
        "said_by": _("referrals that they told us of"),
        "said_by:organization": "",
    }
