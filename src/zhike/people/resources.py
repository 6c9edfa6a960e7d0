"""Parties, contact points and relationships on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.base import emails, phones, uscc
from zhike.people.models import ContactPoint, Lead, Party, Relationship
from zhike.records.kinds import KINDS
from zhike.records.resource import Resource, register


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
                        "tier", "source"),
        _("profile"): ("industry", "region", "country", "uscc", "website", "employee_count",
                       "annual_revenue", "birthday", "completeness"),
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
    )
    sorts = {
        "name": "name_sort",
        "completeness": "completeness",
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
        _("lead"): ("name", "company_name", "title", "status", "owner", "team"),
        _("ways to reach them"): ("mobile", "phone", "email", "wechat", "region", "country",
                                  "address"),
        _("need"): ("need", "amount", "currency", "opportunity_name", "industry", "website",
                    "uscc"),
        _("origin"): ("source", "source_detail"),
        _("outcome"): ("status_since", "party", "person", "rejected_reason", "rejected_note"),
        _("notes"): ("tags", "note", "external_ids"),
    }  # fmt: skip
    columns = ("name", "company_name", "status", "mobile", "source", "need", "owner", "created_at")
    filters = ("status", "source", "owner", "rejected_reason", "industry", "region", "tags",
               "created_at", "status_since")  # fmt: skip
    sorts = {"name": "name_sort", "created_at": "created_at", "updated_at": "updated_at"}
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
    }
    seen_from: ClassVar[dict[str, Any]] = {
        "party": _("leads from which it came"),
        "person": _("leads from which they came"),
        "person:organization": "",
    }
    takes_custom = True
