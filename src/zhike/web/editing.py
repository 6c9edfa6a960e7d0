"""Making and changing a record through its form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.ledger.models import ChangeSet
from zhike.records import saving
from zhike.records.errors import Duplicate, Invalid, Stale
from zhike.records.resource import Resource
from zhike.records.titles import title
from zhike.web import once
from zhike.web.forms import RecordForm, title_of
from zhike.web.hints import has_hints
from zhike.web.links import record_url
from zhike.web.live import live
from zhike.web.merging import Clash, merge
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail


@require_http_methods(["GET", "POST"])
def new_page(request: PageRequest, name: str) -> HttpResponse:
    """The form of a record that does not exist yet; an address may fill it (`?party=…`)."""
    resource = resource_or_404(request, name, "create")
    record = resource.model()
    if request.method == "GET":
        form = RecordForm(resource, request.access, record, prefill=request.GET)
        return _answer(request, form)
    form = RecordForm(resource, request.access, record, posted=request.POST)
    promised = once.promised(request, resource)
    try:
        saved = saving.create(resource, request.access, form.raw(), id_=promised)
    except Invalid as invalid:
        form.fail(invalid.errors)
        return _answer(request, form)
    except Duplicate as duplicate:
        if promised and request.access.rows(resource.model).filter(pk=promised).exists():
            messages.info(request, _("This was saved already."))
            return redirect(record_url(resource, promised))
        return _answer(request, form, duplicate=duplicate)
    return _done(request, resource, saved, _said(request, saved))


@require_http_methods(["GET", "POST"])
def edit_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """The form of a record as it stands; one that was changed meanwhile is merged, never lost."""
    resource = resource_or_404(request, name, "update")
    record = record_or_404(request, resource, id_, "update")
    if request.method == "GET":
        return _answer(request, RecordForm(resource, request.access, record))
    form = RecordForm(resource, request.access, record, posted=request.POST)
    raw, clashes = _merged(request, form)
    if clashes:
        return _answer(request, form, clashes=clashes)
    try:
        saved = saving.change(resource, request.access, id_, raw, version=record.version)
    except Stale:
        return redirect(record_url(resource, id_, "edit"))
    except Invalid as invalid:
        form.fail(invalid.errors)
        return _answer(request, form)
    except Duplicate as duplicate:
        return _answer(request, form, duplicate=duplicate)
    except resource.model.DoesNotExist:
        raise Http404 from None
    return _done(request, resource, saved, _said(request, saved))


def _merged(request: PageRequest, form: RecordForm) -> tuple[dict[str, Any], list[Clash]]:
    """What was sent, brought together with what somebody else saved since the form was drawn."""
    raw = form.raw()
    version = request.POST.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise Http404
    clashes: list[Clash] = []
    if int(version) != form.record.version:
        kept, clashes = merge(form.resource, request.access, form.record, raw, int(version))
        form.yielded = raw.keys() - kept.keys()
        raw = kept
    theirs = {
        key[5:] for key, choice in request.POST.items()
        if key.startswith("keep-") and choice == "theirs"
    }  # fmt: skip
    form.yielded |= theirs
    raw = {name: value for name, value in raw.items() if name not in theirs}
    return raw, [clash for clash in clashes if clash.spec.name not in theirs]


def _answer(
    request: PageRequest, form: RecordForm, *, clashes: list[Clash] | None = None,
    duplicate: Duplicate | None = None,
) -> HttpResponse:  # fmt: skip
    resource, record = form.resource, form.record
    is_new = record._state.adding
    heading = title_of(request.access, resource, record)
    back = f"/{resource.name}/" if is_new else record_url(resource, record.pk)
    context = {
        "resource": resource, "record": record, "title": heading,
        "trail": trail(
            request.access, resource, None if is_new else record, heading if is_new else _("Edit")
        ),
        "sections": form.sections(), "part_forms": form.part_forms(),
        "problems": form.problems(), "version": record.version,
        "live": live(resource, record, form=True),
        "is_posted": request.method == "POST",
        "once": once.promise(request) if is_new else "",
        "hinted": {"url": f"/{resource.name}/hints/", "id": "" if is_new else record.pk}
        if has_hints(resource.model) else None,
        "clashes": [clash.parameters for clash in clashes or ()],
        "duplicate": _duplicate(resource, duplicate) if duplicate else None,
        "end": [{"label": _("Save"), "tone": "primary"}, {"label": _("Cancel"), "url": back}],
    }  # fmt: skip
    failed = bool(context["problems"] or clashes or duplicate)
    return render(request, "web/form.html", context, status=409 if duplicate or clashes else 422
                  if failed else 200)  # fmt: skip


def _said(request: PageRequest, saved: Any) -> str:
    return _("%(name)s is saved.") % {"name": title(request.access, saved)}


def _duplicate(resource: Resource, duplicate: Duplicate) -> dict[str, Any]:
    """What is taken, and the way to who has it."""
    spec = resource.coded.get(duplicate.field)
    label = spec.label if spec else _("one of these values")
    found: dict[str, Any] = {"title": _("This exists already: %(field)s") % {"field": label}}
    found["actions"] = []
    if duplicate.existing is not None:
        url = record_url(resource, duplicate.existing)
        found["actions"] = [{"label": _("Open the existing one"), "url": url}]
    return found


def _done(request: PageRequest, resource: Resource, saved: Any, text: str) -> HttpResponse:
    """Back on the record, with the way back on the toast."""
    if ChangeSet.objects.filter(pk=saved.change_set_id).exists():
        messages.success(request, text, extra_tags=f"undo:{saved.change_set_id}")
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect(record_url(resource, saved.pk))
