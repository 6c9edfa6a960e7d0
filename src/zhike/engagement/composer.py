"""Writing down a contact where a timeline is read: a line, how we met, and when next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from zhike.access.rights import Access, Denied
from zhike.engagement.models import Interaction
from zhike.engagement.promising import note_promises
from zhike.ledger.models import Record
from zhike.people.models import Lead, Party
from zhike.people.quality import prompting
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.provenance import FOLLOW_UP
from zhike.records.resource import Resource, resource_for
from zhike.web import inputs
from zhike.web.in_place import NEWS
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel
from zhike.web.requests import PageRequest, record_or_404, resource_or_404

FIELDS = ("subject", "channel", "next_contact_at")


@require_POST
def write(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Keep a contact with the customer or lead; the page stays, its timeline is drawn anew."""
    holder = record_or_404(request, resource_or_404(request, name), id_)
    resource = resource_for(Interaction)
    if not request.access.can(Interaction, "create"):
        raise Denied(Interaction.record_type, "create")
    raw = {field: request.POST[field] for field in FIELDS if field in request.POST}
    page = f"/{name}/{id_}/"
    told = prompting.said(request.access, holder, request.POST) if isinstance(holder, Party) else {}
    try:
        own = {holder.record_type: str(holder.pk)}
        saved = kept(request.access, resource, raw | own, holder, told)
    except Invalid as invalid:
        errors = {error.field: error.message for error in invalid.errors}
        errors |= prompting.named_errors(errors, told)
        if not request.htmx:
            messages.error(request, " ".join(errors.values()))
            return redirect(page)
        data = _drawn(request.access, holder, request.POST, errors)
        return render(request, "engagement/composer.html", {"data": data}, status=422)
    messages.success(request, recorded(saved), extra_tags=f"undo:{saved.change_set_id}")
    if not request.htmx:
        return redirect(page)
    # What was learnt of the holder a moment ago is not asked again.
    fresh = record_or_404(request, resource_or_404(request, name), id_)
    context = {"data": composer(request.access, fresh), "is_answer": True}
    answer = render(request, "engagement/composer.html", context)
    answer["HX-Trigger"] = NEWS
    return answer


def kept(
    access: Access, resource: Resource, raw: dict[str, Any], holder: Any, told: dict[str, Any], *,
    id_: UUID | None = None,
) -> Any:  # fmt: skip
    """The contact, and what was learnt of the party on the way, in one change set.

    Raises as `saving.create`, then nothing is written.
    """
    if told:
        access = replace(access, source=FOLLOW_UP)
    with transaction.atomic(), access.change_set("create"):
        saved = saving.create(resource, access, raw, id_=id_)
        saved.promises = note_promises(access, saved)
        if told:
            prompting.keep(access, holder, told)
    return saved


def recorded(interaction: Interaction) -> str:
    """What was kept: the contact, and the promises that it speaks of."""
    count = len(interaction.promises)  # type: ignore[attr-defined]
    if not count:
        return _("The contact is recorded.")
    text = ngettext("The contact is recorded, with %(count)s promise.",
                    "The contact is recorded, with %(count)s promises.", count)  # fmt: skip
    return text % {"count": count}


def composer(access: Access, holder: Record) -> dict[str, Any] | None:
    """The empty line, for who may record contacts."""
    if not access.can(Interaction, "create"):
        return None
    return _drawn(access, holder, None, {})


def _drawn(
    access: Access, holder: Record, posted: QueryDict | None, errors: dict[str, str]
) -> dict[str, Any] | None:
    specs, blank = resource_for(Interaction).specs(access), Interaction()
    if not all(name in specs and specs[name].writable for name in FIELDS):
        return None
    fields = {}
    for name in FIELDS:
        value = inputs.shown(specs[name], blank) if posted is None else posted.get(name, "")
        drawn = inputs.drawn(specs[name], value, {}, error=errors.get(name, ""))
        fields[name] = drawn | {"id": f"composer-{name}"}
    fields["subject"]["placeholder"] = _("What happened? “Promised …” notes a promise.")
    # There is room for no more than an example.
    fields["next_contact_at"]["placeholder"] = _("tomorrow 3pm")
    prompts = prompting.drawn(access, holder, posted, errors) if isinstance(holder, Party) else []
    shown = {*FIELDS, *(prompt["name"] for prompt in prompts if prompt["error"])}
    known = {prompt["error"] for prompt in prompts}
    rest = " ".join(t for name, t in errors.items() if name not in shown and t not in known)
    url = record_url(resource_for(type(holder)), holder.pk, "interactions")
    more_url = f"/interactions/new/?{holder.record_type}={holder.pk}"
    return {**fields, "prompts": prompts, "url": url, "rest": rest, "more_url": more_url}


def usual_times() -> tuple[str, ...]:
    """When one gets in touch again, as one would type it."""
    return _("tomorrow 9:00"), _("in 3 days"), _("next Monday"), _("in 1 month")


_line = gettext_lazy("write down a contact")
for holder_type in (Party, Lead):
    register_panel(
        holder_type,
        Panel("composer", _line, 85, "engagement/composer.html", composer, is_live=False),
    )
