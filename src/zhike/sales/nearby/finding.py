"""Finding who is near a place: the nearest first, and of these whom one has not met for long."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from zhike.access.heads import teams_below
from zhike.access.models import User
from zhike.access.rights import Access
from zhike.engagement.last_contacts import companies_of, with_their_people
from zhike.engagement.models import Interaction
from zhike.people.models import Lead, Party
from zhike.records.resource import resource_for
from zhike.records.titles import named, titles
from zhike.sales.nearby.spots import addresses, said, spot_at
from zhike.sales.rules.nearby import Nearness, Spot, nearness
from zhike.web.attention import sees

MINE, TEAM, ALL = "mine", "team", "all"
MOST = 500
"""So many of a kind are read of a district, and as many of the rest of its city."""
LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
Touched = Mapping[UUID, dt.datetime]


@dataclass(frozen=True)
class Near:
    """A customer or a lead near a place: how near, whose it is, when it was contacted last."""

    record: Party | Lead
    name: str
    company: str
    """For whom a lead asks, as far as the reader sees it."""
    nearness: Nearness
    region: str
    address: str
    owner: str
    last: dt.datetime | None


@dataclass(frozen=True)
class Found:
    """Those who are near; cut where there are more than are read through."""

    near: Sequence[Near]
    is_cut: bool


def near(
    access: Access, spot: Spot, *, whose: str = ALL, but: UUID | None = None, city: bool = True
) -> Found:
    """Customers and open leads in sight near a place, without the one from which one asks.

    Without `city` no more than those of its district are looked for, where that is known.
    """
    found: list[tuple[Any, Nearness, str]] = []
    is_cut = False
    for model in (Party, Lead):
        if sees(access, model, "name", "region"):
            rows, more = _read(_asked(access, model, whose), spot, city=city)
            found += _placed(access, model, rows, spot)
            is_cut = is_cut or more
    left = [one for one in _without_their_people(found, but) if one[0].pk != but]
    return Found(_ordered(access, left), is_cut)


def _asked(access: Access, model: type[Any], whose: str) -> QuerySet[Any]:
    rows = access.rows(model)
    if model is Lead:
        rows = rows.filter(status__in=Lead.OPEN)
    user = access.user
    if whose == MINE and user is not None:
        return rows.filter(owner=user.pk)
    if whose == TEAM and user is not None and user.team_id:
        return rows.filter(owner__team__in=teams_below(user.team_id))
    return rows


def _read(rows: QuerySet[Any], spot: Spot, *, city: bool) -> tuple[list[Any], bool]:
    """Those of the district, then of the city; whether there are more of either."""
    found: list[Any] = []
    is_cut = False
    if spot.district:
        found = list(rows.filter(region=spot.district).order_by("region", "pk")[: MOST + 1])
    if not city and spot.district:
        return found[:MOST], len(found) > MOST
    if len(found) <= MOST:
        around = Q(region__gte=spot.city, region__lte=spot.city.ljust(6, "9"))
        rest = rows.filter(around).exclude(region=spot.district)
        others = list(rest.order_by("region", "pk")[: MOST + 1])
        is_cut = len(others) > MOST
        found += others[:MOST]
    return found[: 2 * MOST], is_cut or len(found) > 2 * MOST


def _placed(
    access: Access, model: type[Any], rows: Sequence[Any], spot: Spot
) -> Iterator[tuple[Any, Nearness, str]]:
    specs = resource_for(model).specs(access)
    if model is Party:
        where: Mapping[UUID, str] = addresses(access, [row.pk for row in rows])
    else:
        where = {row.pk: said(specs.get("address"), row) for row in rows}
    for row in rows:
        address = where.get(row.pk, "")
        there = spot_at(said(specs["region"], row), address)
        how = nearness(spot, there) if there is not None else None
        if how is not None and not specs["name"].veil(row):
            yield row, how, address


def _without_their_people(
    found: Sequence[tuple[Any, Nearness, str]], but: UUID | None
) -> list[Any]:
    """Whoever works for one of those found, or for the one from which one asks, is met there."""
    ids = {row.pk for row, _how, _address in found} | ({but} if but else set())
    people = [row.pk for row, _how, _address in found
              if isinstance(row, Party) and row.kind == Party.Kind.PERSON]  # fmt: skip
    at_work = {person for person, companies in companies_of(people).items() if companies & ids}
    return [one for one in found if one[0].pk not in at_work]


def _ordered(access: Access, found: Sequence[tuple[Any, Nearness, str]]) -> list[Near]:
    last = last_contacts(access, [row for row, _how, _address in found])
    owners = named(access, User, {row.owner_id for row, _how, _address in found} - {None})
    called: dict[UUID, str] = {}
    for model in (Party, Lead):
        called |= titles(access, [row for row, _how, _address in found if isinstance(row, model)])
    firm = resource_for(Lead).specs(access).get("company_name")
    made = [
        Near(row, called[row.pk], said(firm, row) if isinstance(row, Lead) else "", how,
             row.region, address, owners.get(row.owner_id, ""), last.get(row.pk))
        for row, how, address in found
    ]  # fmt: skip
    return sorted(made, key=lambda one: (one.nearness, one.last or LONG_AGO, one.name))


def last_contacts(access: Access, records: Sequence[Party | Lead]) -> Touched:
    """When each was last in contact, as far as the reader sees it; a company by its people, too."""
    if not sees(access, Interaction, "at"):
        return {}
    parties = [one.pk for one in records if isinstance(one, Party)]
    leads = [one.pk for one in records if isinstance(one, Lead)]
    whose = with_their_people(parties)
    behind = access.rows(Interaction).filter(at__lte=timezone.now()).order_by()
    found: dict[UUID, dt.datetime] = defaultdict(lambda: LONG_AGO)
    met = behind.filter(party__in=list(whose)).values_list("party").annotate(Max("at"))
    for party, at in met:
        for company in whose[party]:
            found[company] = max(found[company], at)
    found |= dict(behind.filter(lead__in=leads).values_list("lead").annotate(Max("at")))
    return dict(found)
