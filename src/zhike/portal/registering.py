"""A partner registers a customer: written in the partner's name, checked at once by the system."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.history import VERBS
from zhike.records.resource import resource_for
from zhike.sales.actions.registration import decide, take_turn
from zhike.sales.models import DealRegistration

ACTION = "register"
VERBS[ACTION] = _("registered")
FIELDS = ("customer_name", "uscc", "contact_name", "phone", "need", "amount", "expected_on")
"""What a partner says of a customer."""


def register(access: Access, partner: Party, said: Mapping[str, str]) -> DealRegistration:
    """Write down what was said and decide what becomes of it; raises Invalid.

    The check sees every customer and lead, whoever asks; what is written is the partner's deed, so
    our people hear who registered what.
    """
    raw = {name: said.get(name, "") for name in FIELDS}
    raw |= {"partner": str(partner.pk), "owner": ""}
    with access.change_set(ACTION):
        take_turn()
        registration: DealRegistration = saving.create(resource_for(DealRegistration), access, raw)
        decide(registration)
    return registration
