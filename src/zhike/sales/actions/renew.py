"""Contracts after contracts: one that goes on, one in the place of one that is void."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access, Denied
from zhike.base.dates import months_later
from zhike.ledger.actions import action
from zhike.sales.actions.make_contract import CARRIED, may_make
from zhike.sales.models import Contract, ContractLine
from zhike.sales.models.contract import may_be_reissued, may_be_renewed
from zhike.sales.models.priced import copy_lines

KEPT = (*CARRIED, "name", "quote", "terms", "signer", "remind_days", "owner", "team")
"""What a contract has from the one that it renews or replaces."""
DAY = dt.timedelta(days=1)


def _next(contract: Contract, access: Access, **values: Any) -> Contract:
    """A draft with everything that the contract has. Raises Denied for who may not make one."""
    if not access.can(Contract, "create"):
        raise Denied(Contract.record_type, "create")
    made = Contract(**{name: getattr(contract, name) for name in KEPT}, **values)
    made.save()
    copy_lines(contract, made, ContractLine)
    return made


@action(
    _("issue anew"), on=Contract, permission="update", when=may_be_reissued, icon="copy",
    with_access=True, offered=may_make,
)  # fmt: skip
def reissue(contract: Contract, access: Access) -> Contract:
    """Write a draft in the place of a contract that is void; it is changed and submitted anew."""
    term = {"starts_on": contract.starts_on, "ends_on": contract.ends_on}
    return _next(contract, access, replaces=contract, **term)


@action(
    _("renew"), on=Contract, permission="update", when=may_be_renewed, icon="refresh",
    with_access=True, offered=may_make,
)  # fmt: skip
def renew(contract: Contract, access: Access) -> Contract:
    """Write a draft for the time after a contract, as long as it was."""
    begins, ends = contract.starts_on, contract.ends_on
    term: dict[str, Any] = {"starts_on": ends + DAY if ends else None}
    if begins and ends:
        term["ends_on"] = as_long(begins, ends)
    return _next(contract, access, renews=contract, **term)


def as_long(begins: dt.date, ends: dt.date) -> dt.date | None:
    """The last day of the time after this one: whole months stay whole months."""
    try:
        first = ends + DAY
        months = (first.year - begins.year) * 12 + first.month - begins.month
        if months and months_later(begins, months) == first:
            return months_later(first, months) - DAY
        return ends + (first - begins)
    except (OverflowError, ValueError):
        return None
