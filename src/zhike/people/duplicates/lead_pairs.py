"""The pairs of leads that wait for a person, and what their two sides are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from zhike.access.rights import Access
from zhike.people.models import Lead, LeadPair
from zhike.records.resource import resource_for
from zhike.records.titles import titles


def waiting_leads(access: Access) -> QuerySet[Any]:
    """The open pairs of leads that are open themselves, the likeliest first."""
    rows = access.rows(LeadPair).filter(
        Q(other__isnull=True) | Q(other__status__in=Lead.OPEN),
        decision=LeadPair.Decision.OPEN, lead__status__in=Lead.OPEN,
    )  # fmt: skip
    return rows.select_related("lead", "other", "party").order_by("-probability", "pk")


def called(access: Access, records: Sequence[Any]) -> dict[UUID, str]:
    """What parties and leads are called; a lead with the company for which it asks."""
    leads = {record.pk: record for record in records if isinstance(record, Lead)}
    names = dict(titles(access, list(leads.values())))
    company = resource_for(Lead).specs(access).get("company_name")
    for id_, lead in leads.items():
        if company is not None and (text := company.text(lead)) and text != names[id_]:
            names[id_] += f" · {text}"
    return names | titles(access, [one for one in records if not isinstance(one, Lead)])
