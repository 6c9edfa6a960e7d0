"""What selling adds to converting a lead: the opportunity that is opened of it."""

from __future__ import annotations

from zhike.people.actions.convert import (
    Conversion,
    create,
    readable,
    register_follower,
    writable,
)
from zhike.records.resource import resource_for
from zhike.sales.models import Opportunity


def open_opportunity(done: Conversion) -> None:
    """Go on with what the lead was about, in the first stage, where a name was given for it."""
    if not done.lead.opportunity_name:
        return
    said = readable(done.access, done.lead)
    values = {name: said[name] for name in ("amount", "currency", "source", "tags", "owner")}
    values |= {
        "name": done.lead.opportunity_name, "party": str(done.party.pk), "note": said["need"],
        "lead": str(done.lead.pk),
    }  # fmt: skip
    create(done.access, Opportunity, writable(resource_for(Opportunity), done.access, values))


register_follower(20, open_opportunity)
