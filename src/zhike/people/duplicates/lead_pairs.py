"""What the two sides of a suspected pair are called, parties or leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.people.models import Lead
from zhike.records.resource import resource_for
from zhike.records.titles import titles


def called(access: Access, records: Sequence[Any]) -> dict[UUID, str]:
    """What parties and leads are called; a lead with the company for which it asks."""
    leads = {record.pk: record for record in records if isinstance(record, Lead)}
    names = dict(titles(access, list(leads.values())))
    company = resource_for(Lead).specs(access).get("company_name")
    for id_, lead in leads.items():
        if company is not None and (text := company.text(lead)) and text != names[id_]:
            names[id_] += f" · {text}"
    return names | titles(access, [one for one in records if not isinstance(one, Lead)])
