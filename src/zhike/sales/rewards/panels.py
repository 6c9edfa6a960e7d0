"""The panel of referrals: who brought this one, whom they brought, what that came to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.people.models import Lead, Party
from zhike.records.lacking import lacks
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.sales.models import Opportunity, Referral
from zhike.sales.rewards.pages import summed
from zhike.sales.rewards.referrers import rates_for, rewards_of, value_of
from zhike.web.attention import sees
from zhike.web.dates import day_text
from zhike.web.links import record_url, url_of
from zhike.web.panels import Panel, register_panel

FEW = 8
TONES = {"won": "pine", "qualified": "indigo", "lost": "mauve"}
Drawn = dict[str, Any]


def of_party(access: Access, party: Party) -> Drawn | None:
    """Who brought this customer, and whom they brought with what it came to."""
    may = _may_read(access) and not lacks(party, Referral, "referrer")
    made = _brought(access, party) if may else []
    worth = _worth(access, party) if made else []
    is_new = lacks(party, Referral, "party")
    return _panel(access, {"party": party.pk}, made, worth, is_new=is_new)


def of_lead(access: Access, lead: Lead) -> Drawn | None:
    """Who brought this lead."""
    return _panel(access, {"lead": lead.pk}, [], [])


def of_deal(access: Access, deal: Opportunity) -> Drawn | None:
    """Who brought the customer, or the lead from whom the deal came."""
    if deal.party_id is None and deal.lead_id is None:
        return None
    end = {"party": deal.party_id} if deal.party_id else {"lead": deal.lead_id}
    return _panel(access, end, [], [])


def _may_read(access: Access) -> bool:
    return sees(access, Referral, "referrer", "party", "lead", "status")


def _panel(
    access: Access, end: dict[str, Any], brought: list[Drawn], facts: list[Drawn], *,
    is_new: bool = False,
) -> Drawn | None:  # fmt: skip
    """Nothing where there is nothing to say nor to do."""
    if not _may_read(access):
        return None
    by = None if is_new else _by(access, end)
    actions = []
    if by is None and access.can(Referral, "create"):
        (field, id_), *_rest = end.items()
        actions = [{"label": _("add referrer"), "icon": "plus", "size": "small", "tone": "quiet",
                    "url": f"/referrals/new/?{field}={id_}"}]  # fmt: skip
    if not (by or brought or actions):
        return None
    return {"by": by, "brought": brought, "facts": facts, "actions": actions}


def _by(access: Access, end: dict[str, Any]) -> Drawn | None:
    referral = access.rows(Referral).filter(**end).first()
    if referral is None:
        return None
    names = named(access, Party, {referral.referrer_id})
    return {
        "name": names.get(referral.referrer_id, _("somebody")),
        "url": record_url(resource_for(Referral), referral.pk),
        "day": day_text(referral.referred_on, weekday=False),
    }


def _brought(access: Access, party: Party) -> list[Drawn]:
    """The latest of those whom the party brought."""
    rows = access.rows(Referral).filter(referrer=party.pk).order_by("-referred_on", "-pk")
    found: list[Referral] = list(rows[:FEW])
    names: dict[Any, str] = {}
    for model, column in ((Party, "party_id"), (Lead, "lead_id")):
        ids = {getattr(one, column) for one in found} - {None}
        names |= named(access, model, ids)
    return [
        {
            "name": names.get(one.party_id) or names.get(one.lead_id) or _("somebody"),
            "url": _page(one),
            "status": one.get_status_display(), "tone": TONES.get(one.status, ""),
        }
        for one in found
    ]  # fmt: skip


def _page(one: Referral) -> str:
    model: type[Record] = Party if one.party_id else Lead
    return url_of(model, one.party_id or one.lead_id)


def _worth(access: Access, party: Party) -> list[Drawn]:
    """What those brought have signed, what is given for it, and how much of that waits."""
    given, pending = rewards_of(access, [party.pk])
    each = (
        (_("signed by those brought"), value_of(access, [party.pk]).get(party.pk)),
        (_("reward"), given.get(party.pk)),
        (_("of which to be approved"), pending.get(party.pk)),
    )
    rates = rates_for([sums for _label, sums in each if sums])
    return [{"label": label, "cell": summed(rates, sums)} for label, sums in each if sums]


for _model, _draw in ((Party, of_party), (Lead, of_lead), (Opportunity, of_deal)):
    register_panel(
        _model,
        Panel("referrals", gettext_lazy("referrals"), 33, "sales/referred.html", _draw, side=True),
    )
