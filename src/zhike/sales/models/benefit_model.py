"""Benefit models: what a purchase brings the buyer, in inputs and formulas, without code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Part, Record
from zhike.people.models import Party
from zhike.records.expressions import ExpressionError, is_name, names_in, ordered, parse
from zhike.records.expressions.functions import FUNCTIONS
from zhike.sales.rules.benefit import YEAR, Definition, Term, wrong_cash_flow

PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
MOST_INPUTS, MOST_FORMULAS = 20, 40


def plain_number(text: str) -> Decimal:
    """A number as inputs are written; raises BadValue for any other text."""
    found = text.strip().replace(",", "").replace("，", "")
    if not PLAIN.fullmatch(found):
        message = N_("Enter a number such as 1200 or 0.75, below 1,000,000,000,000,000.")
        raise BadValue("not_number", message)
    return Decimal(found)


class BenefitModel(Record):
    """How it is worked out what a purchase brings the buyer, for one kind of business."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100, unique=True)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    industry = models.CharField(
        _("industry"), max_length=24, choices=Party.Industry.choices, blank=True
    )
    is_active = models.BooleanField(_("active"), default=True)
    cash_flow = models.TextField(
        _("cash flow of a year"), max_length=1000, blank=True,
        help_text=_("A formula in which “year” is 0 for the purchase, then 1, 2 and on."),
    )  # fmt: skip
    horizon = models.CharField(
        _("years by"), max_length=60, blank=True,
        help_text=_("The key of the input that says how many years the cash flow goes on."),
    )  # fmt: skip
    outcome = models.CharField(
        _("outcome that is varied"), max_length=60, blank=True,
        help_text=_("The key of the formula of which the table shows how it bears a change."),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True, max_length=5000)

    inputs: Any
    formulas: Any

    class Meta:
        """Few of them."""

        verbose_name = _("benefit model")
        verbose_name_plural = _("benefit models")

    def __str__(self) -> str:
        return self.name

    def called(self, lang: str) -> str:
        """Its name in a language."""
        return self.name if lang.startswith("zh") else self.name_en or self.name

    def definition(self) -> Definition:
        """The model as it stands now."""
        return Definition(
            tuple(one.term() for one in self.inputs.order_by("position", "id")),
            tuple(one.term() for one in self.formulas.order_by("position", "id")),
            self.cash_flow, self.horizon, self.outcome,
        )  # fmt: skip

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """The cash flow names what is there; so do horizon and outcome."""
        if self._state.adding:
            # Its inputs and formulas come after it.
            errors = wrong_cash_flow(self.cash_flow, _named(self.cash_flow))
            yield from (("cash_flow", e.within(str(_("cash flow")))) for e in errors[:1]
                        if self.cash_flow)  # fmt: skip
            return
        known = self.definition()
        keys = [one.key for one in (*known.inputs, *known.formulas)]
        if self.cash_flow:
            for error in wrong_cash_flow(self.cash_flow, keys)[:1]:
                yield "cash_flow", error.within(str(_("cash flow")))
        for name in ("horizon", "outcome"):
            if getattr(self, name) and getattr(self, name) not in keys:
                message = N_("There is no such key. There are: %(known)s.")
                yield name, BadValue("unknown", message, known=", ".join(keys))


def _named(text: str) -> list[str]:
    try:
        return list(names_in(parse(text)))
    except ExpressionError:
        return []


