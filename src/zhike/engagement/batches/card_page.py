"""One card after the other: the picture, what it says, whom we know already; Enter accepts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from zhike.access.rights import Access
from zhike.base.errors import BadValue
from zhike.engagement import storage
from zhike.engagement.batches.accepting import ACTION, Acceptor, known_for, reason
from zhike.engagement.batches.known import Found, find
from zhike.engagement.batches.pages import batch_or_404
from zhike.engagement.batches.panel import batch_url, is_being_read, line_of
from zhike.engagement.batches.said import raw_lead
from zhike.engagement.batches.sight import fields_of, sees_pictures
from zhike.engagement.composer import usual_times
from zhike.engagement.models import Card, CardBatch, Interaction
from zhike.engagement.pictures import SEALED, drawn_anew
from zhike.people.models import Party
from zhike.records.errors import Duplicate, Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for
from zhike.records.titles import title
from zhike.web import inputs
from zhike.web.requests import PageRequest
from zhike.web.trails import trail

NEW = "new"


@require_GET
def following(request: PageRequest, id_: UUID) -> HttpResponse:
    """The next card that somebody has to look at, after the one named."""
    batch = batch_or_404(request, id_)
    found = _next(batch, request.GET.get("after", ""))
    if found is None:
        messages.info(request, _("No card waits to be looked at."))
        return redirect(batch_url(batch))
    return redirect(card_url(batch, found))


def _next(batch: CardBatch, after: str) -> Card | None:
    """Those that are read come first; then what the picture alone says."""
    cards = Card.objects.filter(batch=batch.pk).order_by("pk")
    for status in (Card.Status.READ, Card.Status.WAITING):
        of_status = cards.filter(status=status)
        try:
            later = of_status.filter(pk__gt=UUID(after)) if after else of_status
        except ValueError:
            later = of_status
        found: Card | None = later.first() or of_status.first()
        if found is not None:
            return found
    return None


def card_url(batch: CardBatch, card: Card) -> str:
    """Where one is looked at."""
    return f"{batch_url(batch)}cards/{card.pk}/"


@require_http_methods(["GET", "POST"])
def card_page(request: PageRequest, id_: UUID, card_id: UUID) -> HttpResponse:
    """GET: the card. POST: `do` accepts it as `as` says, leaves it out or calls it unreadable."""
    batch = batch_or_404(request, id_)
    card = _card(batch, card_id)
    if "poll" in request.GET:
        is_soon = card.status == Card.Status.WAITING and is_being_read(batch)
        return HttpResponse(status=204) if is_soon else HttpResponseClientRefresh()
    if request.method == "GET":
        return _shown(request, batch, card, {}, {})
    names = [spec.name for spec in fields_of(request.access)]
    raw = {name: request.POST[name] for name in names if name in request.POST}
    do = request.POST.get("do", "accept")
    try:
        with transaction.atomic(), request.access.change_set(ACTION) as opened:
            card = Card.objects.select_for_update().get(pk=card.pk)
            if card.status in Card.TAKEN:
                messages.info(request, _("Somebody has accepted this card already."))
            elif do == "accept":
                text = _accepted(request, batch, card, raw)
                messages.success(request, text, extra_tags=f"undo:{opened.id}")
            else:
                _put_aside(card, do)
    except Invalid as invalid:
        errors = {error.field: error.message for error in invalid.errors}
        return _shown(request, batch, card, raw, errors)
    except Duplicate as error:
        return _shown(request, batch, card, raw, {"": reason(error)})
    return redirect(f"{batch_url(batch)}next/?after={card.pk}")


def _card(batch: CardBatch, id_: UUID) -> Card:
    card: Card | None = Card.objects.filter(pk=id_, batch=batch.pk).first()
    if card is None:
        raise Http404
    return card


def _accepted(request: PageRequest, batch: CardBatch, card: Card, raw: dict[str, str]) -> str:
    """Make the lead or the contact; the sentence that says so."""
    access, chosen = request.access, request.POST.get("as", NEW)
    acceptor, noted = Acceptor(access, batch), _noted(request)
    whole = raw_lead({**card.said, **raw})
    if chosen != NEW:
        for one in find(access, whole).known:
            if one.key == chosen:
                acceptor.link(card, one.record, **noted)
                return _("%(name)s is known: the contact is noted down.") % {
                    "name": title(access, one.record)
                }
    at_work = find(access, whole).sure(Party.Kind.ORGANIZATION)
    company = at_work.record if at_work else None
    lead = acceptor.new(card, whole, company if isinstance(company, Party) else None)
    if noted["body"] or noted["next_contact_at"]:
        acceptor.note(lead, **noted)
    return _("%(name)s is a new lead.") % {"name": title(access, lead)}


NOTED = ("body", "next_contact_at")


def _noted(request: PageRequest) -> dict[str, Any]:
    """What was said, and when again; raises Invalid."""
    found: dict[str, Any] = {"body": "", "next_contact_at": None}
    for spec in _note_specs(request.access):
        try:
            found[spec.name] = spec.parse(request.POST.get(spec.name, "")) or found[spec.name]
        except BadValue as error:
            raise Invalid.field(spec.name, error) from None
    return found


def _note_specs(access: Access) -> list[FieldSpec]:
    specs = resource_for(Interaction).specs(access)
    may = access.can(Interaction, "create")
    return [specs[name] for name in NOTED if may and name in specs and specs[name].writable]


def _put_aside(card: Card, do: str) -> None:
    if do == "skip":
        card.status = Card.Status.SKIPPED
    elif do == "unreadable":
        card.status, card.trouble = Card.Status.UNREADABLE, _("Somebody could not read it.")
    else:
        raise Http404
    card.save()


def _shown(
    request: PageRequest, batch: CardBatch, card: Card, raw: dict[str, str], errors: dict[str, str]
) -> HttpResponse:
    access = request.access
    fields = _fields(access, card, raw, errors)
    notes = [
        inputs.drawn(spec, request.POST.get(spec.name, ""), {}, error=errors.get(spec.name, ""))
        for spec in _note_specs(access)
    ]
    values = raw_lead({**card.said, **raw})
    found = find(access, values) if values else Found()
    shown = {field["name"] for field in (*fields, *notes)}
    context = {
        "batch": batch, "card": card, "line": line_of(card), "fields": fields,
        "trouble": _(card.trouble) if card.trouble else "",
        "rest": " ".join(text for name, text in errors.items() if name not in shown),
        "notes": notes, "days": [{"value": day, "label": day} for day in usual_times()],
        "is_read_soon": card.status == Card.Status.WAITING and is_being_read(batch)
        and "type" not in request.GET,
        "picture": f"{card_url(batch, card)}picture/"
        if card.storage_key and sees_pictures(access) else "",
        "accept_as": _accept_as(access, found, values, request), "is_others": found.is_others,
        "is_open": card.status not in Card.TAKEN,
        "is_looked": any(field.get("autofocus") for field in fields),
        "trail": trail(access, resource_for(CardBatch), batch, _("card")),
        "left": Card.objects.filter(batch=batch.pk, status__in=Card.OPEN).count(),
    }  # fmt: skip
    status = 422 if errors else 200
    return render(request, "engagement/batches/card.html", context, status=status)


def _fields(
    access: Access, card: Card, raw: dict[str, str], errors: dict[str, str]
) -> list[dict[str, Any]]:
    """What it says, with what is to be looked at."""
    said, doubts = card.said, card.doubts
    fields: list[dict[str, Any]] = []
    for spec in fields_of(access):
        value = raw.get(spec.name, said.get(spec.name, ""))
        drawn = inputs.drawn(spec, value, {}, error=errors.get(spec.name, ""))
        fields.append(drawn | {"is_doubtful": spec.name in doubts, "required": False,
                               "hint": doubts.get(spec.name, "")})  # fmt: skip
    _focused(fields)
    return fields


def _focused(fields: list[dict[str, Any]]) -> None:
    """What is wrong or doubtful has the focus; where nothing is, Enter accepts at once."""
    wanted = [f for f in fields if f["error"]] or [f for f in fields if f["is_doubtful"]]
    for field in wanted[:1]:
        field["autofocus"] = True


def _accept_as(
    access: Access, found: Found, values: dict[str, str], request: PageRequest
) -> dict[str, Any]:
    """As what it can be accepted; what is for sure is chosen already."""
    sure = known_for(found, values)
    options = [{"value": NEW, "label": capfirst(_("a new lead"))}]
    for one in found.known if access.can(Interaction, "create") else ():
        kind = capfirst(str(resource_for(type(one.record)).label))
        words = {"name": title(access, one.record), "kind": kind, "why": one.why}
        options.append({"value": one.key, "label": _("%(name)s (%(kind)s: %(why)s)") % words})
    chosen = request.POST.get("as") or (sure.key if sure else NEW)
    return {"kind": "radios", "name": "as", "label": _("Accept it as"), "options": options,
            "value": chosen}  # fmt: skip


@require_GET
def picture(request: PageRequest, id_: UUID, card_id: UUID) -> HttpResponse:
    """The picture drawn anew, upright and without what the camera wrote into it."""
    batch = batch_or_404(request, id_)
    card = _card(batch, card_id)
    path = storage.path_of(card.storage_key) if card.storage_key else None
    if path is None or not path.exists() or not sees_pictures(request.access):
        raise Http404
    drawn = drawn_anew(path)
    if drawn is None:
        raise Http404
    answer = HttpResponse(drawn, content_type="image/webp")
    answer["Content-Security-Policy"] = SEALED
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=600"
    return answer
