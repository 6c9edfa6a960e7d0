"""Timing rules: when it is time to turn to a customer, and what was reminded of already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope
from zhike.access.rights import Access, system_access
from zhike.base.errors import N_, BadValue
from zhike.base.text import fold
from zhike.catalog.models import Product
from zhike.ledger.fields import UuidKey
from zhike.ledger.models import Record
from zhike.people.models import Party
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import SavedView
from zhike.records.resource import Resource, all_resources, resource_named
from zhike.sales.rules.timing import LONGEST, Span

MOST_TO_ACT = 250


class TimingRule(Record):
    """When it is time to turn to a customer, and the task that somebody gets for it."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    class Moment(models.TextChoices):
        """What comes, before which the task is written."""

        REPLACEMENT = "replacement", _("a product that was bought comes to its end")
        DATE = "date", _("a date of a record comes")
        PURCHASE = "purchase", _("the last purchase is so long ago")
        CONTACT = "contact", _("the last contact is so long ago")

    class Unit(models.TextChoices):
        """In what the time is counted."""

        DAYS = "days", _("days")
        MONTHS = "months", _("months")

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    moment = models.CharField(
        _("moment"), max_length=11, choices=Moment.choices, default=Moment.REPLACEMENT
    )
    every = models.PositiveSmallIntegerField(
        _("how long"), null=True, blank=True,
        help_text=_("Since the last purchase or contact. A product says itself how long it lasts."),
    )  # fmt: skip
    unit = models.CharField(
        _("counted in"), max_length=6, choices=Unit.choices, default=Unit.MONTHS
    )
    resource = models.CharField(
        _("record type"), max_length=40, blank=True,
        help_text=_("Whose date it is, such as customers or opportunities."),
    )  # fmt: skip
    field = models.CharField(
        _("date field"), max_length=60, blank=True,
        help_text=_("As forms call it, such as close date; a field of your own, too."),
    )  # fmt: skip
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, verbose_name=_("product"),
        related_name="+", help_text=_("Only what was bought of it."),
    )  # fmt: skip
    series = models.CharField(
        _("series"), max_length=100, blank=True, help_text=_("Only products of this series.")
    )
    only = models.ForeignKey(
        SavedView, models.PROTECT, null=True, blank=True, verbose_name=_("only customers of"),
        related_name="+", help_text=_("Only those whom this saved view finds."),
    )  # fmt: skip
    lead_days = models.PositiveSmallIntegerField(
        _("days before"), default=30, help_text=_("So many days before the moment.")
    )
    begins_on = models.DateField(
        _("in force from"), default=timezone.localdate,
        help_text=_("What should have been reminded of before that day gets no task."),
    )  # fmt: skip
    subject = models.CharField(_("task"), max_length=200)
    days_to_act = models.PositiveSmallIntegerField(
        _("workdays for it"), default=5,
        help_text=_("So many workdays after it is written the task is due."),
    )  # fmt: skip

    class Meta:
        """Few of them."""

        verbose_name = _("timing rule")
        verbose_name_plural = _("timing rules")

    def __str__(self) -> str:
        return self.name

    @property
    def span(self) -> Span:
        """The time since the last purchase or contact."""
        return Span(self.every or 0, in_months=self.unit == self.Unit.MONTHS)

    def settle(self) -> None:
        """Keep record type and field by their names, as which people know them or not."""
        self.resource = _key(self.resource, _resources())
        self.field = _key(self.field, _fields(self.resource))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with its names settled."""
        self.settle()
        super().save(*args, **kwargs)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """What its moment needs; a view of customers."""
        self.settle()
        if self.moment in (self.Moment.PURCHASE, self.Moment.CONTACT) and not self.every:
            yield "every", BadValue("none", N_("Say how long, 1 or more."))
        if (self.every or 0) > LONGEST:
            yield "every", BadValue("range", N_("Enter a number up to 1,200."))
        if self.moment == self.Moment.DATE:
            yield from self._wrong_date()
        if self.product_id and self.series:
            yield "series", BadValue("both", N_("Choose a product or a series, not both."))
        if (self.days_to_act or 0) > MOST_TO_ACT:
            yield "days_to_act", BadValue("range", N_("Enter a number up to 250."))
        view: Any = self.only
        if view is not None and view.resource != "parties":
            yield "only", BadValue("view", N_("Choose a view of customers."))

    def _wrong_date(self) -> Iterator[tuple[str, BadValue]]:
        resources, fields = _resources(), _fields(self.resource)
        for name, known in (("resource", resources), ("field", fields)):
            if getattr(self, name) not in known:
                said = ", ".join(str(label) for label in known.values())
                yield name, BadValue(name, N_("Choose one of: %(known)s."), known=said)
                return


def _key(said: str, known: dict[str, Any]) -> str:
    """The name of what somebody called by its name or its label; else what was said."""
    text = fold(said).strip()
    return next((k for k, label in known.items() if text in (k, fold(str(label)))), said)


def _resources() -> dict[str, Any]:
    """The record types that may have a date for a rule, with what people call them."""
    return {one.name: one.label_plural for one in all_resources() if is_of_customers(one)}


def _fields(resource: str) -> dict[str, Any]:
    """The dates of one of them, with what people call them."""
    if resource not in _resources():
        return {}
    specs = date_fields(resource_named(resource), system_access())
    return {name: spec.label for name, spec in specs.items()}


def is_of_customers(resource: Resource) -> bool:
    """Whether its records are customers, or belong to one."""
    return resource.model is Party or (hasattr(resource.model, "party_id") and not resource.is_part)


def date_fields(resource: Resource, access: Access) -> dict[str, FieldSpec]:
    """The days and moments that people keep with a record type, as far as the reader sees them."""
    specs = resource.specs(access).items()
    return {
        name: spec for name, spec in specs
        if spec.kind.name in ("date", "moment") and spec.searchable and spec.editable
    }  # fmt: skip


class TimingMark(models.Model):
    """That a rule has reminded of a moment: it stays when the task is undone or deleted."""

    key = models.CharField(primary_key=True, max_length=160)
    """Rule, source and day: what a moment is."""
    task = UuidKey(null=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key
