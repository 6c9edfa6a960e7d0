"""A card photographed on the way: one picture, read at once, accepted with what was said."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access.rights import Access, Denied
from zhike.base.errors import BadValue
from zhike.engagement import storage
from zhike.engagement.batches import reader, taking_in
from zhike.engagement.batches.card_page import card_url
from zhike.engagement.batches.entries import is_picture, name_of, picture_trouble
from zhike.engagement.models import Card, CardBatch, Interaction
from zhike.people.models import Lead, Party
from zhike.records.errors import say
from zhike.web.dates import day_text
from zhike.web.requests import PageRequest, resource_or_404


@require_http_methods(["GET", "POST"])
def capture_card(request: PageRequest) -> HttpResponse:
    """GET: the camera. POST: the picture goes into one's own batch of the day, and is read."""
    resource_or_404(request, "card-batches", "create")
    if not request.access.can(Lead, "create"):
        raise Denied(Lead.record_type, "create")
    error = ""
    if request.method == "POST":
        try:
            return redirect(_taken(request))
        except BadValue as problem:
            error = say(problem)
    context = {"error": error, "kinds": kinds(request.access, "card")}
    return render(request, "engagement/batches/capture.html", context, status=422 if error else 200)


def kinds(access: Access, current: str) -> list[dict[str, Any]]:
    """What one notes down in a hurry, as links: as far as one may."""
    may = access.can(CardBatch, "create") and access.can(Lead, "create")
    shown = [
        {"label": _("Note"), "url": "/capture/", "current": current == "note"},
        {"label": _("Call"), "url": "/capture/?channel=call", "current": current == "call"},
        {"label": _("Card"), "url": "/capture/card/", "current": current == "card"},
    ]
    return [*(shown[:2] if access.can(Interaction, "create") else []), *(shown[2:] if may else [])]


def _taken(request: PageRequest) -> str:
    """Keep the picture; where its card is looked at. Raises BadValue."""
    file = request.FILES.get("picture")
    if file is None:
        raise BadValue("required", _("Photograph the card first."))
    data = file.read(taking_in.LARGEST)
    if not is_picture(data):
        raise BadValue("picture", _("This is no picture that can be read: save it as JPEG or PNG."))
    if trouble := picture_trouble(data):
        raise BadValue("picture", trouble)
    digest = hashlib.sha256(data).hexdigest()
    with request.access.change_set("create"):
        batch = _batch_of_today(request)
        known: Card | None = Card.objects.filter(batch=batch.pk, sha256=digest).first()
        if known is not None:
            messages.info(request, _("This picture is here already."))
            return card_url(batch, known)
        kept = storage.store([data])
        card = Card(batch=batch, file_name=name_of(file.name or ""), sha256=digest,
                    storage_key=kept.key)  # fmt: skip
        card.save()
    if reader.is_available():
        taking_in.begin(batch, [], request.user.pk)
    return card_url(batch, card)


def _batch_of_today(request: PageRequest) -> CardBatch:
    """One's own of the day, made with its first card."""
    today = timezone.localdate()
    name = _("Cards of %(name)s, %(day)s") % {
        "name": request.user.name, "day": day_text(today, weekday=False),
    }  # fmt: skip
    own = CardBatch.objects.filter(owner=request.user.pk, day=today, source=Party.Source.SELF)
    batch: CardBatch | None = own.filter(name=name[:120]).first()
    if batch is None:
        batch = CardBatch(name=name[:120], day=today, source=Party.Source.SELF, owner=request.user)
        batch.save()
    return batch
