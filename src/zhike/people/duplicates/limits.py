"""How often one may ask across rights: so that the check protects customers and is no way to them.

Every check of somebody who does not see all customers is a line of the access log, and every
party shown beyond sight another (once a day). Who is through with either asks among his own.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhike.access import events
from zhike.access.models import AccessEvent
from zhike.access.models.role import Scope
from zhike.access.rights import Access
from zhike.people.models import Lead, Party

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
MOST_CHECKS_AN_HOUR = 300
MOST_STRANGERS_A_DAY = 100


def crosses_rights(access: Access) -> bool:
    """Whether this user does not see every party and every lead anyway."""
    return any(access.scope(model, "read") != Scope.ALL for model in (Party, Lead))


def is_spent(access: Access) -> bool:
    """Whether this user has asked across rights so often that it is enough for now."""
    if not crosses_rights(access):
        return False
    checks = _mine(access, events.DUPLICATE_CHECK, HOUR)[: MOST_CHECKS_AN_HOUR + 1].count()
    seen = _mine(access, events.DUPLICATE_SHOWN, DAY)[: MOST_STRANGERS_A_DAY + 1].count()
    return checks >= MOST_CHECKS_AN_HOUR or seen >= MOST_STRANGERS_A_DAY


def note(access: Access, typed: Sequence[Mapping[str, Any]], strangers: Mapping[UUID, str]) -> None:
    """Keep that this was asked and who (of what kind) was shown; of what was typed a digest."""
    if not crosses_rights(access) or access.user is None:
        return
    content = json.dumps(typed, sort_keys=True, default=str)
    digest = salted_hmac(events.DUPLICATE_CHECK, content).hexdigest()[:16]
    last = _mine(access, events.DUPLICATE_CHECK, HOUR).order_by("-at", "-pk").first()
    if last is None or last.detail != digest:
        events.note(
            events.DUPLICATE_CHECK, user=access.user.pk, kind=Party.record_type, detail=digest
        )
    known = _mine(access, events.DUPLICATE_SHOWN, DAY).filter(record__in=list(strangers))
    for id_ in strangers.keys() - set(known.values_list("record", flat=True)):
        kind = strangers[id_]
        events.note(events.DUPLICATE_SHOWN, user=access.user.pk, kind=kind, record=id_)


def was_shown(access: Access, record: UUID) -> bool:
    """Whether the check showed this record to this user lately: then its owner may be asked."""
    return _mine(access, events.DUPLICATE_SHOWN, DAY).filter(record=record).exists()


def _mine(access: Access, event: str, within: dt.timedelta) -> QuerySet[AccessEvent]:
    user = access.user.pk if access.user else None
    since = timezone.now() - within
    return AccessEvent.objects.filter(user=user, event=event, at__gte=since)
