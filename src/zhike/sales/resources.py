"""Pipelines, stages and opportunities on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import (
    Opportunity,
    OpportunityLine,
    Pipeline,
    Stage,
    Target,
)
from zhike.sales.models.target import MONTHS


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
                     "max_deals", "is_closed"),
    }  # fmt: skip
    columns = ("pipeline", "position", "name", "kind", "win_probability", "max_days",
               "max_deals")  # fmt: skip
    filters = ("pipeline", "kind", "is_closed")
    sorts = {"position": "position", "created_at": "created_at"}
    default_sort = "position"


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
        _("outcome"): ("stage_since", "won_at", "lost_at", "lost_reason", "lost_note"),
        _("notes"): ("tags", "note", "external_ids"),
    }
    columns = ("name", "party", "stage", "amount", "currency", "close_date", "owner", "updated_at")
    filters = ("stage", "pipeline", "owner", "amount", "close_date", "party", "source", "lead",
               "lost_reason", "won_at", "lost_at", "opened_on", "tags")  # fmt: skip
    sorts = {
        "name": "name_sort", "amount": "amount", "close_date": "close_date",
        "created_at": "created_at", "updated_at": "updated_at",
    }  # fmt: skip
    default_sort = "-updated_at"
    seen_from: ClassVar[dict[str, Any]] = {"lead": _("opportunities that came of it")}
    parts = ("lines",)
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
    columns = ("year", "owner", "team", "amount", "currency", "updated_at")
    filters = ("year", "owner", "team", "kind", "amount")
    sorts = {"year": "year", "created_at": "created_at"}
    default_sort = "-year"
