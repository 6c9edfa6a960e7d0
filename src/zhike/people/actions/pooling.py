"""What is done with pools: claiming from one, putting into one, assigning what lies in one."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import NotNow, action
from zhike.people.models import Lead, Party, Pool, Pooled
from zhike.people.pools import limits
from zhike.people.pools.commons import memberships
from zhike.records.errors import Invalid


def _may_lie_in_a_pool(record: Pooled) -> bool:
    is_over = isinstance(record, Lead) and record.status == Lead.Status.CONVERTED
    return not record.is_pooled and not is_over


def claim(record: Pooled, access: Access) -> None:
    """Whoever claims it owns it from now on; of several at once, the first."""
    if access.user is None:
        raise NotNow(limits.CLAIM)
    if refusal := limits.refusal(access, record):
        raise NotNow(limits.CLAIM, refusal)
    record.owner_id = access.user.pk
    record.save()


def put_in(record: Pooled, access: Access, pool_reason: str, pool: UUID | None = None) -> None:
    """Its owner gives it up, for a reason: it lies in a pool from now on."""
    record.lay_into(pool or _usual(record, access), pool_reason)
    for name, error in record.pool_problems():
        raise Invalid.field(name, error)
    record.save()


def _usual(record: Pooled, access: Access) -> UUID:
    """The pool of the owner's people; else the one that takes what nobody is responsible for."""
    pools = Pool.objects.filter(holds=record.record_type).order_by("-is_usual", "pk")
    owner = record.owner or access.user
    mine = memberships(owner, [owner.team_id]) if owner else {}
    for pool in sorted(pools, key=lambda pool: pool.pk not in mine):
        return UUID(str(pool.pk))
    raise Invalid.field("pool", BadValue("none", N_("There is no pool for this yet.")))


def assign(record: Party, owner: UUID) -> None:
    """Hand it to somebody else."""
    record.owner_id = owner
    record.save()


for _model in (Lead, Party):
    action(
        gettext_lazy("claim"), when=lambda record: record.is_pooled, icon="user",
        with_access=True, missed=limits.taken, on=_model,
    )(claim)  # fmt: skip
    action(
        gettext_lazy("put into a pool"), when=_may_lie_in_a_pool, icon="pool",
        fields=("pool_reason", "pool"), required=("pool_reason",), with_access=True, on=_model,
    )(put_in)  # fmt: skip
_assigned = action(
    gettext_lazy("assign"), icon="user", fields=("owner",), required=("owner",), on=Party
)
_assigned(assign)
