"""The notifications of a person: the bell, the page, and what one wants to hear of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhike.access.rights import Access
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Job
from zhike.records import notifying
from zhike.records.models import Notification, NotificationChoice
from zhike.records.resource import resource_of_kind
from zhike.records.titles import named
from zhike.web.dates import day_text
from zhike.web.jobs import title_of
from zhike.web.links import url_of_kind
from zhike.web.requests import PageRequest, uuid_or_none

LIMIT = 50
PAGE = "/notifications/"


def notifications_page(request: PageRequest) -> HttpResponse:
    """What others did to one's work, by day, the latest first."""
    mine = Notification.objects.filter(user=request.user).order_by("-at", "-pk")
    before = uuid_or_none(request.GET.get("before", ""))
    last = mine.filter(pk=before).first() if before else None
    if last is not None:
        mine = mine.filter(at__lte=last.at).exclude(at=last.at, pk__gte=last.pk)
    found = list(mine[: LIMIT + 1])
    page = found[:LIMIT]
    context = {
        "days": _by_day(_lines(request.access, page)),
        "has_unread": any(line.read_at is None for line in page) or notifying.unread(request.user),
        "more_url": f"{PAGE}?before={page[-1].pk}" if len(found) > LIMIT else "",
        "choices": _choices(request),
    }
    return render(request, "web/notifications.html", context)


def _lines(access: Access, page: Sequence[Notification]) -> list[dict[str, Any]]:
    names = _names(access, page)
    kinds = {kind.name: kind for kind in notifying.all_kinds()}
    lines = []
    for known in page:
        if known.kind not in kinds:
            continue
        kind, local = kinds[known.kind], timezone.localtime(known.at)
        text = kind.line % {"who": known.actor_name, "what": _what(known, names)}
        lines.append({
            "id": known.pk, "icon": kind.icon, "text": text[:1].upper() + text[1:],
            "url": f"{PAGE}{known.pk}/", "time": f"{local:%H:%M}",
            "iso": local.isoformat(timespec="seconds"), "day": local.date(),
            "is_unread": known.read_at is None,
        })  # fmt: skip
    return lines


def _names(access: Access, page: Sequence[Notification]) -> dict[UUID, str]:
    """What the records are called, as far as the reader may see them today."""
    ids: dict[str, set[UUID]] = {}
    for known in page:
        if known.record is not None:
            ids.setdefault(known.record_kind, set()).add(known.record)
    jobs = Job.objects.filter(pk__in=ids.pop("job", set()))
    names = {job.pk: title_of(job.name) for job in jobs}
    for kind, records in ids.items():
        try:
            names |= named(access, model_of(kind), records)
        except KeyError:
            continue
    return names


def _what(known: Notification, names: dict[UUID, str]) -> str:
    name = names.get(known.record, "") if known.record else ""
    if name and known.record_kind != "job":
        name = _("“%(name)s”") % {"name": name}
    elif not name:
        name = _kind_label(known.record_kind)
    if known.count > 1:
        rest = known.count - 1
        more = ngettext("%(name)s and %(n)s more", "%(name)s and %(n)s more", rest)
        return more % {"name": name, "n": f"{rest:,}"}
    return name


def _kind_label(kind: str) -> str:
    """“A customer”, where its name is not the reader's to see."""
    try:
        label = str(resource_of_kind(kind).label)
    except KeyError:
        return _("a record")
    return _("a record (%(type)s)") % {"type": label}


def _by_day(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    days: dict[dt.date, list[dict[str, Any]]] = {}
    for line in lines:
        days.setdefault(line["day"], []).append(line)
    return [{"day": day_text(day), "lines": found} for day, found in days.items()]


def _choices(request: PageRequest) -> dict[str, Any]:
    choice = NotificationChoice.objects.filter(user=request.user).first()
    unwanted = choice.unwanted if choice else []
    kinds = notifying.all_kinds()
    return {
        "kind": "multiple", "name": "kinds", "label": _("Tell me when"),
        "options": [{"value": k.name, "label": str(k.label)} for k in kinds],
        "value": [k.name for k in kinds if k.name not in unwanted],
    }  # fmt: skip


def bell(request: PageRequest) -> HttpResponse:
    """The bell alone, for which a page asks every half minute while somebody looks at it."""
    return render(request, "ui/bell.html", {"unread": notifying.unread(request.user)})


def open_line(request: PageRequest, id_: UUID) -> HttpResponse:
    """Go to what a line is about; it counts as read from now on."""
    known = get_object_or_404(Notification, pk=id_, user=request.user)
    if known.read_at is None and not request.viewer:
        Notification.objects.filter(pk=known.pk).update(read_at=timezone.now())
    if known.record_kind == "job":
        return redirect(f"/jobs/{known.record}/")
    page = next((kind.page for kind in notifying.all_kinds() if kind.name == known.kind), "")
    if page and uuid_or_none(known.cause):
        return redirect(page.format(known.cause))
    is_one = known.count == 1 and known.record is not None
    url = url_of_kind(known.record_kind, known.record) if known.record else ""
    if is_one or not uuid_or_none(known.cause):
        return redirect(url or PAGE)
    return redirect(f"/change-sets/{known.cause}/")


@require_POST
def mark_read(request: PageRequest) -> HttpResponse:
    """One line, or all of them, read."""
    mine = Notification.objects.filter(user=request.user, read_at__isnull=True)
    one = uuid_or_none(request.POST.get("id", ""))
    if one:
        mine = mine.filter(pk=one)
    mine.update(read_at=timezone.now())
    return redirect(PAGE)


@require_POST
def choose(request: PageRequest) -> HttpResponse:
    """Keep which kinds one wants to hear of."""
    wanted = request.POST.getlist("kinds")
    unwanted = [kind.name for kind in notifying.all_kinds() if kind.name not in wanted]
    NotificationChoice.objects.update_or_create(user=request.user, defaults={"unwanted": unwanted})
    messages.success(request, _("Your choice is kept."))
    return redirect(PAGE)
