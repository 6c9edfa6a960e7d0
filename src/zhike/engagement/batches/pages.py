"""What one does with a batch: upload cards, let them be read, accept those that are certain."""

from __future__ import annotations

import csv
import io
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhike.access.rights import Denied
from zhike.base.errors import BadValue
from zhike.engagement import storage
from zhike.engagement.batches import accepting, panel, taking_in
from zhike.engagement.batches.entries import name_of
from zhike.engagement.batches.sight import fields_of, may_look
from zhike.engagement.batches.taking_in import Upload
from zhike.engagement.models import Card, CardBatch
from zhike.records.errors import say
from zhike.web.requests import PageRequest, record_or_404, resource_or_404


def batch_or_404(request: PageRequest, id_: UUID, *, to_work: bool = True) -> CardBatch:
    """The batch; Denied for whoever does not work on its cards."""
    verb = "update" if to_work else "read"
    batch: CardBatch = record_or_404(request, resource_or_404(request, "card-batches", verb), id_)
    if to_work and not may_look(request.access, batch):
        raise Denied(CardBatch.record_type, "update")
    return batch


@require_GET
def state(request: PageRequest, id_: UUID) -> HttpResponse:
    """The part of the batch's page that moves."""
    batch = batch_or_404(request, id_, to_work=False)
    data = panel.cards(request.access, batch)
    return render(request, "engagement/batches/state.html", {"data": data, "record": batch})


@require_POST
def upload(request: PageRequest, id_: UUID) -> HttpResponse:
    """Keep what was sent and let a worker take it in."""
    batch = batch_or_404(request, id_)
    page = panel.batch_url(batch)
    kept: list[Upload] = []
    try:
        for file in request.FILES.getlist("files"):
            stored = storage.store(file.chunks(), taking_in.LARGEST)
            kept.append(Upload(stored.key, name_of(file.name or "")))
    except BadValue as error:
        for one in kept:
            storage.path_of(one.key).unlink(missing_ok=True)
        messages.error(request, say(error))
        return redirect(page)
    if not kept:
        messages.error(request, _("Choose pictures, a ZIP or a list first."))
        return redirect(page)
    taking_in.begin(batch, kept, request.user.pk)
    return redirect(page)


@require_POST
def read(request: PageRequest, id_: UUID) -> HttpResponse:
    """Let a worker read what waits."""
    batch = batch_or_404(request, id_)
    taking_in.begin(batch, [], request.user.pk)
    return redirect(panel.batch_url(batch))


@require_POST
def accept(request: PageRequest, id_: UUID) -> HttpResponse:
    """Let a worker accept what is certain, unless one is at it."""
    batch = batch_or_404(request, id_)
    job = panel.latest_job(batch)
    if job is None or job.state not in panel.RUNNING:
        accepting.begin(batch, request.user.pk)
    return redirect(panel.batch_url(batch))


@require_GET
def refused(request: PageRequest, id_: UUID) -> HttpResponse:
    """What could not be read, as a table: the file, the line, why, and what the line said."""
    batch = batch_or_404(request, id_)
    specs = fields_of(request.access)
    text = io.StringIO()
    table = csv.writer(text)
    labels = [str(spec.label) for spec in specs]
    table.writerow([_("File"), _("Line"), _("What is wrong"), *labels])
    cards = Card.objects.filter(batch=batch.pk, status=Card.Status.UNREADABLE).order_by("pk")
    for card in cards.iterator():
        said = card.said
        values = [said.get(spec.name, "") for spec in specs]
        why = _(card.trouble) if card.trouble else ""
        table.writerow(map(_harmless, [card.file_name, card.row or "", why, *values]))
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="cards-refused.csv"'
    return answer


def _harmless(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t") else text
