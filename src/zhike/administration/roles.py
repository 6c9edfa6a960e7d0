"""The form of a role: its name, the matrix of its rights, its rights on fields."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access.models import Role
from zhike.administration import matrix
from zhike.records import saving
from zhike.records.errors import Duplicate, FieldError, Invalid, Stale
from zhike.records.resource import Resource
from zhike.web import inputs
from zhike.web.links import record_url
from zhike.web.requests import PageRequest, record_or_404, resource_or_404, uuid_or_none
from zhike.web.trails import trail
from zhike.web.verbs import version_of

FIELDS = ("name", "desk", "note")


@require_http_methods(["GET", "POST"])
def new_page(request: PageRequest) -> HttpResponse:
    """A role that does not exist yet."""
    resource = resource_or_404(request, "roles", "create")
    return _page(request, resource, None, _like(request, resource))


@require_http_methods(["GET", "POST"])
def edit_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """A role as it stands."""
    resource = resource_or_404(request, "roles", "update")
    return _page(request, resource, record_or_404(request, resource, id_, "update"))


def _like(request: PageRequest, resource: Resource) -> Role | None:
    """The role whose rights a new one begins with."""
    id_ = uuid_or_none(request.GET.get("like", ""))
    return record_or_404(request, resource, id_) if id_ else None


def _page(
    request: PageRequest, resource: Resource, role: Role | None, like: Role | None = None
) -> HttpResponse:
    if request.method == "GET":
        return _form(request, resource, role, [], like)
    try:
        saved = _save(request, resource, role)
    except Invalid as invalid:
        return _form(request, resource, role, invalid.errors)
    except Duplicate:
        error = FieldError("name", _("There is a role of this name, or a right stands twice."))
        return _form(request, resource, role, [error])
    except Stale:
        messages.error(request, _("Somebody else changed this role. Look again, then decide."))
        return redirect(request.path)
    text = _("%(name)s is saved.") % {"name": saved}
    messages.success(request, text, extra_tags=f"undo:{saved.change_set_id}")
    return redirect(record_url(resource, saved.pk))


def _save(request: PageRequest, resource: Resource, role: Role | None) -> Any:
    raw: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}
    raw["grants"] = matrix.sent_grants(matrix.grants_of(role), request.POST)
    raw["field_rights"] = matrix.sent_fields(request.POST)
    if role is None:
        return saving.create(resource, request.access, raw)
    return saving.change(resource, request.access, role.pk, raw, version=version_of(request))


def _form(
    request: PageRequest, resource: Resource, role: Role | None, errors: list[FieldError],
    like: Role | None = None,
) -> HttpResponse:  # fmt: skip
    posted = request.POST if request.method == "POST" else None
    found = {error.field: error.message for error in errors}
    record = role or Role()
    title = _("Edit %(name)s") % {"name": role} if role else _("New role")
    specs = [resource.coded[name] for name in FIELDS]
    values = {s.name: posted[s.name] if posted and s.name in posted else inputs.shown(s, record)
              for s in specs}  # fmt: skip
    back = record_url(resource, role.pk) if role else "/roles/"
    context = {
        "title": title,
        "trail": trail(request.access, resource, role, title if role is None else _("Edit")),
        "version": role.version if role else "",
        "fields": [
            inputs.drawn(s, values[s.name], {}, error=found.get(s.name, "")) for s in specs
        ],
        "problems": [
            {"label": "", "text": error.message,
             "id": f"id_{error.field}" if error.field in FIELDS else ""} for error in errors
        ],
        "headings": matrix.headings(),
        "rows": matrix.shown(matrix.grants_of(role or like), posted),
        "field_parts": matrix.field_parts(role, request.access, like),
        "end": [{"label": _("Save"), "tone": "primary"}, {"label": _("Cancel"), "url": back}],
    }  # fmt: skip
    return render(request, "administration/role.html", context, status=422 if errors else 200)
