"""What became of the people of a batch: contacted since, worth selling to, a deal, an order.

Counted as far as the reader sees leads, customers and contacts. What selling adds is registered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.engagement.models import Card, CardBatch, Interaction
from zhike.people.models import Lead, Party


@dataclass(frozen=True)
class Person:
    """A card's lead or customer: with which records it is told whether somebody was in touch."""

    card: UUID
    lead: UUID | None
    parties: tuple[UUID, ...]
    status: str
    owner: UUID | None
    region: str
    industry: str
    name: str


@dataclass(frozen=True)
class Step:
    """One step of the way, and how many came so far."""

    label: str | Promise
    count: int


Reached = Callable[[Access, CardBatch, Sequence[Person]], Iterable[UUID]]
_further: list[tuple[int, str | Promise, Reached]] = []


def register_step(rank: int, label: str | Promise, reached: Reached) -> None:
    """Let a higher package say which cards came further: called with those taken, gives cards."""
    _further.append((rank, label, reached))
    _further.sort(key=lambda known: known[0])


def people(access: Access, batch: CardBatch) -> list[Person]:
    """The people of its cards that the reader sees, with whom they belong."""
    cards = Card.objects.filter(batch=batch.pk, status__in=Card.TAKEN).order_by("pk")
    rows = list(cards.values_list("pk", "lead", "party"))
    leads = _by_id(access.rows(Lead), cards.values("lead"),
                   "status", "owner", "region", "industry", "name", "party", "person")  # fmt: skip
    parties = _by_id(access.rows(Party), cards.values("party"),
                     "owner", "region", "industry", "name")  # fmt: skip
    found = []
    for card, lead, party in rows:
        if lead in leads:
            status, owner, region, industry, name, *became = leads[lead]
            ids = tuple(pk for pk in became if pk) if status == Lead.Status.CONVERTED else ()
            found.append(Person(card, lead, ids, status, owner, region, industry, name))
        elif party in parties:
            owner, region, industry, name = parties[party]
            found.append(Person(card, None, (party,), "", owner, region, industry, name))
    return found


def _by_id(rows: QuerySet[Any], ids: Any, *fields: str) -> dict[UUID, tuple[Any, ...]]:
    found = rows.filter(pk__in=ids).order_by().values_list("pk", *fields)
    return {pk: tuple(rest) for pk, *rest in found}


@dataclass(frozen=True)
class Contact:
    """When somebody was last in touch, and who."""

    at: dt.datetime
    owner: UUID | None


def contacts_since(
    access: Access, batch: CardBatch, found: Sequence[Person]
) -> dict[UUID, Contact]:
    """The latest contact with each card's person after the day of the event, by card.

    The card itself is no contact: being at the stand is not being called.
    """
    if not access.can(Interaction, "read"):
        return {}
    cards = Card.objects.filter(batch=batch.pk, status__in=Card.TAKEN)
    leads, parties = cards.values("lead"), cards.values("party")
    became = Lead.objects.filter(pk__in=leads, status=Lead.Status.CONVERTED)
    whose = Q(lead__in=leads) | Q(party__in=parties)
    whose |= Q(party__in=became.values("party")) | Q(party__in=became.values("person"))
    rows = access.rows(Interaction).filter(
        whose, at__gte=after(batch), at__lte=timezone.now()
    ).exclude(channel=Interaction.Channel.FAIR)  # fmt: skip
    latest: dict[tuple[str, UUID], Contact] = {}
    for lead, party, at, owner in rows.order_by("at").values_list("lead", "party", "at", "owner"):
        latest["lead" if lead else "party", lead or party] = Contact(at, owner)
    since = {}
    for one in found:
        keys = [("lead", one.lead), *(("party", party) for party in one.parties)]
        met = [latest[key] for key in keys if key in latest]
        if met:
            since[one.card] = max(met, key=lambda contact: contact.at)
    return since


def after(batch: CardBatch) -> dt.datetime:
    """When the day of the event is over."""
    day = batch.day + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def steps(access: Access, batch: CardBatch) -> list[Step]:
    """The whole way; each step as far as the reader sees."""
    if not access.can(Lead, "read"):
        return []
    found = people(access, batch)
    total = Card.objects.filter(batch=batch.pk).count()
    good = sum(one.status in Lead.GOOD for one in found)
    shown = [
        Step(_("cards"), total), Step(_("leads and contacts"), len(found)),
        Step(_("contacted since"), len(contacts_since(access, batch, found))),
        Step(_("worth selling to"), good),
    ]  # fmt: skip
    shown += [Step(label, len(set(reached(access, batch, found))))
              for _rank, label, reached in _further]  # fmt: skip
    return shown


def percent(part: int, whole: int) -> str:
    """A share with one decimal: 24.0 %."""
    return f"{100 * part / whole:.1f}%" if whole else "—"
