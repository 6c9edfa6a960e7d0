"""Formula fields: worked out from a record's own numbers with every write, whatever its door."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db import models, transaction

from zhike.access.freshness import rights_number
from zhike.base.errors import N_, BadValue
from zhike.ledger import bulk
from zhike.ledger.bulk import model_of
from zhike.ledger.consumers import Consumer
from zhike.ledger.jobs import Running, enqueue, handles
from zhike.ledger.models import Change, Record
from zhike.ledger.models.record import field_of, ledger_fields
from zhike.ledger.values import load
from zhike.records.custom_specs import CustomSpec, FormulaSpec, custom_specs
from zhike.records.errors import say
from zhike.records.expressions import (
    Budget,
    ExpressionError,
    Undefined,
    evaluate,
    names_in,
    ordered,
    parse,
)
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import CustomField
from zhike.records.resource import all_resources, resource_for

JOB = "records.formulas"
AT_ONCE = 500
# What the database holds of a number: a whole number of eight bytes, in ten-thousandths.
LARGEST = Decimal(10) ** 13
Specs = Mapping[str, FieldSpec]


@dataclass(frozen=True)
class Worked:
    """What a formula gives for a record: the value, or why there is none."""

    value: Decimal | None
    reason: Undefined | None = None


class Formulas:
    """The formula fields of a record type, in the order in which they are worked out."""

    def __init__(self, model: type[Record], specs: Specs) -> None:
        """`specs` are the type's custom fields; those that cannot be worked out stay empty."""
        self.model = model
        self.inputs = inputs_of(model, specs)
        self.formulas = {n: s for n, s in specs.items() if isinstance(s, FormulaSpec)}
        needs = {n: names_in(s.node) for n, s in self.formulas.items() if s.node is not None}
        self.order = _unringed(needs)
        self._used = {name for one in needs.values() for name in one} & self.inputs.keys()

    def __call__(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """The stored form of what has a value, from a record in the ledger's form."""
        found = self.worked_out(state)
        return {
            self.formulas[name].column[7:]: self.formulas[name].store(worked.value)
            for name, worked in found.items()
            if worked.value is not None
        }

    def worked_out(self, state: Mapping[str, Any]) -> dict[str, Worked]:
        """Every formula's value or the reason why it is empty."""
        values: dict[str, Decimal | None] = {
            name: _read(self.model, self.inputs[name], state) for name in self._used
        }
        found: dict[str, Worked] = {}
        budget = Budget()
        for name in self.order:
            spec = self.formulas[name]
            found[name] = worked = _one(spec, values, budget)
            values[name] = worked.value
        return found

    def said(self, reason: Undefined) -> str:
        """Why there is no value, with fields called what people call them."""
        named = (self.inputs | self.formulas).get(str(reason.params.get("name", "")))
        if named is not None:
            reason = Undefined(reason.code, reason.message, name=named.label)
        return say(reason)


def _one(spec: FormulaSpec, values: Mapping[str, Decimal | None], budget: Budget) -> Worked:
    assert spec.node is not None  # noqa: S101 — only sound ones have a place in the order
    try:
        value = evaluate(spec.node, values, budget)
    except Undefined as reason:
        return Worked(None, reason)
    if abs(value) >= LARGEST:
        return Worked(None, Undefined("too_large", N_("The result is too large.")))
    return Worked(value.quantize(Decimal(1).scaleb(-spec.places), rounding=ROUND_HALF_UP))


def _read(model: type[Record], spec: FieldSpec, state: Mapping[str, Any]) -> Decimal | None:
    if isinstance(spec, CustomSpec):
        key = spec.column[7:]
        stored = state.get(spec.column, (state.get("custom") or {}).get(key))
        value = spec.load(stored)
    else:
        value = load(field_of(model, spec.column), state.get(spec.column))
    return None if value is None else Decimal(value)


def inputs_of(model: type[Record], custom: Specs) -> dict[str, FieldSpec]:
    """The record's own numbers that a formula may name, formulas left out."""
    held = {field.name for field in ledger_fields(model)}
    coded = {n: s for n, s in resource_for(model).coded.items() if s.column in held}
    return {
        name: spec
        for name, spec in (coded | dict(custom)).items()
        if spec.kind.is_number and not isinstance(spec, FormulaSpec) and spec.target is None
    }


def _unringed(needs: dict[str, dict[str, int]]) -> list[str]:
    """The order; what has come into a ring (by two edits at once) stays out."""
    try:
        return ordered(needs)
    except ExpressionError as error:
        ring = set(str(error.params["ring"]).split(" → "))
        return _unringed({name: named for name, named in needs.items() if name not in ring})


_known: dict[type[Record], tuple[Specs, Formulas | None]] = {}


def formulas_of(model: type[Record]) -> Formulas | None:
    """The formulas of a record type as they are defined now; None where there are none."""
    specs = custom_specs(model, rights_number())
    known = _known.get(model)
    if known is None or known[0] is not specs:
        has_any = any(isinstance(spec, FormulaSpec) for spec in specs.values())
        known = _known[model] = specs, Formulas(model, specs) if has_any else None
    return known[1]


def calculation_of(model: Any) -> Callable[[Mapping[str, Any]], dict[str, Any]] | None:
    """What the ledger asks with each write."""
    return formulas_of(model)


def reason_of(spec: FormulaSpec, record: Any) -> str:
    """Why a formula field of a record is empty; "" where it is not."""
    if spec.problem is not None:
        return say(spec.problem.within(str(spec.label)))
    formulas = formulas_of(type(record))
    if formulas is None:
        return ""
    worked = formulas.worked_out(record.state()).get(spec.name)
    return formulas.said(worked.reason) if worked is not None and worked.reason is not None else ""


def check(field: CustomField) -> Iterator[tuple[str, BadValue]]:
    """What is wrong with the formula of a field: its text, what it names, a ring."""
    try:
        node = parse(field.formula)
        model = model_of(field.resource)
        specs = dict(custom_specs(model, rights_number()))
    except ExpressionError as error:
        yield "formula", error.within(field.label)
        return
    except KeyError:
        return  # What is wrong with the record type is said there.
    own = "c_" + field.key
    formulas = {n: names_in(s.node) for n, s in specs.items() if isinstance(s, FormulaSpec)
                and s.node is not None}  # fmt: skip
    known = inputs_of(model, specs).keys() | formulas.keys() | {own}
    for name, place in names_in(node).items():
        if name not in known:
            message = N_("There is no number “%(name)s” here. There are: %(known)s.")
            listed = ", ".join(sorted(known - {own}))
            missing = ExpressionError("unknown", message, place, name=name, known=listed)
            yield "formula", missing.within(field.label)
            return
    try:
        ordered(formulas | {own: names_in(node)})
    except ExpressionError as error:
        yield "formula", error.within(field.label)


@handles(JOB)
def run_job(running: Running) -> dict[str, Any]:
    """Work out the formulas of all records anew; harmless when done twice."""
    done = running.job.result.get("done", {})
    count = 0
    for resource in all_resources():
        kind = resource.model.record_type
        if not resource.takes_custom or done.get(kind) == "all":
            continue
        after = UUID(done[kind]) if kind in done else None
        while formulas_of(resource.model) is not None:
            ids = _next(resource.model, after)
            with transaction.atomic():
                count += bulk.recompute(resource.model, ids)
            if len(ids) < AT_ONCE:
                break
            after = ids[-1]
            done[kind] = str(after)
            running.keep(done=done)
            running.progress(count)
        done[kind] = "all"
    return {"changed": count}


def _next(model: type[Record], after: UUID | None) -> Sequence[UUID]:
    found: models.QuerySet[Any] = models.QuerySet(model)
    found = found if after is None else found.filter(pk__gt=after)
    return list(found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _follow(changes: Sequence[Change]) -> None:
    if any(change.kind == CustomField.record_type for change in changes):
        enqueue(JOB, {})


CONSUMER = Consumer("records.formulas", _follow)
"""Whoever changes a definition, the values of the records that are there follow."""
