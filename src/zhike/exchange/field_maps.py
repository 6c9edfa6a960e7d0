"""Field maps: tables under the headings of finance systems, for 用友 and 金蝶.

A map says `heading: what`, where `what` is a field, a part (`contact_points.phone`), or one of
`CODE`, `STATE` and `SORT`. What the reader may not see is an empty cell.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.exchange.export_columns import Page
from zhike.exchange.formats import Format, Head, register_format
from zhike.exchange.profiles.chinese import KINGDEE, YONYOU
from zhike.exchange.sheets import SHEETS, Cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CODE, STATE, SORT = "code", "state", "sort"
_SORTS = {"customer": "客户", "supplier": "供应商"}


@dataclass(frozen=True)
class FieldMap:
    """How one finance system calls what it takes of one record type."""

    system: str
    label: str | Promise
    resource: str
    columns: dict[str, str]

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
        for item in page.items:
            self._sheet.write([self._cell(what, item, page) for what in self._map.columns.values()])

    def _cell(self, what: str, item: Any, page: Page) -> Cell:
        if what == CODE:
            return self._code(item)
        if what == STATE:
            return str(page.news[item.pk].label)
        if what == SORT:
            roles = item.roles if "roles" in self._known else ()
            return "/".join(word for role, word in _SORTS.items() if role in roles) or "客户"
        column = self._known.get(what)
        return column.cell(item, page) if column is not None else ""

    def _code(self, item: Any) -> str:
        """The code that the record has in the system or everywhere, else one that stays.

        Its ten letters are the fifty last bits of the id, which were drawn at random.
        """
        names = item.external_ids if "external_ids" in self._known else {}
        own = names.get(self._map.system) or ("code" in self._known and item.code)
        return str(own or "ZK" + base64.b32encode(item.pk.bytes[-10:]).decode()[-10:])


for _map in MAPS:
    register_format(
        Format(
            _map.name, _map.label, _("for its import, says what is new since last time"), XLSX,
            partial(MappedFile, told=_map), "xlsx", _map.resource, _map.system, is_fixed=True,
        )
    )  # fmt: skip
