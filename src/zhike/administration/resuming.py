"""A restored copy is told that it is the one to send."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhike.access import events
from zhike.access.granted import ADMINISTER
from zhike.access.rights import Denied
from zhike.ledger import outbound
from zhike.web.requests import PageRequest, address_of


@require_POST
def resume(request: PageRequest) -> HttpResponse:
    """Open the gate; only for administrators, and written down."""
    if not request.access.everything:
        raise Denied("settings", ADMINISTER)
    if outbound.resume(request.user.pk):
        events.note(events.RESUMED, user=request.user.pk, address=address_of(request))
        messages.success(request, _("From now on this installation sends again."))
    return redirect("/settings/")
