"""The page of the backups: the last good one, whether it can be restored, all that are kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhike.access import events
from zhike.access.granted import ADMINISTER
from zhike.access.rights import Denied
from zhike.exchange.backup import kept, locking, nightly, password
from zhike.exchange.backup.kept import Kept
from zhike.ledger.jobs import enqueue
from zhike.ledger.models import Job
from zhike.records.models import Company
from zhike.web.dates import moment_exact
from zhike.web.jobs import parameters
from zhike.web.requests import PageRequest, address_of

PAGE = "/settings/backups/"
ALIVE = (Job.State.WAITING, Job.State.RUNNING)
KINDS = {
    kept.DAILY: gettext_lazy("every night"), kept.BY_HAND: gettext_lazy("by hand"),
    kept.BEFORE: gettext_lazy("before a restore"),
}  # fmt: skip


def _only_administrators(request: PageRequest) -> None:
    """A backup holds everything, so that only who may see everything comes near it."""
    if not request.access.everything:
        raise Denied("backup", ADMINISTER)


def backups_page(request: PageRequest) -> HttpResponse:
    """What is kept here, and how well."""
    _only_administrators(request)
    found = kept.all_kept()
    jobs = Job.objects.filter(name__in=[nightly.MAKE, nightly.PROVE]).order_by("-created_at")
    newest = jobs.first()
    alive = newest if newest is not None and newest.state in ALIVE else None
    failed = newest is not None and newest.state == Job.State.FAILED
    context = {
        "stats": _stats(found), "rows": [_row(one) for one in found], "columns": _columns(),
        "count": len(found), "has_password": password.is_set(),
        "fields": _password_fields(),
        "job": parameters(alive) if alive else None,
        "failed": newest.error if failed and newest else "", "actions": _actions(found, alive),
        "unproven": next((one.proof["error"] for one in found if one.proof.get("error")), ""),
    }  # fmt: skip
    return render(request, "exchange/backups.html", context)


def _actions(found: list[Kept], alive: Job | None) -> list[dict[str, Any]]:
    actions: list[dict[str, Any]] = []
    busy = {"disabled": bool(alive), "reason": _("One is under way.") if alive else ""}
    if found:
        url = f"{PAGE}{found[0].path.name}/prove/"
        actions.append(
            {"label": _("Restore on trial"), "url": url, "method": "post", "icon": "check"} | busy
        )
    make = {"label": _("Back up now"), "url": f"{PAGE}make/", "method": "post", "tone": "primary"}
    return [*actions, make | busy]


def _stats(found: list[Kept]) -> list[dict[str, Any]]:
    """The last one, the last proof, what comes by itself."""
    last = found[0] if found else None
    proven = max(
        ((one.proven_at, one) for one in found if one.proven_at),
        key=lambda pair: pair[0], default=None,
    )  # fmt: skip
    count = Company.here().backups_kept
    return [
        {
            "label": _("last backup"),
            "value": moment_exact(last.made_at) if last else _("none yet"),
            "note": filesizeformat(last.size) if last else _("the first comes in a minute"),
            "tone": "" if last and _is_fresh(last) else "seal",
        },
        {
            "label": _("last restored on trial"),
            "value": moment_exact(proven[0]) if proven else _("never"),
            "note": _("integrity and counts agree, %(n)s s") % {"n": proven[1].proof["seconds"]}
            if proven else _("a backup is worth what its restoring is worth"),
            "tone": "" if proven else "seal",
        },
        {
            "label": _("by itself"), "value": _("every night") if count else _("switched off"),
            "note": _("%(n)s are kept") % {"n": count}, "url": "/settings/company/",
            "tone": "" if count else "seal",
        },
    ]  # fmt: skip


def _is_fresh(one: Kept) -> bool:
    return (timezone.now() - one.made_at).days < 2


def _password_fields() -> list[dict[str, Any]]:
    return [
        {"kind": "password", "name": name, "label": label, "required": True,
         "autocomplete": "new-password"}
        for name, label in (("password", _("Password")), ("again", _("Password again")))
    ]  # fmt: skip


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("made at"), "pinned": True, "at": "2"}, {"label": _("why"), "at": "2"},
        {"label": _("size"), "numeric": True, "at": "3"}, {"label": _("restored on trial")},
        {"label": _("lock"), "at": "3"},
        {"label": _("file"), "at": "2"},
    ]  # fmt: skip


def _row(one: Kept) -> dict[str, Any]:
    if one.proof.get("error"):
        proof = {"kind": "badge", "text": _("could not be restored"), "tone": "seal"}
    elif one.proven_at:
        proof = {"kind": "badge", "text": moment_exact(one.proven_at), "tone": "pine"}
    else:
        proof = {"kind": "text", "text": ""}
    return {
        "id": one.path.name, "label": one.path.name,
        "cells": [
            {"kind": "date", "text": moment_exact(one.made_at), "iso": one.made_at.isoformat()},
            {"kind": "text", "text": str(KINDS[one.kind])},
            {"kind": "text", "text": filesizeformat(one.size)}, proof,
            {"kind": "text", "text": _("with a password") if one.is_locked else ""},
            {"kind": "link", "text": _("Download"), "url": f"{PAGE}{one.path.name}/"},
        ],
    }  # fmt: skip


@require_POST
def make_now(request: PageRequest) -> HttpResponse:
    """Let a worker make one."""
    return _ask(request, nightly.MAKE, {"kind": kept.BY_HAND})


@require_POST
def prove_now(request: PageRequest, name: str) -> HttpResponse:
    """Let a worker restore it on trial."""
    _only_administrators(request)
    if kept.path_of(name) is None:
        raise Http404
    return _ask(request, nightly.PROVE, {"name": name})


def _ask(request: PageRequest, job: str, arguments: dict[str, Any]) -> HttpResponse:
    _only_administrators(request)
    with transaction.atomic():
        if Job.objects.filter(name=job, state__in=ALIVE).exists():
            messages.info(request, _("One is under way."))
        else:
            enqueue(job, arguments, actor=request.user.pk)
    return redirect(PAGE)


@require_POST
def set_password(request: PageRequest) -> HttpResponse:
    """Backups made from now on have this password, or none; it is in no ledger and no backup."""
    _only_administrators(request)
    given = request.POST.get("password", "")
    if "remove" in request.POST:
        given = ""
    elif len(given) < locking.SHORTEST:
        messages.error(request, _("Give at least %(n)s characters.") % {"n": locking.SHORTEST})
        return redirect(PAGE)
    elif given != request.POST.get("again"):
        messages.error(request, _("The two passwords differ: type the same one twice."))
        return redirect(PAGE)
    password.keep(given)
    events.note("backup_password", user=request.user.pk, address=address_of(request))
    said = _("Backups have a password from now on.") if given else _("Backups have no password.")
    messages.success(request, said)
    return redirect(PAGE)


def fetch(request: PageRequest, name: str) -> FileResponse:
    """The file itself; whoever takes everything home is written down."""
    _only_administrators(request)
    path = kept.path_of(name)
    if path is None:
        raise Http404
    events.note("backup", user=request.user.pk, detail=name, address=address_of(request))
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
