"""Verbs on a record: at once, or after a small form; and the way into the trash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access.rights import Denied
from zhike.ledger.actions import Action, NotNow, actions_of
from zhike.ledger.models.record import RecordInUse
from zhike.records import saving
from zhike.records.errors import Invalid, Stale
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource
from zhike.records.titles import title
from zhike.web import inputs
from zhike.web.forms import explained
from zhike.web.links import record_url, url_of
from zhike.web.names import names_of
from zhike.web.part_rows import posted_names
from zhike.web.proposals import Options, proposals
from zhike.web.requests import PageRequest, back_or, record_or_404, resource_or_404
from zhike.web.trails import trail


@require_http_methods(["GET", "POST"])
def verb_page(request: PageRequest, name: str, id_: UUID, verb: str) -> HttpResponse:
    """GET: the form of what the verb asks for. POST: do it."""
    resource = resource_or_404(request, name)
    action = actions_of(resource.model).get(verb)
    if action is None:
        raise Http404
    if not request.access.can(resource.model, action.permission):
        raise Denied(resource.model.record_type, action.permission)
    try:
        record = record_or_404(request, resource, id_, action.permission)
    except (Http404, Denied):
        if told := _told_why(request, resource, action, id_):
            return told
        raise
    if request.method == "GET":
        return _form(request, resource, record, action, {})
    raw = {
        field: sent for field in action.fields
        if (sent := inputs.sent(resource.coded[field], request.POST)) is not None
    }  # fmt: skip
    try:
        done = saving.perform(resource, request.access, id_, verb, raw, version=version_of(request))
    except Invalid as invalid:
        errors = {error.field: error.message for error in invalid.errors}
        return _form(request, resource, record, action, errors)
    except NotNow as error:
        text = error.sentence or _("This makes no sense for the record as it is.")
        messages.error(request, text)
        return redirect(back_or(request, record_url(resource, id_)))
    except Stale:
        messages.error(request, _("Somebody else changed this record. Look again, then decide."))
        return redirect(back_or(request, record_url(resource, id_)))
    text = _("%(name)s: %(verb)s, done.") % {
        "name": title(request.access, done),
        "verb": action.label,
    }
    messages.success(request, text, extra_tags=f"undo:{done.change_set_id}")
    return redirect(_made(request, done.made) or back_or(request, record_url(resource, id_)))


def _made(request: PageRequest, made: Any) -> str:
    """The page of what the verb has made, on which people go on; "" where it made nothing."""
    if made is None or not request.access.reaches(made, "read"):
        return ""
    return url_of(type(made), made.pk)


def _told_why(
    request: PageRequest, resource: Resource, action: Action, id_: UUID
) -> HttpResponse | None:
    """The record is out of reach: back to the list with the reason, if there is one to tell."""
    try:
        saving.tell_why(action, request.access, resource.model, id_)
    except NotNow as error:
        messages.error(request, error.sentence)
        return redirect(f"/{resource.name}/")
    return None


def version_of(request: PageRequest) -> int | None:
    """The version that the person saw, if the form said so."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _form(
    request: PageRequest, resource: Resource, record: Any, action: Action, errors: dict[str, str]
) -> HttpResponse:
    seen = resource.specs(request.access)
    specs = [seen[name].asked() for name in action.fields if name in seen]
    names: dict[Any, str] = dict(names_of(resource, request.access, [record]))
    offered = proposals(request.access, record, action.name)
    values: dict[str, Any] = {}
    for spec in specs:
        posted = inputs.sent(spec, request.POST) if request.method == "POST" else None
        values[spec.name] = _first(spec, record, offered) if posted is None else posted
    names |= posted_names(request.access, {(s, str(values[s.name])) for s in specs if s.target})
    fields = []
    for spec in specs:
        error = errors.get(spec.name, "")
        field = inputs.drawn(spec, values[spec.name], names, error=error)
        field |= explained(request.access, resource, spec)
        offers = _worth_saying(spec, values[spec.name], offered.get(spec.name, ()))
        fields.append(field | {"required": spec.name in action.required, "offers": offers})
    context = {
        "title": action.label, "called": title(request.access, record),
        "fields": fields, "version": record.version, "is_posted": request.method == "POST",
        "trail": trail(request.access, resource, record, str(action.label)),
        "other": [text for name, text in errors.items() if name not in action.fields],
        "end": [
            {"label": action.label, "icon": action.icon, "tone": "primary"},
            {"label": _("Cancel"), "url": record_url(resource, record.pk)},
        ],
    }  # fmt: skip
    return render(request, "web/verb.html", context, status=422 if errors else 200)


def _first(spec: FieldSpec, record: Any, offered: Mapping[str, Options]) -> Any:
    """What the record says, else the likeliest of what is proposed."""
    shown = inputs.shown(spec, record)
    options = offered.get(spec.name)
    return options[0]["value"] if options and not shown else shown


def _worth_saying(spec: FieldSpec, value: Any, options: Options) -> Options:
    """What may stand there; not a text that does already, while of a record it is said why."""
    return [option for option in options if spec.target or option["value"] != value]


@require_http_methods(["GET", "POST"])
def delete_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """GET: what would go with it. POST: into the trash, with the way back on the toast."""
    resource = resource_or_404(request, name, "delete")
    record = record_or_404(request, resource, id_, "delete")
    if request.method == "GET":
        context = {
            "called": title(request.access, record),
            "trail": trail(request.access, resource, record, _("Delete")),
            "delete": {
                "label": _("Into the trash"), "icon": "trash", "tone": "danger", "method": "post",
                "url": record_url(resource, id_, "delete"), "name": "version",
                "value": str(record.version),
            },
            "cancel": {"label": _("Cancel"), "url": record_url(resource, id_)},
        }  # fmt: skip
        return render(request, "web/delete.html", context)
    called = title(request.access, record)
    try:
        set_id = saving.remove(resource, request.access, id_, version=version_of(request))
    except Stale:
        messages.error(request, _("Somebody else changed this record. Look again, then decide."))
        return redirect(record_url(resource, id_))
    except RecordInUse as in_use:
        return _in_use(request, resource, record, in_use)
    text = _("%(name)s is in the trash.") % {"name": called}
    messages.success(request, text, extra_tags=f"undo:{set_id}")
    return redirect(f"/{resource.name}/")


def _in_use(
    request: PageRequest, resource: Resource, record: Any, in_use: RecordInUse
) -> HttpResponse:
    """Who needs it, as far as the reader may see."""
    seen = [user for user in in_use.users if request.access.reaches(user, "read")]  # type: ignore[arg-type]
    users = [
        {"name": title(request.access, user), "url": url_of(type(user), user.pk)}  # type: ignore[arg-type]
        for user in seen
    ]
    context = {
        "called": title(request.access, record),
        "trail": trail(request.access, resource, record, _("Delete")), "users": users,
        "hidden": len(in_use.users) - len(users),
        "cancel": {"label": _("Back"), "url": record_url(resource, record.pk)},
    }  # fmt: skip
    return render(request, "web/delete.html", context, status=409)
