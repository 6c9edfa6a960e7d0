"""One field of a record changed where it stands, and what is said where two were faster."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access.rights import Access, Denied
from zhike.ledger.models import ChangeSet
from zhike.records import saving
from zhike.records.errors import Duplicate, Invalid, Stale
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import Company
from zhike.records.resource import Resource
from zhike.web import inputs
from zhike.web.cells import cell, for_table
from zhike.web.links import record_url
from zhike.web.merging import Clash, merge
from zhike.web.names import names_of
from zhike.web.part_rows import posted_names
from zhike.web.record_panels import fact, part_about, place_of
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.verbs import version_of

PLACE = re.compile(r"[a-z][a-z0-9_-]{0,60}")
NEWS = "record-news"
CELL = "cell-now"
"""The cell of a list that is being edited: there is one at a time."""


@require_http_methods(["GET", "POST"])
def field_page(request: PageRequest, name: str, id_: UUID, field: str) -> HttpResponse:
    """GET: the field's own control in place of its value, or the value. POST: keep it."""
    resource = resource_or_404(request, name, "update")
    record = record_or_404(request, resource, id_, "update")
    spec = resource.specs(request.access).get(field)
    if spec is None:
        raise Http404
    if not spec.writable:
        raise Denied(resource.model.record_type, "update", field)
    if request.method == "GET":
        if not request.htmx:
            return redirect(record_url(resource, id_, "edit") + f"#id_{field}")
        if "shown" in request.GET:
            return _shown(request, resource, record, spec)
        return _asked(request, resource, record, spec, inputs.shown(spec, record))
    return _keep(request, resource, record, spec)


def _keep(request: PageRequest, resource: Resource, record: Any, spec: FieldSpec) -> HttpResponse:
    raw = inputs.sent(spec, request.POST)
    seen = version_of(request)
    if raw is None or seen is None:
        raise Http404
    yields = request.POST.get(f"keep-{spec.name}") == "theirs"
    if yields or inputs.is_same(spec, raw, record):
        return _done(request, resource, record, spec)
    try:
        saved, clash = change_one(resource, request.access, record, spec, raw, seen)
    except Invalid as invalid:
        error = next((e.message for e in invalid.errors if e.field == spec.name), "")
        error = error or invalid.errors[0].message
        return _asked(request, resource, record, spec, raw, error=error)
    except Duplicate:
        error = _("Another record has this value already.")
        return _asked(request, resource, record, spec, raw, error=error)
    except Stale:
        error = _("Somebody else changed this record. Look again, then decide.")
        return _asked(request, resource, record, spec, raw, error=error)
    if clash is not None:
        return _asked(request, resource, record, spec, raw, clash=clash)
    return _done(request, resource, saved, spec)


def change_one(
    resource: Resource, access: Access, record: Any, spec: FieldSpec, raw: Any, seen: int
) -> tuple[Any, Clash | None]:
    """The record with one field changed, or how that clashes with what another saved since.

    `seen` is the version that the person saw. Raises as `saving.change`.
    """
    if seen != record.version:
        kept, clashes = merge(resource, access, record, {spec.name: raw}, seen)
        if clashes or not kept:
            return record, next(iter(clashes), None)
    changed = {spec.name: raw}
    return saving.change(resource, access, record.pk, changed, version=record.version), None


def _done(request: PageRequest, resource: Resource, record: Any, spec: FieldSpec) -> HttpResponse:
    set_id = getattr(record, "change_set_id", None)
    if set_id and ChangeSet.objects.filter(pk=set_id).exists():
        text = _("%(field)s is saved.") % {"field": str(spec.label)}
        messages.success(request, text[:1].upper() + text[1:], extra_tags=f"undo:{set_id}")
    if not request.htmx:
        return redirect(record_url(resource, record.pk))
    fresh = record_or_404(request, resource, record.pk)
    return _shown(request, resource, fresh, spec)


def _place(request: PageRequest, spec: FieldSpec) -> str:
    """The id of the element in which the field is edited."""
    into = request.GET.get("into", "")
    return into if PLACE.fullmatch(into) else f"fact-{spec.name}"


def _shown(request: PageRequest, resource: Resource, record: Any, spec: FieldSpec) -> HttpResponse:
    """The field as the page (or a list's cell) shows it; away from its own place, nothing."""
    into = _place(request, spec)
    drawn = in_cell = None
    names = names_of(resource, request.access, [record])
    if into == f"fact-{spec.name}":
        drawn = fact(resource, spec, record, names, may_edit=True)
    elif resource.shown_by == spec.name and into == place_of(resource, record):
        drawn = fact(resource, spec, record, names, may_edit=True, into=into)
        drawn |= part_about(request.access, resource, record)
    elif into == CELL:
        in_cell = for_table(cell(spec, record, names))
    answer = render(request, "web/fact.html", {"fact": drawn, "into": into, "in_cell": in_cell})
    if request.method == "POST":
        answer["HX-Trigger"] = NEWS
    return answer


def _asked(
    request: PageRequest, resource: Resource, record: Any, spec: FieldSpec, value: Any, *,
    error: str = "", clash: Clash | None = None,
) -> HttpResponse:  # fmt: skip
    names: dict[Any, str] = dict(names_of(resource, request.access, [record]))
    if spec.target is not None or spec.kind.name == "reference":
        names |= posted_names(request.access, {(spec, str(value))})
    currency = "" if "currency" in resource.coded else Company.here().base_currency
    into = _place(request, spec)
    url = record_url(resource, record.pk, f"fields/{spec.name}") + f"?into={into}"
    # A clash was seen with the version that now is: choosing is about that one.
    context = {
        "field": inputs.drawn(spec, value, names, error=error, currency=currency)
        | {"id": f"in-place-{spec.name}"},
        "clash": clash.parameters if clash else None,
        "version": record.version if clash or request.method == "GET" else request.POST["version"],
        "into": into, "url": url, "is_fact": into.startswith(f"fact-{spec.name}"),
        "is_long": spec.kind.name == "long_text",
    }  # fmt: skip
    status = 409 if clash else 422 if error else 200
    return render(request, "web/fact_form.html", context, status=status)
