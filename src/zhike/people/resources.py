"""Parties, contact points and relationships on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.people.models import ContactPoint, Party, Relationship
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
                       "annual_revenue", "birthday"),
        _("notes"): ("tags", "note", "external_ids"),
    }  # fmt: skip
    columns = ("name", "kind", "lifecycle", "tier", "industry", "region", "owner", "updated_at")
    filters = ("kind", "roles", "lifecycle", "tier", "industry", "owner", "tags", "region")
    sorts = {"name": "name_sort", "created_at": "created_at", "updated_at": "updated_at"}
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
