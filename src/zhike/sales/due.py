"""What is due in selling: one's own steps that run, and others' that keep one's deals waiting."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.sales.models import OpportunityStep

LIMIT = 20


def due_for(access: Access, now: dt.datetime) -> list[tuple[Record, str, dt.datetime | None]]:
    """Steps of the reader's own deals that are theirs to do or late, the longest due first."""
    if access.user is None:
        return []
    running = access.rows(OpportunityStep).filter(
        opportunity__owner=access.user.pk, opportunity__won_at__isnull=True,
        opportunity__lost_at__isnull=True, status=OpportunityStep.Status.RUNNING,
    )  # fmt: skip
    found = running.select_related("step__department", "opportunity").order_by("due_at", "pk")
    rows: list[tuple[Record, str, dt.datetime | None]] = []
    for step in found[:LIMIT]:
        department = step.step.department
        if department is None:
            rows.append((step, _("your step “%(step)s”") % {"step": step.step.name}, step.due_at))
        elif step.is_late_at(now):
            text = _("%(department)s is late with “%(step)s”")
            words = {"department": department.name, "step": step.step.name}
            rows.append((step, text % words, step.due_at))
    return rows
