"""What of a week's plan was done: read from contacts and won deals, ticked only where neither is.

A visit or a contact counts for who made it or took part; a contact with somebody who works for the
customer is one with the customer.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from zhike.engagement.last_contacts import with_their_people
from zhike.engagement.models import Interaction
from zhike.engagement.models.interaction import Participant
from zhike.sales.models import Opportunity, PlanLine
from zhike.sales.rules.weeks import WEEK

FACE_TO_FACE = frozenset(
    {Interaction.Channel.VISIT, Interaction.Channel.MEETING, Interaction.Channel.FAIR}
)
Kind = PlanLine.Kind


@dataclass(frozen=True)
class Outcome:
    """What became of a line: done and when, lost (a deal), or neither yet."""

    at: dt.datetime | None = None
    is_lost: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it has happened."""
        return self.at is not None and not self.is_lost

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be done."""
        return self.at is None


@dataclass(frozen=True)
class _Touch:
    """A contact that lies behind us: with which customer, by whom, when, face to face or not."""

    customer: UUID
    user: UUID
    at: dt.datetime
    is_visit: bool


def outcomes(lines: Sequence[PlanLine]) -> dict[UUID, Outcome]:
    """What became of each of these lines, by a constant number of queries."""
    touches = _touches([line for line in lines if line.kind in (Kind.VISIT, Kind.CONTACT)])
    deals = _ends([line.opportunity_id for line in lines if line.kind == Kind.CLOSE])
    found = {}
    for line in lines:
        if line.kind == Kind.CLOSE:
            found[line.pk] = _of_deal(line, deals)
        elif line.kind == Kind.OTHER:
            found[line.pk] = Outcome(line.done_at)
        else:
            found[line.pk] = _of_touches(line, touches)
    return found


def bounds(week: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a week, and that of the next one."""
    first, behind = (
        timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in (week, week + WEEK)
    )
    return first, behind


def _of_touches(line: PlanLine, touches: dict[tuple[UUID, UUID], list[_Touch]]) -> Outcome:
    if line.party_id is None or line.owner_id is None:
        return Outcome()
    first, behind = bounds(line.week)
    fits = (
        touch.at for touch in touches.get((line.party_id, line.owner_id), ())
        if first <= touch.at < behind and (touch.is_visit or line.kind == Kind.CONTACT)
    )  # fmt: skip
    return Outcome(min(fits, default=None))


def _of_deal(line: PlanLine, deals: dict[UUID, Outcome]) -> Outcome:
    """Won by the end of the week; one that is won later was not done in this one."""
    known = deals.get(line.opportunity_id) if line.opportunity_id else None
    if known is None or known.at is None or known.at >= bounds(line.week)[1]:
        return Outcome()
    return known


def _ends(ids: Iterable[UUID | None]) -> dict[UUID, Outcome]:
    rows = Opportunity.objects.filter(pk__in={one for one in ids if one is not None})
    return {
        pk: Outcome(won or lost, is_lost=won is None and lost is not None)
        for pk, won, lost in rows.values_list("pk", "won_at", "lost_at")
    }


def _touches(lines: Collection[PlanLine]) -> dict[tuple[UUID, UUID], list[_Touch]]:
    """The contacts of these weeks with these customers, by customer and who was there."""
    customers = {line.party_id for line in lines if line.party_id is not None}
    found: dict[tuple[UUID, UUID], list[_Touch]] = defaultdict(list)
    if not customers:
        return found
    whose = with_their_people(customers)
    first = bounds(min(line.week for line in lines))[0]
    behind = min(bounds(max(line.week for line in lines))[1], timezone.now())
    rows = list(
        Interaction.objects.filter(party__in=whose.keys(), at__gte=first, at__lt=behind)
        .values_list("pk", "party", "owner", "channel", "at")
    )  # fmt: skip
    there = defaultdict(set)
    took_part = Participant.objects.filter(interaction__in=[row[0] for row in rows])
    for interaction, user in took_part.filter(user__isnull=False).values_list(
        "interaction", "user"
    ):
        there[interaction].add(user)
    for pk, party, owner, channel, at in rows:
        for user in there[pk] | ({owner} - {None}):
            for customer in whose[party]:
                touch = _Touch(customer, user, at, channel in FACE_TO_FACE)
                found[customer, user].append(touch)
    return found
