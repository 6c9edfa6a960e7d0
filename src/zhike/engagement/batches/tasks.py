"""After the fair: whom nobody has contacted yet becomes tasks, by owner or region, in one deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.batches.funnel import Person, contacts_since, people
from zhike.engagement.models import CardBatch, Task
from zhike.ledger.bulk import LargeSet
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import ChangeSet
from zhike.ledger.writes import CREATE, Write
from zhike.people.models import Lead, Party
from zhike.people.pools.assigning import Assigner
from zhike.records import undoing
from zhike.records.history import VERBS
from zhike.records.titles import named

ACTION = "make_tasks"
OWNERS, RULES, MINE = "owners", "rules", "mine"
AT_ONCE = 500
ENDED = (Lead.Status.REJECTED,)


def untouched(access: Access, batch: CardBatch, found: Sequence[Person]) -> list[Person]:
    """Those of them whom nobody in sight has contacted since the event."""
    since = contacts_since(access, batch, found)
    return [one for one in found if one.card not in since]


def to_do(untouched: Sequence[Person]) -> list[Person]:
    """Those of them who get a task: not rejected, and without an open one about them."""
    left = [one for one in untouched if one.status not in ENDED]
    free: list[Person] = []
    for start in range(0, len(left), AT_ONCE):
        chunk = left[start : start + AT_ONCE]
        open_ones = Task.objects.filter(status=Task.Status.OPEN).order_by()
        leads = [f"{Lead.record_type}:{one.lead}" for one in chunk if one.lead]
        parties = [party for one in chunk for party in one.parties]
        about = set(open_ones.filter(about__in=leads).values_list("about", flat=True))
        busy = set(open_ones.filter(party__in=parties).values_list("party", flat=True))
        free += [one for one in chunk if f"{Lead.record_type}:{one.lead}" not in about
                 and busy.isdisjoint(one.parties)]  # fmt: skip
    return free


def make(
    access: Access, batch: CardBatch, to: str, due: dt.datetime | None
) -> ChangeSet | None:  # fmt: skip
    """A task for each of those to do; None where there are none. To be undone as one."""
    with transaction.atomic():
        CardBatch.objects.select_for_update().get(pk=batch.pk)
        left = to_do(untouched(access, batch, people(access, batch)))
        if not left:
            return None
        large = LargeSet.begin(by=access.user, door=access.door, action=ACTION, reason=batch.name)
        shares = _Shares(access, batch, to)
        for start in range(0, len(left), AT_ONCE):
            chunk = left[start : start + AT_ONCE]
            large.write(lambda chunk=chunk: _writes(access, batch, chunk, shares, due), len(chunk))  # type: ignore[misc]
        shares.keep()
        return large.finish()


class _Shares:
    """To whom each goes: who owns them, else who the rules of assignment say, else who asks."""

    def __init__(self, access: Access, batch: CardBatch, to: str) -> None:
        self.to, self.source = to, batch.source
        self.mine: UUID | None = access.user.pk if access.user else batch.owner_id
        self.rules = Assigner(Lead.record_type)

    def owner(self, one: Person) -> UUID | None:
        if self.to == MINE:
            return self.mine
        if self.to == OWNERS and one.owner is not None:
            return one.owner
        values = {"region": one.region, "industry": one.industry, "source": self.source}
        placing = self.rules.place(values)
        if placing is not None and placing.owner is not None:
            return UUID(str(placing.owner.pk))
        return one.owner or self.mine

    def keep(self) -> None:
        """Whose turn it is next."""
        self.rules.keep_turns()


def _writes(
    access: Access, batch: CardBatch, chunk: Sequence[Person], shares: _Shares,
    due: dt.datetime | None,
) -> list[Write]:  # fmt: skip
    names = called(access, chunk)
    writes = []
    for one in chunk:
        subject = _("Call %(name)s, whom we met: %(batch)s") % {
            "name": names.get(one.card, ""), "batch": batch.name,
        }  # fmt: skip
        about = RecordRef.to(Lead(pk=one.lead)) if one.lead else RecordRef.to(batch)
        task = Task(subject=subject[:200], due_at=due, owner_id=shares.owner(one), about=about,
                    party_id=one.parties[0] if one.parties else None)  # fmt: skip
        fields = {name: (None, value) for name, value in task.state().items() if value}
        writes.append(Write(task.record_type, task.pk, CREATE, ACTION, fields))
    return writes


def called(access: Access, some: Iterable[Person]) -> dict[UUID, str]:
    """Their names as far as the user reads them, by card."""
    some = list(some)
    leads = named(access, Lead, {one.lead for one in some if one.lead})
    parties = named(access, Party, {one.parties[0] for one in some if not one.lead})
    return {
        one.card: leads.get(one.lead, "") if one.lead else parties.get(one.parties[0], "")
        for one in some
    }  # fmt: skip


VERBS[ACTION] = gettext_lazy("tasks made")
undoing.register_whole(ACTION)
