"""Benefit models and reports on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import (
    BenefitEdition,
    BenefitFormula,
    BenefitInput,
    BenefitModel,
    BenefitReport,
)

TERM = ("model", "key", "label", "label_en", "unit", "unit_en", "decimals", "position")


@register
class BenefitInputResource(Resource):
    """What is filled in."""

    model = BenefitInput
    name = "benefit-inputs"
    means = _("A number that a benefit model asks for, such as seats or fare.")
    icon = "field"
    sections = {_("input of a benefit model"): (*TERM, "default", "is_varied")}
    columns = ("label", "key", "default", "unit", "is_varied", "position")
    filters = ("model", "is_varied")


@register
class BenefitFormulaResource(Resource):
    """What is worked out."""

    model = BenefitFormula
    name = "benefit-formulas"
    means = _("A figure that a benefit model works out from its inputs and other formulas.")
    icon = "field"
    sections = {_("formula of a benefit model"): (*TERM, "formula", "is_key")}
    columns = ("label", "key", "formula", "unit", "is_key", "position")
    filters = ("model", "is_key")


@register
class BenefitModelResource(Resource):
    """How it is worked out what a purchase brings."""

    model = BenefitModel
    name = "benefit-models"
    means = _("How it is worked out what a purchase brings the buyer, for one kind of business.")
    icon = "chart"
    sections = {
        _("benefit model"): ("name", "name_en", "industry", "is_active"),
        _("over the years"): ("cash_flow", "horizon", "outcome"),
        _("notes"): ("note",),
    }
    columns = ("name", "name_en", "industry", "is_active")
    filters = ("industry", "is_active")
    parts = ("inputs", "formulas")


@register
class BenefitEditionResource(Resource):
    """A report as it was."""

    model = BenefitEdition
    name = "benefit-editions"
    means = _("A benefit report as it was worked out once; it stays as it was.")
    icon = "history"
    in_api = False
    sections = {
        _("edition of a benefit report"): ("report", "number", "currency", "values", "results"),
    }
    columns = ("number", "created_at")


@register
class BenefitReportResource(Resource):
    """What a purchase brings a customer."""

    model = BenefitReport
    name = "benefit-reports"
    means = _("What a purchase brings one customer, worked out with a benefit model.")
    icon = "chart"
    page_rank = 59
    sections = {
        _("benefit report"): ("name", "party", "opportunity", "quote", "model", "currency"),
        _("figures"): ("edition", "values", "results"),
        _("notes"): ("owner", "team", "note"),
    }
    columns = ("name", "party", "model", "edition", "owner", "updated_at")
    filters = ("party", "model", "opportunity", "quote", "owner", "created_at")
    sorts = {"created_at": "created_at", "updated_at": "updated_at"}
    default_sort = "-updated_at"
    search: ClassVar[dict[str, Any]] = {"names": ("name",)}
