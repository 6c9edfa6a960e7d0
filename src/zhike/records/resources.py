"""The record types that every installation has on its settings pages."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from zhike.records.fieldspec import FieldSpec
from zhike.records.kinds import KINDS
from zhike.records.models import (
    Absence,
    BrandTemplate,
    CalendarDay,
    Company,
    ExchangeRate,
    LegalEntity,
    NumberRule,
    WorkCalendar,
)
from zhike.records.models.work_calendar import WEEK
from zhike.records.numbering import numbered
from zhike.records.resource import Resource, register, resource_of_kind


@register
class CompanyResource(Resource):
    """The company itself."""

    model = Company
    name = "companies"
    means = _("The company itself: its name, currency and time zone.")
    icon = "gear"
    sections = {
        _("company"): ("name", "base_currency", "language", "time_zone"),
        _("log-in"): ("second_step",),
        _("backups"): ("backups_kept",),
        _("exports"): ("watermark_from",),
        _("duplicates"): (
            "suspected_from", "likely_from", "merges_same_code",
            "shown_from", "probably_here_from", "here_from",
        ),
    }  # fmt: skip
    columns = ("name", "base_currency", "language", "time_zone")


@register
class ExchangeRateResource(Resource):
    """Dated rates of currencies."""

    model = ExchangeRate
    name = "exchange-rates"
    means = _("What a currency is worth from a day on.")
    icon = "quote"
    sections = {_("exchange rate"): ("currency", "rate", "valid_from")}
    columns = ("currency", "rate", "valid_from")
    filters = ("currency", "valid_from")
    sorts = {"valid_from": "valid_from", "created_at": "created_at"}
    default_sort = "-valid_from"


@register
class WorkCalendarResource(Resource):
    """When the company and its teams work."""

    model = WorkCalendar
    name = "work-calendars"
    means = _("The hours in which a team works, by which its deadlines are counted.")
    icon = "calendar"
    sections = {_("work calendar"): ("name", "team"), _("week"): WEEK}
    columns = ("name", "team", "monday", "saturday", "sunday")
    filters = ("team",)
    sorts = {"created_at": "created_at"}
    unique = ("name",)


@register
class CalendarDayResource(Resource):
    """Holidays and make-up workdays, imported once a year or taken from those shipped."""

    model = CalendarDay
    name = "calendar-days"
    means = _("A holiday or a make-up workday, on which a work calendar differs from its week.")
    icon = "calendar"
    sections = {_("calendar day"): ("calendar", "day", "name", "hours")}
    columns = ("day", "name", "hours", "calendar")
    filters = ("calendar", "day")
    sorts = {"day": "day", "created_at": "created_at"}
    default_sort = "-day"


@register
class AbsenceResource(Resource):
    """Leave and journeys, with a deputy."""

    model = Absence
    name = "absences"
    means = _("A time in which somebody is away, and who stands in.")
    icon = "user"
    sections = {_("absence"): ("user", "starts_at", "ends_at", "deputy", "reason")}
    columns = ("user", "starts_at", "ends_at", "deputy", "reason")
    filters = ("user", "deputy", "starts_at", "ends_at")
    sorts = {"starts_at": "starts_at", "created_at": "created_at"}
    default_sort = "-starts_at"


class _Called:
    """What documents of a kind are called, in the reader's language."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __str__(self) -> str:
        return str(resource_of_kind(self.kind).label)


@register
class NumberRuleResource(Resource):
    """How documents are numbered; the kinds of documents are those that packages make known."""

    model = NumberRule
    name = "number-rules"
    means = _("How documents of a kind are numbered: a pattern, and when its serial begins anew.")
    icon = "list"
    sections = {_("number rule"): ("document", "pattern", "reset", "start", "step")}
    columns = ("document", "pattern", "reset", "step")
    filters = ("document", "reset")
    sorts = {"created_at": "created_at"}
    unique = ("document",)

    @cached_property
    def coded(self) -> dict[str, FieldSpec]:
        """The kinds of documents, once all are known."""
        specs: dict[str, Any] = dict(Resource.coded.func(self))  # type: ignore[attr-defined]
        kinds = tuple((one.kind, lazystr(_Called(one.kind))) for one in numbered())
        specs["document"] = replace(specs["document"], kind=KINDS["choice"], choices=kinds)
        return specs


@register
class LegalEntityResource(Resource):
    """Our companies as papers name them."""

    model = LegalEntity
    name = "legal-entities"
    means = _("A company of ours in whose name we offer, sign and invoice.")
    icon = "organization"
    sections = {
        _("legal entity"): (
            "name", "name_en", "uscc", "representative", "code", "is_default",
        ),
        _("address"): ("address", "address_en", "phone"),
        _("bank"): ("bank", "bank_account"),
    }  # fmt: skip
    columns = ("name", "uscc", "phone", "is_default")
    sorts = {"created_at": "created_at"}
    unique = ("uscc",)


@register
class BrandTemplateResource(Resource):
    """How papers look."""

    model = BrandTemplate
    name = "brand-templates"
    means = _("How one kind of paper of a legal entity looks, and what stands on each of them.")
    icon = "file"
    sections = {
        _("brand template"): ("name", "entity", "kind", "language", "is_locked"),
        _("look"): ("colour", "has_seal", "header", "header_en", "footer", "footer_en"),
        _("terms"): ("terms", "terms_en"),
    }
    columns = ("name", "entity", "kind", "language", "is_locked")
    filters = ("entity", "kind", "is_locked")
    sorts = {"created_at": "created_at"}
