"""Change sets: who did what, through which door, and the way back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST

from zhike.access.rights import Access, Denied
from zhike.base.formulas import guarded
from zhike.ledger.actions import actions_of
from zhike.ledger.bulk import model_of
from zhike.ledger.jobs import enqueue
from zhike.ledger.models import Change, ChangeSet
from zhike.ledger.undoable import CannotUndo, check_undoable, final_sets, undone_sets
from zhike.records import undoing
from zhike.records.history import VERBS, entries
from zhike.records.resource import Resource, all_resources, resource_named, resource_of_kind
from zhike.records.titles import named, title
from zhike.web import history, left_alone
from zhike.web.dates import moment_text
from zhike.web.links import record_url
from zhike.web.names import referred
from zhike.web.requests import PageRequest

LIMIT = 50
SHOWN = 100
NOT_BACK = ("/new/", "/edit/", "/delete/", "/bulk/")
ACTIONS = VERBS | {
    "edit": gettext_lazy("edited"), "bulk_edit": gettext_lazy("bulk edit"),
    "restore": gettext_lazy("restored"), "save_view": gettext_lazy("view saved"),
    "share": gettext_lazy("collaborator added"), "unshare": gettext_lazy("collaborator removed"),
    "preferences": gettext_lazy("preferences"), "password": gettext_lazy("password set"),
    "settings": gettext_lazy("settings"), "token": gettext_lazy("API token issued"),
    "settle": gettext_lazy("conflict settled"),
}  # fmt: skip
REASONS = {
    "changed": gettext_lazy("changed since"), "used": gettext_lazy("used by others since"),
    "gone": gettext_lazy("gone since"), "taken": gettext_lazy("the value or id is taken"),
    "missing": gettext_lazy("what it needs is gone"),
    "denied": gettext_lazy("you have no right to"),
    "stands": gettext_lazy("stands as it was agreed to"),
    "never": gettext_lazy("cannot be taken back"), "erased": gettext_lazy("erased for good"),
}  # fmt: skip


def change_sets_page(request: PageRequest) -> HttpResponse:
    """One's own deeds, or everybody's for an administrator."""
    everybody = request.access.everything and request.GET.get("whose") != "mine"
    today = request.GET.get("day") == "today"
    found = theirs(request.access, today=today)
    if not everybody:
        found = found.filter(actor=request.user.pk)
    before = _before(request.GET.get("before", ""), found)
    page = list((before if before is not None else found)[: LIMIT + 1])
    more = len(page) > LIMIT
    page = page[:LIMIT]
    kept = ("" if everybody else "&whose=mine") + ("&day=today" if today else "")
    context = {
        "tabs": _tabs(request.access, everybody=everybody, today=today),
        "columns": COLUMNS, "rows": rows(request.access, page),
        "more_url": f"/change-sets/?before={page[-1].pk}{kept}" if more else "",
    }  # fmt: skip
    return render(request, "web/change_sets.html", context)


def _tabs(access: Access, *, everybody: bool, today: bool) -> list[dict[str, Any]]:
    """Everybody's for whoever looks at them, one's own, those of today."""
    tabs = [
        {"label": _("Everybody's"), "url": "/change-sets/", "current": everybody and not today},
        {"label": _("Mine"), "url": "/change-sets/?whose=mine",
         "current": not everybody and not today},
        {"label": _("Today's"), "url": "/change-sets/?day=today", "current": today,
         "count": f"{theirs(access, today=True).count():,}" if today else ""},
    ]  # fmt: skip
    return tabs if access.everything else tabs[1:]


def theirs(access: Access, *, today: bool = False) -> QuerySet[ChangeSet]:
    """The change sets that a user may look at, the latest first: one's own, or everybody's."""
    found = ChangeSet.objects.order_by("-at", "-id")
    if not access.everything:
        found = found.filter(actor=access.user.pk if access.user else None)
    if today:
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        found = found.filter(at__gte=midnight)
    return found


COLUMNS: list[dict[str, Any]] = [
    {"label": gettext_lazy("What"), "pinned": True, "at": "2"},
    {"label": gettext_lazy("Who"), "at": "2"}, {"label": gettext_lazy("When"), "at": "3"},
    {"label": gettext_lazy("Through")}, {"label": gettext_lazy("Records"), "numeric": True},
    {"label": gettext_lazy("State"), "at": "3"},
]  # fmt: skip


def _before(text: str, found: QuerySet[ChangeSet]) -> QuerySet[ChangeSet] | None:
    try:
        last = ChangeSet.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return None
    if last is None:
        return None
    return found.filter(at__lte=last.at).exclude(at=last.at, pk__gte=last.pk)


def rows(access: Access, page: Sequence[ChangeSet]) -> list[dict[str, Any]]:
    """Change sets as rows under `COLUMNS`."""
    undone, about = undone_sets(page), subjects(access, page)
    return [_row(s, undone, about.get(s.pk) or s.reason[:60]) for s in page]


def subjects(access: Access, change_sets: Sequence[ChangeSet]) -> dict[UUID, str]:
    """What those sets are about that changed a single record, as far as one may know its name."""
    single = [change_set.pk for change_set in change_sets if change_set.change_count == 1]
    found = Change.objects.filter(change_set__in=single).values_list("change_set", "kind", "record")
    known = {set_id: f"{kind}:{record}" for set_id, kind, record in found}
    names = referred(access, set(known.values()))
    return {set_id: names.get(about) or _label(about) for set_id, about in known.items()}


def _label(reference: str) -> str:
    try:
        return str(resource_of_kind(reference.partition(":")[0]).label)
    except KeyError:
        return ""


def _row(change_set: ChangeSet, undone: set[UUID], about: str) -> dict[str, Any]:
    state = state_of(change_set, undone)
    at = timezone.localtime(change_set.at)
    return {
        "id": str(change_set.pk), "label": title_of(change_set),
        "cells": [
            {"kind": "link", "text": _titled(change_set, about),
             "url": f"/change-sets/{change_set.pk}/"},
            {"kind": "who", "text": change_set.actor_name} if change_set.actor_name
            else {"kind": "text", "text": _("Zhike")},
            {"kind": "date", "text": moment_text(change_set.at), "iso": at.isoformat()},
            {"kind": "text", "text": str(change_set.get_door_display()).capitalize()},
            {"kind": "number", "text": f"{change_set.change_count:,}"},
            {"kind": "badge", **state} if state["tone"] else {"kind": "text", **state},
        ],
    }  # fmt: skip


def title_of(change_set: ChangeSet) -> str:
    """What was done, in words."""
    label = str(ACTIONS.get(change_set.action) or _verb(change_set.action))
    return label[:1].upper() + label[1:]


def _titled(change_set: ChangeSet, about: str) -> str:
    return f"{title_of(change_set)} · {about}" if about else title_of(change_set)


def _verb(name: str) -> str:
    for resource in all_resources():
        if action := actions_of(resource.model).get(name):
            return str(action.label)
    return name.replace("_", " ")


def state_of(change_set: ChangeSet, undone: set[UUID]) -> dict[str, str]:
    """Whether it stands, runs or was taken back."""
    if change_set.pk in undone:
        return {"text": _("taken back"), "tone": ""}
    if change_set.state == ChangeSet.State.OPEN:
        return {"text": _("under way"), "tone": "ochre"}
    if change_set.state == ChangeSet.State.STOPPED:
        return {"text": _("stopped"), "tone": "ochre"}
    left = change_set.report.get("conflict_count") or change_set.report.get("failed")
    if left:
        return {"text": _("%(n)s left as they were") % {"n": left}, "tone": "seal"}
    return {"text": _("done"), "tone": ""}


def change_set_or_404(request: PageRequest, id_: UUID) -> ChangeSet:
    """One's own set, or any for an administrator, or one that changed what one may see."""
    change_set = get_object_or_404(ChangeSet.objects.select_related("undoes"), pk=id_)
    if undoing.may_undo(request.access, change_set):
        return change_set
    if not _visible_changes(request.access, list(change_set.changes.order_by("seq")[:SHOWN])):
        raise Http404
    return change_set


