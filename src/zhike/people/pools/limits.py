"""What keeps somebody from claiming: told with the exact moment from which it is possible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.models import User
from zhike.access.rights import Access, system_access
from zhike.ledger.models import Change
from zhike.ledger.writes import Write
from zhike.people.models import Pool, Pooled
from zhike.people.rules.pools import free_from
from zhike.records import filters
from zhike.records.resource import resource_for

CLAIM = "claim"
OUT_OF_POOLS = (CLAIM, "assign")


def refusal(access: Access, record: Pooled) -> str | None:
    """Why this user may not claim this record now; None where they may.

    Whoever runs the pool has no limits. Within the transaction that claims: the user's own row is
    locked, so that of two claims at once the second counts the first.
    """
    user, pool = access.user, record.pool
    if user is None or pool is None or runs(access, record, pool.pk):
        return None
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    reasons = (
        _frozen(pool, record), _too_many_owned(pool, record, user),
        _too_many_today(pool, user), _was_theirs(pool, record, user),
    )  # fmt: skip
    return next((reason for reason in reasons if reason), None)


def runs(access: Access, record: Pooled, pool: UUID) -> bool:
    """Whether the user runs the pool."""
    commons = access.commons.get(record.record_type)
    return access.everything or (commons is not None and pool in commons.administers)


def _frozen(pool: Pool, record: Pooled) -> str:
    until = free_from(record.pooled_at, pool.freeze_days)
    if until is None or until <= timezone.now():
        return ""
    return _("It is new in the pool and can be claimed from %(when)s on.") % {"when": said(until)}


def _too_many_owned(pool: Pool, record: Pooled, user: User) -> str:
    if pool.most_owned is None or counted(pool, type(record), user) < pool.most_owned:
        return ""
    text = _("You own the most customers that one may own: %(most)s. Release one first.")
    if pool.holds == Pool.Holds.LEADS:
        text = _("You own the most leads that one may own: %(most)s. Release one first.")
    return text % {"most": pool.most_owned}


def counted(pool: Pool, model: type[Pooled], user: User) -> int:
    """How many the user owns of those that count."""
    owned = models.QuerySet[Any](model).filter(owner=user)
    view: Any = pool.not_counted
    if view is not None and view.filter:
        left_out = filters.condition(resource_for(model), system_access(), view.filter)
        owned = owned.exclude(pk__in=owned.filter(left_out).values("pk"))
    if pool.holds == Pool.Holds.LEADS:
        owned = owned.exclude(status__in=("converted", "rejected"))
    return owned.count()


def _too_many_today(pool: Pool, user: User) -> str:
    if pool.daily_claims is None or len(claims_today(user, pool)) < pool.daily_claims:
        return ""
    text = ngettext(
        "You have claimed %(n)s today, as many as one may; go on tomorrow.",
        "You have claimed %(n)s today, as many as one may; go on tomorrow.", pool.daily_claims,
    )  # fmt: skip
    return text % {"n": pool.daily_claims}


def claims_today(user: User, pool: Pool) -> list[UUID]:
    """What the user has claimed from a pool since midnight, kept or given back meanwhile."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    changes = Change.objects.filter(
        change_set__actor=user.pk, change_set__at__gte=midnight - dt.timedelta(days=1),
        at__gte=midnight, action=CLAIM, kind=pool.holds,
    )  # fmt: skip
    return [
        change.record for change in changes
        if Write.of(change).fields.get("pool", (None,))[0] == str(pool.pk)
    ]  # fmt: skip


def _was_theirs(pool: Pool, record: Pooled, user: User) -> str:
    if not pool.cool_down_days:
        return ""
    for owner, at in owners_before(record):
        until = free_from(at, pool.cool_down_days)
        if owner == str(user.pk) and until is not None and until > timezone.now():
            text = _("It was yours until %(left)s; you may claim it again from %(when)s on.")
            return text % {"left": said(at), "when": said(until)}
        return ""
    return ""


def owners_before(record: Pooled) -> Iterator[tuple[str, dt.datetime]]:
    """Who owned it before and until when, the last one first."""
    changes = Change.objects.filter(record=record.pk, kind=record.record_type).order_by("-seq")
    for change in changes.iterator(chunk_size=50):
        before, _after = Write.of(change).fields.get("owner", (None, None))
        if before:
            yield before, change.at


def taken(access: Access, model: type[Any], id_: UUID) -> str | None:
    """Who was quicker, told to whoever saw the record in the pool a moment ago."""
    record = models.QuerySet[Any](model).filter(pk=id_).select_related("owner").first()
    commons = access.commons.get(model.record_type)
    if record is None or record.owner is None or commons is None:
        return None
    change = (
        Change.objects.filter(
            record=id_, kind=model.record_type, action__in=OUT_OF_POOLS,
            at__gte=timezone.now() - dt.timedelta(days=1),
        ).order_by("-seq").first()
    )  # fmt: skip
    pool = Write.of(change).fields.get("pool", (None,))[0] if change else None
    if pool is None or UUID(pool) not in commons.member_of:
        return None
    return _("%(who)s has claimed it already.") % {"who": record.owner.name}


def said(moment: dt.datetime) -> str:
    """A moment to the minute, the next one where it is not over yet."""
    local = timezone.localtime(moment)
    if local.second or local.microsecond:
        local += dt.timedelta(minutes=1)
    return f"{local:%Y-%m-%d %H:%M}"
