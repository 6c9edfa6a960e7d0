"""How documents are numbered until an administrator says otherwise (报价 BJ, 合同 HT, 订单 DD)."""

from zhike.records.models import NumberRule
from zhike.records.numbering import register_numbered
from zhike.sales.models import Contract, InvoiceRequest, Order, Quote

register_numbered(Quote.record_type, "BJ{year}{month}-{serial:4}", NumberRule.Reset.MONTH)
register_numbered(Contract.record_type, "HT{year}-{serial:4}", NumberRule.Reset.YEAR)
register_numbered(Order.record_type, "DD{year}{month}-{serial:4}", NumberRule.Reset.MONTH)
register_numbered(InvoiceRequest.record_type, "KP{year}{month}-{serial:4}", NumberRule.Reset.MONTH)
