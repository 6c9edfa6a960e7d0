"""Field maps: tables under the headings of finance systems, for 用友 and 金蝶.

A map says `heading: what`, where `what` is a field, a part (`contact_points.phone`), a field of a
related record (`party/uscc`), or one of `CODE`, `STATE` and `SORT`. With `lines`, each of the
record's lines has a row (`lines.quantity`, `lines.product/code`). What the reader may not see is an
empty cell.
"""

from __future__ import annotations

import base64
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Level
from zhike.access.rights import Access
from zhike.exchange.export_columns import Page, value_cell
from zhike.exchange.formats import Format, Head, register_format
from zhike.exchange.profiles.chinese import KINGDEE, YONYOU
from zhike.exchange.sheets import SHEETS, Cell
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, resource_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CODE, STATE, SORT = "CODE", "STATE", "SORT"
CODES = ("code", "number")
_SORTS = {"customer": "客户", "supplier": "供应商"}


@dataclass(frozen=True)
class FieldMap:
    """How one finance system calls what it takes of one record type."""

    system: str
    label: str | Promise
    resource: str
    columns: dict[str, str]
    lines: str = ""
    takes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Which records leave, as a format says it."""

    @property
    def name(self) -> str:
        """Its name as a format."""
        return f"{self.system}-{self.resource}"


MAPS = (
    FieldMap(
        "yonyou", YONYOU, "parties",
        {
            "往来单位编码": CODE, "往来单位名称": "name", "往来单位性质": SORT, "税号": "uscc",
            "所属地区": "region", "所属行业": "industry", "电话": "contact_points.phone",
            "E-mail": "contact_points.email", "地址": "contact_points.address",
            "专管业务员名称": "owner", "分管部门名称": "team", "备注": "note", "导出状态": STATE,
        },
    ),
    FieldMap(
        "yonyou", YONYOU, "products",
        {
            "存货编码": CODE, "存货名称": "name", "规格型号": "series", "计量单位": "unit",
            "参考售价": "list_price", "币种": "currency", "备注": "note", "导出状态": STATE,
        },
    ),
    FieldMap(
        "kingdee", KINGDEE, "parties",
        {
            "代码": CODE, "名称": "name", "统一社会信用代码": "uscc", "区域": "region",
            "行业": "industry", "联系电话": "contact_points.phone",
            "电子邮箱": "contact_points.email", "通讯地址": "contact_points.address",
            "公司网址": "website", "专营业务员": "owner", "销售部门": "team", "备注": "note",
            "导出状态": STATE,
        },
    ),
    FieldMap(
        "kingdee", KINGDEE, "products",
        {
            "代码": CODE, "名称": "name", "规格型号": "series", "计量单位": "unit",
            "销售单价": "list_price", "币别": "currency", "备注": "note", "导出状态": STATE,
        },
    ),
)  # fmt: skip


class MappedFile:
    """A workbook under a finance system's headings; no watermark, for a program reads it."""

    def __init__(self, path: Path, head: Head, told: FieldMap) -> None:
        """`told` names the columns; `head` says what the reader may see."""
        self._sheet, self._map = SHEETS["xlsx"](path), told
        self._known = {column.name: column for column in head.columns}
        self._others: dict[tuple[str, str], dict[Any, Any]] = {}

    def __enter__(self) -> Self:
        """Write the headings."""
        self._sheet.__enter__()
        self._sheet.write(list(self._map.columns))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Close the file."""
        self._sheet.__exit__(kind, error, trace)

    def take(self, page: Page) -> None:
        """Add a row for each record."""
        self._others.clear()
        part = self._map.lines
        rows, names = page.rows_of(part) if part else ({}, {})
        for item in page.items:
            for line in rows.get(item.pk, ()) if part else (None,):
                self._sheet.write([
                    self._of_line(what.removeprefix(part + "."), line, page, rows, names)
                    if part and what.startswith(part + ".") else self._cell(what, item, page)
                    for what in self._map.columns.values()
                ])  # fmt: skip

    def _cell(self, what: str, item: Any, page: Page) -> Cell:
        if what == STATE:
            return str(page.news[item.pk].label)
        if what == SORT:
            roles = item.roles if "roles" in self._known else ()
            return "/".join(word for role, word in _SORTS.items() if role in roles) or "客户"
        relation, _, field = what.partition("/")
        if field:
            return self._related(page.resource, relation, field, item, page.items, page.access)
        if what == CODE:
            return self._code(item, self._known)
        column = self._known.get(what)
        if column is None or column.target is None:
            return ""
        return _number_of(column.target.spec, item) or column.cell(item, page)

    def _of_line(
        self, what: str, line: Any, page: Page, rows: dict[Any, list[Any]], names: dict[Any, str]
    ) -> Cell:
        part, (relation, _, field) = (
            page.resource.part_resources()[self._map.lines],
            (what.partition("/")),
        )
        if field:
            every = [one for found in rows.values() for one in found]
            return self._related(part, relation, field, line, every, page.access)
        spec = part.specs(page.access).get(what)
        return "" if spec is None else _number_of(spec, line) or value_cell(spec, line, names)

    def _related(
        self, resource: Resource, relation: str, field: str, item: Any, items: Sequence[Any],
        access: Access,
    ) -> Cell:  # fmt: skip
        """A field of a related record that the reader may see; all of a page are read at once."""
        spec = resource.specs(access).get(relation)
        if spec is None or spec.target is None or spec.level in (Level.HIDDEN, Level.MASKED):
            return ""
        key = (resource.name, relation)
        if key not in self._others:
            ids = {spec.value(one) for one in items} - {None}
            self._others[key] = access.rows(spec.target).in_bulk(ids)
        other = self._others[key].get(spec.value(item))
        if other is None:
            return ""
        known = resource_for(spec.target).specs(access)
        if field == CODE:
            return self._code(other, known)
        return value_cell(known[field], other, {}) if field in known else ""

    def _code(self, item: Any, known: Container[str]) -> str:
        """The code that the record has in the system or everywhere, else one that stays.

        Its ten letters are the fifty last bits of the id, which were drawn at random.
        """
        names = item.external_ids if "external_ids" in known else {}
        own = names.get(self._map.system) or next(
            (value for name in CODES if name in known and (value := getattr(item, name))), ""
        )
        return str(own or "ZK" + base64.b32encode(item.pk.bytes[-10:]).decode()[-10:])


def _number_of(spec: FieldSpec, item: Any) -> Cell:
    """The number that a choice is named after: of a VAT rate the percentage."""
    if spec.kind.name != "choice" or spec.level == Level.MASKED:
        return ""
    value = str(spec.value(item) or "")
    return int(value) if value.isdigit() else ""


def register_map(told: FieldMap) -> None:
    """Offer a map as a format of its records."""
    register_format(
        Format(
            told.name, told.label, _("for its import, says what is new since last time"), XLSX,
            partial(MappedFile, told=told), "xlsx", told.resource, told.system, is_fixed=True,
            takes=told.takes,
        )
    )  # fmt: skip


for _map in MAPS:
    register_map(_map)
