"""What engagement adds to converting a lead: what was said, planned and kept goes over."""

from __future__ import annotations

from zhike.engagement.models import File, Interaction, Task
from zhike.ledger.fields import RecordRef
from zhike.people.actions.convert import Conversion, register_follower


def go_over(done: Conversion) -> None:
    """Contacts and files become the customer's; all of it stays about the lead it began with."""
    about = RecordRef.to(done.lead)
    who = done.person or done.party
    for model, party in ((Interaction, who), (File, done.party)):
        for record in model.objects.filter(lead=done.lead.pk).order_by("pk"):
            record.party, record.lead, record.about = party, None, record.about or about
            record.save()
    for task in Task.objects.filter(about=about, party=None).order_by("pk"):
        task.party = done.party
        task.save()


register_follower(10, go_over)
