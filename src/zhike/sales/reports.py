"""Reports of selling: which department lets deals wait; to whom and why deals are lost."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from zhike.access.rights import Access, Denied
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.sales import losing
from zhike.sales.board import pipelines_of, usual_pipeline
from zhike.sales.models import Opportunity, OpportunityStep, Pipeline
from zhike.sales.rules.waiting import Held, Waiting, days
from zhike.sales.waiting import CLOSED, RUNNING, waiting
from zhike.web.attention import Figure, sees
from zhike.web.links import list_url, url_of
from zhike.web.question_pages import where
from zhike.web.requests import PageRequest, resource_or_404, uuid_or_none

PERIODS = (90, 180, 365)
Drawn = dict[str, Any]


def _period(request: PageRequest, usual: int) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, PERIODS) else usual


def _chips(
    request: PageRequest, name: str, options: list[tuple[str, str]], now: str
) -> list[Drawn]:
    """Links that change one thing of the address."""
    found = []
    for value, label in options:
        query = request.GET.copy()
        query[name] = value
        found.append({"label": label, "url": f"?{query.urlencode()}", "current": value == now})
    return found


def _periods(request: PageRequest, chosen: int) -> list[Drawn]:
    options = [(str(n), _("last %(days)s days") % {"days": n}) for n in PERIODS]
    return _chips(request, "days", options, str(chosen))


@require_safe
def waiting_page(request: PageRequest) -> HttpResponse:
    """How long deals waited for each department, as a share of their whole time."""
    resource_or_404(request, "opportunities")
    if not sees(request.access, OpportunityStep, "since", "done_at", "step"):
        raise Denied(OpportunityStep.record_type, "read")
    pipelines = pipelines_of(request.access)
    wanted = uuid_or_none(request.GET.get("pipeline", ""))
    known = {pipeline.pk: pipeline for pipeline in pipelines}
    pipeline = known.get(wanted) if wanted else usual_pipeline(pipelines)
    which = RUNNING if request.GET.get("which") == RUNNING else CLOSED
    period = _period(request, 365)
    context: Drawn = {
        "pipelines": _chips(
            request,
            "pipeline",
            [(str(p.pk), p.name) for p in pipelines],
            str(pipeline.pk) if pipeline else "",
        ),
        "which": _chips(
            request, "which", [(CLOSED, _("closed deals")), (RUNNING, _("running deals"))], which
        ),
        "periods": _periods(request, period) if which == CLOSED else [],
    }
    if pipeline is not None:
        context |= _waited(request.access, pipeline, which, period)
    return render(request, "sales/waiting.html", context)


def _waited(access: Access, pipeline: Pipeline, which: str, period: int) -> Drawn:
    found, count = waiting(access, pipeline, which=which, days=period)
    others = [held for held in found.departments if not held.is_own]
    rest = found.cycle - found.own - found.others
    worst = others[0] if others else None
    return {
        "finding": _finding(found, worst) if worst else "",
        "share": str(found.share(found.others)),
        "figures": [
            Figure(_("deals"), f"{count:,}"),
            Figure(_("whole time"), f"{days(found.cycle):,}", unit=pgettext("time", "days")),
            _share(
                _("waited for other departments"),
                found,
                found.others,
                tone="seal" if others else "",
            ),
            _share(_("own steps"), found, found.own),
            *([_share(_("no step running"), found, rest)] if rest.total_seconds() > 0 else []),
        ],
        "departments": [_held(found, held, str(held.name)) for held in found.departments],
        "department_columns": _columns(_("department")),
        "steps": [_held(found, held, _step_name(held)) for held in found.steps],
        "step_columns": _columns(_("step")),
    }


def _finding(found: Waiting, worst: Held) -> str:
    text = _("%(department)s had the deals longest: %(days)s days, %(share)s%% of their time")
    share = found.share(worst.time)
    return text % {"department": worst.name, "days": f"{days(worst.time):,}", "share": share}


def _share(label: str, found: Waiting, time: Any, tone: str = "") -> Figure:
    return Figure(
        label,
        f"{days(time):,}",
        unit=pgettext("time", "days"),
        note=f"{found.share(time)}%",
        tone=tone,
    )


def _step_name(held: Held) -> str:
    number, name, department = held.name
    return f"{number} {name}" + (f" · {department}" if department else "")


def _columns(first: str) -> list[Drawn]:
    return [
        {"label": first, "pinned": True, "at": "2"},
        {"label": _("whose"), "at": "2"},
        {"label": _("share of the whole time"), "at": "3"},
        {"label": _("days"), "numeric": True, "at": "3"},
        {"label": _("days each"), "numeric": True},
        {"label": _("times"), "numeric": True},
        {"label": _("late"), "numeric": True},
    ]


def _held(found: Waiting, held: Held, name: str) -> Drawn:
    share = found.share(held.time)
    whose = _("own department") if held.is_own else _("other department")
    return {
        "id": name,
        "label": name,
        "cells": [
            {"kind": "text", "text": name},
            {"kind": "text", "text": whose},
            {"kind": "progress", "value": round(share), "note": f"{share}%"},
            {"kind": "number", "text": f"{days(held.time):,}"},
            {"kind": "number", "text": f"{days(held.time / held.count):,}"},
            {"kind": "number", "text": f"{held.count:,}"},
            {"kind": "number", "text": f"{held.late:,}"},
        ],
    }


@require_safe
def losses_page(request: PageRequest) -> HttpResponse:
    """To whom and why deals were lost, and how those ended in which we met a competitor."""
    resource_or_404(request, "opportunities")
    access, period = request.access, _period(request, 90)
    if not sees(access, Opportunity, "lost_at", "lost_reason"):
        raise Denied(Opportunity.record_type, "read")
    may_see = sees(access, Opportunity, "lost_to")
    to = losing.by_competitor(access, period) if may_see else []
    worst = next((loss for loss in to if loss.key and loss.name), None)
    count = sum(loss.count for loss in losing.by_reason(access, period))
    context = {
        "periods": _periods(request, period),
        "count": count,
        "share": str(worst.share) if worst else None,
        "finding": _("%(competitor)s won %(share)s%% of the %(count)s deals that we lost")
        % {"competitor": worst.name, "share": worst.share, "count": count}
        if worst
        else "",
        "to": [_loss(loss, "lost_to", period) for loss in to],
        "to_columns": _loss_columns(_("lost to")),
        "reasons": [
            _loss(loss, "lost_reason", period) for loss in losing.by_reason(access, period)
        ],
        "reason_columns": _loss_columns(_("reason for losing")),
        "rivals": [_rival(rival) for rival in losing.rivals(access, period)] if may_see else [],
        "rival_columns": [
            {"label": _("competitor"), "pinned": True, "at": "2"},
            {"label": _("win rate"), "at": "3"},
            {"label": _("deals met in"), "numeric": True, "at": "2"},
            {"label": _("won"), "numeric": True},
            {"label": _("lost"), "numeric": True},
        ],
    }
    return render(request, "sales/losses.html", context)


def _loss_columns(first: str) -> list[Drawn]:
    return [
        {"label": first, "pinned": True, "at": "2"},
        {"label": _("share of all lost"), "at": "3"},
        {"label": _("deals"), "numeric": True, "at": "2"},
    ]


def _loss(loss: losing.Loss, field: str, period: int) -> Drawn:
    if loss.key:
        asked = where(field, "eq", str(loss.key))
        name = loss.name or _("a competitor whom you may not see")
    else:
        asked = where(field, "empty", True)
        name = _("not said")
    since = where("lost_at", "within", f"last_n_days:{period}")
    url = list_url(resource_for(Opportunity), filter={"all": [asked, since]})
    return {
        "id": f"{field}-{loss.key}",
        "label": name,
        "cells": [
            {"kind": "link", "text": name, "url": url},
            {"kind": "progress", "value": loss.share, "note": f"{loss.share}%"},
            {"kind": "number", "text": f"{loss.count:,}"},
        ],
    }


def _rival(rival: losing.Rival) -> Drawn:
    name = rival.name or _("a competitor whom you may not see")
    rate = rival.win_rate
    return {
        "id": f"rival-{rival.id}",
        "label": name,
        "cells": [
            {"kind": "link", "text": name, "url": url_of(Party, rival.id)}
            if rival.name
            else {"kind": "text", "text": name},
            {"kind": "progress", "value": rate, "note": f"{rate}%"} if rate is not None else {},
            {"kind": "number", "text": f"{rival.met:,}"},
            {"kind": "number", "text": f"{rival.won:,}"},
            {"kind": "number", "text": f"{rival.lost:,}"},
        ],
    }
