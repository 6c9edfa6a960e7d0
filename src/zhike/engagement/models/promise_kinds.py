"""What is promised: kinds, and the units in which it is counted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a promise is about."""

    DELIVERY = "delivery", _("delivery time")
    PRICE = "price", pgettext_lazy("promise", "price")
    SERVICE = "service", _("on-site service")
    WARRANTY = "warranty", _("warranty")
    TRAINING = "training", _("training")
    GIFT = "gift", _("gift")
    OTHER = "other", _("other")


class Unit(models.TextChoices):
    """In what a promise is counted."""

    HOUR = "hour", pgettext_lazy("unit", "hours")
    DAY = "day", pgettext_lazy("unit", "days")
    WORKDAY = "workday", pgettext_lazy("unit", "working days")
    WEEK = "week", pgettext_lazy("unit", "weeks")
    MONTH = "month", pgettext_lazy("unit", "months")
    YEAR = "year", pgettext_lazy("unit", "years")
    PERSON = "person", pgettext_lazy("unit", "people")
    TIME = "time", pgettext_lazy("unit", "times")
    PIECE = "piece", pgettext_lazy("unit", "pieces")
    PERCENT = "percent", pgettext_lazy("unit", "percent")
    YUAN = "yuan", pgettext_lazy("unit", "yuan")
