"""Giving a link: to whom and until when; then its address and QR code, this once."""

from __future__ import annotations

import base64
import datetime as dt
import io
from typing import Any

import qrcode
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from qrcode.image.svg import SvgPathImage

from zhike.access import events
from zhike.base.errors import BadValue
from zhike.engagement.models import PublicLink
from zhike.engagement.public.opening import access_by
from zhike.engagement.public.page import answer
from zhike.engagement.public.shown import public_page_of
from zhike.ledger.bulk import model_of
from zhike.ledger.fields import RecordRef
from zhike.records.errors import say
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for
from zhike.records.titles import title
from zhike.web import inputs
from zhike.web.links import record_url
from zhike.web.requests import (
    PageRequest,
    address_of,
    record_or_404,
    resource_or_404,
    uuid_or_none,
)
from zhike.web.trails import trail

FIELDS = ("recipient", "expires_at")
USUAL = dt.timedelta(days=90)


@require_http_methods(["GET", "POST"])
def give_page(request: PageRequest) -> HttpResponse:
    """The form; then the address, which is kept nowhere."""
    links = resource_or_404(request, "public-links", "create")
    if "about" not in request.GET:
        messages.info(request, _("Open what you want to show, and share it from its page."))
        return redirect("/public-links/")
    record = _shared(request)
    of = resource_for(type(record))
    specs = [links.coded[name] for name in FIELDS]
    begins = timezone.localtime(timezone.now() + USUAL)
    values: dict[str, Any] = {"recipient": "", "expires_at": f"{begins:%Y-%m-%d} 18:00"}
    errors: dict[str, str] = {}
    given = None
    if request.method == "POST":
        values = {spec.name: request.POST.get(spec.name, "") for spec in specs}
        given = _given(request, record, specs, values, errors)
    back = record_url(of, record.pk)
    context = {
        "called": title(request.access, record), "given": given,
        "trail": trail(request.access, of, record, _("New public link")),
        "fields": [inputs.drawn(s, values[s.name], {}, error=errors.get(s.name, ""))
                   for s in specs],
        "end": [{"label": _("Make the link"), "tone": "primary", "icon": "link"},
                {"label": _("Cancel"), "url": back}],
        "back": {"label": _("Done"), "url": back},
        "preview": {"label": _("What they will see"), "icon": "eye",
                    "url": f"/public-links/preview/?about={RecordRef.to(record)}"},
    }  # fmt: skip
    status = 422 if errors else 200
    response = render(request, "engagement/public/give.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
def preview_page(request: PageRequest) -> HttpResponse:
    """What the holder of a link would see, for whoever may give one."""
    resource_or_404(request, "public-links", "create")
    record = _shared(request)
    page = public_page_of(type(record))
    if page is None:
        raise Http404
    back = record_url(resource_for(type(record)), record.pk)
    data = page.context(access_by(page, record), record)
    return answer(request, page.template, {"data": data, "back": back}, 200)


def _shared(request: PageRequest) -> Any:
    """The record that the link is to show: one of those that have a page for it, and may change."""
    kind, _colon, id_ = request.GET.get("about", "").partition(":")
    wanted = uuid_or_none(id_)
    try:
        model = model_of(kind)
    except KeyError:
        raise Http404 from None
    if wanted is None or public_page_of(model) is None:
        raise Http404
    return record_or_404(request, resource_for(model), wanted, "update")


def _given(
    request: PageRequest, record: Any, specs: list[FieldSpec], values: dict[str, Any],
    errors: dict[str, str],
) -> dict[str, str] | None:  # fmt: skip
    """The address and its picture; None where something is wrong, which the errors then say."""
    parsed: dict[str, Any] = {}
    for spec in specs:
        try:
            parsed[spec.name] = spec.parse(values[spec.name])
        except BadValue as error:
            errors[spec.name] = say(error)
        else:
            if not parsed[spec.name]:
                errors[spec.name] = _("Fill this in.")
    if not errors:
        link = PublicLink(**parsed)
        errors.update({name: say(error) for name, error in link.problems()})
    if errors:
        return None
    with request.access.change_set("share"):
        link, text = PublicLink.give(record, owner=request.user, **parsed)
    events.note(events.LINK, user=request.user.pk, kind=record.record_type, record=record.pk,
                detail=link.recipient, address=address_of(request))  # fmt: skip
    url = request.build_absolute_uri(f"/shared/{text}/")
    return {"url": url, "picture": picture_of(url)}


def picture_of(url: str) -> str:
    """Its QR code as the address of a picture, drawn here: nobody outside hears of it."""
    drawn = io.BytesIO()
    qrcode.make(url, image_factory=SvgPathImage).save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()
