"""What engagement says at the head of a record: the next step, an overdue contact, the last one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.rights import Access
from zhike.engagement.models import Interaction, Task
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Record
from zhike.people.models import Lead, Party
from zhike.records.lacking import lacks
from zhike.records.resource import resource_for
from zhike.records.titles import title
from zhike.web.attention import Alert, Figure, Step, edit_field, register_attention, sees
from zhike.web.cells import Cell
from zhike.web.dates import day_text, moment_text
from zhike.web.links import record_url

EDITOR = "step-edit"


def next_task(access: Access, rows: QuerySet[Any], back: str) -> Iterator[Step]:
    """The open task that is due first, to be ticked off and put off where it is read."""
    if not sees(access, Task, "due_at", "status"):
        return
    task = (
        rows.filter(status=Task.Status.OPEN, due_at__isnull=False)
        .select_related("owner").order_by("due_at", "pk").first()
    )  # fmt: skip
    if task is None:
        return
    url = record_url(resource_for(Task), task.pk)
    actions: list[Cell] = []
    if access.reaches(task, "update"):
        actions = [
            {"label": _("Done"), "icon": "check", "url": f"{url}complete/?back={back}",
             "method": "post", "name": "version", "value": str(task.version)},
            edit_field(task, "due_at", _("Reschedule"), EDITOR) | {"tone": "quiet"},
        ]  # fmt: skip
    yield Step(
        title(access, task), url, task.due_at, moment_text(task.due_at), str(task.owner or ""),
        task.due_at < timezone.now(), actions,
    )  # fmt: skip


def of_party(access: Access, party: Party) -> Iterator[Step | Alert | Figure]:
    """What is to be done with the customer, and when we last met."""
    yield from _of(access, party, access.rows(Task).filter(party=party.pk))


def of_lead(access: Access, lead: Lead) -> Iterator[Step | Alert | Figure]:
    """The same of a lead."""
    yield from _of(access, lead, access.rows(Task).filter(about=RecordRef.to(lead)))


def _of(access: Access, holder: Record, tasks: QuerySet[Any]) -> Iterator[Step | Alert | Figure]:
    """The next task, appointment or promised contact; whether that is overdue; the last contact."""
    if not lacks(holder, Task, "party"):
        yield from next_task(access, tasks, record_url(resource_for(type(holder)), holder.pk))
    if not sees(access, Interaction, "at", "channel", "next_contact_at", "starts_at"):
        return
    own = access.rows(Interaction).filter(**{holder.record_type: holder.pk})
    rows = own.select_related("owner")
    coming = rows.filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk").first()
    if coming is not None:
        url = record_url(resource_for(Interaction), coming.pk)
        yield Step(title(access, coming), url, coming.starts_at, moment_text(coming.starts_at),
                   str(coming.owner or ""))  # fmt: skip
    last = rows.filter(at__lte=timezone.now()).order_by("-at", "-pk").first()
    if last is not None and last.next_contact_at:
        yield _contact_step(access, last)
        yield from _overdue(last)
    yield from _figures(last)


def _contact_step(access: Access, promised: Interaction) -> Step:
    due = promised.next_contact_at or promised.at
    actions: list[Cell] = []
    if access.can(Interaction, "create"):
        whose = "party" if promised.party_id else "lead"
        url = f"/interactions/new/?{whose}={promised.party_id or promised.lead_id}"
        actions = [{"label": _("Record contact"), "icon": "plus", "url": url}]
    if access.reaches(promised, "update"):
        actions.append(
            edit_field(promised, "next_contact_at", _("Reschedule"), EDITOR) | {"tone": "quiet"}
        )
    text = _("Contact again, after: %(subject)s") % {"subject": title(access, promised)}
    url = record_url(resource_for(Interaction), promised.pk)
    return Step(text, url, due, moment_text(due), str(promised.owner or ""),
                due < timezone.now(), actions)  # fmt: skip


def _overdue(promised: Interaction) -> Iterator[Alert]:
    """The day for which a contact was promised is over."""
    day = timezone.localdate(promised.next_contact_at)
    days = (timezone.localdate() - day).days
    if days > 0:
        late = ngettext("The next contact is %(days)s day overdue",
                        "The next contact is %(days)s days overdue", days)  # fmt: skip
        text = _("Promised for %(day)s, and nothing was recorded since.")
        yield Alert(late % {"days": days}, text % {"day": day_text(day)}, "seal")


def _figures(last: Interaction | None) -> Iterator[Figure]:
    """When we last met, and when next."""
    if last is None:
        yield Figure(_("last contact"), _("never"))
        return
    days = (timezone.localdate() - timezone.localdate(last.at)).days
    ago = ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    yield Figure(
        _("last contact"), ago if days > 0 else _("today"), note=str(last.get_channel_display()),
        url=record_url(resource_for(Interaction), last.pk),
    )  # fmt: skip
    if last.next_contact_at:
        late = last.next_contact_at < timezone.now()
        day = day_text(timezone.localdate(last.next_contact_at), weekday=False)
        yield Figure(_("next contact"), day, note=_("overdue") if late else "",
                     tone="seal" if late else "")  # fmt: skip


def register_tasks(model: type[Record]) -> None:
    """Let the tasks about records of this type be their next steps."""

    def find(access: Access, record: Record) -> Iterator[Step]:
        back = record_url(resource_for(model), record.pk)
        yield from next_task(access, access.rows(Task).filter(about=RecordRef.to(record)), back)

    register_attention(20, model, find)


register_attention(20, Party, of_party)
register_attention(20, Lead, of_lead)
