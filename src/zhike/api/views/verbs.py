"""Verbs: whatever a person can do with a record on screen, a program can do too."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from zhike.access.rights import Denied
from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.idempotency import once
from zhike.api.problems import Problem
from zhike.api.views.records import in_use, shown, stale_problem
from zhike.ledger.actions import actions_of
from zhike.ledger.models.record import RecordInUse
from zhike.records import saving
from zhike.records.errors import Stale


def perform(call: Call, name: str, id_: UUID, verb: str) -> HttpResponse:
    """Run an action with the fields that it asks for."""
    resource = call.resource(name)
    action = actions_of(resource.model).get(verb)
    if action is None:
        raise Problem("missing")
    call.must(resource, action.permission)
    try:
        before = call.record(resource, id_, action.permission)
    except (Denied, Problem):
        saving.tell_why(action, call.access, resource.model, id_)
        raise
    version = bodies.version_of(call.request, needed=False)
    values = bodies.body(call.request, optional=True)

    def work() -> Answer:
        try:
            record = saving.perform(resource, call.access, id_, verb, values, version=version)
        except Stale as stale:
            raise stale_problem(call, resource, stale, version, values) from None
        except RecordInUse as used:
            raise in_use(call, used) from None
        return shown(call, resource, record, before=before.version)

    return once(call, work)


def refuse(call: Call, name: str, verb: str, **_: UUID) -> HttpResponse:
    """Any method but POST: 405 at a verb that there is, 404 elsewhere."""
    resource = call.resource(name)
    if verb not in actions_of(resource.model):
        raise Problem("missing")
    raise Problem("method", headers={"Allow": "POST"})
