"""Editing many records of a list: choose what, see what would change, do it, undo it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhike.access.rights import Access
from zhike.ledger.actions import actions_of
from zhike.ledger.jobs import enqueue
from zhike.ledger.models import ChangeSet
from zhike.records import bulk_edit
from zhike.records.bulk_edit import Edit, Selection
from zhike.records.errors import Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.records.listing import bounded_count
from zhike.records.resource import Resource
from zhike.records.titles import titles
from zhike.web import inputs, list_state
from zhike.web.links import record_url
from zhike.web.list_state import ListState
from zhike.web.names import names_of
from zhike.web.part_rows import posted_names
from zhike.web.requests import PageRequest, resource_or_404, uuid_or_none
from zhike.web.trails import trail

SAMPLE = 8


@require_POST
def bulk_page(request: PageRequest, name: str) -> HttpResponse:
    """Each step is the same form with more in it: `do`, then the value, then `step=run`."""
    resource = resource_or_404(request, name)
    try:
        state = list_state.read(resource, request.access, request.GET)
    except Invalid:
        raise Http404 from None
    selection = _selection(request, state)
    wanted = _wanted(request, resource)
    if wanted is None or (wanted.what == "set" and not wanted.name):
        return _choose(request, resource, state, selection)
    if request.POST.get("step") not in ("preview", "run") and _asks(resource, wanted):
        return _ask(request, resource, state, selection, wanted, {})
    edit = _edit(request, resource, wanted)
    try:
        value = bulk_edit.value_of(resource, request.access, edit)
    except Invalid as invalid:
        errors = {error.field: error.message for error in invalid.errors}
        return _ask(request, resource, state, selection, wanted, errors)
    if request.POST.get("step") == "run":
        return _run(request, resource, edit, selection)
    return _preview(request, resource, state, selection, edit, value)


def _selection(request: PageRequest, state: ListState) -> Selection:
    if request.POST.get("all") == "1":
        return Selection(None, state.filter, state.search)
    ids = [str(known) for text in request.POST.getlist("ids") if (known := uuid_or_none(text))]
    return Selection(ids[:500])


def _wanted(request: PageRequest, resource: Resource) -> Edit | None:
    """What is to be done, as `set:tier`, `add:tags`, `run:win` or `delete`."""
    what, _colon, name = request.POST.get("do", "").partition(":")
    name = name or request.POST.get("field", "")
    if what == "run":
        return Edit(what, name) if name in resource.actions(request.access) else None
    if what in ("set", "add", "take"):
        known = {spec.name for spec in _offered(resource, request.access)}
        return Edit(what, name if name in known else "")
    return Edit("delete") if what == "delete" else None


def _offered(resource: Resource, access: Access) -> list[FieldSpec]:
    return bulk_edit.editable_specs(resource, access)


def _specs(resource: Resource, access: Access, edit: Edit) -> list[FieldSpec]:
    """What a person fills in for this edit."""
    if edit.what == "run":
        seen = resource.specs(access)
        names = resource.actions(access)[edit.name].fields
        return [seen[name].asked() for name in names if name in seen]
    return [spec for spec in _offered(resource, access) if spec.name == edit.name]


def _asks(resource: Resource, edit: Edit) -> bool:
    if edit.what == "run":
        return bool(actions_of(resource.model)[edit.name].fields)
    return edit.what != "delete"


def _edit(request: PageRequest, resource: Resource, wanted: Edit) -> Edit:
    specs = _specs(resource, request.access, wanted)
    sent = {
        s.name: raw for s in specs
        if (raw := inputs.sent(s, request.POST, f"v-{s.name}")) is not None
    }  # fmt: skip
    if wanted.what == "run":
        return Edit(wanted.what, wanted.name, sent)
    return Edit(wanted.what, wanted.name, sent.get(wanted.name))


def _context(
    request: PageRequest, resource: Resource, state: ListState, selection: Selection,
    edit: Edit | None,
) -> dict[str, Any]:  # fmt: skip
    """What every step carries on: the selection, and what was chosen so far."""
    rows = selection.rows(resource, request.access)
    count, estimated = bounded_count(rows)
    query = state.url().partition("?")[2]
    kept = [{"name": "ids", "value": id_} for id_ in selection.ids or ()]
    if selection.ids is None:
        kept = [{"name": "all", "value": "1"}]
    if edit is not None:
        do = edit.what if edit.what == "delete" else f"{edit.what}:{edit.name}"
        kept.append({"name": "do", "value": do})
    text = ngettext("%(n)s record chosen", "%(n)s records chosen", count) % {
        "n": f"{count:,}" + ("+" if estimated else "")
    }
    return {
        "resource": resource, "kept": kept, "count": count, "count_text": text,
        "trail": trail(request.access, resource, None, _("Bulk edit")), "back_url": state.url(),
        "action": f"/{resource.name}/bulk/" + (f"?{query}" if query else ""),
    }  # fmt: skip


def _choose(
    request: PageRequest, resource: Resource, state: ListState, selection: Selection
) -> HttpResponse:
    context = _context(request, resource, state, selection, None)
    specs = _offered(resource, request.access)
    options = [{"value": f"set:{s.name}", "label": _change(s)} for s in specs]
    for spec in specs:
        if spec.kind.name == "choices":
            for what, label in (("add", _("%(field)s: add")), ("take", _("%(field)s: take off"))):
                options.append({"value": f"{what}:{spec.name}",
                                "label": label % {"field": spec.label}})  # fmt: skip
    context["choice"] = {
        "kind": "select", "name": "do", "label": _("What is to be changed?"), "required": True,
        "options": options, "blank": _("Choose a field"), "value": "",
    }  # fmt: skip
    return render(request, "web/bulk.html", context)


def _change(spec: FieldSpec) -> str:
    text = str(spec.label)
    return text[:1].upper() + text[1:]


def _ask(
    request: PageRequest, resource: Resource, state: ListState, selection: Selection, edit: Edit,
    errors: dict[str, str],
) -> HttpResponse:  # fmt: skip
    context = _context(request, resource, state, selection, edit)
    specs = _specs(resource, request.access, edit)
    values = {s.name: inputs.sent(s, request.POST, f"v-{s.name}") for s in specs}
    names = posted_names(
        request.access, {(s, str(values[s.name] or "")) for s in specs if s.target}
    )
    context["fields"] = [
        inputs.drawn(
            spec, "" if values[spec.name] is None else values[spec.name], names,
            name=f"v-{spec.name}", error=errors.get(spec.name, ""),
        ) | {"required": edit.what in ("add", "take")}
        for spec in specs
    ]  # fmt: skip
    context["what"] = _what(resource, request.access, edit)
    return render(request, "web/bulk.html", context, status=422 if errors else 200)


def _what(resource: Resource, access: Access, edit: Edit) -> str:
    """The edit in words, without its value."""
    if edit.what == "delete":
        return _("Into the trash")
    if edit.what == "run":
        return str(resource.actions(access)[edit.name].label).capitalize()
    label = str(resource.specs(access)[edit.name].label)
    words = {
        "set": _("Set %(field)s"), "add": _("Add to %(field)s"), "take": _("Take from %(field)s")
    }  # fmt: skip
    return words[edit.what] % {"field": label}


def _preview(
    request: PageRequest, resource: Resource, state: ListState, selection: Selection, edit: Edit,
    value: Any,
) -> HttpResponse:  # fmt: skip
    context = _context(request, resource, state, selection, edit)
    allowed = bulk_edit.allowed(resource, request.access, edit, selection)
    count, estimated = bounded_count(allowed)
    sample, more = _sample(request.access, resource, edit, value, allowed)
    for spec in _specs(resource, request.access, edit):
        for item in _texts(request, spec):
            context["kept"].append({"name": f"v-{spec.name}", "value": item})
    n = f"{count:,}" + ("+" if estimated else "")
    context |= {
        "what": _sentence(request.access, resource, edit, value), "preview": sample,
        "allowed": count, "denied": max(0, context["count"] - count) if not estimated else 0,
        "changes": edit.what in ("set", "add", "take"), "more": more,
        "run": {
            "label": ngettext("Do it for %(n)s record", "Do it for %(n)s records", count)
            % {"n": n},
            "tone": "primary", "name": "step", "value": "run",
        },
    }  # fmt: skip
    return render(request, "web/bulk.html", context)


def _texts(request: PageRequest, spec: FieldSpec) -> Sequence[str]:
    return request.POST.getlist(f"v-{spec.name}")


def _sample(
    access: Access, resource: Resource, edit: Edit, value: Any, allowed: QuerySet[Any]
) -> tuple[list[dict[str, Any]], bool]:
    """A few of the records with what becomes of them."""
    records = list(allowed.order_by("pk")[: SAMPLE + 1])
    more, records = len(records) > SAMPLE, records[:SAMPLE]
    called = titles(access, records)
    shown = [{"name": called[r.pk], "url": record_url(resource, r.pk)} for r in records]
    if edit.what in ("set", "add", "take"):
        spec = resource.specs(access)[edit.name]
        names: dict[Any, str] = dict(names_of(resource, access, records))
        names |= posted_names(access, {(spec, str(value))}) if spec.target else {}
        for record, row in zip(records, shown, strict=True):
            after = bulk_edit.new_value(spec, edit, value, record)
            row["before"] = _said(spec, spec.value(record), names)
            row["after"] = _said(spec, after, names)
    return shown, more


def _said(spec: FieldSpec, value: Any, names: dict[Any, str]) -> str:
    if spec.target is not None:
        return names.get(value, "") if value else ""
    return spec.kind.text(spec, value)


def _sentence(access: Access, resource: Resource, edit: Edit, value: Any) -> str:
    """The edit in words, for the one who makes it."""
    what = _what(resource, access, edit)
    if edit.what in ("delete", "run"):
        return what
    spec = resource.specs(access)[edit.name]
    names = posted_names(access, {(spec, str(value))}) if spec.target and value else {}
    return f"{what}: {_said(spec, value, names) or _('empty')}"


def _run(
    request: PageRequest, resource: Resource, edit: Edit, selection: Selection
) -> HttpResponse:
    access = request.access
    value = bulk_edit.value_of(resource, access, edit)
    # The set's reason is read by whoever sees a record of it, perhaps without this field.
    reason = _what(resource, access, edit)
    allowed = bulk_edit.allowed(resource, access, edit, selection)
    if allowed.order_by().values("pk")[: bulk_edit.AT_ONCE + 1].count() > bulk_edit.AT_ONCE:
        arguments = bulk_edit.job_arguments(resource, edit, selection, reason)
        job = enqueue(bulk_edit.JOB, arguments, actor=request.user.pk)
        return redirect(f"/jobs/{job.pk}/")
    done = bulk_edit.run(resource, access, edit, selection, reason=reason)
    _say(request, done, _sentence(access, resource, edit, value))
    if done.report["failed"]:
        return redirect(f"/change-sets/{done.pk}/")
    return redirect(f"/{resource.name}/" + (f"?{request.GET.urlencode()}" if request.GET else ""))


def _say(request: PageRequest, done: ChangeSet, reason: str) -> None:
    n = done.change_count
    text = ngettext("%(what)s: %(n)s record.", "%(what)s: %(n)s records.", n)
    text = text % {"what": reason, "n": f"{n:,}"}
    failed = done.report.get("failed", 0)
    if failed:
        text += " " + ngettext("%(n)s stayed as it was.", "%(n)s stayed as they were.", failed) % {
            "n": f"{failed:,}"
        }
    tags = f"undo:{done.pk}" if n else ""
    (messages.warning if failed or not n else messages.success)(request, text, extra_tags=tags)
