"""On the page of a contact: what is still missing of the party it was with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhike.access.rights import Access
from zhike.engagement.models import Interaction
from zhike.people.models import Party
from zhike.people.quality import prompting
from zhike.records.errors import Invalid
from zhike.records.provenance import FOLLOW_UP
from zhike.web.panels import Panel, register_panel
from zhike.web.requests import PageRequest, back_or, record_or_404, resource_or_404


def asking(access: Access, interaction: Interaction) -> dict[str, Any] | None:
    """A line or two to fill in, as long as something is missing."""
    party = access.rows(Party).filter(pk=interaction.party_id).first()
    prompts = prompting.drawn(access, party) if party else []
    if not prompts:
        return None
    url = f"/parties/{interaction.party_id}/known/?back=/interactions/{interaction.pk}/"
    return {"prompts": prompts, "url": url}


@require_POST
def know(request: PageRequest, id_: UUID) -> HttpResponse:
    """Keep what was learnt of a party in a follow-up."""
    party = record_or_404(request, resource_or_404(request, "parties", "update"), id_, "update")
    back = back_or(request, f"/parties/{id_}/")
    raw = prompting.said(request.access, party, request.POST)
    access = replace(request.access, source=FOLLOW_UP)
    try:
        with access.change_set("edit") as opened:
            prompting.keep(access, party, raw)
    except Invalid as invalid:
        messages.error(request, " ".join(error.message for error in invalid.errors))
        return redirect(back)
    if raw:
        messages.success(request, _("Noted, with its source and day."),
                         extra_tags=f"undo:{opened.id}")  # fmt: skip
    return redirect(back)


register_panel(
    Interaction,
    Panel("asking", gettext_lazy("what is missing"), 15, "engagement/asking.html", asking,
          side=True, is_live=False),
)  # fmt: skip
