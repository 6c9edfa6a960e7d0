"""Plan lines: what somebody means to do in a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.people.models import Party
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.rules.weeks import monday


def this_week() -> dt.date:
    """The Monday of the week in which we are."""
    return monday(timezone.localdate())


def _is_to_be_ticked(line: PlanLine) -> bool:
    return line.kind == PlanLine.Kind.OTHER and line.done_at is None


def _is_ticked(line: PlanLine) -> bool:
    return line.done_at is not None


class PlanLine(Owned):
    """What somebody means to do in a week: a visit, a contact, a deal to close."""

    named_by = ("kind", "party", "opportunity", "text")

    class Kind(models.TextChoices):
        """By what it is done."""

        VISIT = "visit", _("visit a customer")
        CONTACT = "contact", _("contact a customer")
        CLOSE = "close", _("close a deal")
        OTHER = "other", _("something else")

    week = models.DateField(
        _("week from"), default=this_week, help_text=_("Any day of it; its Monday is kept.")
    )
    kind = models.CharField(_("what"), max_length=7, choices=Kind.choices, default=Kind.VISIT)
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, verbose_name=_("customer"),
        related_name="plan_lines",
    )  # fmt: skip
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, null=True, blank=True, verbose_name=_("opportunity"),
        related_name="plan_lines",
    )  # fmt: skip
    text = models.CharField(
        _("to what end"), max_length=200, blank=True, help_text=_("What it is to bring.")
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)
    carried_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, editable=False,
        verbose_name=_("carried on from"), related_name="carried_to",
    )  # fmt: skip

    class Meta:
        """Read by week, of a person or of a team."""

        verbose_name = _("plan line")
        verbose_name_plural = _("plan lines")
        indexes = [models.Index(fields=["week", "owner"], name="plan_line_of_week")]

    def __str__(self) -> str:
        whom = self.opportunity or self.party or ""
        return " ".join(filter(None, (str(self.get_kind_display()), str(whom), self.text)))

    def settle(self) -> None:
        """It belongs to the week of its Monday, and to the customer of its deal."""
        if self.week is not None:
            self.week = monday(self.week)
        if self.opportunity is not None and self.party_id is None:
            self.party_id = self.opportunity.party_id

    def save(self, *args: object, **kwargs: object) -> None:
        """Write it under its Monday."""
        self.settle()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A visit needs somebody, a deal to close a deal; nothing is planned twice."""
        self.settle()
        if self.kind in (self.Kind.VISIT, self.Kind.CONTACT) and self.party_id is None:
            yield "party", BadValue("nobody", N_("Choose the customer."))
        if self.kind == self.Kind.CLOSE and self.opportunity_id is None:
            yield "opportunity", BadValue("none", N_("Choose the opportunity."))
        if self.kind == self.Kind.OTHER and not self.text:
            yield "text", BadValue("none", N_("Say what you mean to do."))
        same = PlanLine.objects.filter(
            owner=self.owner_id, week=self.week, kind=self.kind, party=self.party_id,
            opportunity=self.opportunity_id, text=self.text,
        )  # fmt: skip
        if same.exclude(pk=self.pk).exists():
            yield "week", BadValue("taken", N_("This is planned for the week already."))

    @action(pgettext_lazy("verb", "done"), permission="update", when=_is_to_be_ticked, icon="check")
    def complete(self) -> None:
        """Tick off what no contact and no deal tells of."""
        self.done_at = timezone.now()
        self.save()

    @action(_("reopen"), permission="update", when=_is_ticked, icon="undo")
    def reopen(self) -> None:
        """It has to be done after all."""
        self.done_at = None
        self.save()
