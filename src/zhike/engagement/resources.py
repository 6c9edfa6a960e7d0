"""Interactions, tasks and files on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.access.models import Level
from zhike.access.rights import Access
from zhike.engagement.models import (
    Appointment,
    Approval,
    ApprovalStep,
    Capacity,
    CardBatch,
    Commitment,
    File,
    Interaction,
    InternalRequest,
    Participant,
    PublicLink,
    SourceCost,
    Task,
)
from zhike.people.models import Party
from zhike.records.fieldspec import FieldSpec
from zhike.records.kinds import KINDS
from zhike.records.resource import Resource, register


@register
class ParticipantResource(Resource):
    """Who took part in an interaction."""

    model = Participant
    name = "participants"
    means = _("Who else took part in an interaction.")
    icon = "user"
    sections = {_("participant"): ("interaction", "user", "party")}
    columns = ("interaction", "user", "party")


@register
class InteractionResource(Resource):
    """Every touch with a party."""

    model = Interaction
    name = "interactions"
    means = _("One touch on any channel; one to come is an appointment.")
    icon = "interaction"
    page_rank = 30
    lanes = "next_contact_at"
    sections = {
        _("interaction"): ("party", "lead", "channel", "direction", "at", "subject", "body",
                           "about", "next_contact_at", "owner"),
        _("appointment"): ("starts_at", "ends_at"),
    }  # fmt: skip
    columns = ("at", "party", "channel", "subject", "next_contact_at", "owner")
    filters = ("channel", "direction", "at", "owner", "party", "lead", "next_contact_at")
    sorts = {"at": "at"}
    default_sort = "-at"
    parts = ("participants",)
    takes_custom = True


@register
class AppointmentResource(Resource):
    """What stands in one's calendar beside customers."""

    model = Appointment
    name = "appointments"
    means = _("A time in somebody's calendar that is with no customer: a board meeting, a journey.")
    icon = "calendar"
    sections = {
        _("calendar entry"): ("subject", "starts_at", "ends_at", "priority", "place", "owner",
                              "note"),
    }  # fmt: skip
    columns = ("starts_at", "ends_at", "subject", "priority", "owner")
    filters = ("starts_at", "priority", "owner")
    sorts = {"starts_at": "starts_at", "created_at": "created_at"}
    default_sort = "-starts_at"


@register
class CardBatchResource(Resource):
    """What one brings home from a fair."""

    model = CardBatch
    name = "card-batches"
    means = _("The business cards or lists of visitors of one fair, and what became of each.")
    icon = "campaign"
    page_rank = 27
    sections = {_("batch of cards"): ("name", "day", "place", "source", "owner", "note")}
    columns = ("name", "day", "place", "source", "owner")
    filters = ("day", "source", "owner")
    sorts = {"day": "day", "created_at": "created_at"}
    default_sort = "-day"


@register
class SourceCostResource(Resource):
    """What leads cost."""

    model = SourceCost
    name = "source-costs"
    means = _("What was spent so that leads come by a source: a fair, an advertisement, a list.")
    icon = "money"
    sections = {
        _("cost of a source"): ("name", "source", "batch", "begins_on", "ends_on", "amount",
                                "currency", "note"),
    }  # fmt: skip
    columns = ("name", "source", "begins_on", "ends_on", "amount", "batch")
    filters = ("source", "begins_on", "ends_on", "batch", "amount")
    sorts = {"begins_on": "begins_on", "created_at": "created_at"}
    default_sort = "-begins_on"
    seen_from: ClassVar[dict[str, Any]] = {"batch": _("what it cost")}


@register
class TaskResource(Resource):
    """What has to be done."""

    model = Task
    name = "tasks"
    means = _("Something to do, by a time and by somebody.")
    icon = "task"
    page_rank = 40
    lanes = "due_at"
    sections = {
        _("task"): ("subject", "due_at", "party", "about", "owner", "note"),
        _("progress"): ("status", "done_at"),
    }
    columns = ("subject", "due_at", "party", "owner", "status")
    filters = ("status", "due_at", "owner", "party")
    sorts = {"due_at": "due_at", "created_at": "created_at"}
    default_sort = "due_at"
    takes_custom = True


@register
class CommitmentResource(Resource):
    """What we promised."""

    model = Commitment
    name = "commitments"
    means = _("Something promised to a customer: what, by whom, by when, and whether it was kept.")
    icon = "promise"
    page_rank = 35
    lanes = "due_at"
    sections = {
        _("promise"): ("party", "text", "kind", "quantity", "unit", "due_at", "promised_by",
                       "owner", "source"),
        _("expectation"): ("expected", "delivered", "met"),
        _("outcome"): ("status", "ended_at", "fulfilled_by", "reason", "reminded_at", "upheld_at",
                       "note"),
    }  # fmt: skip
    columns = ("text", "status", "party", "due_at", "kind", "quantity", "unit", "promised_by",
               "owner")  # fmt: skip
    filters = ("status", "kind", "due_at", "party", "promised_by", "owner", "unit", "met",
               "ended_at")  # fmt: skip
    sorts = {"due_at": "due_at", "created_at": "created_at"}
    default_sort = "due_at"
    takes_custom = True