def change_set_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """What the set did, as far as the reader may see the records, and what stood in its way."""
    change_set = change_set_or_404(request, id_)
    access = request.access
    after = request.GET.get("after", "")
    changes = change_set.changes.order_by("seq").select_related("change_set")
    if after.isdecimal() and len(after) < 19:
        changes = changes.filter(seq__gt=int(after))
    page = list(changes[: SHOWN + 1])
    more, page = len(page) > SHOWN, page[:SHOWN]
    undone = undone_sets([change_set])
    state = state_of(change_set, undone)
    can_undo = _can_undo(access, change_set, undone)
    set_url = f"/change-sets/{change_set.pk}/"
    context = {
        "set": change_set, "state": state if state["tone"] else None,
        "title": _titled(change_set, subjects(access, [change_set]).get(change_set.pk, "")),
        "when": moment_text(change_set.at),
        "undo": {"label": _("Undo"), "icon": "undo", "method": "post", "url": set_url + "undo/"}
        if can_undo else None,
        "entries": _entries(access, page), "hidden": _hidden(access, page),
        "more_url": f"{set_url}?after={page[-1].seq}" if more else "",
        "conflicts": _conflicts(access, change_set),
        **left_alone.panel(access, change_set, SHOWN),
        "undoes_url": f"/change-sets/{change_set.undoes_id}/" if change_set.undoes_id else "",
        "undone_by": change_set.undone_by.filter(change_count__gt=0).order_by("-at").first(),
    }  # fmt: skip
    return render(request, "web/change_set.html", context)


