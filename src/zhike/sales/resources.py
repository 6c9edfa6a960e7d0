"""Pipelines, stages and opportunities on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import (
    CustomerOpinion,
    Executive,
    ExecutiveVisit,
    Opportunity,
    OpportunityCompetitor,
    OpportunityLine,
    OpportunityStep,
    Pipeline,
    Process,
    Stage,
    StageCriterion,
    StageStep,
    VisitPolicy,
)


@register
class PipelineResource(Resource):
    """Ways of selling."""

    model = Pipeline
    name = "pipelines"
    means = _("The stages through which a kind of deal goes.")
    icon = "board"
    sections = {_("pipeline"): ("name", "is_default", "currency")}
    columns = ("name", "is_default", "currency")


@register
class StageResource(Resource):
    """The stages of pipelines."""

    model = Stage
    name = "stages"
    means = _(
        "One step of a pipeline, with how likely deals in it are won and how many days they "
        "should stay."
    )
    icon = "board"
    sections = {
        _("stage"): ("pipeline", "name", "position", "kind", "win_probability", "max_days",
                     "max_deals", "executive_involvement", "is_closed"),
    }  # fmt: skip
    columns = ("pipeline", "position", "name", "kind", "win_probability", "max_days",
               "max_deals", "executive_involvement")  # fmt: skip
    filters = ("pipeline", "kind", "is_closed")
    sorts = {"position": "position", "created_at": "created_at"}
    default_sort = "position"


@register
class StageStepResource(Resource):
    """What is done inside a stage."""

    model = StageStep
    name = "stage-steps"
    means = _("What has to be done while a deal is in a stage, by whom, in how many working hours.")
    icon = "task"
    sections = {
        _("step of a stage"): ("process", "number", "stage", "name", "responsible", "department",
                               "hours", "after", "deliverable", "evidence", "how_to"),
    }  # fmt: skip
    columns = ("number", "stage", "name", "responsible", "department", "hours", "after",
               "deliverable", "evidence")  # fmt: skip
    filters = ("stage", "department")
    sorts = {"number": "number"}
    default_sort = "number"


@register
class StageCriterionResource(Resource):
    """What is asked before a stage."""

    model = StageCriterion
    name = "stage-criteria"
    means = _("What must be so before a deal may come into a stage.")
    icon = "check"
    sections = {
        _("entry criterion"): ("process", "stage", "kind", "field", "filter", "days", "step",
                               "sentence"),
    }  # fmt: skip
    columns = ("stage", "kind", "field", "days", "step", "sentence")
    filters = ("stage", "kind")


@register
class ProcessResource(Resource):
    """Versions of what deals have to do."""

    model = Process
    name = "processes"
    means = _("A version of what deals of a pipeline have to do; each finishes on its own.")
    icon = "board"
    sections = {_("process version"): ("pipeline", "number", "status", "in_force_since", "note")}
    columns = ("pipeline", "number", "status", "in_force_since", "note")
    filters = ("pipeline", "status")
    parts = ("steps", "criteria")


@register
class OpportunityStepResource(Resource):
    """The steps that deals go through."""

    model = OpportunityStep
    name = "opportunity-steps"
    means = _("A step that a deal goes through: since when, until when, with what result.")
    icon = "task"
    sections = {
        _("step of a deal"): ("opportunity", "step", "status", "since", "due_at", "done_at",
                              "done_by", "evidence", "file", "request", "reason"),
    }  # fmt: skip
    columns = ("opportunity", "step", "status", "since", "due_at", "done_at", "done_by")
    filters = ("status", "step", "since", "due_at", "done_at", "done_by")


@register
class OpportunityCompetitorResource(Resource):
    """Who else wants a deal."""

    model = OpportunityCompetitor
    name = "opportunity-competitors"
    means = _("A competitor for a deal: their price, their strengths and weaknesses.")
    icon = "party"
    sections = {
        _("competitor for a deal"): ("opportunity", "party", "price", "strengths", "weaknesses"),
    }
    columns = ("party", "price", "strengths", "weaknesses")
    filters = ("party",)


@register
class OpportunityLineResource(Resource):
    """What an opportunity is about."""

    model = OpportunityLine
    name = "opportunity-lines"
    means = _("A product in a deal, with its quantity and price.")
    icon = "product"
    sections = {
        _("product line"): ("opportunity", "product", "quantity", "unit_price", "discount",
                            "amount"),
    }  # fmt: skip
    columns = ("product", "quantity", "unit_price", "discount", "amount")
    filters = ("product",)


@register
class OpportunityResource(Resource):
    """Possible sales."""

    model = Opportunity
    name = "opportunities"
    means = _("A possible sale, from first interest to won or lost.")
    icon = "opportunity"
    page_rank = 20
    has_as_of = True
    sections = {
        _("opportunity"): ("name", "party", "pipeline", "stage", "owner", "team", "source", "lead"),
        _("forecast"): ("amount", "currency", "probability", "opened_on", "close_date"),
        _("position"): ("strengths", "weaknesses"),
        _("outcome"): ("stage_since", "process", "won_at", "lost_at", "lost_reason", "lost_to",
                       "lost_note"),
        _("notes"): ("tags", "note", "external_ids"),
    }
    columns = ("name", "party", "stage", "amount", "currency", "close_date", "owner", "updated_at")
    filters = ("stage", "pipeline", "owner", "amount", "close_date", "party", "source", "lead",
               "lost_reason", "lost_to", "won_at", "lost_at", "opened_on", "tags")  # fmt: skip
    sorts = {
        "name": "name_sort", "amount": "amount", "close_date": "close_date",
        "created_at": "created_at", "updated_at": "updated_at",
    }  # fmt: skip
    default_sort = "-updated_at"
    seen_from: ClassVar[dict[str, Any]] = {"lead": _("opportunities that came of it")}
    parts = ("lines", "competitors")
    unique = ("external_ids",)
    search = {"names": ("name",), "codes": ("external_ids",)}
    board = "stage"
    board_sum = "amount"
    board_weight = "probability"
    takes_custom = True


@register
class ExecutiveResource(Resource):
    """Who of the management goes to customers."""

    model = Executive
    name = "executives"
    means = _("Somebody of the management who may be asked to visit a customer.")
    icon = "user"
    sections = {_("executive"): ("user", "title", "level", "visits_per_quarter", "is_active")}
    columns = ("user", "title", "level", "visits_per_quarter", "is_active")
    filters = ("level", "is_active", "user")


@register
class VisitPolicyResource(Resource):
    """What the company asks of a visit."""

    model = VisitPolicy
    name = "visit-policies"
    means = _("What the company asks before somebody of the management goes to a customer.")
    icon = "settings"
    sections = {
        _("policy for visits"): ("name",),
        _("what is asked"): ("least_chance", "least_amount", "most_silent_days", "least_contacts",
                             "later_from"),
        _("what is required"): ("needs_stage", "needs_amount", "needs_leader"),
        _("what counts"): ("weight_stage", "weight_amount", "weight_leader", "weight_contact",
                           "weight_relation", "weight_competitor"),
    }  # fmt: skip
    columns = ("name", "least_chance", "least_amount", "most_silent_days")


@register
class ExecutiveVisitResource(Resource):
    """Visits of the management to customers."""

    model = ExecutiveVisit
    name = "executive-visits"
    means = _("A request that somebody of the management visits a customer, and what became of it.")
    icon = "door"
    page_rank = 28
    sections = {
        _("executive visit"): ("purpose", "party", "opportunity", "executive", "starts_at",
                               "ends_at", "place", "attendee", "leader_attends", "owner"),
        _("recommendation"): ("recommendation", "score", "decided_by"),
        _("decision"): ("status", "submitted_at", "decided_at", "decision_note", "is_override",
                        "appointment"),
        _("preparation"): ("talking_points",),
        _("outcome"): ("held_at", "outcome", "customer_said"),
    }  # fmt: skip
    columns = ("starts_at", "purpose", "party", "executive", "recommendation", "score", "status",
               "owner")  # fmt: skip
    filters = ("status", "recommendation", "executive", "starts_at", "party", "opportunity",
               "owner", "is_override")  # fmt: skip
    sorts = {"starts_at": "starts_at", "created_at": "created_at"}
    default_sort = "-starts_at"
    seen_from: ClassVar[dict[str, Any]] = {"attendee": _("visits that they received")}


@register
class CustomerOpinionResource(Resource):
    """What customers told the management."""

    model = CustomerOpinion
    name = "customer-opinions"
    means = _("What a customer told the management on a visit; somebody sees to it.")
    icon = "chat"
    sections = {
        _("customer's opinion"): ("text", "visit", "party", "owner", "due_on"),
        _("answer"): ("status", "answer", "answered_at"),
    }
    columns = ("text", "party", "owner", "status", "answer", "created_at")
    filters = ("status", "owner", "party", "visit", "due_on")
    sorts = {"created_at": "created_at"}
