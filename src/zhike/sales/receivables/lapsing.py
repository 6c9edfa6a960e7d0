"""Red letters that nobody confirmed within 72 hours lapse: within a minute of it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from zhike.access.rights import system_access
from zhike.ledger.jobs import each_minute
from zhike.ledger.locking import lock_ahead
from zhike.records.models import Company
from zhike.sales.models import InvoiceRequest
from zhike.sales.models.document import APPROVED

AT_ONCE = 100


@each_minute
def lapse_red_letters() -> None:
    """Make those void that waited too long, each on its own; harmless when run twice."""
    late = InvoiceRequest.objects.filter(
        status=APPROVED, red_confirmation="", red_lapses_at__lte=timezone.now()
    )
    for pk in late.order_by("red_lapses_at").values_list("pk", flat=True)[:AT_ONCE]:
        with override(Company.here().language), transaction.atomic():
            lock_ahead(InvoiceRequest, [pk])
            invoice = late.select_for_update(of=("self",)).filter(pk=pk).first()
            if invoice is not None:
                with system_access().change_set("void"):
                    reason = gettext("Nobody confirmed the red letter within 72 hours.")
                    invoice.void(void_reason=reason)
