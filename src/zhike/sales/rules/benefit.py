"""What a purchase brings the buyer: inputs, formulas, cash flows and how they bear a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhike.base.errors import N_
from zhike.records.expressions import (
    Budget,
    ExpressionError,
    Node,
    Undefined,
    evaluate,
    names_in,
    ordered,
    parse,
)
from zhike.records.expressions.functions import WIDE

PERCENT = "%"
YEAR = "year"
"""What the formula of the cash flow calls the year: 0 for the purchase, then 1 and on."""
LONGEST = 50
SHIFTS = (-20, -10, 10, 20)
HUNDRED = Decimal(100)
Values = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Term:
    """An input or a formula: the key by which formulas name it, and how people read it."""

    key: str
    label: str = ""
    label_en: str = ""
    unit: str = ""
    unit_en: str = ""
    decimals: int = 2
    default: str = ""
    """Of an input: what it is where nobody says otherwise, as a plain number."""
    is_varied: bool = False
    """Of an input: whether it is asked what follows where it turns out otherwise."""
    formula: str = ""
    is_key: bool = False
    """Of a formula: whether it stands among the key figures."""

    def called(self, lang: str) -> str:
        """Its name in a language."""
        return self.label if lang.startswith("zh") else self.label_en or self.label

    def counted(self, lang: str) -> str:
        """Its unit in a language."""
        return self.unit if lang.startswith("zh") else self.unit_en or self.unit

    def inward(self, typed: Decimal | None) -> Decimal | None:
        """What formulas see of a value: of 70 % they see 0.7."""
        return typed / HUNDRED if typed is not None and self.unit == PERCENT else typed

    def outward(self, value: Decimal) -> Decimal:
        """What people see of a value, rounded as the term says."""
        shown = WIDE.multiply(value, HUNDRED) if self.unit == PERCENT else value
        return shown.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP, WIDE)


@dataclass(frozen=True)
class Definition:
    """A model as it stood when something was calculated with it."""

    inputs: tuple[Term, ...]
    formulas: tuple[Term, ...]
    cash_flow: str = ""
    horizon: str = ""
    """The input or formula that says for how many years the cash flow goes on."""
    outcome: str = ""
    """The formula of which the table says how it bears a change."""

    def as_json(self) -> dict[str, Any]:
        """The same to be stored."""
        return asdict(self)

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Definition:
        """What was stored; what is missing is empty."""
        words = {name: stored.get(name, "") for name in ("cash_flow", "horizon", "outcome")}
        return cls(
            tuple(Term(**one) for one in stored.get("inputs", ())),
            tuple(Term(**one) for one in stored.get("formulas", ())),
            **words,
        )

    def term(self, key: str) -> Term | None:
        """The input or formula of this key."""
        return next((one for one in (*self.inputs, *self.formulas) if one.key == key), None)


@dataclass(frozen=True)
class Outcome:
    """What a formula comes to: the value as formulas see it, or why there is none."""

    value: Decimal | None
    reason: ExpressionError | None = None


@dataclass(frozen=True)
class Calculation:
    """Everything that follows from a definition and values."""

    outcomes: dict[str, Outcome]
    flows: tuple[Decimal, ...] = ()
    """By year, the purchase first; none where they cannot be worked out."""
    no_flows: ExpressionError | None = None


def calculate(definition: Definition, values: Values, *, with_flows: bool = True) -> Calculation:
    """Work everything out from values as people type them; what has no value says why."""
    budget = Budget()
    known: dict[str, Decimal | None] = {
        one.key: one.inward(values.get(one.key)) for one in definition.inputs
    }
    outcomes: dict[str, Outcome] = {}
    trees, broken = _trees(definition.formulas)
    outcomes.update({key: Outcome(None, error) for key, error in broken.items()})
    for key in trees:
        try:
            outcomes[key] = Outcome(evaluate(trees[key], known, budget))
        except Undefined as reason:
            outcomes[key] = Outcome(None, reason)
        known[key] = outcomes[key].value
    if not with_flows or not definition.cash_flow:
        return Calculation(outcomes)
    try:
        return Calculation(outcomes, _flows(definition, known, budget))
    except ExpressionError as error:
        return Calculation(outcomes, no_flows=error)


def _trees(formulas: Iterable[Term]) -> tuple[dict[str, Node], dict[str, ExpressionError]]:
    """Those that can be worked out, in their order, and what is wrong with the others."""
    trees: dict[str, Node] = {}
    broken: dict[str, ExpressionError] = {}
    for one in formulas:
        try:
            trees[one.key] = parse(one.formula)
        except ExpressionError as error:
            broken[one.key] = error
    while True:
        try:
            order = ordered({key: names_in(tree) for key, tree in trees.items()})
        except ExpressionError as ring:
            for key in set(str(ring.params["ring"]).split(" → ")):
                broken[key] = ring
                del trees[key]
        else:
            return {key: trees[key] for key in order}, broken


def _flows(definition: Definition, known: Values, budget: Budget) -> tuple[Decimal, ...]:
    tree = parse(definition.cash_flow)
    years = known.get(definition.horizon)
    if years is None or not 1 <= years <= LONGEST:
        message = N_("The cash flow needs a time from 1 to %(most)s years.")
        raise Undefined("horizon", message, most=LONGEST)
    return tuple(
        evaluate(tree, {**known, YEAR: Decimal(year)}, budget) for year in range(int(years) + 1)
    )


@dataclass(frozen=True)
class Change:
    """What the outcome is where one input is so much more or less."""

    term: Term
    outcomes: tuple[Outcome, ...]
    """By shift."""


def sensitivity(definition: Definition, values: Values, outcome: str) -> list[Change]:
    """How an outcome bears it that one input after the other turns out otherwise."""
    found = []
    for term in definition.inputs:
        typed = values.get(term.key)
        if term.is_varied and typed is not None:
            shifted = [{**values, term.key: typed * (100 + by) / HUNDRED} for by in SHIFTS]
            found.append(Change(term, tuple(
                calculate(definition, one, with_flows=False).outcomes.get(outcome, Outcome(None))
                for one in shifted
            )))  # fmt: skip
    return found


def wrong_with(definition: Definition) -> list[tuple[str, ExpressionError]]:
    """What keeps a definition from being calculated, by the key of the formula."""
    trees, broken = _trees(definition.formulas)
    found = list(broken.items())
    known = {one.key for one in definition.inputs} | trees.keys() | broken.keys()
    for key, tree in trees.items():
        found += [
            (key, _missing(n, at, known)) for n, at in names_in(tree).items() if n not in known
        ]
    if definition.cash_flow:
        found += [("cash_flow", e) for e in wrong_cash_flow(definition.cash_flow, known)]
    return found


def wrong_cash_flow(text: str, known: Iterable[str]) -> list[ExpressionError]:
    """What is wrong with the formula of the cash flow."""
    try:
        tree = parse(text)
    except ExpressionError as error:
        return [error]
    names = {*known, YEAR}
    return [_missing(n, at, names) for n, at in names_in(tree).items() if n not in names]


def _missing(name: str, place: int, known: Iterable[str]) -> ExpressionError:
    message = N_("There is no number “%(name)s” here. There are: %(known)s.")
    listed = ", ".join(sorted(known))
    return ExpressionError("unknown", message, place, name=name, known=listed)
