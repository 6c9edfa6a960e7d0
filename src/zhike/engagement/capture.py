"""Noting an interaction down in ten seconds: who, what was said, when again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access.rights import Access
from zhike.engagement.batches.capture_card import kinds
from zhike.engagement.composer import kept, usual_times
from zhike.engagement.models import Interaction
from zhike.engagement.rules.notes import channel_of, subject_of
from zhike.people.models import Party
from zhike.people.quality import prompting
from zhike.records import saving
from zhike.records.errors import Duplicate, Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource
from zhike.records.titles import named, title
from zhike.web import inputs, once
from zhike.web.part_rows import posted_names
from zhike.web.requests import PageRequest, resource_or_404, uuid_or_none

FIELDS = ("party", "body", "next_contact_at")
RECENT = dt.timedelta(days=60)
OFFERED = 5


@require_http_methods(["GET", "POST"])
def capture_page(request: PageRequest) -> HttpResponse:
    """One screen with three fields; everything else has its default."""
    resource = resource_or_404(request, "interactions", "create")
    if request.method == "GET":
        return _form(request, resource, {}, request.GET.dict())
    if _has_to_ask(request, resource):
        ask = _("When again? Choose a time, or save it without one.")
        raw = _raw(request, resource)
        return _form(request, resource, {"next_contact_at": ask}, raw, is_asked=True)
    raw = _raw(request, resource)
    said = raw.get("body", "").strip()
    channel = "call" if request.GET.get("channel") == "call" else channel_of(said)
    filled = raw | {"subject": subject_of(said), "channel": channel}
    if filled["subject"] == said:
        filled["body"] = ""
    promised = once.promised(request, resource)
    party = _party(request, raw.get("party", ""))
    told = prompting.said(request.access, party, request.POST) if party else {}
    try:
        saved = (
            kept(request.access, resource, filled, party, told, id_=promised) if party
            else saving.create(resource, request.access, filled, id_=promised)
        )  # fmt: skip
    except Invalid as invalid:
        errors: dict[str, str] = {}
        for error in invalid.errors:
            names = prompting.named_errors({error.field: error.message}, told)
            field = next(iter(names), error.field if error.field in raw else "body")
            errors.setdefault(field, error.message)
        return _form(request, resource, errors, raw)
    except Duplicate:
        messages.info(request, _("This was saved already."))
        return redirect(f"/parties/{raw['party']}/")
    text = _("%(name)s is saved.") % {"name": title(request.access, saved)}
    messages.success(request, text, extra_tags=f"undo:{saved.change_set_id}")
    return redirect(f"/parties/{saved.party_id}/")


def _raw(request: PageRequest, resource: Resource) -> dict[str, str]:
    """What was sent, by field."""
    return {spec.name: inputs.sent(spec, request.POST) or "" for spec in _specs(resource, request)}


def _has_to_ask(request: PageRequest, resource: Resource) -> bool:
    """Whether nobody has said yet when one is in touch again, or that one is not."""
    asked = any(spec.name == "next_contact_at" for spec in _specs(resource, request))
    said = request.POST.get("next_contact_at", "").strip() or "without" in request.POST
    return asked and not said


def _party(request: PageRequest, text: str) -> Party | None:
    """The customer that was chosen, if the reader may see it."""
    id_ = uuid_or_none(text)
    return request.access.rows(Party).filter(pk=id_).first() if id_ else None


def _specs(resource: Resource, request: PageRequest) -> list[FieldSpec]:
    seen = resource.specs(request.access)
    return [seen[name] for name in FIELDS if name in seen and seen[name].writable]


def _form(
    request: PageRequest, resource: Resource, errors: dict[str, str], values: dict[str, str],
    *, is_asked: bool = False,
) -> HttpResponse:  # fmt: skip
    specs = _specs(resource, request)
    wanted = {(spec, values.get(spec.name, "")) for spec in specs if spec.target}
    names = posted_names(request.access, wanted)
    fields = {
        spec.name: inputs.drawn(
            spec, values.get(spec.name, ""), names, error=errors.get(spec.name, "")
        )
        for spec in specs
    }
    if "body" in fields:
        fields["body"] |= {"required": True, "rows": 4, "maximum_length": None}
    first = "body" if values.get("party") else "party"
    if first in fields and not errors:
        fields[first]["autofocus"] = True
    party = _party(request, values.get("party", ""))
    posted = request.POST if request.method == "POST" else None
    is_call = request.GET.get("channel") == "call"
    without = {"label": _("Save without a next contact"), "name": "without", "value": "1"}
    context = {
        "kinds": kinds(request.access, "call" if is_call else "note"),
        "heading": _("Note a call down") if is_call else _("Note something down"),
        "prompts": prompting.drawn(request.access, party, posted, errors) if party else [],
        "fields": fields, "once": once.promise(request), "is_posted": request.method == "POST",
        "recent": recent_parties(request.access),
        "days": [{"value": day, "label": day} for day in usual_times()],
        "end": [{"label": _("Save"), "tone": "primary"}, *([without] if is_asked else []),
                {"label": _("More fields"), "url": "/interactions/new/"}],
    }  # fmt: skip
    return render(request, "engagement/capture.html", context, status=422 if errors else 200)


def recent_parties(access: Access) -> list[dict[str, str]]:
    """Whom this user was last in touch with: the likeliest to be written about."""
    if access.user is None or not access.can(Interaction, "read"):
        return []
    now = timezone.now()
    mine = access.rows(Interaction).filter(owner=access.user.pk, at__gt=now - RECENT, at__lte=now)
    latest = mine.order_by("-at", "-id").values_list("party", flat=True)[: 6 * OFFERED]
    ids: list[Any] = list(dict.fromkeys(latest))[:OFFERED]
    called = named(access, Party, set(ids))
    return [{"value": str(pk), "label": called[pk]} for pk in ids if pk in called]
