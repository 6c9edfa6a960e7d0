"""What others wait for from somebody: requests to them or their department, and their consents."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.models import Approval, ApprovalStep, InternalRequest
from zhike.ledger.fields import RecordRef
from zhike.records.titles import titles
from zhike.web.attention import sees
from zhike.web.links import url_of
from zhike.web.today import MOST, Due, Source, pressing, register_source

MANY = 500


def _ways(access: Access) -> list[Q]:
    """How a request may be this user's to answer, each found by an index of its own."""
    if access.user is None:
        return []
    nobodys = Q(assignee__isnull=True, to_team__in=access.speaks_for)
    return [Q(assignee=access.user), Q(escalated_to=access.user), nobodys]


def requests_to(access: Access) -> set[tuple[dt.datetime, UUID]]:
    """Requests that this user is to answer, by when: given to them, or to their department."""
    # One by one and unsorted: the database would go down all requests by time instead.
    rows = [InternalRequest.objects.waiting().filter(way).order_by() for way in _ways(access)]
    return {pair for way in rows for pair in way.values_list("due_at", "pk")[:MANY]}


def consents_of(access: Access) -> QuerySet[Any]:
    """Consents that this user is to give or refuse."""
    if access.user is None:
        return ApprovalStep.objects.none()
    user = access.user.pk
    department = Q(team__in=access.speaks_for)
    mine = Q(user=user) | Q(acting=user) | (department & ~Q(approval__owner=user))
    open_ = ApprovalStep.objects.filter(decision="open", approval__status=Approval.Status.OPEN)
    return open_.filter(mine)


def asked(access: Access, now: dt.datetime) -> list[Due]:
    """What waits for this user, the earliest due first; at most twenty."""
    times = sorted(requests_to(access))[:MOST]
    rows = InternalRequest.objects.filter(pk__in=[pk for _at, pk in times]).select_related("owner")
    requests = {row: row.due_at for row in rows}
    steps = consents_of(access).select_related("approval__owner").order_by("due_at", "pk")
    consents: dict[Any, dt.datetime] = {}
    for step in steps[:MOST]:
        consents.setdefault(step.approval, step.due_at)
    called = titles(access, list(requests)) | titles(access, list(consents))
    names = {kind for kind in (InternalRequest, Approval) if sees(access, kind, "customer_name")}
    found = []
    for record, at in (*requests.items(), *consents.items()):
        whose = record.customer_name if type(record) in names else ""
        found.append(_due(record, called[record.pk], whose, at, now))
    return sorted(found, key=lambda due: due.at or now)[:MOST]


def _due(record: Any, title: str, whose: str, at: dt.datetime, now: dt.datetime) -> Due:
    press, is_day = pressing(at, now)
    url = url_of(type(record), record.pk)
    who = str(record.owner or "")
    if isinstance(record, Approval):
        why = _("%(who)s asks for your consent") % {"who": who}
        action = {"label": _("Decide"), "icon": "check", "url": url}
    else:
        why = _("%(who)s asks") % {"who": who}
        action = {"label": _("Answer"), "icon": "chat", "url": f"{url}reply/"}
    if whose:
        why = f"{why} · {whose}"
    return Due(
        RecordRef.to(record), title, url, why, press, at, is_day, name=who, actions=(action,)
    )


register_source(Source("asked", 15, gettext_lazy("Asked of me"), "chat", asked))
