"""What is pasted from a spreadsheet, read as the rows that saving takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.base.text import fold
from zhike.catalog.models import Product
from zhike.records.errors import FieldError, Invalid, say

Row = dict[str, Any]
ORDER = ("product", "quantity", "unit_price", "discount")
"""The columns of a spreadsheet that is pasted as a whole."""
MOST = 500


def cells_of(text: str) -> list[list[str]]:
    """The rows of a text with tabs; rows without anything are left out."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    return [row for row in rows if any(row)]


def rows_at(
    access: Access, text: str, lines: Sequence[Any], columns: Sequence[str], line: UUID | None
) -> list[Row]:
    """The rows of a text, over the lines from one on and then as new ones; raises Invalid.

    `columns` are those that stand right of where it is pasted. Without a line all rows are new.
    """
    cells = cells_of(text)
    if len(cells) > MOST:
        message = N_("Paste at most %(most)s rows at once.")
        raise Invalid(FieldError("lines", say(BadValue("most", message, most=MOST))))
    ids = [one.pk for one in lines]
    start = ids.index(line) if line in ids else len(ids)
    known = _products(access, cells, columns)
    found: list[Row] = []
    errors: list[FieldError] = []
    for number, row in enumerate(cells):
        given = dict(zip(columns, row, strict=False))
        if number == 0 and _is_heading(given, known):
            continue
        name = given.get("product", "")
        if name:
            product = known.get(fold(name).strip())
            if product is None:
                errors.append(_unknown(number, name))
                continue
            given["product"] = str(product)
        place = start + len(found) + len(errors)
        values = {key: value for key, value in given.items() if value != ""}
        if place < len(ids):
            values["id"] = str(ids[place])
        found.append(values)
    if errors:
        raise Invalid(*errors)
    return found


def _unknown(number: int, name: str) -> FieldError:
    message = N_("There is no product “%(name)s”: write its name or code as the catalog has it.")
    return FieldError(f"lines.{number}.product", say(BadValue("missing", message, name=name[:60])))


def _is_heading(given: Row, known: dict[str, Any]) -> bool:
    """Whether a first row names the columns: no product of that name, and no figure either."""
    words = [given.get(name, "") for name in ORDER[1:]]
    if fold(given.get("product", "")).strip() in known or not any(words):
        return False
    return not any(character.isdigit() for word in words for character in word)


def _products(access: Access, cells: list[list[str]], columns: Sequence[str]) -> dict[str, UUID]:
    """The products that a column names, by name or code; of two of one name the one on sale."""
    if "product" not in columns:
        return {}
    at = list(columns).index("product")
    texts = {row[at] for row in cells if len(row) > at and row[at]}
    asked = Q(name__in=texts) | Q(code__in=texts)
    found: dict[str, UUID] = {}
    rows = access.rows(Product).filter(asked).order_by("is_active", "pk")
    for pk, name, code in rows.values_list("pk", "name", "code"):
        for text in filter(None, (name, code)):
            found[fold(text).strip()] = pk
    return found


def told(error: FieldError) -> str:
    """An error of one row with the number of the row, as a person counts them."""
    _name, _dot, rest = error.field.partition(".")
    number, _dot, _field = rest.partition(".")
    if not number.isdecimal():
        return error.message
    return _("Row %(number)s: %(message)s") % {"number": int(number) + 1, "message": error.message}


def each_told(errors: Sequence[FieldError], most: int = 5) -> Iterator[str]:
    """The first errors, and how many more there are."""
    for error in errors[:most]:
        yield told(error)
    if len(errors) > most:
        yield _("and %(n)s more") % {"n": len(errors) - most}
