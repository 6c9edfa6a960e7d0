"""On the page of a customer or a lead: who else is near it, fetched once the page stands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.people.models import Lead, Party
from zhike.records.resource import resource_for
from zhike.sales.nearby.page import near_url
from zhike.sales.nearby.spots import said
from zhike.web.attention import sees
from zhike.web.panels import Panel, register_panel


def around(access: Access, record: Party | Lead) -> dict[str, Any] | None:
    """Where the nearest few come from; nothing where no region says where it is."""
    if not access.can(Party, "read") or not sees(access, type(record), "region"):
        return None
    if not said(resource_for(type(record)).specs(access)["region"], record):
        return None
    url = near_url(record)
    return {"url": url, "few_url": url.replace("?", "few/?", 1)}


for _model in (Party, Lead):
    register_panel(
        _model,
        Panel("nearby", gettext_lazy("who is near"), 45, "sales/nearby_panel.html", around,
              side=True, is_live=False),
    )  # fmt: skip
