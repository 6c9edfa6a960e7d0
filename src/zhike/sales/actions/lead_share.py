"""What a partner reports about a lead that we gave it, and taking the lead back."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.engagement.models import Interaction
from zhike.ledger.actions import action
from zhike.records.errors import Invalid
from zhike.sales.models import LeadShare

Progress = LeadShare.Progress
TOLD = (Progress.CONTACTED, Progress.OFFERED, Progress.WON, Progress.LOST)
"""What a partner can say."""


@action(
    _("report progress"), on=LeadShare, permission="report_progress", icon="chat",
    when=lambda share: share.is_running, fields=("progress", "report"),
    required=("progress", "report"), offered=lambda share, access: access.represents is not None,
)  # fmt: skip
def report_progress(share: LeadShare, progress: str, report: str) -> None:
    """The partner says in a line how far it is; that stands in the story of lead or customer."""
    if progress not in TOLD:
        raise Invalid.field("progress", BadValue("fixed", N_("Choose how far you are.")))
    share.progress, share.report, share.reported_at = progress, report, timezone.now()
    share.save()
    customer = share.lead.party
    Interaction(
        lead=None if customer else share.lead, party=customer, owner_id=share.owner_id,
        channel=Interaction.Channel.OTHER, direction=Interaction.Direction.IN,
        subject=f"{share.partner} · {share.get_progress_display()}"[:200], body=report,
    ).save()  # fmt: skip


@action(
    _("take back"), on=LeadShare, permission="update", icon="undo",
    when=lambda share: share.is_running,
)  # fmt: skip
def take_back(share: LeadShare) -> None:
    """The partner sees it no longer."""
    share.progress = Progress.TAKEN_BACK
    share.save()
