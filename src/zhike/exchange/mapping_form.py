"""The mapping as a form: one row for each of the file's columns, and what a person answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.rights import Access
from zhike.exchange.alike import may_look
from zhike.exchange.companions.declared import Companion
from zhike.exchange.dividing import dividing
from zhike.exchange.mapping import (
    ALIKE,
    CREATE,
    FILL,
    FOUND,
    LEAVE,
    OVERWRITE,
    REJECT,
    Column,
    Mapping,
)
from zhike.exchange.new_fields import may_make_fields
from zhike.exchange.spreading_form import beside_controls, read_beside
from zhike.exchange.suggesting import beginning, complete, new_column
from zhike.exchange.targets import Target, targets, writable_targets
from zhike.records.resource import Resource

NEW = "+"
DIVIDED = "*"
JOIN = "+"
TOGETHER = "+"
LEGACY = "external_ids.legacy"
SHOWN = 3
CONSTANTS = 3
MOST_VALUES = 60


@dataclass(frozen=True)
class MappingForm:
    """All that the form is drawn from.

    `rows` are the first of the file, `unfit` the texts that a trial could not place.
    """

    resource: Resource
    access: Access
    headings: Sequence[str]
    rows: Sequence[list[str]]
    mapping: Mapping
    unfit: dict[str, list[dict[str, Any]]]

    @cached_property
    def known(self) -> dict[str, Target]:
        """What may be filled."""
        return writable_targets(self.resource, self.access)

    @property
    def said(self) -> str:
        """How many columns go where, and by name what is left out."""
        used = {h: c for c in self.mapping.columns if c.to for h in c.source}
        new = sum(bool(column.new) for column in used.values())
        left = [heading for heading in self.headings if heading not in used]
        said = [ngettext("%(count)s column goes to a field", "%(count)s columns go to fields",
                         len(used) - new) % {"count": len(used) - new}]  # fmt: skip
        if new:
            said.append(ngettext("%(count)s becomes a new field", "%(count)s become new fields",
                                 new)
                        % {"count": new})  # fmt: skip
        if left:
            said.append(_("left out: %(names)s") % {"names": _(", ").join(left)})
        return _("; ").join(said)

    @property
    def makes_fields(self) -> bool:
        """Whether any column is to become a new field."""
        return any(column.new for column in self.mapping.columns)

    def columns(self) -> list[dict[str, Any]]:
        """The rows of the form: heading, first cells, controls."""
        by_heading = {h: c for c in self.mapping.columns for h in c.source}
        return [
            self._row(number, heading, by_heading.get(heading) or Column("", (heading,)))
            for number, heading in enumerate(self.headings)
        ]

    @cached_property
    def joins(self) -> dict[str, Column]:
        """Columns of the mapping that several of the file's make together, by the form's word."""
        several = [column for column in self.mapping.columns if len(column.source) > 1]
        return {f"{JOIN}{number}": column for number, column in enumerate(several)}

    def constants(self) -> list[dict[str, Any]]:
        """Fields that hold the same in every row."""
        given = [c for c in self.mapping.columns if c.is_constant][:CONSTANTS]
        given += [Column("")] * (CONSTANTS - len(given))
        return [
            {
                "to": _select(f"k-{n}-to", _("field"), self._options(column), column.to)
                | {"blank": _("no field")},
                "value": {
                    "kind": "text", "name": f"k-{n}-value", "label": _("value"), "bare": True,
                    "value": column.value or "", "placeholder": _("the same text in every row"),
                },
            }
            for n, column in enumerate(given)
        ]  # fmt: skip

    def match(self) -> list[dict[str, Any]]:
        """How existing records are recognised, and what becomes of them."""
        names = sorted(self.mapping.filled, key=self._place)
        keys = [name for name in names if name in self._keys or name.startswith("external_ids.")]
        together = self.resource.key_together
        if together and self.mapping.filled >= set(together):
            keys.append(TOGETHER.join(together))
        labels = {"skip": _("leave them as they are"), "update": _("update them"),
                  "create": _("create them once more")}  # fmt: skip
        return [
            {
                **_select("match-by", _("recognise existing records by"),
                          [{"value": k, "label": self._label_of_key(k)} for k in keys],
                          TOGETHER.join(self.mapping.by)),
                "blank": _("nothing: every row is new"),
                "hint": _("Rows of the file that mean the same record are recognised, too."),
            },
            {
                **_select("match-found", _("records that exist"),
                          [{"value": v, "label": labels[v]} for v in FOUND], self.mapping.found),
                "required": True,
            },
            *self._alike(),
        ]  # fmt: skip

    def _alike(self) -> list[dict[str, Any]]:
        """What becomes of new rows that look like a record which is here."""
        if not may_look(self.resource.model):
            return []
        labels = {CREATE: _("create them all the same"),
                  REJECT: _("leave them out, with the refused rows")}  # fmt: skip
        options = [{"value": value, "label": labels[value]} for value in ALIKE]
        select = _select("alike", _("rows that look like one without its key"), options,
                         self.mapping.alike)  # fmt: skip
        return [select | {"required": True, "hint": _("A trial lists them.")}]

    def read(self, given: QueryDict) -> Mapping:
        """What the person answered; settings that the form does not show stay."""
        before = {c.source[0]: c for c in self.mapping.columns if len(c.source) == 1}
        columns = [
            self._read(given, number, before.get(heading, Column("", (heading,))))
            for number, heading in enumerate(self.headings)
            if given.get(f"c-{number}-to", "") not in self.joins
        ]
        columns += [
            Column(to, value=given.get(f"k-{number}-value", "").strip())
            for number in range(CONSTANTS)
            if (to := given.get(f"k-{number}-to", ""))
        ]
        columns += self._read_joins(given)
        by = tuple(filter(None, given.get("match-by", "").split(TOGETHER)))
        found = given.get("match-found", "skip")
        filled = Mapping(tuple(columns)).filled
        return Mapping(
            tuple(columns), by if filled.issuperset(by) else (),
            found if found in FOUND else "skip", self.mapping.only,
            given.get("alike", self.mapping.alike),
        )  # fmt: skip

    def _place(self, name: str) -> int:
        """Where a field stands among the mapping's columns, so that the choice keeps its order."""
        order = [to for c in self.mapping.columns for to in (c.to, *c.beside)]
        return order.index(name)

    @cached_property
    def divides(self) -> Companion | None:
        """The record of which the file may have a column each, if this user may fill it so."""
        found = dividing(self.resource)
        return found if found is not None and found.name in self.known else None

    @property
    def _keys(self) -> set[str]:
        return {"id", "name", *self.resource.unique} - {"external_ids"}

    def _label_of_key(self, key: str) -> str:
        return " + ".join(self._label(name) for name in key.split(TOGETHER))

    def _label(self, name: str) -> str:
        known = targets(self.resource, self.access)
        if name in known:
            return str(known[name].label).capitalize()
        return _("Number in another system") if name.startswith("external_ids.") else name

    def _options(self, column: Column) -> list[dict[str, str]]:
        options = [
            {"value": name, "label": str(target.label).capitalize()}
            for name, target in self.known.items()
            if name != "external_ids"
        ]
        if "external_ids" in self.known:
            own = column.to if column.to.startswith("external_ids.") else LEGACY
            options.append({"value": own, "label": _("Number in another system")})
        if column.to == "id":
            options.append({"value": "id", "label": _("Id")})
        return options

    def _row(self, number: int, heading: str, column: Column) -> dict[str, Any]:
        place = list(self.headings).index(heading)
        texts = _texts(self.rows, place)
        options = self._options(column)
        if may_make_fields(self.resource, self.access):
            options.append({"value": NEW, "label": _("A new field of this name")})
        options += [{"value": word, "label": self._join_label(c)} for word, c in self.joins.items()]
        joined = next((word for word, c in self.joins.items() if c is column), "")
        if self.divides is not None:
            options.append({"value": DIVIDED, "label": str(self.divides.divided_label)})
        to = joined or (NEW if column.new else DIVIDED if column.beside else column.to)
        label = _("“%(heading)s” goes to") % {"heading": heading}
        select = _select(f"c-{number}-to", label, options, to)
        return {
            "heading": heading,
            "samples": [text[:60] for text in dict.fromkeys(texts)][:SHOWN],
            "to": select | {"blank": _("leave out")},
            "extras": [] if joined else self._extras(number, column),
            "values": [] if joined or column.beside else self._values(number, column, texts),
        }

    def _join_label(self, column: Column) -> str:
        """A field with the columns that make it: `Name (First Name + Last Name)`."""
        return f"{self._label(column.to)} ({' + '.join(column.source)})"

    def _read_joins(self, given: QueryDict) -> list[Column]:
        """The columns that stay together, with those that have joined them."""
        chosen: dict[str, list[str]] = {}
        for number, heading in enumerate(self.headings):
            chosen.setdefault(given.get(f"c-{number}-to", ""), []).append(heading)
        kept = []
        for word, column in self.joins.items():
            now = chosen.get(word, [])
            source = [h for h in column.source if h in now]
            source += [h for h in now if h not in source]
            if source:
                kept.append(replace(column, source=tuple(source)))
        return kept

    def _extras(self, number: int, column: Column) -> list[dict[str, Any]]:
        """What else must be known of such a field."""
        target = self.known.get(column.to)
        if target is None:
            return []
        if column.beside:
            return beside_controls(self.divides, self.known, number, column)
        name, kind = f"c-{number}-", target.spec.kind.name
        extras: list[dict[str, Any]] = []
        if kind in ("date", "moment"):
            orders = [("ymd", _("year month day")), ("mdy", _("month day year")),
                      ("dmy", _("day month year"))]  # fmt: skip
            options = [{"value": value, "label": label} for value, label in orders]
            extras.append(_select(name + "dates", _("order"), options, column.dates))
        if target.spec.kind.is_number:
            extras.append({"kind": "number", "name": name + "multiply", "label": _("multiply by"),
                           "value": column.multiply})  # fmt: skip
        if target.spec.target is not None or target.name == target.companion:
            policies = [("reject", _("refuse the row")), ("empty", _("leave it empty")),
                        ("create", _("create it"))]  # fmt: skip
            options = [{"value": value, "label": label} for value, label in policies]
            extras.append(
                _select(name + "missing", _("if there is none"), options, column.missing)
                | {"required": True}
            )
            if target.name == target.companion:
                extras.append(_known(name, column))
        else:
            policies = [("reject", _("refuse the row")), ("empty", _("leave it empty"))]
            options = [{"value": value, "label": label} for value, label in policies]
            extras.append(
                _select(name + "bad", _("if it does not fit"), options, column.bad)
                | {"required": True}
            )
        return extras

    def _values(self, number: int, column: Column, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Texts that fit no choice, with the nearest one to confirm."""
        target = self.known.get(column.to)
        if target is None or not (
            column.values
            or target.spec.target
            or target.spec.kind.name in ("choice", "country", "region")
        ):
            return []  # fmt: skip
        wanted = dict(complete(column, self.known, texts).values) | column.values
        for entry in self.unfit.get(column.to, ()):
            wanted.setdefault(entry["text"], entry["nearest"])
        options = self._meanings(target)
        rows = []
        for place, (text, value) in enumerate(list(wanted.items())[:MOST_VALUES]):
            label = _("“%(text)s” means") % {"text": text[:60]}
            name = f"c-{number}-w-{place}"
            control = {"kind": "text", "name": name, "label": label, "value": value, "bare": True}
            rows.append({
                "name": f"c-{number}-v-{place}", "text": text,
                "to": _select(name, label, options, value) if options else control,
            })  # fmt: skip
        return rows

    def _meanings(self, target: Target) -> list[dict[str, str]]:
        """What a text may mean: a choice, or one of a few records; nothing where there are many."""
        model = target.spec.target
        if target.spec.kind.name == "choices":
            return []  # A cell holds several.
        if model is None:
            return [{"value": str(v), "label": str(label).capitalize()}
                    for v, label in target.spec.choices]  # fmt: skip
        rows = list(self.access.rows(model)[: MOST_VALUES + 1])
        return [{"value": str(row), "label": str(row)} for row in rows[:MOST_VALUES]
                if len(rows) <= MOST_VALUES]  # fmt: skip

    def _read(self, given: QueryDict, number: int, before: Column) -> Column:
        name = f"c-{number}-"
        to = given.get(name + "to", "")
        heading = before.source[0]
        texts = _texts(self.rows, list(self.headings).index(heading))
        if to == NEW:
            return before if before.new else new_column(heading, texts)
        if to == DIVIDED and self.divides is not None:
            return read_beside(self.divides, self.known, given, number, before)
        if to != before.to or before.beside:
            column = beginning(self.resource, self.access, to, heading)
            return complete(column, self.known, texts)
        values = {
            text: given.get(f"{name}w-{place}", "").strip()
            for place in range(MOST_VALUES)
            if (text := given.get(f"{name}v-{place}", ""))
        }
        return replace(
            before,
            dates=given.get(name + "dates", before.dates),
            multiply=given.get(name + "multiply", before.multiply).strip(),
            missing=given.get(name + "missing", before.missing),
            bad=given.get(name + "bad", before.bad),
            known=given.get(name + "known", before.known),
            values={text: value for text, value in values.items() if value},
        )


def _texts(rows: Sequence[list[str]], place: int) -> list[str]:
    return [row[place].strip() for row in rows if place < len(row) and row[place].strip()]


def _known(name: str, column: Column) -> dict[str, Any]:
    """What becomes of a record that a row brings along and that is here already."""
    policies = [(FILL, _("fill what is empty")), (OVERWRITE, _("overwrite it")),
                (LEAVE, _("leave it as it is"))]  # fmt: skip
    options = [{"value": value, "label": label} for value, label in policies]
    label = _("if it is here already")
    return _select(name + "known", label, options, column.known or FILL) | {"required": True}


def _select(name: str, label: str, options: list[dict[str, str]], value: str) -> dict[str, Any]:
    return {"kind": "select", "name": name, "label": label, "options": options, "value": value,
            "bare": True}  # fmt: skip
