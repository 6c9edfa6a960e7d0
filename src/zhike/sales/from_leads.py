"""What selling adds to converting a lead: the opportunity that is opened of it."""

from __future__ import annotations

from zhike.people.actions.convert import Conversion, create, register_follower, writable
from zhike.records.resource import resource_for
from zhike.sales.models import Opportunity


def open_opportunity(done: Conversion) -> None:
    """Go on with what the lead was about, in the first stage, where a name was given for it."""
    lead = done.lead
    if not lead.opportunity_name:
        return
    values = {
        "name": lead.opportunity_name, "party": str(done.party.pk), "lead": str(lead.pk),
        "amount": lead.amount, "currency": lead.currency, "source": lead.source,
        "note": lead.need, "tags": lead.tags,
        "owner": str(lead.owner_id) if lead.owner_id else None,
    }  # fmt: skip
    create(done.access, Opportunity, writable(resource_for(Opportunity), done.access, values))


register_follower(20, open_opportunity)
