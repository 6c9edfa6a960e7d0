"""The page of a batch: how many cards, what became of them, what is under way, what to do next."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhike.access.rights import Access
from zhike.engagement.batches import accepting, funnel, reader, taking_in
from zhike.engagement.batches.sight import may_look
from zhike.engagement.models import Card, CardBatch, SourceCost
from zhike.ledger.models import ChangeSet, Job
from zhike.records.currencies import Dated, RatesByDay
from zhike.web.attention import sees
from zhike.web.cells import money
from zhike.web.jobs import parameters
from zhike.web.panels import Panel, register_panel
from zhike.web.summed import made_of

RUNNING = (Job.State.WAITING, Job.State.RUNNING)
SHOWN = 20
Status = Card.Status


def counts(batch: CardBatch) -> dict[str, int]:
    """How many cards are in which state."""
    rows = Card.objects.filter(batch=batch.pk).order_by().values_list("status")
    return dict(rows.annotate(Count("pk")))


def latest_job(batch: CardBatch) -> Job | None:
    """The last that a worker was asked for it."""
    known = Job.objects.filter(name__in=(taking_in.JOB, accepting.JOB))
    return known.filter(arguments__batch=str(batch.pk)).order_by("-created_at").first()


def is_being_read(batch: CardBatch) -> bool:
    """Whether a worker is at its pictures, or soon will be."""
    job = latest_job(batch)
    return job is not None and job.name == taking_in.JOB and job.state in RUNNING


def cards(access: Access, batch: CardBatch) -> dict[str, Any]:
    """Figures, the work of the worker, and the way on."""
    found, job = counts(batch), latest_job(batch)
    may, url = may_look(access, batch), batch_url(batch)
    is_busy = job is not None and job.state in RUNNING
    waiting, read = found.get(Status.WAITING, 0), found.get(Status.READ, 0)
    return {
        "figures": _figures(found), "job": _job(access, job), "is_busy": is_busy,
        "may": may, "state_url": f"{url}state/", "upload_url": f"{url}upload/",
        "actions": _actions(batch, found, url, is_busy=is_busy) if may else [],
        "cure": _(reader.CURE) if may and waiting and not reader.is_available() else "",
        "again": _again(job), "read": read,
        "refused": _refused(batch) if may else [],
        "refused_count": found.get(Status.UNREADABLE, 0),
        "refused_url": f"{url}refused/" if may and found.get(Status.UNREADABLE) else "",
    }  # fmt: skip


def batch_url(batch: CardBatch) -> str:
    """Where it is looked at."""
    return f"/card-batches/{batch.pk}/"


def _figures(found: dict[str, int]) -> list[dict[str, Any]]:
    shown = [(_("cards"), sum(found.values()))]
    shown += [(str(state.label), found.get(state, 0)) for state in
              (Status.NEW, Status.LINKED, Status.READ, Status.UNREADABLE)]  # fmt: skip
    shown += [(str(state.label), found[state]) for state in (Status.WAITING, Status.SKIPPED)
              if found.get(state)]  # fmt: skip
    return [{"label": label, "value": f"{count:,}"} for label, count in shown]


def _actions(
    batch: CardBatch, found: dict[str, int], url: str, *, is_busy: bool
) -> list[dict[str, Any]]:
    """What one may do now: while a worker reads on, look at what is read already."""
    actions: list[dict[str, Any]] = []
    if found.get(Status.READ) or (found.get(Status.WAITING) and not is_busy):
        actions.append({"label": _("Look at them one by one"), "icon": "eye", "tone": "primary",
                        "url": f"{url}next/"})  # fmt: skip
    if is_busy:
        return actions
    if found.get(Status.READ) and (count := len(accepting.certain(batch))):
        label = ngettext("Accept %(n)s that is certain", "Accept all %(n)s that are certain", count)
        actions.append({"label": label % {"n": f"{count:,}"}, "icon": "check", "method": "post",
                        "url": f"{url}accept/"})  # fmt: skip
    if found.get(Status.WAITING) and reader.is_available():
        actions.append({"label": _("Read those that wait"), "icon": "refresh", "method": "post",
                        "url": f"{url}read/"})  # fmt: skip
    return actions


def _job(access: Access, job: Job | None) -> dict[str, Any] | None:
    """The last job; of somebody else's only that it runs."""
    if job is None:
        return None
    is_own = access.everything or (access.user is not None and job.actor == access.user.pk)
    shown = parameters(job) | {"status_url": ""}
    if not is_own:
        shown |= {"stop_url": "", "undo_url": "", "open_url": ""}
    return shown


def _again(job: Job | None) -> dict[str, Any] | None:
    """What of the last upload was here already."""
    if job is None or job.name != taking_in.JOB:
        return None
    change_set = ChangeSet.objects.filter(pk=job.result.get("change_set")).first()
    count = change_set.report.get("again", 0) if change_set else 0
    if change_set is None or not count:
        return None
    text = ngettext(
        "%(n)s of the upload was here already and is not doubled.",
        "%(n)s of the upload were here already and are not doubled.", count,
    )  # fmt: skip
    return {"text": text % {"n": f"{count:,}"}, "names": change_set.report.get("names", [])}


def _refused(batch: CardBatch) -> list[dict[str, str]]:
    cards = Card.objects.filter(batch=batch.pk, status=Status.UNREADABLE).order_by("pk")
    url = batch_url(batch)
    return [
        {"name": line_of(card), "why": _(card.trouble) if card.trouble else "",
         "url": f"{url}cards/{card.pk}/" if card.storage_key else ""}
        for card in cards[:SHOWN]
    ]  # fmt: skip


def line_of(card: Card) -> str:
    """The file, with the line of a list."""
    if card.row:
        return _("%(file)s, line %(line)s") % {"file": card.file_name, "line": card.row}
    return card.file_name


def steps(access: Access, batch: CardBatch) -> dict[str, Any] | None:
    """What became of its people, from the card to the order."""
    found = funnel.steps(access, batch)
    if not found or not found[0].count:
        return None
    whole = found[0].count
    rows = [
        {"label": str(step.label), "value": step.count,
         "note": f"{step.count:,} · {funnel.percent(step.count, whole)}"}
        for step in found
    ]  # fmt: skip
    return {"rows": rows, "whole": whole, "url": f"{batch_url(batch)}contacts/",
            "cost": _cost(access, batch)}  # fmt: skip


def _cost(access: Access, batch: CardBatch) -> str:
    """What the fair cost, as far as it is on record and the reader may know."""
    if not sees(access, SourceCost, "batch", "amount", "currency", "begins_on"):
        return ""
    rows = access.rows(SourceCost).filter(batch=batch.pk)
    sums: dict[Dated, Decimal] = defaultdict(Decimal)
    for currency, day, amount in rows.values_list("currency", "begins_on", "amount"):
        sums[currency, day] += amount
    whole = RatesByDay.of({currency for currency, _day in sums}).summed(sums)
    if not sums:
        return ""
    drawn = money(whole.total, whole.base)
    said = _("It cost %(amount)s.") % {"amount": f"{drawn['text']}{drawn['unit']}"}
    return " ".join(filter(None, (said, made_of(whole))))


register_panel(
    CardBatch, Panel("cards", gettext_lazy("cards"), 5, "engagement/batches/panel.html", cards,
                     is_live=False)
)  # fmt: skip
register_panel(
    CardBatch, Panel("card-funnel", gettext_lazy("what became of them"), 8,
                     "engagement/batches/funnel.html", steps)
)  # fmt: skip
