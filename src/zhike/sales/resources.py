"""Pipelines, stages and opportunities on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import (
    Opportunity,
    OpportunityCompetitor,
    OpportunityLine,
    OpportunityStep,
    Pipeline,
    Process,
    Stage,
    StageCriterion,
    StageStep,
    Target,
)
from zhike.sales.models.year_plan import MONTHS


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
                            "amount", "base_price", "price_note", "agreed_discount", "tax_rate",
                            "promotion", "promotion_off", "net_amount", "unit_cost", "cost"),
    }  # fmt: skip
    columns = ("product", "quantity", "unit_price", "discount", "amount", "price_note")
    filters = ("product", "promotion")


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
        _("profit"): ("net_amount", "costed", "profit", "margin"),
        _("strengths and weaknesses"): ("strengths", "weaknesses"),
        _("outcome"): (
            "stage_since",
            "process",
            "won_at",
            "lost_at",
            "lost_reason",
            "lost_to",
            "lost_note",
        ),
        _("notes"): ("tags", "note", "external_ids"),
    }
    columns = ("name", "party", "stage", "amount", "currency", "close_date", "owner", "updated_at")
    filters = ("stage", "pipeline", "owner", "amount", "profit", "margin", "close_date", "party",
               "source", "lead", "lost_reason", "lost_to", "won_at", "lost_at", "opened_on",
               "tags")  # fmt: skip
    sorts = {
        "name": "name_sort", "amount": "amount", "profit": "profit", "margin": "margin",
        "close_date": "close_date",
        "created_at": "created_at", "updated_at": "updated_at",
    }  # fmt: skip
    default_sort = "-updated_at"
    ends = ("won_at", "lost_at")
    seen_from: ClassVar[dict[str, Any]] = {"lead": _("opportunities that came of it")}
    parts = ("lines", "competitors")
    unique = ("external_ids",)
    search = {"names": ("name",), "codes": ("external_ids",)}
    board = "stage"
    board_sum = "amount"
    board_weight = "probability"
    takes_custom = True


@register
class TargetResource(Resource):
    """What is to be sold."""

    model = Target
    name = "targets"
    means = _("What a person, a team or the company is to win in a year and in its months.")
    icon = "opportunity"
    sections = {
        _("target"): ("year", "kind", "owner", "team", "amount", "currency"),
        _("plan of the months"): MONTHS,
    }
    facts: ClassVar[dict[str, dict[str, Any]]] = {"year": {"is_name": True}}
    columns = ("year", "kind", "owner", "team", "amount", "currency", "updated_at")
    filters = ("year", "owner", "team", "kind", "amount")
    sorts = {"year": "year", "created_at": "created_at"}
    default_sort = "-year"
