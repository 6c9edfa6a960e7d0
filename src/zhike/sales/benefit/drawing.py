"""A calculation as people read it: key figures, all figures, the years, how it bears a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.base.errors import BadValue
from zhike.records.errors import say
from zhike.records.expressions import ExpressionError
from zhike.records.expressions.functions import WIDE
from zhike.records.rules.numbers import plain
from zhike.sales.models.benefit_report import numbers_of
from zhike.sales.rules.benefit import (
    SHIFTS,
    Calculation,
    Definition,
    Outcome,
    Term,
    calculate,
    sensitivity,
)

Data = dict[str, Any]
ZERO = Decimal(0)


@dataclass(frozen=True)
class Drawing:
    """Says everything of a calculation in the reader's language."""

    definition: Definition
    values: Mapping[str, Decimal | None]
    found: Calculation

    @classmethod
    def of(cls, definition: Definition, values: Mapping[str, Any]) -> Drawing:
        """Work it out; raises BadValue for what is no number."""
        numbers = numbers_of(definition, values)
        return cls(definition, numbers, calculate(definition, numbers))

    @property
    def lang(self) -> str:
        """The language that is read."""
        return get_language() or "en"

    def data(self) -> Data:
        """What the templates draw."""
        return {
            "keys": [self._stat(term) for term in self.definition.formulas if term.is_key],
            "inputs": [(t.called(self.lang), self.typed(t)) for t in self.definition.inputs],
            "figures": [self._figure(term) for term in self.definition.formulas],
            "flows": self._flows(),
            "no_flows": self._why(self.found.no_flows),
            "changes": self._changes(),
        }

    def typed(self, term: Term) -> str:
        """An input's value with its unit."""
        value = self.values.get(term.key)
        return "–" if value is None else self._with_unit(term, _grouped(value))

    def _with_unit(self, term: Term, text: str) -> str:
        unit = term.counted(self.lang) or term.unit
        return f"{text} {unit}" if unit and not _is_tight(unit) else f"{text}{unit}"

    def _stat(self, term: Term) -> Data:
        outcome = self.found.outcomes.get(term.key, Outcome(None))
        if outcome.value is None:
            return {
                "label": term.called(self.lang),
                "value": "–",
                "note": self._why(outcome.reason),
            }
        return {
            "label": term.called(self.lang),
            "value": f"{term.outward(outcome.value):,}".replace("-", "−"),
            "unit": term.counted(self.lang) or term.unit,
        }

    def _figure(self, term: Term) -> Data:
        outcome = self.found.outcomes.get(term.key, Outcome(None))
        return {
            "label": term.called(self.lang),
            "text": self._said(term, outcome),
            "why": self._why(outcome.reason),
        }

    def _said(self, term: Term, outcome: Outcome) -> str:
        if outcome.value is None:
            return "–"
        return self._with_unit(term, f"{term.outward(outcome.value):,}".replace("-", "−"))

    def _why(self, reason: ExpressionError | None) -> str:
        if reason is None:
            return ""
        term = self.definition.term(str(reason.params.get("name", "")))
        if term is not None:
            reason = ExpressionError(reason.code, reason.message, name=term.called(self.lang))
        return say(reason)

    def _flows(self) -> Data:
        """The years as a table and as bars that go on from one another."""
        sums: list[Decimal] = []
        for flow in self.found.flows:
            sums.append((sums[-1] if sums else ZERO) + flow)
        low, high = min([ZERO, *sums]), max([ZERO, *sums])
        scale = (high - low) or Decimal(1)

        def at(value: Decimal) -> float:
            return round(float((value - low) / scale * 100), 2)

        steps = []
        for year, (flow, total) in enumerate(zip(self.found.flows, sums, strict=True)):
            before = total - flow
            steps.append({
                "about": _("purchase") if not year else _("year %(n)s") % {"n": year},
                "words": _("together %(sum)s") % {"sum": _whole(total)},
                "sum": _whole(total),
                "signed": f"{'+' if flow > 0 else ''}{_whole(flow)}",
                "x": at(min(before, total)),
                "width": max(round(at(max(before, total)) - at(min(before, total)), 2), 0.4),
                "tone": "for" if flow >= 0 else "against",
            })  # fmt: skip
        return {"steps": steps, "zero": at(ZERO)}

    def _changes(self) -> Data:
        """The outcome where one input after the other is more or less."""
        term = self.definition.term(self.definition.outcome)
        if term is None or not term.formula:
            return {}
        as_planned = self.found.outcomes.get(term.key, Outcome(None))
        heads = [f"{'+' if by > 0 else '−'}{abs(by)} %" for by in SHIFTS]
        middle = len(heads) // 2
        columns = [{"label": _("input"), "pinned": True}] + [
            {"label": head, "numeric": True}
            for head in (*heads[:middle], _("as planned"), *heads[middle:])
        ]
        rows = []
        for change in sensitivity(self.definition, self.values, term.key):
            said = [self._said(term, one) for one in change.outcomes]
            said.insert(middle, self._said(term, as_planned))
            name = change.term.called(self.lang)
            cells = [{"kind": "text", "text": name, "hint": self.typed(change.term)}]
            cells += [{"kind": "number", "text": text} for text in said]
            rows.append({"id": "", "label": name, "cells": cells})
        title = _("%(outcome)s, if one figure turns out otherwise")
        return {"title": title % {"outcome": term.called(self.lang)}, "columns": columns,
                "rows": rows}  # fmt: skip


def drawn(definition: Definition, values: Mapping[str, Any]) -> Data:
    """Everything for the templates; where an input is no number, what is wrong (`wrong`)."""
    try:
        return Drawing.of(definition, values).data()
    except BadValue as error:
        return {"wrong": say(error)}


def fields_of(definition: Definition, values: Mapping[str, Any]) -> list[Data]:
    """The inputs as fields of a form."""
    lang = get_language() or "en"
    return [
        {
            "kind": "text", "name": f"v-{term.key}", "label": term.called(lang),
            "value": _shown(values.get(term.key) or term.default),
            "unit": term.counted(lang) or term.unit, "autocomplete": "off",
        }
        for term in definition.inputs
    ]  # fmt: skip


def _shown(value: Any) -> str:
    return str(value or "")


def _grouped(value: Decimal) -> str:
    whole, dot, rest = plain(value).partition(".")
    return f"{int(whole):,}" + dot + rest if abs(value) >= 1000 else whole + dot + rest


def _whole(value: Decimal) -> str:
    return f"{value.quantize(Decimal(1), ROUND_HALF_UP, WIDE):,}".replace("-", "−")


def _is_tight(unit: str) -> bool:
    """Whether a unit stands close to its number: a sign, or Chinese."""
    return unit == "%" or any("\u4e00" <= sign <= "\u9fff" for sign in unit)
