"""The partner for which somebody from outside has come in."""

from __future__ import annotations

from django.http import Http404

from zhike.people.models import Party
from zhike.web.requests import PageRequest


def partner_of(request: PageRequest) -> Party:
    """Their company; for colleagues there is no such page."""
    represented = request.access.represents
    found: Party | None = None
    if represented is not None:
        rows = request.access.rows(Party).select_related("owner")
        found = rows.filter(pk=represented).first()
    if found is None:
        raise Http404
    return found
