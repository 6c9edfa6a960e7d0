"""At the head of a deal: discounts beyond the cap, and whose consent is waited for."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.records.resource import resource_for
from zhike.sales.actions.discount import open_approval
from zhike.sales.models import Opportunity, OpportunityLine
from zhike.sales.models.discounts import excesses
from zhike.web.attention import Alert, register_attention, sees
from zhike.web.links import record_url, url_of


def of_deal(access: Access, deal: Opportunity) -> Iterator[Alert]:
    """What waits for consent, and the way to ask for it."""
    is_open = deal.won_at is None and deal.lost_at is None
    if not is_open or not sees(access, OpportunityLine, "discount", "product"):
        return
    found = excesses(deal)
    if not found:
        return
    lines = _("; ").join(one.words for one in found)
    if approval := open_approval(deal):
        who = "、".join(str(step) for step in approval.open_steps())
        text = _("%(who)s is asked. Until then the deal stays in its stage. %(lines)s")
        look = {"label": _("Look"), "url": url_of(type(approval), approval.pk), "icon": "check"}
        seen = access.rows(type(approval)).filter(pk=approval.pk).exists()
        yield Alert(_("The discount waits for consent"), text % {"who": who, "lines": lines},
                    actions=[look] if seen else [])  # fmt: skip
        return
    ask = {"label": _("Ask for the discount"), "icon": "check", "method": "post",
           "url": record_url(resource_for(Opportunity), deal.pk, "ask_for_discount"),
           "name": "version", "value": str(deal.version)}  # fmt: skip
    may = access.reaches(deal, "update")
    yield Alert(_("The discount needs consent"), lines, "seal", [ask] if may else [])


register_attention(15, Opportunity, of_deal)
