"""When parties were last in contact: with themselves, or with the people who work for them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone

from zhike.engagement.models import Interaction
from zhike.people.duplicates.showing import register_last_contact
from zhike.people.models import Relationship

WORK = (Relationship.Type.WORKS_FOR, Relationship.Type.DECIDES_FOR)


def last_contacts(parties: Collection[UUID]) -> dict[UUID, dt.datetime]:
    """The latest interaction of each that lies behind us."""
    behind = Interaction.objects.filter(party__in=parties, at__lte=timezone.now())
    rows = behind.order_by().values_list("party").annotate(Max("at"))
    return {party: timezone.localtime(at) for party, at in rows}


def companies_of(people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """For whom these people work or decide; who works for nobody is left out."""
    return _ties(Q(from_party__in=people))


def with_their_people(companies: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """These customers and the people who work for them, each with whose contact theirs is."""
    found = _ties(Q(to_party__in=companies))
    for company in companies:
        found[company].add(company)
    return found


def _ties(which: Q) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    today = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    rows = Relationship.objects.filter(which, today, type__in=WORK)
    for person, company in rows.values_list("from_party", "to_party"):
        found[person].add(company)
    return found


register_last_contact(last_contacts)
