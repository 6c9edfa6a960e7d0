"""What 用友 and 金蝶 are given of sales: contracts, orders, receipts and invoices (A38).

Only what is agreed to leaves; drafts are nothing to keep books about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from zhike.exchange.field_maps import CODE, STATE, FieldMap, register_map
from zhike.exchange.profiles.chinese import KINGDEE, YONYOU
from zhike.sales.models import Contract, InvoiceRequest, Order, Payment


@dataclass(frozen=True)
class _Words:
    """How one system calls whom, what and how much."""

    system: str
    label: str | Promise
    code: str
    name: str
    tax: str
    item: str
    item_name: str
    currency: str
    amount: str

    @property
    def whom(self) -> dict[str, str]:
        """The customer."""
        return {self.code: f"party/{CODE}", self.name: "party", self.tax: "party/uscc"}

    def map(self, resource: str, columns: dict[str, str], lines: str = "",
            **takes: Iterable[str]) -> FieldMap:  # fmt: skip
        """A map that ends as all of them do."""
        end = {"业务员": "owner", "部门": "team", "备注": "note", "导出状态": STATE}
        wanted = tuple((name, tuple(sorted(values))) for name, values in takes.items())
        return FieldMap(self.system, self.label, resource, columns | end, lines, wanted)


SYSTEMS = (
    _Words("yonyou", YONYOU, "往来单位编码", "往来单位名称", "税号", "存货编码", "存货名称", "币种",
           "金额"),
    _Words("kingdee", KINGDEE, "购货单位代码", "购货单位名称", "纳税登记号", "物料代码", "物料名称",
           "币别", "价税合计"),
)  # fmt: skip


def documents(words: _Words) -> Iterator[FieldMap]:
    """Contracts, one a row; orders, a row for each line."""
    yield words.map(
        "contracts",
        {"合同编号": CODE, "合同名称": "name", **words.whom, words.currency: "currency",
         words.amount: "amount", "签订日期": "signed_on", "生效日期": "starts_on",
         "终止日期": "ends_on", "合同状态": "status"},
        status=Contract.standing,
    )  # fmt: skip
    yield words.map(
        "orders",
        {"单据编号": CODE, "订单名称": "name", "合同编号": f"contract/{CODE}", **words.whom,
         "交货日期": "due_on", words.currency: "currency", words.item: f"lines.product/{CODE}",
         words.item_name: "lines.product", "数量": "lines.quantity",
         "含税单价": "lines.unit_price", "折扣%": "lines.discount", "税率%": "lines.tax_rate",
         words.amount: "lines.amount"},
        "lines", status=Order.standing,
    )  # fmt: skip


def money(words: _Words) -> Iterator[FieldMap]:
    """Receipts, one a row; invoices, a row for each line."""
    yield words.map(
        "payments",
        {"单据编号": CODE, "单据日期": "received_on", "款项类型": "kind", **words.whom,
         "结算方式": "method", "银行流水号": "reference", words.currency: "currency",
         words.amount: "amount"},
        status=[Payment.Status.CONFIRMED], kind=[Payment.Kind.RECEIPT, Payment.Kind.RETURN],
    )  # fmt: skip
    yield words.map(
        "invoice-requests",
        {"发票号码": "invoice_number", "开票日期": "issued_on", "发票类型": "kind",
         "申请单号": CODE, "合同编号": f"contract/{CODE}", **words.whom,
         "发票抬头": "title", "发票抬头税号": "title/tax_number", words.currency: "currency",
         words.item: f"lines.product/{CODE}", "货物名称": "lines.name", "数量": "lines.quantity",
         "无税金额": "lines.net", "税率%": "lines.tax_rate", "税额": "lines.tax",
         words.amount: "lines.amount"},
        "lines", status=[InvoiceRequest.Status.ISSUED],
    )  # fmt: skip


for _words in SYSTEMS:
    for _map in (*documents(_words), *money(_words)):
        register_map(_map)
