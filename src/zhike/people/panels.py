"""What people adds to pages: to whom a party is tied, drawn, and as a table."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from zhike.access.rights import Access
from zhike.people.drawing import drawn
from zhike.people.models import Party, Relationship
from zhike.people.ties import Net, net_of
from zhike.records.titles import title
from zhike.web.panels import Panel, register_panel
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail

FEW = 12


def ties(access: Access, party: Party) -> dict[str, Any] | None:
    """The small drawing beside the facts: those tied to the party itself."""
    if not access.can(Relationship, "read"):
        return None
    net = net_of(access, party, depth=1, most=FEW)
    if not net.ties:
        return None
    url = f"/parties/{party.pk}/relationships/"
    return {"graph": drawn(net, small=True) | {"title": told(net)}, "url": url, "rows": rows(net)}


@require_GET
def relationships(request: PageRequest, id_: UUID) -> HttpResponse:
    """The net around a party to the second step, with the same as a table."""
    resource = resource_or_404(request, "parties")
    party = record_or_404(request, resource, id_)
    net = net_of(request.access, party)
    more = ngettext("and %(count)s more party", "and %(count)s more parties", net.more)
    context = {
        "called": title(request.access, party), "has_ties": bool(net.ties),
        "trail": trail(request.access, resource, party, _("Relationships")),
        "graph": drawn(net) | {"title": told(net)}, "rows": rows(net),
        "more": more % {"count": net.more} if net.more else "",
        "new": {"label": _("New relationship"), "icon": "plus",
                "url": f"/relationships/new/?from_party={party.pk}"}
        if request.access.can(Relationship, "create") else None,
    }  # fmt: skip
    return render(request, "people/relationships.html", context)


def told(net: Net) -> str:
    """What the drawing shows, in a sentence."""
    count = len(net.depths) - 1
    text = ngettext("%(name)s and %(count)s party tied to it",
                    "%(name)s and %(count)s parties tied to it", count)  # fmt: skip
    return text % {"name": net.names[next(iter(net.depths))], "count": count}


def rows(net: Net) -> list[dict[str, Any]]:
    """Each tie as a sentence of three, those of the party itself first."""
    ordered = sorted(net.ties, key=lambda tie: net.depths[tie.source] + net.depths[tie.target])
    return [
        {
            "source": net.names[tie.source], "source_url": f"/parties/{tie.source}/",
            "label": tie.label, "url": f"/relationships/{tie.id}/",
            "target": net.names[tie.target], "target_url": f"/parties/{tie.target}/",
        }
        for tie in ordered
    ]  # fmt: skip


register_panel(
    Party,
    Panel("ties", gettext_lazy("relationships, drawn"), 30, "people/ties.html", ties, side=True),
)
