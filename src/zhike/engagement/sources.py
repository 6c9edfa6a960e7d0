"""What engagement adds to timelines: a party's (an organization's shows its people's too), and
that of a record which an interaction or a task is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.engagement.models import File, Interaction, Task
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Record
from zhike.people.models import Lead, Party, Relationship
from zhike.records.fieldspec import FieldSpec
from zhike.records.lacking import lacks
from zhike.records.resource import resource_for
from zhike.records.timeline import Behind, Moment, Source, register_source
from zhike.records.titles import named, titles

ICONS = {"call": "phone", "visit": "user", "email": "mail", "wechat": "wechat"}


def people_of(party: Record) -> list[UUID]:
    """The party, and the persons who work for it or decide for it today."""
    ties = Relationship.objects.filter(to_party=party.pk, type__in=["works_for", "decides_for"])
    ties = ties.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))
    return [party.pk, *ties.values_list("from_party", flat=True)[:200]]


def about(record: Record) -> Q:
    """What is about this record; said so that SQLite knows the partial index to hold it."""
    return Q(about=RecordRef.to(record)) & ~Q(about="")


def interactions(access: Access, party: Record, behind: Behind, limit: int) -> list[Moment]:
    """Touches with the party and its people."""
    rows = access.rows(Interaction).filter(party__in=people_of(party))
    return _interactions(access, rows, behind, limit, here=party.pk)


def interactions_about(access: Access, record: Record, behind: Behind, limit: int) -> list[Moment]:
    """Touches that were about this record (a deal), with whomever."""
    rows = access.rows(Interaction).filter(about(record))
    return _interactions(access, rows, behind, limit)


def interactions_of_lead(access: Access, lead: Record, behind: Behind, limit: int) -> list[Moment]:
    """Touches with the lead; those with the customer that it became stay in its story."""
    own = Q(lead=lead.pk) | Q(about=RecordRef.to(lead))
    return _interactions(access, access.rows(Interaction).filter(own), behind, limit)


def _interactions(
    access: Access, rows: QuerySet[Any], behind: Behind, limit: int, here: UUID | None = None
) -> list[Moment]:
    if behind.only:
        rows = rows.filter(channel=behind.only)
    found = list(behind.cut(rows.select_related("owner"), "at")[:limit])
    seen = resource_for(Interaction).specs(access)
    called = titles(access, found)
    others = named(access, Party, {row.party_id for row in found} - {here, None})
    return [
        Moment(
            at=row.at,
            source="interactions",
            icon=ICONS.get(row.channel, "interaction"),
            title=called[row.pk],
            text=_text(seen, "body", row),
            who=_who(row),
            door=_text(seen, "channel", row),
            kind="interaction",
            record=row.pk,
            about=others.get(row.party_id, ""),
        )
        for row in found
    ]


def _text(seen: Mapping[str, FieldSpec], name: str, row: Any) -> str:
    """A field as the reader may see it."""
    return seen[name].text(row) if name in seen else ""


def _who(row: Any) -> str:
    """Whose it is: every colleague may know a colleague's name."""
    return str(row.owner or "")


def tasks(access: Access, party: Record, behind: Behind, limit: int) -> list[Moment]:
    """Tasks with the party that are done."""
    if lacks(party, Task, "party"):
        return []
    return _tasks(access, access.rows(Task).filter(party=party.pk), behind, limit)


def tasks_about(access: Access, record: Record, behind: Behind, limit: int) -> list[Moment]:
    """Tasks about this record (a deal) that are done."""
    return _tasks(access, access.rows(Task).filter(about=RecordRef.to(record)), behind, limit)


def _tasks(access: Access, rows: QuerySet[Any], behind: Behind, limit: int) -> list[Moment]:
    rows = rows.filter(done_at__isnull=False)
    found = list(behind.cut(rows.select_related("owner"), "done_at")[:limit])
    seen, called = resource_for(Task).specs(access), titles(access, found)
    return [
        Moment(
            at=row.done_at, source="tasks", icon="task", title=called[row.pk],
            text=_text(seen, "status", row), who=_who(row), kind="task", record=row.pk,
        )
        for row in found
    ]  # fmt: skip


def files(access: Access, holder: Record, behind: Behind, limit: int) -> list[Moment]:
    """Files of the customer or lead."""
    rows = access.rows(File).filter(**{holder.record_type: holder.pk})
    found = list(behind.cut(rows.select_related("owner"), "created_at")[:limit])
    seen, called = resource_for(File).specs(access), titles(access, found)
    return [
        Moment(
            at=row.created_at, source="files", icon="file", title=called[row.pk],
            text=_text(seen, "note", row), who=_who(row), kind="file", record=row.pk,
        )
        for row in found
    ]  # fmt: skip


CHANNELS = tuple(Interaction.Channel.choices)
register_source(Party, Source("interactions", _("interactions"), interactions, CHANNELS))
register_source(Party, Source("tasks", _("tasks"), tasks))
register_source(Party, Source("files", _("files"), files))
register_source(Lead, Source("interactions", _("interactions"), interactions_of_lead, CHANNELS))
register_source(Lead, Source("tasks", _("tasks"), tasks_about))
register_source(Lead, Source("files", _("files"), files))


def register_about(model: type[Record]) -> None:
    """Let the interactions and tasks about records of this type stand on their timelines."""
    known = Source("interactions", _("interactions"), interactions_about, CHANNELS)
    register_source(model, known)
    register_source(model, Source("tasks", _("tasks"), tasks_about))
