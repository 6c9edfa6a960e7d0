"""The record types that every installation has on its settings pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.records.models import Company, ExchangeRate
from zhike.records.resource import Resource, register


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
