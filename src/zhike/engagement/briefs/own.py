"""What people and engagement say in a brief: who matters, what was said, what is still to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.engagement.briefs.sections import (
    HANDOVER,
    Line,
    Section,
    Subject,
    register_section,
)
from zhike.engagement.models import File, Interaction, InternalRequest, Task
from zhike.engagement.sources import about, people_of
from zhike.ledger.models import Change
from zhike.ledger.writes import Write
from zhike.people.models import ContactPoint, Lead, Party, Relationship
from zhike.records.resource import resource_for
from zhike.records.titles import named, title, titles
from zhike.web.cells import cell
from zhike.web.dates import day_text, moment_text
from zhike.web.links import url_of

PEOPLE = 8
OPEN = 12
FILES = 8
OWNERS = 6
WEIGHT = ("decides_for", "works_for", "refers")


def who_matters(access: Access, subject: Subject) -> Iterator[Line]:
    """How the customer is reached, then who decides there and who works there."""
    party = subject.party
    if party is None or not access.can(Party, "read"):
        return
    ties = _ties(access, party)
    others = {_other(tie, party.pk): tie for tie in reversed(ties)}
    shown = list(reversed(others.items()))[:PEOPLE]
    names = named(access, Party, {pk for pk, _tie in shown})
    reached = _reached(access, [party.pk, *names])
    if said := reached.get(party.pk):
        yield Line(title(access, party), ("", said), url_of(Party, party.pk))
    specs = resource_for(Relationship).specs(access)
    for pk, tie in shown:
        if pk in names:
            words = [specs[n].text(tie) for n in ("role", "type") if n in specs]
            role = " · ".join(word for word in words if word)
            yield Line(names[pk], (role, reached.get(pk, "")), url_of(Party, pk))


def _ties(access: Access, party: Party) -> list[Any]:
    """The ties that stand, whoever decides first."""
    ours = Q(to_party=party.pk) | Q(from_party=party.pk)
    stand = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    found = list(access.rows(Relationship).filter(ours).filter(stand).order_by("pk")[:60])
    return sorted(
        found, key=lambda t: WEIGHT.index(t.type) if t.type in WEIGHT else len(WEIGHT)
    )  # fmt: skip


def _other(tie: Any, party: UUID) -> UUID:
    return UUID(str(tie.from_party_id if tie.to_party_id == party else tie.to_party_id))


def _reached(access: Access, parties: list[UUID]) -> dict[UUID, str]:
    """The first way to reach each, as the reader may see it."""
    spec = resource_for(ContactPoint).specs(access).get("value")
    if spec is None:
        return {}
    points = ContactPoint.first_of(access.rows(ContactPoint).filter(party__in=parties))
    return {pk: cell(spec, point, {}).get("text", "") for pk, point in points.items()}


def follow_ups(access: Access, subject: Subject) -> Iterator[Line]:
    """What was said last: about the record, else with its customer and the people there."""
    if not access.can(Interaction, "read"):
        return
    limit = subject.follow_ups
    rows = access.rows(Interaction).filter(at__lte=timezone.now()).select_related("owner")
    found: dict[UUID, Any] = {}
    for some in _touches(rows, subject):
        found |= {row.pk: row for row in some.order_by("-at", "-pk")[:limit]}
    latest = sorted(found.values(), key=lambda row: (row.at, row.pk), reverse=True)[:limit]
    seen, called = resource_for(Interaction).specs(access), titles(access, latest)
    for row in latest:
        channel = capfirst(seen["channel"].text(row)) if "channel" in seen else ""
        day = day_text(timezone.localtime(row.at).date(), weekday=False)
        yield Line(day, (channel, called[row.pk], str(row.owner or "")),
                   url_of(Interaction, row.pk))  # fmt: skip


def _touches(rows: QuerySet[Any], subject: Subject) -> Iterator[QuerySet[Any]]:
    """Each way by which an interaction belongs here, found by an index of its own."""
    if subject.is_about(Lead):
        yield rows.filter(lead=subject.record.pk)
    if not subject.is_about(Party):
        yield rows.filter(about(subject.record))
    if subject.party is not None:
        yield rows.filter(party__in=people_of(subject.party))


def open_tasks(access: Access, subject: Subject) -> Iterator[Line]:
    """What is still to do, the earliest due first."""
    if not access.can(Task, "read"):
        return
    ours = about(subject.record)
    if subject.party is not None:
        ours |= Q(party=subject.party.pk)
    rows = access.rows(Task).filter(ours, status=Task.Status.OPEN).select_related("owner")
    found = list(rows.order_by("due_at", "pk")[:OPEN])
    called = titles(access, found)
    for task in found:
        due = moment_text(task.due_at) if task.due_at else ""
        late = bool(task.due_at and task.due_at < timezone.now())
        yield Line(called[task.pk], (str(task.owner or ""), due), url_of(Task, task.pk), late)


def asked(access: Access, subject: Subject) -> Iterator[Line]:
    """What departments are asked for and have not answered, the earliest due first."""
    if not access.can(InternalRequest, "read"):
        return
    ours = about(subject.record)
    if subject.party is not None:
        ours |= Q(party=subject.party.pk)
    rows = access.rows(InternalRequest).filter(ours, status__in=InternalRequest.WAITING)
    found = list(rows.select_related("to_team").order_by("due_at", "pk")[:OPEN])
    called = titles(access, found)
    for request in found:
        due = moment_text(request.due_at)
        yield Line(called[request.pk], (str(request.to_team), due),
                   url_of(InternalRequest, request.pk), request.is_late)  # fmt: skip


def files(access: Access, subject: Subject) -> Iterator[Line]:
    """The documents that were kept last."""
    if not access.can(File, "read"):
        return
    ours = about(subject.record)
    if subject.party is not None:
        ours |= Q(party=subject.party.pk)
    if subject.is_about(Lead):
        ours |= Q(lead=subject.record.pk)
    found = list(access.rows(File).filter(ours).order_by("-created_at", "-pk")[:FILES])
    called = titles(access, found)
    for file in found:
        day = day_text(timezone.localtime(file.created_at).date(), weekday=False)
        yield Line(called[file.pk], ("", day), url_of(File, file.pk))


def owners(access: Access, subject: Subject) -> Iterator[Line]:
    """In whose hands the record has been, the last first; a reason if one was given."""
    specs = resource_for(type(subject.record)).specs(access)
    if "owner" not in specs:
        return
    changes = Change.objects.filter(record=subject.record.pk, kind=subject.record.record_type)
    # The diff is text; what mentions no owner is not even read as JSON.
    changes = changes.filter(diff__contains='"owner"').select_related("change_set")
    found = [(change, Write.of(change)) for change in changes.order_by("-seq")[:OWNERS]]
    held = [(change, write.fields["owner"][1]) for change, write in found
            if "owner" in write.fields]  # fmt: skip
    held_by = User.objects.filter(pk__in=[to for _change, to in held if to])
    names = dict(held_by.values_list("pk", "name"))
    for change, to in held:
        name = names.get(UUID(to), "") if to else _("nobody")
        day = day_text(timezone.localtime(change.at).date(), weekday=False)
        yield Line(day, (name, change.change_set.reason, change.change_set.actor_name))


for _section in (
    Section("people", gettext_lazy("who matters"), 20, who_matters),
    Section("said", gettext_lazy("what was said last"), 30, follow_ups,
            none=gettext_lazy("Nothing is on record.")),
    Section("open", gettext_lazy("what is still to do"), 50, open_tasks),
    Section("asked", gettext_lazy("what departments were asked"), 60, asked),
    Section("files", gettext_lazy("documents"), 80, files),
    Section("owners", gettext_lazy("whose it was"), 90, owners, purposes=(HANDOVER,)),
):  # fmt: skip
    register_section(_section)
