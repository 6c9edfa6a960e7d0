"""What people says at the head of a party: a number or an address that does not work."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.people.models import ContactPoint, Party
from zhike.records.resource import resource_for
from zhike.records.titles import titles
from zhike.web.attention import Alert, register_attention, sees
from zhike.web.links import record_url

SHOWN = 3


def unreachable(access: Access, party: Party) -> Iterator[Alert]:
    """Contact points that somebody tried in vain."""
    if not sees(access, ContactPoint, "status"):
        return
    rows = access.rows(ContactPoint).filter(party=party.pk, status=ContactPoint.Status.INVALID)
    found = list(rows.order_by("pk")[:SHOWN])
    if not found:
        return
    called = titles(access, found)
    url = record_url(resource_for(Party), party.pk, "edit")
    actions = [{"label": _("Correct it"), "url": url}] if access.reaches(party, "update") else []
    values = ", ".join(called[point.pk] for point in found)
    yield Alert(_("A contact point does not work"), values, actions=actions)


register_attention(50, Party, unreachable)
