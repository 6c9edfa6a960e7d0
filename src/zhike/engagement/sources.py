"""What engagement adds to a party's timeline; an organization's shows its people's too."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from zhike.access.rights import Access
from zhike.engagement.models import File, Interaction, Task
from zhike.ledger.models import Record
from zhike.people.models import Party, Relationship
from zhike.records.timeline import Moment, register_source

ICONS = {"call": "phone", "visit": "user", "email": "mail", "wechat": "wechat"}


def people_of(party: Record) -> list[UUID]:
    """The party, and the persons who work for it or decide for it today."""
    ties = Relationship.objects.filter(to_party=party.pk, type__in=["works_for", "decides_for"])
    ties = ties.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))
    return [party.pk, *ties.values_list("from_party", flat=True)[:200]]


def interactions(
    access: Access, party: Record, before: dt.datetime | None, limit: int
) -> list[Moment]:
    """Touches with the party and its people."""
    rows = access.rows(Interaction).filter(party__in=people_of(party))
    if before is not None:
        rows = rows.filter(at__lt=before)
    rows = rows.select_related("owner", "party").order_by("-at")[:limit]
    return [
        Moment(
            at=row.at,
            source="interactions",
            icon=ICONS.get(row.channel, "interaction"),
            title=row.subject,
            text=row.body,
            who=str(row.owner or ""),
            door=str(row.get_channel_display()),
            kind="interaction",
            record=row.pk,
            about="" if row.party_id == party.pk else str(row.party),
        )
        for row in rows
    ]


def tasks(access: Access, party: Record, before: dt.datetime | None, limit: int) -> list[Moment]:
    """Tasks about the party that are done."""
    rows = access.rows(Task).filter(party=party.pk, done_at__isnull=False)
    if before is not None:
        rows = rows.filter(done_at__lt=before)
    return [_task(row) for row in rows.select_related("owner").order_by("-done_at")[:limit]]


def _task(row: Any) -> Moment:
    return Moment(
        at=row.done_at, source="tasks", icon="task", title=row.subject,
        text=str(row.get_status_display()), who=str(row.owner or ""), kind="task", record=row.pk,
    )  # fmt: skip


def files(access: Access, party: Record, before: dt.datetime | None, limit: int) -> list[Moment]:
    """Files of the party."""
    rows = access.rows(File).filter(party=party.pk)
    if before is not None:
        rows = rows.filter(created_at__lt=before)
    return [
        Moment(
            at=row.created_at, source="files", icon="file", title=row.name, text=row.note,
            who=str(row.owner or ""), kind="file", record=row.pk,
        )
        for row in rows.select_related("owner").order_by("-created_at")[:limit]
    ]  # fmt: skip


register_source(Party, "interactions", interactions)
register_source(Party, "tasks", tasks)
register_source(Party, "files", files)
