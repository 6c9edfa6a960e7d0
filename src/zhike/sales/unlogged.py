"""Deals that were won though nobody wrote down how: the next one cannot learn from them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.engagement.models import Interaction
from zhike.engagement.sources import about
from zhike.sales.models import Opportunity
from zhike.web.attention import Alert, register_attention


def unlogged(access: Access, deal: Opportunity) -> Iterator[Alert]:
    """No contact about the deal, nor any with its customer while it was open."""
    if deal.won_at is None or not access.can(Interaction, "read"):
        return
    meanwhile = Q(party=deal.party_id, at__date__gte=deal.opened_on, at__lte=deal.won_at)
    # Whether there is any is no secret; what it says stays with those who may read it.
    known = Interaction.objects.filter(about(deal)).exists()
    if not known and deal.party_id is not None:
        known = Interaction.objects.filter(meanwhile).exists()
    if known:
        return
    actions = []
    if deal.party_id is not None and access.can(Interaction, "create"):
        url = f"/interactions/new/?party={deal.party_id}&about=opportunity:{deal.pk}"
        actions = [{"label": _("Record contact"), "icon": "plus", "url": url}]
    text = _("It was won without a single contact on record. Write down how it came about.")
    yield Alert(_("No record of how it was won"), text, actions=actions)


register_attention(30, Opportunity, unlogged)
