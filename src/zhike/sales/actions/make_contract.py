"""A contract of a quote that was accepted, or of a deal that was won: nothing is keyed in again.

The verb runs on what the contract comes from, which is locked: of two who make one at once one
does, and the other is told.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access, Denied
from zhike.ledger.actions import action
from zhike.sales.models import Contract, ContractLine, Opportunity, Quote
from zhike.sales.models.contract import counting
from zhike.sales.models.document import Document
from zhike.sales.models.priced import copy_lines

CARRIED = ("party", "contact", "opportunity", "entity", "currency", "discount", "prepay",
           "payment_days")  # fmt: skip
"""What a document has from the one that it comes from."""


def may_be_gone_on_from(quote: Quote) -> bool:
    """Whether the customer has accepted it, and nothing counts yet that was made of it."""
    is_accepted = quote.status == Quote.Status.ACCEPTED
    return is_accepted and not counting(quote.contracts) and not counting(quote.orders)


def _is_won(deal: Opportunity) -> bool:
    is_sold = deal.won_at is not None and deal.party_id is not None
    return is_sold and not counting(deal.contracts)


def may_make(_source: Any, access: Access) -> bool:
    """Whether this user writes contracts at all."""
    return access.can(Contract, "create")


def make_contract(source: Any, access: Access) -> Contract:
    """Draft it with customer, contact, lines and prices."""
    made = Contract(**carried(source, access, Contract), name=source.name)
    if isinstance(source, Quote):
        made.quote = source
    made.save()
    copy_lines(source, made, ContractLine)
    return made


def carried(source: Any, access: Access, model: type[Document]) -> dict[str, Any]:
    """What goes over from one hop to the next. Raises Denied for who may not make the next."""
    if not access.can(model, "create"):
        raise Denied(model.record_type, "create")
    owner = source.owner or access.user
    whose = {"owner": owner, "team": None if owner is not None else source.team}
    if not isinstance(source, Opportunity):
        return {name: getattr(source, name) for name in CARRIED} | whose
    asked = source.lead.person if source.lead is not None else None
    return {
        "party": source.party, "contact": asked if asked != source.party else None,
        "opportunity": source, "currency": source.currency, **whose,
    }  # fmt: skip


for _model, _when in ((Quote, may_be_gone_on_from), (Opportunity, _is_won)):
    action(
        _("make a contract"), on=_model, permission="update", when=_when, icon="file",
        with_access=True, offered=may_make,
    )(make_contract)  # fmt: skip
