"""Mapping: which column of a file goes where, and what becomes of records that exist.

Stored and written by hand as JSON:
`{"columns": [{"to": "name", "from": ["company"]}, …], "match": {"by": ["name"], "found": "skip"},
"only": ["company"]}`. README-like examples stand in docs/examples/import-plans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from zhike.base.errors import N_, BadValue
from zhike.base.text import fold
from zhike.records.errors import FieldError, Invalid, say

ORDERS = ("", "ymd", "mdy", "dmy")
MISSING = ("reject", "empty", "create")
FOUND = ("skip", "update", "create")
# What becomes of a new row that looks like a record which is here.
ALIKE = CREATE, REJECT = "create", "reject"
FILL, OVERWRITE, LEAVE = KNOWN = "fill", "overwrite", "leave"
NEW_KINDS = ("text", "integer", "number", "money", "date", "boolean")
# A join that is no text: given and family name, in the order that the name's language asks for.
NAME = "name"
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_COLUMNS = 500


@dataclass(frozen=True)
class Column:
    """One or more of the file's columns, and the field they fill.

    `to` is a field's name, `contact_points.phone`, `lines.product` or `external_ids.<source>`.
    `source` holds headings, joined by `join` where there are several (`name` joins the parts of a
    person's name, the family's last); without any, `value` stands in every row. `values` replaces
    texts, `multiply` is a number (revenue in millions), `dates` the order of day and month.
    `missing` says what becomes of a row whose related record is not there, `bad` of one whose text
    does not fit; `within` narrows the related records. Where the column names what a row brings
    along, `known` says what becomes of one that is here already: what is empty is filled (the
    usual), what the file says takes its place, or it is left as it is. `beside` is what a row of
    its own holds besides, which this column makes where several fill one field (a price a book).
    """

    to: str
    source: tuple[str, ...] = ()
    join: str = " "
    value: Any = None
    values: dict[str, str] = field(default_factory=dict)
    dates: str = ""
    multiply: str = ""
    by: str = ""
    within: dict[str, str] = field(default_factory=dict)
    missing: str = "reject"
    bad: str = "reject"
    known: str = ""
    new: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)

    @property
    def is_constant(self) -> bool:
        """Whether every row gets the same."""
        return not self.source

    @property
    def folded_values(self) -> dict[str, str]:
        """Replacements by the folded text they replace."""
        return {fold(text).strip(): value for text, value in self.values.items()}

    def json(self) -> dict[str, Any]:
        """The column as it is stored: what is not said is left out."""
        stored = asdict(self)
        source = list(stored.pop("source"))
        said = {
            n: v for n, v in stored.items()
            if v != _DEFAULT[n] and (v not in ("", None, {}) or n == "join")
        }  # fmt: skip
        return {"to": self.to, **({"from": source} if source else {}), **said}


_DEFAULT = asdict(Column(""))


@dataclass(frozen=True)
class Mapping:
    """The columns, how an existing record is recognised, and what becomes of it then.

    `by` names fields; empty, every row is a new record. Rows in which a column of `only` is blank
    are left out. `alike` says whether rows are refused that look like a record which is here
    though they share no key with it.
    """

    columns: tuple[Column, ...] = ()
    by: tuple[str, ...] = ()
    found: str = "skip"
    only: tuple[str, ...] = ()
    alike: str = CREATE

    def json(self) -> dict[str, Any]:
        """The mapping as it is stored."""
        stored: dict[str, Any] = {"columns": [column.json() for column in self.columns]}
        if self.by:
            stored["match"] = {"by": list(self.by), "found": self.found}
        if self.only:
            stored["only"] = list(self.only)
        if self.alike != CREATE:
            stored["alike"] = self.alike
        return stored

    @property
    def system(self) -> str:
        """The other system whose numbers the rows have: first the one by which they are found."""
        named = (*self.by, *(column.to for column in self.columns))
        found = (name.partition(".")[2] for name in named if name.startswith("external_ids."))
        return next(found, "").strip().lower()

    def without_new(self) -> Mapping:
        """The same, where no column becomes a new field."""
        columns = tuple(Column("", c.source) if c.new else c for c in self.columns)
        return replace(self, columns=columns)

    def left_out(self, headings: Iterable[str]) -> list[str]:
        """The headings that go nowhere."""
        used = {name for column in self.columns if column.to for name in column.source}
        return [heading for heading in headings if heading not in used]

    @property
    def filled(self) -> set[str]:
        """Every field for which there is a column, or a word beside one."""
        return {to for c in self.columns for to in (c.to, *c.beside) if to}

    def sources(self) -> set[str]:
        """Every heading that the mapping uses."""
        return {name for column in self.columns for name in column.source} | set(self.only)


def read_mapping(stored: Any) -> Mapping:
    """A mapping from its JSON form; raises Invalid, naming what is wrong."""
    errors: list[FieldError] = []
    if not isinstance(stored, dict) or not isinstance(stored.get("columns"), list):
        raise Invalid(_error("mapping", N_("A mapping has a list of columns.")))
    match = stored.get("match") or {}
    if len(stored["columns"]) > MOST_COLUMNS or not isinstance(match, dict):
        raise Invalid(_error("mapping", N_("A mapping has a list of columns.")))
    columns = [_column(item, number, errors) for number, item in enumerate(stored["columns"])]
    if match.get("found", "skip") not in FOUND:
        errors.append(_choice_error("match.found", FOUND))
    if stored.get("alike", CREATE) not in ALIKE:
        errors.append(_choice_error("alike", ALIKE))
    unknown = sorted(set(stored) - {"columns", "match", "only", "alike"})
    errors += [_error(name, N_("There is no such setting of a mapping.")) for name in unknown]
    if errors:
        raise Invalid(*errors)
    return Mapping(
        tuple(columns), _names(match.get("by")), match.get("found", "skip"),
        _names(stored.get("only")), stored.get("alike", CREATE),
    )  # fmt: skip


def _column(item: Any, number: int, errors: list[FieldError]) -> Column:
    where = f"columns.{number}"
    if not isinstance(item, dict) or not isinstance(item.get("to"), str):
        errors.append(_error(where, N_("A column says where it goes: “to”.")))
        return Column("")
    said = {n: v for n, v in item.items() if n != "from"}
    for name in set(said) - set(_DEFAULT) | ({"source"} & set(said)):
        errors.append(_error(f"{where}.{name}", N_("There is no such setting of a column.")))
        said.pop(name)
    for name in ("values", "within", "new", "beside"):
        if not isinstance(said.get(name, {}), dict):
            errors.append(_error(f"{where}.{name}", N_("Give pairs of texts.")))
            said.pop(name)
        elif name in said:
            said[name] = {str(k): str(v) for k, v in said[name].items()}
    for name in ("join", "dates", "multiply", "by", "missing", "bad", "known"):
        if name in said:
            said[name] = str(said[name])
    column = Column(**{**said, "source": _names(item.get("from"))})
    errors.extend(FieldError(f"{where}.{e.field}", e.message) for e in _wrong(column))
    return column


def _wrong(column: Column) -> list[FieldError]:
    """What a column's settings cannot be."""
    errors = []
    choices = {"dates": ORDERS, "missing": MISSING, "bad": MISSING[:2], "known": ("", *KNOWN)}
    for name, known in choices.items():
        if getattr(column, name) not in known:
            errors.append(_choice_error(name, known))
    if column.multiply and not _is_factor(column.multiply):
        errors.append(_error("multiply", N_("Give a number to multiply by, such as 1000000.")))
    if column.beside and len(column.source) != 1:
        errors.append(_error("beside", N_("A column that makes a row of its own stands alone.")))
    if column.new and (
        column.new.get("kind", "text") not in NEW_KINDS
        or not column.to.startswith("c_")
        or not KEY.fullmatch(column.to[2:])
    ):
        message = N_("A new field is named c_ and lower-case letters, and has a kind and a label.")
        errors.append(_error("new", message))
    return errors


def _is_factor(text: str) -> bool:
    try:
        factor = Decimal(text)
    except InvalidOperation:
        return False
    return factor.is_finite() and 0 < abs(factor) <= 10**12


def _names(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        return (raw,) if raw else ()
    return tuple(str(name) for name in raw) if isinstance(raw, list | tuple) else ()


def _error(name: str, message: str, **params: Any) -> FieldError:
    return FieldError(name, say(BadValue("mapping", message, **params)))


def _choice_error(name: str, known: tuple[str, ...]) -> FieldError:
    return _error(name, N_("Choose one of: %(known)s."), known=", ".join(filter(None, known)))
