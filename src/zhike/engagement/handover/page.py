"""Handing over somebody's work, in two steps: by which rule; to whom, with what goes over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from zhike.engagement.handover import doing, taking
from zhike.engagement.handover.assigning import Order
from zhike.engagement.handover.form import RULES, Form
from zhike.engagement.handover.work import Holding, holdings, out_of_reach
from zhike.ledger.jobs import enqueue
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail

COLUMNS: list[dict[str, Any]] = [
    {"label": gettext_lazy("Kind of record"), "pinned": True, "at": "2"},
    {"label": gettext_lazy("goes over"), "numeric": True, "at": "3"},
    {"label": gettext_lazy("stays"), "at": "3"},
]


@require_http_methods(["GET", "POST"])
def handover_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """GET: what somebody holds, and the rules. POST: to whom; with `step=run` it is done."""
    resource = resource_or_404(request, "users")
    leaver = record_or_404(request, resource, id_)
    held = holdings(request.access, leaver.pk)
    form = Form(request, leaver)
    context = {
        "leaver": leaver, "trail": trail(request.access, resource, leaver, _("Handover")),
        "columns": COLUMNS, "rows": [_row(one) for one in held],
        "left": out_of_reach(request.access, leaver.pk),
        "cancel": {"label": _("Cancel"), "url": f"/users/{leaver.pk}/"},
    }  # fmt: skip
    if request.method == "GET" or form.rule not in RULES:
        return render(request, "engagement/handover.html", context | {"fields": form.first()})
    if request.POST.get("step") == "run":
        order = form.order()
        if order is not None:
            return _run(request, order)
    context |= {
        "rule": RULES[form.rule], "kept": form.kept(), "fields": form.second(),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "engagement/handover.html", context, status=status)


def _row(one: Holding) -> dict[str, Any]:
    label = capfirst(str(one.resource.label_plural))
    ended = _("%(n)s ended") % {"n": f"{one.ended:,}"}
    goes = f"{one.goes:,}" + ("+" if one.is_more else "")
    return {"id": one.resource.name, "label": label, "cells": [
        {"kind": "text", "text": label}, {"kind": "number", "text": goes},
        {"kind": "text", "text": ended if one.ended else ""},
    ]}  # fmt: skip


def _run(request: PageRequest, order: Order) -> HttpResponse:
    count = doing.total(request.access, order)
    if count > doing.AT_ONCE:
        job = enqueue(doing.JOB, doing.arguments(order), actor=request.user.pk)
        return redirect(f"/jobs/{job.pk}/")
    if not count:
        messages.info(request, _("There is nothing to hand over."))
        return redirect(f"/users/{order.leaver}/")
    done = doing.run(request.access, order)
    text = ngettext("%(count)s record is handed over.", "%(count)s records are handed over.",
                    done.change_count)  # fmt: skip
    messages.success(request, text % {"count": done.change_count}, extra_tags=f"undo:{done.pk}")
    return redirect(taking.URL.format(done.pk))
