"""Who can see a record and why; adding and removing collaborators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhike.access.explain import Reason, explain
from zhike.access.models import Collaborator, Owned, TeamHelp, User, UserRole
from zhike.access.rights import Access, access_of
from zhike.records.resource import all_resources, resource_of_kind
from zhike.records.titles import title
from zhike.web.dates import day_text
from zhike.web.links import record_url
from zhike.web.requests import PageRequest, record_or_404, resource_or_404, uuid_or_none
from zhike.web.trails import trail

VERBS = {
    "read": gettext_lazy("see"), "create": gettext_lazy("create"),
    "update": gettext_lazy("change"), "delete": gettext_lazy("delete"),
}  # fmt: skip
SCOPES = {
    "named": gettext_lazy("where one is named"), "own": gettext_lazy("one's own"),
    "team": gettext_lazy("the team's"),
    "team_below": gettext_lazy("the team's and those below"), "all": gettext_lazy("all"),
}  # fmt: skip


def record_access_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Everybody who can see this record, with the right that lets them."""
    resource = resource_or_404(request, name)
    record = record_or_404(request, resource, id_)
    context = {
        "called": title(request.access, record),
        "trail": trail(request.access, resource, record, _("Who can see this, and why")),
        "columns": [
            {"label": _("Who"), "pinned": True, "at": "2"}, {"label": _("May"), "at": "3"},
            {"label": _("Why"), "at": "2"}, {"label": _("Until"), "at": "3"},
        ],
        "rows": [_row(reason) for reason in explain(request.access, record)],
    }  # fmt: skip
    return render(request, "web/record_access.html", context)


def _row(reason: Reason) -> dict[str, Any]:
    may = "、".join(str(VERBS[verb]) for verb in reason.verbs)
    return {
        "id": str(reason.user), "label": reason.name,
        "cells": [
            {"kind": "who", "text": reason.name, "url": f"/users/{reason.user}/"},
            {"kind": "text", "text": may}, {"kind": "text", "text": str(reason.why)},
            {"kind": "text", "text": day_text(reason.until) if reason.until else ""},
        ],
    }  # fmt: skip


def access_page(request: PageRequest) -> HttpResponse:
    """What one may do here: roles, teams, and how far each verb reaches.

    `?record=kind:id` goes to who can see that record; `?user=` shows another's, to administrators.
    """
    kind, _colon, id_ = request.GET.get("record", "").partition(":")
    if kind:
        return _to_record(kind, id_)
    user = _whose(request)
    access = access_of(user, request.access.door)
    roles = UserRole.objects.filter(user=user).select_related("role")
    helps = TeamHelp.objects.filter(user=user).select_related("team")
    context = {
        "whose": user, "is_admin": access.everything,
        "roles": [str(own.role) for own in roles], "helps": [str(help_.team) for help_ in helps],
        "columns": [{"label": _("Record type"), "pinned": True, "at": "2"},
                    *({"label": label, "at": "3" if verb == "read" else ""}
                      for verb, label in VERBS.items())],
        "rows": _reach(access),
    }  # fmt: skip
    return render(request, "web/access.html", context)


def _to_record(kind: str, id_: str) -> HttpResponse:
    known = uuid_or_none(id_)
    try:
        resource = resource_of_kind(kind)
    except KeyError:
        raise Http404 from None
    if known is None:
        raise Http404
    return redirect(record_url(resource, known, "access"))


def _whose(request: PageRequest) -> User:
    wanted = uuid_or_none(request.GET.get("user", ""))
    if wanted is None or not request.access.can(User, "administer"):
        return request.user
    user: User | None = User.objects.filter(pk=wanted).select_related("team").first()
    if user is None:
        raise Http404
    return user


def _reach(access: Access) -> list[dict[str, Any]]:
    rows = []
    for resource in all_resources():
        if resource.is_part:
            continue
        scopes = [access.scope(resource.model, verb) for verb in VERBS]
        if any(scopes):
            cells = [{"kind": "text", "text": str(resource.label_plural)}]
            cells += [
                {"kind": "text", "text": str(SCOPES[scope]) if scope else ""} for scope in scopes
            ]
            rows.append({"id": resource.name, "label": str(resource.label), "cells": cells})
    return rows


@require_POST
def collaborators(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Let somebody work on this record, perhaps until a day; or no longer."""
    resource = resource_or_404(request, name, "update")
    record = record_or_404(request, resource, id_, "update")
    if not isinstance(record, Owned):
        raise Http404
    back = redirect(record_url(resource, id_) + "#collaborators")
    if leaving := uuid_or_none(request.POST.get("remove", "")):
        share = Collaborator.objects.filter(pk=leaving, about_id=id_).first()
        if share is not None:
            with request.access.change_set("unshare"):
                share.delete()
            messages.success(request, _("%(name)s is no longer a collaborator.")
                             % {"name": share.user})  # fmt: skip
        return back
    _share(request, record)
    return back


def _share(request: PageRequest, record: Any) -> None:
    user_id = uuid_or_none(request.POST.get("user", ""))
    known = User.objects.colleagues().filter(is_active=True)
    user = known.filter(pk=user_id).first() if user_id else None
    until = _day(request.POST.get("until", ""))
    if user is None:
        messages.error(request, _("Choose a colleague."))
        return
    if until is not None and until < timezone.localdate():
        messages.error(request, _("Choose a day to come."))
        return
    share = Collaborator(
        about_kind=record.record_type, about_id=record.pk, user=user, until=until,
        may_edit="may_edit" in request.POST,
    )  # fmt: skip
    try:
        with request.access.change_set("share"):
            share.save()
    except IntegrityError:
        messages.error(request, _("%(name)s is a collaborator already.") % {"name": user})
        return
    messages.success(request, _("%(name)s is a collaborator now.") % {"name": user})


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None
