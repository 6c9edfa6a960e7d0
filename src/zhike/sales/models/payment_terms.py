"""Terms of payment: in which instalments contracts are paid."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Part, Record

LONGEST = 3650


class Instalment(models.TextChoices):
    """What an instalment is for."""

    PREPAYMENT = "prepayment", pgettext_lazy("instalment", "prepayment")
    DELIVERY = "delivery", pgettext_lazy("instalment", "on delivery")
    ACCEPTANCE = "acceptance", pgettext_lazy("instalment", "on acceptance")
    RETENTION = "retention", pgettext_lazy("instalment", "retention")
    OTHER = "other", pgettext_lazy("instalment", "other")


class PaymentTerms(Record):
    """In which instalments contracts are paid: how many percent, how many days after signing."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    instalments: Any

    class Meta:
        """Few of them."""

        verbose_name = _("payment terms")
        verbose_name_plural = _("payment terms")

    def __str__(self) -> str:
        return self.name


class TermsLine(Part):
    """One instalment of terms of payment: its share of the whole and when it is due."""

    part_of = "terms"
    named_by = ("kind", "percent")
    terms = models.ForeignKey(
        PaymentTerms, models.CASCADE, verbose_name=_("payment terms"), related_name="instalments"
    )
    kind = models.CharField(
        _("for"), max_length=10, choices=Instalment.choices, default=Instalment.PREPAYMENT
    )
    percent = models.DecimalField(_("share in %"), max_digits=5, decimal_places=2)
    days = models.PositiveSmallIntegerField(
        _("days after signing"), default=0,
        help_text=_("Counted from the day on which the contract was signed."),
    )  # fmt: skip

    class Meta:
        """In the order in which they were added."""

        verbose_name = _("instalment of terms")
        verbose_name_plural = _("instalments of terms")
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.percent} % {self.get_kind_display()}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A share of the whole; all of them are not more than it."""
        percent: Decimal | None = self.percent
        if percent is None or not 0 < percent <= 100:
            yield "percent", BadValue("percent", N_("Enter a number above 0, up to 100."))
        elif self.terms_id is not None:
            others = TermsLine.objects.filter(terms=self.terms_id).exclude(pk=self.pk)
            rest = Decimal(100) - sum(others.values_list("percent", flat=True), Decimal(0))
            if percent > rest:
                message = N_("Together they are more than the whole: %(rest)s %% are left.")
                yield "percent", BadValue("whole", message, rest=f"{rest:.2f}")
        if (self.days or 0) > LONGEST:
            yield "days", BadValue("range", N_("Enter a number up to 3,650."))