class BenefitTerm(Part):
    """What a model names: a key for formulas, a label and a unit for people."""

    named_by = ("label",)
    part_of = "model"
    same_by = ("key",)

    key = models.CharField(
        _("key"), max_length=40, help_text=_("What formulas call it: letters, digits and _.")
    )
    label = models.CharField(_("name"), max_length=60)
    label_en = models.CharField(_("English name"), max_length=60, blank=True)
    unit = models.CharField(
        _("unit"), max_length=20, blank=True,
        help_text=_("With % as the unit, formulas see 0.7 where people see 70."),
    )  # fmt: skip
    unit_en = models.CharField(_("English unit"), max_length=20, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=2)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    model: Any
    model_id: Any

    class Meta:
        """Not a table."""

        abstract = True

    def __str__(self) -> str:
        return self.label

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A key that formulas can name and nothing else has; few decimals."""
        if not is_name(self.key or ""):
            message = N_("Begin with a letter; then letters, digits and _.")
            yield "key", BadValue("key", message)
        elif self.key.lower() in FUNCTIONS or self.key == YEAR:
            yield "key", BadValue("taken", N_("Formulas have this word already: choose another."))
        elif self.model_id is not None and self._is_taken():
            yield "key", BadValue("taken", N_("The model has this key already."))
        if (self.decimals or 0) > 6:
            yield "decimals", BadValue("range", N_("Enter a number from 0 to 6."))

    def _is_taken(self) -> bool:
        kinds: tuple[Any, ...] = (BenefitInput, BenefitFormula)
        return any(
            kind.objects.filter(model=self.model_id, key=self.key).exclude(pk=self.pk).exists()
            for kind in kinds
        )

    def _too_many(self, most: int) -> Iterator[tuple[str, BadValue]]:
        if self._state.adding and self.model_id is not None:
            kind: Any = type(self)
            count = kind.objects.filter(model=self.model_id).count()
            if count >= most:
                yield "key", BadValue("many", N_("A model has at most %(most)s."), most=most)


class BenefitInput(BenefitTerm):
    """What somebody fills in for a customer: seats, load, fare."""

    model = models.ForeignKey(
        BenefitModel, models.CASCADE, verbose_name=_("benefit model"), related_name="inputs"
    )
    default = models.CharField(
        _("usual value"), max_length=24, blank=True, help_text=_("What it is until somebody says.")
    )
    is_varied = models.BooleanField(
        _("vary it"), default=False,
        help_text=_("Show what follows where it turns out 10 or 20 % more or less."),
    )  # fmt: skip

    class Meta(BenefitTerm.Meta):
        """In their order."""

        abstract = False
        verbose_name = _("input of a benefit model")
        verbose_name_plural = _("inputs of a benefit model")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["model", "key"], name="benefit_input_key")
        ]

    def term(self) -> Term:
        """The same for the calculation."""
        return Term(
            self.key, self.label, self.label_en, self.unit, self.unit_en, self.decimals,
            default=self.default, is_varied=self.is_varied,
        )  # fmt: skip

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """The usual value is a number."""
        yield from super().problems()
        yield from self._too_many(MOST_INPUTS)
        try:
            if self.default:
                plain_number(self.default)
        except BadValue as error:
            yield "default", error


class BenefitFormula(BenefitTerm):
    """What a model works out from its inputs and other formulas: income, cost, payback."""

    model = models.ForeignKey(
        BenefitModel, models.CASCADE, verbose_name=_("benefit model"), related_name="formulas"
    )
    formula = models.TextField(
        _("formula"), max_length=1000,
        help_text=_("Keys, numbers, + - * / ^, if(…), npv(rate, yearly, years), irr(…)."),
    )  # fmt: skip
    is_key = models.BooleanField(_("key figure"), default=False)

    class Meta(BenefitTerm.Meta):
        """In their order."""

        abstract = False
        verbose_name = _("formula of a benefit model")
        verbose_name_plural = _("formulas of a benefit model")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["model", "key"], name="benefit_formula_key")
        ]

    def term(self) -> Term:
        """The same for the calculation."""
        return Term(
            self.key, self.label, self.label_en, self.unit, self.unit_en, self.decimals,
            formula=self.formula, is_key=self.is_key,
        )  # fmt: skip

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It reads as a formula, names what is there, and needs itself nowhere."""
        yield from super().problems()
        yield from self._too_many(MOST_FORMULAS)
        try:
            named = names_in(parse(self.formula))
            if self.model_id is not None:
                self._refuse_unknown(named)
        except ExpressionError as error:
            yield "formula", error.within(self.label or self.key)

    def _refuse_unknown(self, named: dict[str, int]) -> None:
        """Raise ExpressionError for a name that is not there, or a ring."""
        others = BenefitFormula.objects.filter(model=self.model_id).exclude(pk=self.pk)
        needs = {one.key: _named(one.formula) for one in others} | {self.key: list(named)}
        inputs = BenefitInput.objects.filter(model=self.model_id).values_list("key", flat=True)
        known = {*inputs, *needs}
        for name, place in named.items():
            if name not in known:
                message = N_("There is no number “%(name)s” here. There are: %(known)s.")
                listed = ", ".join(sorted(known - {self.key}))
                raise ExpressionError("unknown", message, place, name=name, known=listed)
        ordered(needs)
