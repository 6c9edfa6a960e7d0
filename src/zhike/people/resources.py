"""Parties, contact points and relationships on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.base import emails, phones, uscc
from zhike.people.models import (
    AssignmentRule,
    ContactPoint,
    Lead,
    Party,
    Pool,
    PoolMember,
    RecycleRule,
    Relationship,
    ScoreRule,
)
from zhike.records.kinds import KINDS
from zhike.records.resource import Resource, register

POOL = ("pool", "pool_reason", "pooled_at", "assigned_by", "owned_since", "recycles_on")


@register
class ContactPointResource(Resource):
    """How a party is reached."""

    model = ContactPoint
    name = "contact-points"
    means = _("How a party is reached: a telephone number, an email address, a WeChat name.")
    icon = "phone"
    sections = {_("contact point"): ("party", "type", "value", "label", "region", "is_primary",
                                     "status")}  # fmt: skip
    facts: ClassVar[dict[str, Any]] = {"region": {"kind": KINDS["region"]}}
    columns = ("party", "type", "value", "label", "status")
    shown_by = "value"
    filters = ("type", "status")


@register
class PartyResource(Resource):
    """Persons and organizations."""

    model = Party
    name = "parties"
    means = _("Any person or organization with whom the company deals.")
    icon = "party"
    page_rank = 10
    lanes = "lifecycle"
    sections = {
        _("customer"): ("name", "other_names", "kind", "roles", "owner", "team", "lifecycle",
                        "tier", "keeps_tier", "source"),
        _("profile"): ("industry", "region", "country", "uscc", "website", "employee_count",
                       "annual_revenue", "birthday", "completeness"),
        _("pool"): POOL,
        _("notes"): ("tags", "note", "external_ids"),
    }  # fmt: skip
    columns = ("name", "kind", "lifecycle", "tier", "industry", "region", "owner", "updated_at")
    filters = (
        "kind",
        "roles",
        "lifecycle",
        "tier",
        "industry",
        "owner",
        "tags",
        "region",
        "completeness",
        "pool",
        "recycles_on",
    )
    sorts = {
        "name": "name_sort",
        "completeness": "completeness",
        "recycles_on": "recycles_on",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    default_sort = "name"
    parts = ("contact_points",)
    unique = ("uscc", "external_ids")
    mergeable = True
    former_names = "other_names"
    search = {
        "names": ("name", "other_names"),
        "codes": ("uscc", "external_ids"),
        "contact_points": ("value", "type"),
    }
    facts: ClassVar[dict[str, Any]] = {
        "region": {"kind": KINDS["region"]},
        "country": {"kind": KINDS["country"]},
        "completeness": {"is_share": True, "maximum": 100},
    }  # fmt: skip
    key_fields: ClassVar[dict[str, tuple[str, ...]]] = {
        "organization": ("name", "industry", "region", "uscc", "employee_count", "annual_revenue",
                         "source", "tier", "contact_points.phone", "decider"),
        "person": ("name", "region", "source", "tier", "birthday", "contact_points.phone",
                   "contact_points.email", "contact_points.wechat"),
    }  # fmt: skip
    takes_custom = True


@register
class RelationshipResource(Resource):
    """Ties between parties."""

    model = Relationship
    name = "relationships"
    means = _(
        "How one party stands to another: works for it, decides for it, refers customers to it."
    )
    icon = "relationship"
    sections = {
        _("relationship"): ("from_party", "type", "to_party", "role", "since", "until", "owner",
                            "note")
    }  # fmt: skip
    columns = ("from_party", "type", "to_party", "role", "since", "until")
    filters = ("type", "from_party", "to_party")
    seen_from: ClassVar[dict[str, Any]] = {
        "from_party:person": _("employers"),
        "to_party:person": _("people tied to them"),
        "from_party:organization": _("subsidiaries and partners"),
        "to_party:organization": _("employees and contacts"),
    }
    sorts = {"created_at": "created_at"}
    takes_custom = True


@register
class LeadResource(Resource):
    """Interest on its way to a customer."""

    model = Lead
    name = "leads"
    means = _("An interest that nobody has qualified yet: who asks, what for, and how it came.")
    icon = "lead"
    page_rank = 25
    lanes = "status"
    sections = {
        _("lead"): ("name", "company_name", "title", "status", "score", "owner", "team"),
        _("ways to reach them"): ("mobile", "phone", "email", "wechat", "region", "country",
                                  "address"),
        _("need"): ("need", "amount", "currency", "opportunity_name", "industry", "website",
                    "uscc"),
        _("origin"): ("source", "source_detail", "directory_batch"),
        _("pool"): POOL,
        _("first response"): ("respond_by", "responded_at", "escalated_at"),
        _("outcome"): ("status_since", "party", "person", "rejected_reason", "rejected_note"),
        _("notes"): ("tags", "note", "external_ids"),
    }  # fmt: skip
    columns = ("name", "company_name", "status", "score", "mobile", "source", "need", "owner",
               "created_at")  # fmt: skip
    filters = ("status", "source", "directory_batch", "owner", "rejected_reason", "industry",
               "region", "tags",
               "created_at", "status_since", "pool", "recycles_on", "respond_by",
               "responded_at", "score")  # fmt: skip
    sorts = {
        "name": "name_sort",
        "score": "score",
        "respond_by": "respond_by",
        "recycles_on": "recycles_on",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    unique = ("external_ids",)
    mergeable = True
    search = {
        "names": ("name", "company_name"),
        "phones": ("mobile", "phone"),
        "emails": ("email",),
        "texts": ("wechat",),
        "codes": ("uscc", "external_ids"),
    }
    facts: ClassVar[dict[str, Any]] = {
        "mobile": {"normalise": phones.normalise},
        "phone": {"normalise": phones.normalise},
        "email": {"normalise": emails.normalise},
        "uscc": {"normalise": uscc.normalise},
        "region": {"kind": KINDS["region"]},
        "country": {"kind": KINDS["country"]},
        "score": {"maximum": 100},
    }
    seen_from: ClassVar[dict[str, Any]] = {
        "party": _("leads from which it came"),
        "person": _("leads from which they came"),
        "person:organization": "",
    }
    takes_custom = True


@register
class PoolResource(Resource):
    """Where leads and customers lie that nobody owns."""

    model = Pool
    name = "pools"
    means = _("A place for leads or customers that nobody owns, from which its people claim some.")
    icon = "pool"
    sections = {
        _("pool"): ("name", "holds", "is_usual", "note"),
        _("what members see"): ("hidden", "masked"),
        _("limits of claims"): ("daily_claims", "most_owned", "not_counted", "cool_down_days",
                                "freeze_days"),
        _("going back"): ("warn_days",),
    }  # fmt: skip
    columns = ("name", "holds", "is_usual", "daily_claims", "most_owned", "warn_days")
    filters = ("holds",)
    sorts = {"name": "name"}
    default_sort = "name"
    parts = ("members", "recycle_rules")


@register
class PoolMemberResource(Resource):
    """Who claims from a pool."""

    model = PoolMember
    name = "pool-members"
    means = _("A team or a person that may claim from a pool, or runs it.")
    icon = "team"
    sections = {_("member of a pool"): ("pool", "team", "user", "runs_it")}
    columns = ("pool", "team", "user", "runs_it")
    filters = ("team", "user")


@register
class RecycleRuleResource(Resource):
    """What goes back into a pool, and when."""

    model = RecycleRule
    name = "recycle-rules"
    means = _("When what a member of a pool owns goes back into it.")
    icon = "clock"
    sections = {
        _("recycle rule"): ("pool", "lacks", "days", "in_workdays", "levels", "excluded")
    }  # fmt: skip
    columns = ("pool", "lacks", "days", "in_workdays", "levels")
    filters = ("lacks",)


@register
class AssignmentRuleResource(Resource):
    """To whom what is new goes."""

    model = AssignmentRule
    name = "assignment-rules"
    means = _("To whom a new lead or customer without an owner goes, and how soon it is answered.")
    icon = "swap"
    sections = {
        _("assignment rule"): ("name", "rank", "is_active", "holds"),
        _("for which"): ("industries", "regions", "sources"),
        _("to whom"): ("team", "user", "pool", "most_open", "only_in_hours"),
        _("first response"): ("response_hours", "escalate_hours", "reassigns"),
    }  # fmt: skip
    columns = ("rank", "name", "holds", "industries", "regions", "sources", "team", "user", "pool",
               "response_hours", "is_active")  # fmt: skip
    filters = ("holds", "is_active", "team", "user", "pool")
    sorts = {"name": "name", "rank": "rank"}
    default_sort = "rank"


@register
class ScoreRuleResource(Resource):
    """What makes a lead worth calling first."""

    model = ScoreRule
    name = "score-rules"
    means = _("Points that a lead gets for what it is, or for what was done with it lately.")
    icon = "star"
    sections = {
        _("score rule"): ("name", "measures", "field", "values", "points", "half_life_days")
    }  # fmt: skip
    columns = ("name", "measures", "field", "values", "points", "half_life_days")
    filters = ("measures",)
    sorts = {"name": "name"}
    default_sort = "name"
