"""The trash: what was deleted and has not come back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhike.access.rights import Access
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Change, Record
from zhike.ledger.moments import came_back, trash
from zhike.ledger.undoable import CannotUndo
from zhike.ledger.values import load
from zhike.ledger.writes import DELETE, Write
from zhike.records import undoing
from zhike.records.resource import MERGE, all_resources, resource_for
from zhike.records.titles import title
from zhike.web.change_sets import REASONS, say_undone
from zhike.web.dates import moment_text
from zhike.web.links import record_url
from zhike.web.requests import PageRequest

LIMIT = 50
MOST_PAGES = 5


def trash_page(request: PageRequest) -> HttpResponse:
    """What this user deleted, or everybody for an administrator; the latest first."""
    text = request.GET.get("before", "")
    before = int(text) if text.isdecimal() and len(text) < 19 else None
    found, last = _deleted(request.access, before)
    rows = [_row(request.access, change) for change in found]
    more = f"/trash/?before={last}" if last else ""
    context = {"rows": rows, "more_url": more, "is_admin": request.access.everything}
    return render(request, "web/trash.html", context)


def theirs(access: Access) -> QuerySet[Change]:
    """The deletions that this user may look at: one's own, or all for an administrator."""
    kinds = [
        r.model.record_type for r in all_resources()
        if not r.is_part and access.can(r.model, "read")
    ]  # fmt: skip
    # What was merged is no waste: it comes back by an un-merge.
    changes = trash(kinds).exclude(action=MERGE)
    if access.everything:
        return changes
    return changes.filter(change_set__actor=access.user.pk if access.user else None)


def _deleted(access: Access, before: int | None) -> tuple[list[Change], int | None]:
    """A page of deletions that stand, and where the next begins."""
    found: list[Change] = []
    for _page in range(MOST_PAGES):
        changes = theirs(access)
        if before is not None:
            changes = changes.filter(seq__lt=before)
        page = list(changes[:LIMIT])
        if not page:
            return found, None
        before = page[-1].seq
        back = came_back(page)
        found += [change for change in page if change.record not in back and change.diff]
        if len(page) < LIMIT:
            return found, None
        if len(found) >= LIMIT:
            break
    return found, before


def _row(access: Access, change: Change) -> dict[str, Any]:
    resource = resource_for(model_of(change.kind))
    return {
        "title": title_of(access, change), "kind": resource.label,
        "icon": resource.icon, "who": change.change_set.actor_name or _("Zhike"),
        "when": moment_text(change.at), "set_url": f"/change-sets/{change.change_set_id}/",
        "restore": {
            "label": _("Restore"), "icon": "undo", "size": "small", "method": "post",
            "url": f"/trash/{change.seq}/restore/",
        },
    }  # fmt: skip


def title_of(access: Access, change: Change) -> str:
    """What the deleted record called itself."""
    model: type[Record] = model_of(change.kind)
    fields = {f.name: f for f in model._meta.concrete_fields}
    values = {
        fields[name].attname: load(fields[name], before)
        for name, (before, _after) in Write.of(change).fields.items()
        if name in fields and name != "created_at" and not isinstance(before, dict)
    }
    return title(access, model(**values))


@require_POST
def restore(request: PageRequest, seq: int) -> HttpResponse:
    """Bring one record back, with what went with it."""
    deletion = theirs(request.access).filter(seq=seq, operation=DELETE).first()
    if deletion is None:
        raise Http404
    try:
        taken = undoing.restore(request.access, deletion)
    except CannotUndo:
        messages.info(request, _("It is back already."))
        return redirect("/trash/")
    if taken.change_count == 0:
        reasons = {str(REASONS.get(c["reason"], "")) for c in taken.report.get("conflicts", [])}
        text = _("It could not be brought back: %(reasons)s.") % {"reasons": "、".join(reasons)}
        messages.error(request, text)
        return redirect("/trash/")
    say_undone(request, taken)
    record_id: UUID = deletion.record
    return redirect(record_url(resource_for(model_of(deletion.kind)), record_id))
