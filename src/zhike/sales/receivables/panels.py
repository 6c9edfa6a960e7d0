"""On the pages of customers and contracts: what is owed, planned, received and invoiced."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.money import compact_amount, format_amount
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.sales.contracts.panels import chain
from zhike.sales.models import Contract, InvoiceRequest, PaymentPlan
from zhike.sales.receivables import ageing
from zhike.sales.receivables.page import plans_url
from zhike.web.attention import Figure, register_attention
from zhike.web.panels import Panel, register_panel
from zhike.web.question_pages import where
from zhike.web.summed import made_of

NOUGHT = Decimal(0)


def owed(access: Access, party: Party) -> Iterator[Figure]:
    """What the customer owes, in one line: all, what of it is overdue, since when."""
    if not ageing.may_see(access):
        return
    today, found = timezone.localdate(), ageing.of_customer(access, party.pk)
    if not any(found.whole.values()):
        return
    lang, rates = get_language() or "zh-hans", ageing.rates_of([found.whole], today)
    whole, late, since = rates.summed(found.whole), rates.summed(found.late), found.oldest_due
    said = [made_of(whole)]
    if late.total and since is not None:
        days, amount = (today - since).days, compact_amount(late.total, rates.base, lang=lang)
        text = _("%(amount)s overdue, up to %(days)s days") % {"amount": amount, "days": days}
        said.insert(0, text)
    own = [where("party", "eq", str(party.pk)), where("left", "gt", "0")]
    yield Figure(
        _("owes us"), compact_amount(whole.total, rates.base, lang=lang),
        exact=format_amount(whole.total, rates.base, lang=lang),
        note=_("; ").join(filter(None, said)), tone="seal" if late.total else "",
        url=plans_url(*own),
    )  # fmt: skip


def money_of(access: Access, contract: Contract) -> dict[str, Any] | None:
    """How much of a contract is planned, received and invoiced, as far as the reader sees it."""
    specs = resource_for(Contract).specs(access)
    if any(name not in specs or not specs[name].searchable for name in ("amount", "received")):
        return None
    if not contract.amount:
        return None
    parts = []
    if ageing.may_see(access):
        plans = access.rows(PaymentPlan).filter(contract=contract.pk, is_void=False)
        planned = plans.aggregate(Sum("amount"))["amount__sum"] or NOUGHT
        parts.append(_part(_("planned"), planned, contract))
    parts.append(_part(_("received"), contract.received, contract))
    if "invoiced" in specs and specs["invoiced"].searchable:
        parts.append(_part(_("invoiced"), contract.invoiced, contract))
    return {"facts": parts}


def _part(label: str, amount: Decimal, contract: Contract) -> dict[str, Any]:
    share = max(min(amount * 100 / contract.amount, Decimal(100)), NOUGHT)
    lang = get_language() or "zh-hans"
    bar = {"kind": "progress", "value": round(share), "note": f"{share:.0f}%"}
    return {
        "label": label,
        "cell": bar,
        "note": format_amount(amount, contract.currency, lang=lang),
    }


register_attention(30, Party, owed)
register_panel(
    Contract, Panel("money", gettext_lazy("money"), 4, "sales/contract_money.html", money_of)
)
for _model in (PaymentPlan, InvoiceRequest):
    register_panel(
        _model,
        Panel("chain", gettext_lazy("from lead to cash"), 6, "sales/chain.html", chain, side=True),
    )
