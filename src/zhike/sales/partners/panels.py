"""What registrations add to pages: whose customer this is, and what a registration clashes with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.rights import Access
from zhike.people.models import Lead, Party
from zhike.people.models.lead import is_open
from zhike.records.lacking import lacks
from zhike.records.resource import resource_for
from zhike.records.titles import title
from zhike.sales.models import DealRegistration, LeadShare, Opportunity, PartnerPolicy
from zhike.sales.rules.registration import is_ending
from zhike.web.attention import Alert, Figure, register_attention
from zhike.web.cells import Cell
from zhike.web.links import list_url, record_url
from zhike.web.record_head import register_entry

FEW = 5


def protection(access: Access, record: Any) -> Iterator[Alert]:
    """On a customer, a lead or a deal: which partner it is protected for, and until when.

    Whoever sees the record sees this: nobody sells past a partner unknowingly.
    """
    about = {Party: "party", Lead: "lead", Opportunity: "opportunity"}[type(record)]
    if lacks(record, DealRegistration, about):
        return
    found = DealRegistration.objects.open().filter(**{about: record.pk})
    for one in (
        access.rows(DealRegistration)
        .filter(pk__in=found.values("pk"))
        .select_related("partner")
        .order_by("created_at", "pk")[:FEW]
    ):
        yield _said(access, one)


def _said(access: Access, one: DealRegistration) -> Alert:
    partner = title(access, one.partner)
    see = {"label": _("See the registration"), "icon": "lock",
           "url": record_url(resource_for(DealRegistration), one.pk)}  # fmt: skip
    status = DealRegistration.Status
    if one.status == status.PROTECTED and one.protected_until is not None:
        text = _("Until %(day)s (%(left)s). Work on it with the partner, not past them.") % {
            "day": date_format(one.protected_until, "DATE_FORMAT"),
            "left": left_text(one),
        }
        return Alert(_("Protected for %(partner)s") % {"partner": partner}, text, "mauve", [see])
    if one.status == status.CONVERTED:
        return Alert(
            _("Brought by %(partner)s") % {"partner": partner},
            _("The partner registered it before it became a deal."),
            "mauve",
            [see],
        )
    return Alert(
        _("%(partner)s has registered this customer, too") % {"partner": partner},
        _("Decide who goes on with it."),
        "ochre",
        [see],
    )


def left_text(registration: DealRegistration) -> str:
    """How many days of protection are left, in words."""
    left = registration.days_left() or 0
    return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}


def of_registration(_access: Access, one: DealRegistration) -> Iterator[Alert | Figure]:
    """What waits for our word, and how long the protection lasts."""
    status = DealRegistration.Status
    if one.status == status.CONFLICT:
        text = _("The partner was told no more than that. Approve it, or refuse it with a reason "
                 "that names nobody.")  # fmt: skip
        yield Alert(_("Somebody works on this customer already"), f"{_whose(one)} {text}", "seal")
    elif one.status == status.WAITING:
        yield Alert(
            _("Perhaps we know this customer"),
            _("Look whether it is the same as below, then approve or refuse."),
            "ochre",
        )
    if one.extension_asked_at and one.is_protected:
        yield Alert(_("The partner asks for more time"), one.extension_reason, "ochre")
    if one.is_protected and one.protected_until is not None:
        soon = is_ending(one.protected_until, timezone.localdate(),
                         PartnerPolicy.here().warning_days)  # fmt: skip
        yield Figure(_("Protection"), str(one.days_left()), unit=_("days left"),
                     note=_("ends soon") if soon else "", tone="seal" if soon else "")  # fmt: skip


def _whose(one: DealRegistration) -> str:
    """Whom to ask before answering: like the duplicate check, it names the colleague alone."""
    known = one.party or one.lead
    owner = known.owner if known is not None else None
    if owner is None:
        return ""
    return _("It is with %(owner)s (%(team)s): ask them before you answer.") % {
        "owner": owner, "team": owner.team or "-"
    }  # fmt: skip


def of_partner(access: Access, party: Party) -> Iterator[Figure]:
    """On a partner: how many of its customers are protected, with the list."""
    if "partner" not in (party.roles or []) or not access.can(DealRegistration, "read"):
        return
    mine = access.rows(DealRegistration).filter(
        partner=party.pk, status=DealRegistration.Status.PROTECTED
    )
    of = {"all": [{"field": "partner", "op": "eq", "value": str(party.pk)}]}
    yield Figure(_("Registered customers, protected"), str(mine.count()),
                 url=list_url(resource_for(DealRegistration), filter=of))  # fmt: skip


def share(access: Access, lead: Lead) -> Cell | None:
    """The way to give a lead to a partner, in the menu of its page."""
    if not access.can(LeadShare, "create") or not is_open(lead):
        return None
    return {"label": _("Give to a partner"), "icon": "swap",
            "url": f"/lead-shares/new/?lead={lead.pk}"}  # fmt: skip


register_entry(Lead, share)
for _model in (Party, Lead, Opportunity):
    register_attention(8, _model, protection)
register_attention(10, DealRegistration, of_registration)
register_attention(40, Party, of_partner)
