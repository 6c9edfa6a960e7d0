"""Benefit reports: what a purchase brings one customer, in editions that stay as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.models import Part
from zhike.people.models import Party
from zhike.records.errors import Invalid
from zhike.records.fields import CurrencyField
from zhike.records.models import Company
from zhike.sales.models.benefit_model import BenefitModel, plain_number
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.quote import Quote
from zhike.sales.rules.benefit import Calculation, Definition, calculate


class BenefitReport(Owned):
    """What a purchase brings one customer, worked out with a benefit model."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="benefit_reports"
    )
    opportunity = models.ForeignKey(
        Opportunity, models.SET_NULL, null=True, blank=True, verbose_name=_("opportunity"),
        related_name="benefit_reports",
    )  # fmt: skip
    quote = models.ForeignKey(
        Quote, models.SET_NULL, null=True, blank=True, verbose_name=_("quote"),
        related_name="benefit_reports",
    )  # fmt: skip
    model = models.ForeignKey(
        BenefitModel, models.PROTECT, verbose_name=_("benefit model"), related_name="reports"
    )
    currency = CurrencyField(_("currency"), blank=True)
    values = models.JSONField(
        _("values"), default=dict, blank=True,
        help_text=_("By the keys of the model; what is left out is as usual."),
    )  # fmt: skip
    edition = models.PositiveSmallIntegerField(_("edition"), default=0, editable=False)
    results = models.JSONField(_("results"), default=dict, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=5000)

    editions: Any

    class Meta:
        """By customer, by owner, by when they changed."""

        verbose_name = _("benefit report")
        verbose_name_plural = _("benefit reports")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "id"], name="benefit_owner"),
            models.Index(fields=["updated_at", "id", "owner"], name="benefit_updated"),
        ]

    def __str__(self) -> str:
        return self.name

    def settle(self) -> None:
        """Fill in name and currency where nobody says, and the usual values."""
        if not self.currency:
            deal = self.opportunity
            self.currency = deal.currency if deal else Company.here().base_currency
        if self.model_id is None:
            return
        if not self.name and self.party_id is not None:
            self.name = f"{self.party.name} · {self.model.name}"[:200]

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """The values are numbers of the model's inputs; deal and quote are the customer's."""
        self.settle()
        for name in ("opportunity", "quote"):
            other = getattr(self, name)
            theirs = other.party_id if other is not None else None
            if None not in (theirs, self.party_id) and theirs != self.party_id:
                yield name, BadValue("other_party", N_("Choose one of this customer's."))
        if self.model_id is not None:
            try:
                definition = self.model.definition()
                numbers_of(definition, self._still_asked(definition))
            except BadValue as error:
                yield "values", error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; other values or another model make a new edition, and the old one stays."""
        self.settle()
        is_news = self._state.adding or (
            self.edition == self._loaded["edition"]
            and any(getattr(self, name) != self._loaded[name] for name in ("values", "model_id"))
        )
        if not is_news:
            super().save(*args, **kwargs)
            return
        definition = self._work_out()
        super().save(*args, **kwargs)
        BenefitEdition(
            report=self, number=self.edition, currency=self.currency, values=self.values,
            results=self.results, definition=definition.as_json(),
        ).save()  # fmt: skip

    def _still_asked(self, definition: Definition) -> dict[str, str]:
        """The values without those of before for which the model, or another one, has no input."""
        keys = {one.key for one in definition.inputs}
        before = {} if self._state.adding else self._loaded["values"]
        return {key: value for key, value in self.values.items()
                if key in keys or before.get(key) != value}  # fmt: skip

    def _work_out(self) -> Definition:
        """Become the next edition, by the model as it stands; raises Invalid."""
        definition = self.model.definition()
        try:
            numbers = numbers_of(definition, self._still_asked(definition))
        except BadValue as error:
            raise Invalid.field("values", error) from None
        self.edition += 1
        self.values = {key: f"{value:f}" for key, value in numbers.items() if value is not None}
        self.results = results_of(definition, calculate(definition, numbers))
        return definition

    @action(
        _("calculate anew"), fields=("values",), required=("values",), permission="update",
        icon="refresh",
    )  # fmt: skip
    def calculate(self, values: Mapping[str, str]) -> None:
        """Make a new edition with other values; those that are left out stay as they are."""
        self.values = {**self.values, **values}
        self.save()


class BenefitEdition(Part):
    """A benefit report as it was worked out once: the values, the model of then, the results."""

    named_by = ("number",)
    part_of = "report"
    same_by = ("number",)

    report = models.ForeignKey(
        BenefitReport, models.CASCADE, verbose_name=_("benefit report"), related_name="editions"
    )
    number = models.PositiveSmallIntegerField(_("edition"), editable=False)
    currency = CurrencyField(_("currency"), blank=True, editable=False)
    values = models.JSONField(_("values"), default=dict, blank=True, editable=False)
    results = models.JSONField(_("results"), default=dict, blank=True, editable=False)
    definition = models.JSONField(_("model of then"), default=dict, blank=True, editable=False)

    class Meta:
        """Each number once."""

        verbose_name = _("edition of a benefit report")
        verbose_name_plural = _("editions of a benefit report")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["report", "number"], name="benefit_edition_once")
        ]

    def __str__(self) -> str:
        return str(self.number or "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; one that somebody adds is the report worked out anew by the model of today."""
        if self._state.adding and not self.number:
            self.definition = self.report._work_out().as_json()  # noqa: SLF001 — its own report
            self.report.save()
            self.number, self.currency = self.report.edition, self.report.currency
            self.values, self.results = self.report.values, self.report.results
        super().save(*args, **kwargs)


def numbers_of(definition: Definition, values: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The values as numbers, the usual ones where nothing is said; raises BadValue."""
    keys = [one.key for one in definition.inputs]
    for key in values:
        if key not in keys:
            message = N_("There is no input “%(name)s”. There are: %(known)s.")
            raise BadValue("unknown", message, name=key, known=", ".join(keys))
    found: dict[str, Decimal | None] = {}
    for one in definition.inputs:
        text = str(values.get(one.key, "") or one.default)
        try:
            found[one.key] = plain_number(text) if text else None
        except BadValue as error:
            message = N_("“%(formula)s”: %(what)s")
            name = one.label or one.key
            raise BadValue(error.code, message, formula=name, what=error) from None
    return found


def results_of(definition: Definition, found: Calculation) -> dict[str, str]:
    """What every formula comes to, as people read it; those without a value are left out."""
    terms = {one.key: one for one in definition.formulas}
    return {
        key: f"{terms[key].outward(outcome.value):f}"
        for key, outcome in found.outcomes.items()
        if outcome.value is not None
    }
