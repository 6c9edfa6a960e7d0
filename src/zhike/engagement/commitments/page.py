"""The ledger of a customer's promises: who promised what, what contradicts, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhike.access.rights import Access
from zhike.engagement.commitments.conflicts import (
    Conflict,
    amount_of,
    conflicts,
    open_promises,
)
from zhike.engagement.models import Commitment
from zhike.records import listing
from zhike.records.resource import resource_for
from zhike.records.titles import title, titles
from zhike.web.dates import day_text
from zhike.web.links import list_url, record_url
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.tables import table
from zhike.web.trails import trail

SHOWN = 100
COLUMNS = ("text", "status", "promised_by", "due_at", "kind", "quantity", "unit", "owner", "met")


@require_GET
def ledger_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """Everything that was promised to a customer, across all who sell to it."""
    access, promises = request.access, resource_or_404(request, "commitments")
    parties = resource_or_404(request, "parties")
    party = record_or_404(request, parties, id_)
    filter_ = {"all": [{"field": "party", "op": "eq", "value": str(party.pk)}]}
    query = listing.Query(filter_, limit=SHOWN, sort="-created_at")
    page = listing.page(promises, access, query, count=False)
    seen = promises.specs(access)
    specs = [seen[name] for name in COLUMNS if name in seen]
    new = {"label": _("New promise"), "icon": "plus", "url": f"/commitments/new/?party={party.pk}"}
    context = {
        "called": title(access, party), "trail": trail(access, parties, party, _("Promises")),
        "conflicts": settling(access, conflicts(access, open_promises(access, party)),
                              record_url(parties, party.pk, "promises")),
        "table": table(promises, specs, access, page.items, opens=True),
        "all_url": list_url(promises, filter=filter_) if page.next_cursor else "",
        "new": new if access.can(Commitment, "create") else None,
    }  # fmt: skip
    return render(request, "engagement/promises.html", context)


def settling(access: Access, found: Sequence[Conflict], back: str) -> list[dict[str, Any]]:
    """Each contradiction with its promises side by side, and the button that lets one stand."""
    return [
        {
            "title": conflict.label,
            "promises": [_side(access, promise, back) for promise in conflict.promises],
        }
        for conflict in found
    ]


def _side(access: Access, promise: Commitment, back: str) -> dict[str, Any]:
    url = record_url(resource_for(Commitment), promise.pk)
    said_on = timezone.localtime(promise.created_at).date()
    stand = {"label": _("This one stands"), "icon": "check", "method": "post",
             "url": f"{url}uphold/?back={back}", "name": "version",
             "value": str(promise.version)}  # fmt: skip
    return {
        "value": amount_of(promise), "who": str(promise.promised_by or ""),
        "source": f"{titles(access, [promise])[promise.pk]} · {day_text(said_on)}",
        "action": stand if access.reaches(promise, "uphold") else None,
    }  # fmt: skip
