"""What is about no single record type: search, jobs, the user, the OpenAPI document."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.access.models import UserRole
from zhike.api import bodies
from zhike.api.calls import Answer, Call, in_api
from zhike.api.problems import Problem, malformed
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Job
from zhike.records.models.document import Document
from zhike.records.resource import resource_of_kind
from zhike.records.search import find

PLAIN_VERBS = ("read", "create", "update", "delete")
MOST_HITS = 50
Json = dict[str, Any]


def read_job(call: Call, id_: UUID) -> HttpResponse:
    """How far a piece of background work is; one's own, or any for an administrator."""
    bodies.query(call.request)
    found = Job.objects.filter(pk=id_)
    if not call.access.everything:
        found = found.filter(actor=call.user.pk)
    job = found.first()
    if job is None:
        raise Problem("missing")
    return Answer(job_json(job))


def job_json(job: Job) -> Json:
    """A job as those who watch it see it."""
    return {
        "id": str(job.pk),
        "name": job.name,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "result": job.result,
        "error": job.error,
        "created_at": job.created_at.astimezone(dt.UTC).isoformat(),
        "finished_at": job.finished_at.astimezone(dt.UTC).isoformat() if job.finished_at else None,
    }


def read_me(call: Call) -> HttpResponse:
    """Who asks, and which verbs each record type offers them."""
    bodies.query(call.request)
    user, access = call.user, call.access
    roles = UserRole.objects.filter(user=user).select_related("role").order_by("role__name")
    verbs = {}
    for resource in in_api().values():
        known = [*PLAIN_VERBS, *resource.own_verbs()]
        granted = [verb for verb in dict.fromkeys(known) if access.can(resource.model, verb)]
        if granted:
            verbs[resource.name] = granted
    return Answer(
        {
            "id": str(user.pk),
            "login": user.login,
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "team": str(user.team_id) if user.team_id else None,
            "roles": [row.role.name for row in roles],
            "is_admin": user.is_admin,
            "verbs": verbs,
        }
    )


def search(call: Call) -> HttpResponse:
    """Records of every type that hold the words and that the user may see, the newest first."""
    asked = bodies.query(call.request, "q", "limit")
    limit = bodies.whole(asked, "limit", 20, MOST_HITS)
    words = asked.get("q", "").strip()
    if not words:
        raise malformed("q", _("Give some words to look for."))
    ids = find(call.access, words, limit=limit)
    kinds = dict(Document.objects.filter(record__in=ids).values_list("record", "kind"))
    groups: dict[str, list[UUID]] = defaultdict(list)
    for id_ in ids:
        if id_ in kinds:
            groups[kinds[id_]].append(id_)
    rows = {
        row.pk: row
        for kind, some in groups.items()
        for row in call.access.rows(model_of(kind)).filter(pk__in=some)
    }
    items = [
        {
            "resource": resource_of_kind(kinds[id_]).name,
            "id": str(id_),
            "name": str(rows[id_]),
        }
        for id_ in ids
        if id_ in rows
    ]
    return Answer({"items": items})