def _can_undo(access: Access, change_set: ChangeSet, undone: set[UUID]) -> bool:
    is_open = change_set.state == ChangeSet.State.OPEN
    if is_open or change_set.pk in undone or not undoing.may_undo(access, change_set):
        return False
    return not final_sets([change_set.pk])


def _visible_changes(access: Access, page: Sequence[Change]) -> list[tuple[Change, Resource, Any]]:
    """The changes whose records this user may see (or could see, where they are gone)."""
    groups: dict[str, list[UUID]] = {}
    for change in page:
        groups.setdefault(change.kind, []).append(change.record)
    seen: dict[UUID, Any] = {}
    resources: dict[str, Resource] = {}
    for kind, ids in groups.items():
        try:
            resources[kind] = resource_of_kind(kind)
        except KeyError:
            continue
        if access.can(model_of(kind), "read"):
            rows = access.rows(model_of(kind)).filter(pk__in=ids)
            seen.update({row.pk: row for row in rows})
    return [
        (change, resources[change.kind], seen.get(change.record))
        for change in page
        if change.kind in resources and (change.record in seen or access.everything)
    ]


def _entries(access: Access, page: Sequence[Change]) -> list[dict[str, Any]]:
    """Each record with what became of it; one that is gone is named by its fields."""
    visible = _visible_changes(access, page)
    described = entries(access, [change for change, _resource, _record in visible])
    shown = []
    for (_change, resource, record), said in zip(visible, described, strict=True):
        drawn = history.entry(said)
        name = title(access, record) if record is not None else _gone(said, resource)
        drawn |= {
            "who": name, "change_set": "", "door": str(resource.label), "undo_url": "", "time": "",
            "about": pgettext("link", "open") if record is not None else "", "undone": "",
            "about_url": record_url(resource, record.pk) if record is not None else "",
        }  # fmt: skip
        shown.append(drawn)
    return shown


def _gone(said: Any, resource: Resource) -> str:
    name = next((line.before or line.after for line in said.lines if line.field == "name"), "")
    return name or str(resource.label)


def _hidden(access: Access, page: Sequence[Change]) -> int:
    return len(page) - len(_visible_changes(access, page))


