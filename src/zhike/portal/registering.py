"""A partner registers a customer: written in the partner's name, checked at once by the system."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from zhike.access.rights import Access, system_access
from zhike.ledger.models.change_set import Door
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_for
from zhike.sales.actions.registration import decide, take_turn
from zhike.sales.models import DealRegistration

FIELDS = ("customer_name", "uscc", "contact_name", "phone", "need", "amount", "expected_on")
"""What a partner says of a customer."""


def register(access: Access, partner: Party, said: Mapping[str, str]) -> DealRegistration:
    """Write down what was said and decide what becomes of it; raises Invalid.

    The check sees every customer and lead, so it is done with the system's rights, and in the
    partner's name: our people hear who registered what.
    """
    raw = {name: said.get(name, "") for name in FIELDS}
    with transaction.atomic():
        take_turn()
        registration: DealRegistration = saving.create(
            resource_for(DealRegistration), access, raw | {"partner": str(partner.pk), "owner": ""}
        )
        with system_access(Door.WEB, access.user).change_set("check"):
            decide(registration)
    return registration
