"""Payments' instalments and invoices in the chain from lead to cash."""

from zhike.sales.contracts.chain import Hop, hop_of, register_hop
from zhike.sales.models import InvoiceRequest, PaymentPlan

register_hop(Hop(PaymentPlan, ("contract",)))
register_hop(Hop(InvoiceRequest, ("order", "contract", "opportunity")))
HOPS = (hop_of(PaymentPlan), hop_of(InvoiceRequest))
