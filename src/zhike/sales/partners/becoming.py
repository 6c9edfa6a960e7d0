"""A registered lead becomes a deal: the deal knows who brought it."""

from __future__ import annotations

from zhike.people.actions.convert import Conversion, register_follower
from zhike.sales.models import DealRegistration, Opportunity


def know_the_deal(done: Conversion) -> None:
    """Note the customer and the deal with the registration that protects the lead."""
    registration = DealRegistration.objects.protected().filter(lead=done.lead.pk).first()
    if registration is None:
        return
    registration.party = done.party
    deal = Opportunity.objects.filter(lead=done.lead.pk).order_by("-created_at", "-pk").first()
    if deal is not None:
        registration.opportunity, registration.status = deal, DealRegistration.Status.CONVERTED
    registration.save()


# After the deal is opened (20).
register_follower(30, know_the_deal)