def _conflicts(access: Access, change_set: ChangeSet) -> list[dict[str, Any]]:
    """What stood in the way of an undo, record by record."""
    found = change_set.report.get("conflicts", [])[:SHOWN]
    ids: dict[str, list[str]] = {}
    for conflict in found:
        ids.setdefault(conflict["kind"], []).append(conflict["record"])
    names: dict[str, str] = {}
    for kind, records in ids.items():
        names.update({str(pk): name for pk, name in named(access, model_of(kind), records).items()})
    return [_conflict(conflict, names) for conflict in found]


def _conflict(conflict: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    url, label = "", conflict["field"]
    try:
        resource = resource_of_kind(conflict["kind"])
    except KeyError:
        return {"name": conflict["kind"], "url": "", "field": label, "reason": ""}
    if conflict["record"] in names:
        url = record_url(resource, conflict["record"])
    if spec := resource.coded.get(label):
        label = str(spec.label)
    name = names.get(conflict["record"]) or str(resource.label)
    reason = REASONS.get(conflict["reason"], conflict["reason"])
    return {"name": name, "url": url, "field": label, "reason": reason}


def left_file(request: PageRequest, id_: UUID) -> HttpResponse:
    """All of them as a table for spreadsheets."""
    change_set = change_set_or_404(request, id_)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="left-{id_}.csv"'
    writer = csv.writer(response)
    writer.writerow([_("name"), pgettext("file", "reason"), _("address")])
    for row in left_alone.left_alone(request.access, change_set):
        url = request.build_absolute_uri(row["url"]) if row["url"] else ""
        writer.writerow([guarded(row["name"]), guarded(row["reason"]), url])
    return response


@require_POST
def undo(request: PageRequest, id_: UUID) -> HttpResponse:
    """Take a set back: a small one at once, a large one as a job that is shown running."""
    change_set = change_set_or_404(request, id_)
    if not undoing.may_undo(request.access, change_set):
        raise Denied("change-set", "undo")
    try:
        check_undoable(change_set)
        if change_set.change_count > undoing.AT_ONCE:
            job = enqueue(undoing.JOB, {"change_set": str(id_)}, actor=request.user.pk)
            return redirect(f"/jobs/{job.pk}/")
        taken = undoing.take_back(request.access, change_set)
    except CannotUndo as error:
        messages.info(request, undoing.why_not(error))
        return redirect(_back(request))
    say_undone(request, taken)
    return redirect(_back(request))


def say_undone(request: PageRequest, taken: ChangeSet) -> None:
    """A toast with what went back, what did not, and the way back from that."""
    left = taken.report.get("conflict_count", 0)
    done = ngettext("%(n)s record is as it was.", "%(n)s records are as they were.",
                    taken.change_count) % {"n": f"{taken.change_count:,}"}  # fmt: skip
    if not left:
        messages.success(request, done, extra_tags=f"undo:{taken.pk}")
        return
    stayed = ngettext("%(n)s thing stayed: it was changed since.",
                      "%(n)s things stayed: they were changed since.", left)  # fmt: skip
    stayed %= {"n": left}
    messages.warning(request, f"{done} {stayed}")


def _back(request: PageRequest) -> str:
    """The page from which Undo was asked for, if it is still there to be looked at."""
    origin = urlsplit(request.headers.get("Referer", ""))
    path = origin.path
    is_here = origin.netloc == request.get_host() and path.startswith("/") and path[1:2] != "/"
    if not is_here or path.endswith(NOT_BACK):
        return "/change-sets/"
    return _without_gone(request, path) or path + (f"?{origin.query}" if origin.query else "")


def _without_gone(request: PageRequest, path: str) -> str:
    """The list, where the page is that of a record which the undo took away."""
    try:
        found = resolve(path).kwargs
        resource = resource_named(found["name"])
    except (Resolver404, KeyError):
        return ""
    rows = request.access.rows(resource.model)
    is_gone = "id_" in found and not rows.filter(pk=found["id_"]).exists()
    return f"/{resource.name}/" if is_gone else ""
