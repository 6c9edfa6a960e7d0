"""After the fair: who of a batch has been contacted since and by whom, and who has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access.models import User
from zhike.access.rights import Access, Denied
from zhike.base.errors import BadValue
from zhike.base.regions import region_name
from zhike.engagement.batches import funnel, tasks
from zhike.engagement.batches.funnel import Contact, Person, percent
from zhike.engagement.batches.pages import batch_or_404
from zhike.engagement.batches.panel import batch_url
from zhike.engagement.models import CardBatch, Task
from zhike.people.models import Lead
from zhike.records.errors import say
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.web import inputs
from zhike.web.dates import moment_text
from zhike.web.requests import PageRequest, resource_or_404
from zhike.web.trails import trail

SHOWN = 100
LEFT, DONE = "left", "done"
PROVINCE = 2
Groups = Mapping[str, tuple[int, int]]


@require_http_methods(["GET", "POST"])
def contacts_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """GET: figures, by whom and where, and the list. POST: tasks for those nobody contacted."""
    if request.method == "POST":
        resource_or_404(request, "card-batches", "update")
    batch = batch_or_404(request, id_, to_work=False)
    if not request.access.can(Lead, "read"):
        raise Denied(Lead.record_type, "read")
    if request.method == "GET":
        return _page(request, batch, {})
    if not request.access.can(Task, "create") or not request.access.reaches(batch, "update"):
        raise Denied(Task.record_type, "create")
    try:
        due = resource_for(Task).coded["due_at"].parse(request.POST.get("due_at", ""))
    except BadValue as error:
        return _page(request, batch, {"due_at": say(error)})
    done = tasks.make(request.access, batch, request.POST.get("to", tasks.OWNERS), due)
    if done is None:
        messages.info(request, _("Nobody is left without a contact or a task."))
    else:
        text = ngettext("%(n)s task is made.", "%(n)s tasks are made.", done.change_count)
        messages.success(request, text % {"n": f"{done.change_count:,}"},
                         extra_tags=f"undo:{done.pk}")  # fmt: skip
    return redirect(_url(batch))


def _url(batch: CardBatch) -> str:
    return f"{batch_url(batch)}contacts/"


def _page(request: PageRequest, batch: CardBatch, errors: dict[str, str]) -> HttpResponse:
    access = request.access
    found = funnel.people(access, batch)
    since = funnel.contacts_since(access, batch, found)
    show = DONE if request.GET.get("show") == DONE else LEFT
    left = [one for one in found if one.card not in since]
    done = [one for one in found if one.card in since]
    rows = done if show == DONE else left
    start = _start(request.GET.get("from", ""), len(rows))
    context = {
        "batch": batch,
        "trail": trail(access, resource_for(CardBatch), batch, _("After the event")),
        "figures": _figures(found, done), "tabs": _tabs(batch, show, left, done),
        "columns": _columns(show),
        "rows": _rows(access, rows[start : start + SHOWN], since),
        "groups": _groups(access, found, since),
        "pager": _pager(batch, show, start, len(rows)),
        "form": _form(request, batch, left, errors), "show": show,
    }  # fmt: skip
    status = 422 if errors else 200
    return render(request, "engagement/batches/contacts.html", context, status=status)


def _start(text: str, count: int) -> int:
    start = int(text) if text.isdecimal() and len(text) < 8 else 0
    return start if start < count else 0


def _figures(found: Sequence[Person], done: Sequence[Person]) -> list[dict[str, Any]]:
    return [
        {"label": _("leads and contacts"), "value": f"{len(found):,}"},
        {"label": _("contacted since"), "value": f"{len(done):,}",
         "note": percent(len(done), len(found))},
        {"label": _("not contacted yet"), "value": f"{len(found) - len(done):,}",
         "note": percent(len(found) - len(done), len(found)),
         "tone": "seal" if len(found) > len(done) else ""},
    ]  # fmt: skip


def _tabs(
    batch: CardBatch, show: str, left: Sequence[Person], done: Sequence[Person]
) -> list[dict[str, Any]]:
    return [
        {"label": _("not contacted yet"), "url": _url(batch), "current": show == LEFT,
         "count": len(left)},
        {"label": _("contacted since"), "url": f"{_url(batch)}?show={DONE}",
         "current": show == DONE, "count": len(done)},
    ]  # fmt: skip


def _columns(show: str) -> list[dict[str, Any]]:
    columns: list[dict[str, Any]] = [
        {"label": _("name"), "pinned": True, "at": "2"}, {"label": _("region"), "at": "3"},
        {"label": _("owner"), "at": "3"},
    ]  # fmt: skip
    if show == DONE:
        columns += [{"label": _("last contact")}, {"label": _("by")}]
    return columns


def _rows(
    access: Access, some: Sequence[Person], since: Mapping[UUID, Contact]
) -> list[dict[str, Any]]:
    names = tasks.called(access, some)
    people = {one.owner for one in some} | {since[one.card].owner for one in some
                                            if one.card in since}  # fmt: skip
    users = named(access, User, {pk for pk in people if pk})
    seen = resource_for(Lead).specs(access)
    rows = []
    for one in some:
        url = f"/leads/{one.lead}/" if one.lead else f"/parties/{one.parties[0]}/"
        name = names.get(one.card, "")
        cells: list[dict[str, Any]] = [
            {"kind": "link", "text": name, "url": url},
            {"kind": "text", "text": _place(one.region) if "region" in seen else ""},
            _who(users, one.owner if "owner" in seen else None),
        ]  # fmt: skip
        if contact := since.get(one.card):
            cells += [{"kind": "date", "text": moment_text(contact.at),
                       "iso": contact.at.isoformat()}, _who(users, contact.owner)]  # fmt: skip
        rows.append({"id": str(one.card), "label": name, "cells": cells})
    return rows


def _who(users: Mapping[Any, str], pk: UUID | None) -> dict[str, Any]:
    if pk in users:
        return {"kind": "who", "text": users[pk]}
    return {"kind": "text", "text": ""}


def _place(code: str) -> str:
    try:
        return region_name(code, get_language() or "zh-hans") if code else ""
    except BadValue:
        return code


def _groups(
    access: Access, found: Sequence[Person], since: Mapping[UUID, Contact]
) -> list[dict[str, Any]]:
    """The same by owner and by province, the most left to do first."""
    seen = resource_for(Lead).specs(access)
    users = named(access, User, {one.owner for one in found if one.owner})
    groups = []
    if "owner" in seen:
        groups.append(
            _group(_("By owner"), found, since,
                   lambda one: users.get(one.owner, "") if one.owner else "")
        )  # fmt: skip
    if "region" in seen:
        groups.append(_group(_("By region"), found, since,
                             lambda one: _place(one.region[:PROVINCE] + "0000")
                             if one.region else ""))  # fmt: skip
    return groups


def _group(
    title: str, found: Sequence[Person], since: Mapping[UUID, Contact],
    key: Callable[[Person], str],
) -> dict[str, Any]:  # fmt: skip
    whole = Counter(key(one) for one in found)
    done = Counter(key(one) for one in found if one.card in since)
    order = sorted(whole, key=lambda name: (done[name] - whole[name], name))
    return {"title": title, "columns": [
        {"label": title, "pinned": True, "at": "2"},
        {"label": _("not contacted yet"), "numeric": True, "at": "3"},
        {"label": _("contacted since"), "at": "3"},
    ], "rows": [
        {"id": f"g{number}", "label": name or _("nobody"), "cells": [
            {"kind": "text", "text": name or _("not said")},
            {"kind": "number", "text": f"{whole[name] - done[name]:,}"},
            {"kind": "progress", "value": round(100 * done[name] / whole[name]),
             "note": f"{done[name]:,} · {percent(done[name], whole[name])}"},
        ]} for number, name in enumerate(order)
    ]}  # fmt: skip


def _pager(batch: CardBatch, show: str, start: int, count: int) -> dict[str, str] | None:
    if count <= SHOWN:
        return None
    url = f"{_url(batch)}?show={show}&from="
    return {
        "text": _("%(first)s–%(last)s of %(count)s") % {
            "first": f"{start + 1:,}", "last": f"{min(start + SHOWN, count):,}",
            "count": f"{count:,}",
        },
        "previous_url": f"{url}{start - SHOWN}" if start >= SHOWN else "",
        "next_url": f"{url}{start + SHOWN}" if start + SHOWN < count else "",
    }  # fmt: skip


def _form(
    request: PageRequest, batch: CardBatch, left: Sequence[Person], errors: dict[str, str]
) -> dict[str, Any] | None:
    access = request.access
    if not access.can(Task, "create") or not access.reaches(batch, "update"):
        return None
    count = len(tasks.to_do(left))
    if not count:
        return None
    label = ngettext("Make %(n)s task", "Make %(n)s tasks", count) % {"n": f"{count:,}"}
    spec = resource_for(Task).coded["due_at"]
    due = request.POST.get("due_at", _("in 3 days"))
    options = [
        {"value": tasks.OWNERS, "label": _("who owns them, else by the rules of assignment")},
        {"value": tasks.RULES, "label": _("by the rules of assignment: region and industry")},
        {"value": tasks.MINE, "label": _("me")},
    ]  # fmt: skip
    return {
        "fields": [
            {"kind": "select", "name": "to", "label": _("to whom"), "options": options,
             "value": request.POST.get("to", tasks.OWNERS)},
            inputs.drawn(spec, due, {}, error=errors.get("due_at", "")),
        ],
        "label": label,
    }  # fmt: skip
