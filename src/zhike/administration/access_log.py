"""The access log: who came in, who was refused, what went out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access import events
from zhike.access.granted import ADMINISTER
from zhike.access.models import AccessEvent, User
from zhike.access.rights import Denied
from zhike.web.dates import moment_exact
from zhike.web.requests import PageRequest

LIMIT = 100
LABELS = {
    events.LOGIN: gettext_lazy("logged in"), events.LOGOUT: gettext_lazy("logged out"),
    events.REFUSED_LOGIN: gettext_lazy("log-in refused"),
    events.DENIED: gettext_lazy("was refused"),
    events.PASSWORD: gettext_lazy("password set"), events.TOKEN: gettext_lazy("API token issued"),
    events.SECOND_STEP: gettext_lazy("two-step verification on"),
    events.SECOND_STEP_OFF: gettext_lazy("two-step verification off"),
    events.SESSIONS_ENDED: gettext_lazy("sessions ended"),
    events.VIEW_AS: gettext_lazy("began to view as a colleague"),
    events.VIEW_AS_END: gettext_lazy("ended the view"),
    events.DUPLICATE_CHECK: gettext_lazy("checked for duplicates"),
    events.DUPLICATE_SHOWN: gettext_lazy("was shown a customer of others as a duplicate"),
    "export": gettext_lazy("exported"),
    events.DIRECTORY_TAKEN: gettext_lazy("took companies out of the directory"),
    events.DIRECTORY_REFUSED: gettext_lazy("wanted more of the directory than was left today"),
    events.LINK: gettext_lazy("gave a public link"),
    events.REFUSED_LINK: gettext_lazy("tried a public link that is none"),
    events.RESUMED: gettext_lazy("let a restored copy send again"),
    "backup": gettext_lazy("fetched a backup"),
    "backup_password": gettext_lazy("set the password of backups"),
}  # fmt: skip
TONES = {events.REFUSED_LOGIN: "ochre", events.DENIED: "seal"}


def access_log_page(request: PageRequest) -> HttpResponse:
    """The latest first; `?event=` keeps one kind."""
    if not request.access.can(User, ADMINISTER):
        raise Denied("access-log", "read")
    found = AccessEvent.objects.order_by("-at", "-id")
    event = request.GET.get("event", "")
    if event in LABELS:
        found = found.filter(event=event)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    page = list(found[: LIMIT + 1])
    more, page = len(page) > LIMIT, page[:LIMIT]
    users = {row.user for row in page} - {None}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=users)}
    chips = [{"label": _("All"), "url": "/access-log/", "current": not event}]
    chips += [
        {"label": label, "url": f"/access-log/?event={name}", "current": event == name}
        for name, label in LABELS.items()
    ]
    context = {
        "chips": chips, "rows": [_row(row, names) for row in page],
        "columns": [
            {"label": _("When"), "pinned": True, "at": "3"}, {"label": _("Event"), "at": "2"},
            {"label": _("Who"), "at": "2"}, {"label": _("Detail"), "at": "3"},
            {"label": _("From")},
        ],
        "more_url": f"/access-log/?before={page[-1].pk}&event={event}" if more else "",
    }  # fmt: skip
    return render(request, "administration/access_log.html", context)


def _row(row: AccessEvent, names: dict[Any, str]) -> dict[str, Any]:
    label = str(LABELS.get(row.event, row.event))
    tone = TONES.get(row.event)
    said = {"kind": "badge", "text": label, "tone": tone} if tone else {"text": label}
    name = names.get(row.user, "")
    who = {"kind": "who", "text": name, "url": f"/users/{row.user}/"} if name else {"text": ""}
    iso = timezone.localtime(row.at).isoformat(timespec="seconds")
    return {
        "id": str(row.pk), "label": label,
        "cells": [
            {"kind": "date", "text": moment_exact(row.at), "iso": iso},
            {"kind": "text"} | said, {"kind": "text"} | who,
            {"kind": "text", "text": row.detail or row.kind}, {"kind": "text", "text": row.address},
        ],
    }  # fmt: skip
