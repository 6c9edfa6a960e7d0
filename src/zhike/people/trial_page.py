"""A dry run of assignment: what would happen to this lead?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhike.access.granted import ADMINISTER
from zhike.access.rights import Denied
from zhike.base.errors import BadValue
from zhike.people.models import AssignmentRule, Lead
from zhike.people.pools.assigning import Assigner, Placing
from zhike.people.pools.responding import clock_of
from zhike.records.errors import say
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for
from zhike.records.work_calendar import WorkTimes
from zhike.web import inputs
from zhike.web.dates import moment_text
from zhike.web.requests import PageRequest

ASKED = ("industry", "region", "source")


@require_GET
def trial_page(request: PageRequest) -> HttpResponse:
    """What is filled in, and where a lead like that would go now; nothing is written."""
    if not request.access.can(AssignmentRule, ADMINISTER):
        raise Denied(AssignmentRule.record_type, ADMINISTER)
    specs = resource_for(Lead).coded
    values: dict[str, Any] = {}
    fields = []
    for name in ASKED:
        raw = inputs.sent(specs[name], request.GET) or ""
        error = _take(specs[name], raw, values)
        fields.append(inputs.drawn(specs[name], raw, {}, error=error))
    is_asked = "ask" in request.GET and not any(field.get("error") for field in fields)
    context = {
        "fields": fields, "facts": _facts(values) if is_asked else None,
        "end": [{"label": _("What would happen?"), "icon": "help", "tone": "primary",
                 "name": "ask", "value": "1"}],
    }  # fmt: skip
    return render(request, "people/assignment_trial.html", context)


def _take(spec: FieldSpec, raw: Any, values: dict[str, Any]) -> str:
    try:
        values[spec.name] = spec.parse(raw)
    except BadValue as error:
        return say(error)
    return ""


def _facts(values: dict[str, Any]) -> list[dict[str, Any]]:
    assigner = Assigner(Lead.record_type, is_trial=True)
    placing = assigner.place(values)
    found = assigner.rule_for(values)
    if placing is None:
        text = _("No rule fits and there is no usual pool: it stays without an owner.")
        return [_fact(_("result"), text)]
    facts = [_fact(_("assigned by"), capfirst(placing.why)), _fact(_("goes to"), _goes_to(placing))]
    if found is not None:
        team = placing.owner.team_id if placing.owner else found[1].team_id
        clock = clock_of(found[1], WorkTimes.read().of(team), timezone.now())
        if clock is not None:
            hours = Decimal(found[1].response_hours or 0).normalize()
            text = _("%(when)s (%(hours)s working hours from now)") % {
                "when": moment_text(clock[0]), "hours": f"{hours:f}",
            }  # fmt: skip
            facts.append(_fact(_("to be answered by"), text))
    return facts


def _goes_to(placing: Placing) -> str:
    if placing.owner is not None:
        return placing.owner.name
    if placing.pool is not None:
        return placing.pool.name
    return _("the team, whoever takes it up first")


def _fact(label: str, text: str) -> dict[str, Any]:
    return {"label": label, "cell": {"kind": "text", "text": text}}