@register
class CapacityResource(Resource):
    """What can be promised where."""

    model = Capacity
    name = "capacities"
    means = _("How many people are free for a kind of promise in a region.")
    icon = "service"
    sections = {_("capacity"): ("kind", "region", "unit", "people", "least", "note")}
    facts: ClassVar[dict[str, Any]] = {"region": {"kind": KINDS["region"]}}
    columns = ("kind", "region", "unit", "people", "least", "note")
    filters = ("kind", "region", "people")


@register
class PublicLinkResource(Resource):
    """Links for people outside: never their text."""

    model = PublicLink
    name = "public-links"
    means = _("An address by which somebody outside sees one record without logging in.")
    in_api = False  # Its text is shown once, to a person: a program could only make dead ones.
    icon = "link"
    sections = {_("public link"): ("recipient", "about", "expires_at", "revoked_at", "owner")}
    columns = ("recipient", "about", "expires_at", "revoked_at", "owner", "created_at")
    filters = ("owner", "expires_at", "revoked_at")
    sorts = {"created_at": "created_at"}


@register
class FileResource(Resource):
    """Documents of parties; their content comes and goes through pages of its own."""

    model = File
    name = "files"
    means = _("A document of a customer or a lead.")
    icon = "file"
    sections = {
        _("file"): (
            "name",
            "party",
            "lead",
            "request",
            "about",
            "note",
            "owner",
            "size",
            "content_type",
        )
    }
    columns = ("name", "party", "size", "owner", "created_at")
    filters = ("party", "lead", "request", "owner")
    sorts = {"created_at": "created_at"}


class OfCustomer(Resource):
    """What is asked about a customer, whose name whoever is asked sees as far as names may be."""

    def specs(self, access: Access) -> dict[str, FieldSpec]:
        """The copy of the customer's name is seen no better than the name itself."""
        found = super().specs(access)
        level = access.level(Party.record_type, "name")
        if level == Level.HIDDEN:
            found.pop("customer_name", None)
        elif level == Level.MASKED and "customer_name" in found:
            found["customer_name"] = found["customer_name"].seen_as(level)
        return found


@register
class InternalRequestResource(OfCustomer):
    """What departments ask each other."""

    model = InternalRequest
    name = "internal-requests"
    means = _("What somebody asks another department for on a customer's behalf, with a clock.")
    icon = "chat"
    page_rank = 42
    lanes = "status"
    sections = {
        _("request"): ("subject", "kind", "party", "customer_name", "about", "to_team", "assignee",
                       "hours", "owner", "text"),
        _("clock"): ("status", "asked_at", "since", "due_at", "reminded_at", "escalated_at",
                     "escalated_to"),
        _("answer"): ("answer", "answered_at", "answered_by", "worked_hours"),
    }  # fmt: skip
    columns = ("subject", "customer_name", "to_team", "assignee", "status", "due_at", "owner")
    filters = ("status", "kind", "to_team", "assignee", "owner", "party", "due_at", "asked_at",
               "answered_at", "escalated_at")  # fmt: skip
    sorts = {"due_at": "due_at", "created_at": "created_at"}
    default_sort = "-due_at"
    facts: ClassVar[dict[str, Any]] = {"owner": {"label": _("asked by")}}


@register
class ApprovalStepResource(Resource):
    """Whose consent an approval needs."""

    model = ApprovalStep
    name = "approval-steps"
    means = _("One person or department whose consent an approval needs, and what they said.")
    icon = "check"
    sections = {
        _("consent"): ("approval", "team", "user", "decision", "acting", "acting_because",
                       "opened_at", "due_at", "decided_by", "decided_at", "comment",
                       "worked_hours"),
    }  # fmt: skip
    columns = ("team", "user", "decision", "acting", "due_at", "decided_by", "decided_at",
               "comment")  # fmt: skip
    filters = ("decision", "team", "user", "acting", "due_at")


@register
class ApprovalResource(OfCustomer):
    """Who must agree to what."""

    model = Approval
    name = "approvals"
    means = _("Who must agree to what before it goes on, in order or at the same time, in time.")
    icon = "check"
    page_rank = 44
    lanes = "status"
    sections = {
        _("approval"): ("subject", "party", "customer_name", "about", "mode", "hours", "when_late",
                        "owner", "text"),
        _("outcome"): ("status", "asked_at", "closed_at", "worked_hours", "reminded_at", "comment",
                       "deputy"),
    }  # fmt: skip
    columns = ("subject", "customer_name", "status", "asked_at", "closed_at", "owner")
    filters = ("status", "mode", "owner", "party", "asked_at", "closed_at")
    sorts = {"created_at": "created_at"}
    parts = ("steps",)
    facts: ClassVar[dict[str, Any]] = {"owner": {"label": _("asked by")}}
