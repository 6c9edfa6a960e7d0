"""What a rule meets: the moments of customers that are to be reminded of in a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhike.access.rights import Access, system_access
from zhike.catalog.models import Product
from zhike.engagement.last_contacts import companies_of, last_contacts, with_their_people
from zhike.engagement.models import Interaction
from zhike.ledger.fields import RecordRef
from zhike.people.models import Party
from zhike.records import filters
from zhike.records.resource import resource_for, resource_named
from zhike.sales.models import TimingRule
from zhike.sales.models.timing import date_fields
from zhike.sales.rules.timing import Period, Span
from zhike.sales.timing.purchases import Asked, Bound, Purchase, midnights, purchases, read

CHUNK = 500


@dataclass(frozen=True)
class Moment:
    """A day on which something comes for a customer: what it is about, and since when."""

    rule: TimingRule
    party: UUID
    source: str
    day: dt.date
    what: str = ""
    since: dt.date | None = None

    @property
    def remind_on(self) -> dt.date:
        """The day on which somebody is to be told."""
        return self.day - dt.timedelta(days=self.rule.lead_days)

    @property
    def key(self) -> str:
        """What makes it one: the rule, the record it comes from, and the day."""
        return f"{self.rule.pk}:{self.source}:{self.day}"


@dataclass(frozen=True)
class _Search:
    """What is looked for: a rule's moments in a period, of whom, for whom, how many at most."""

    rule: TimingRule
    period: Period
    access: Access
    among: QuerySet[Any] | None
    """Ids of customers; None where it is everybody."""
    bound: Bound | None

    def asked(self, span: Span, products: Collection[UUID] | None) -> Asked:
        """The purchases of which a span is over in the period."""
        begun = self.period.begun(span)
        return Asked(self.access, begun, self.among, products, self.bound)


def moments(
    rule: TimingRule, period: Period, access: Access, bound: Bound | None = None
) -> Iterator[Moment]:
    """What the rule says of customers in sight that is to be reminded of in a period."""
    find = {
        TimingRule.Moment.REPLACEMENT: _replacements, TimingRule.Moment.PURCHASE: _last_purchases,
        TimingRule.Moment.CONTACT: _last_contacts, TimingRule.Moment.DATE: _dates,
    }[TimingRule.Moment(rule.moment)]  # fmt: skip
    among = _customers(rule, access)
    for moment in find(_Search(rule, period.later(rule.lead_days), access, among, bound)):
        if moment.remind_on in period:
            yield moment


def _customers(rule: TimingRule, access: Access) -> QuerySet[Any] | None:
    """Whom it is about; None where it is everybody."""
    rows = access.rows(Party)
    view: Any = rule.only
    if view is not None and view.filter:
        found = filters.condition(resource_for(Party), system_access(), view.filter)
        return rows.filter(found).values("pk")
    return None if access.everything else rows.values("pk")


def _products(rule: TimingRule) -> QuerySet[Any] | None:
    """Which products it is about; None where it is any."""
    if rule.product_id:
        return Product.objects.filter(pk=rule.product_id)
    return Product.objects.filter(series=rule.series) if rule.series else None


def _replacements(search: _Search) -> Iterator[Moment]:
    """Products that come to the end of their lives, unless the customer bought again since."""
    chosen = _products(search.rule)
    known = Product.objects.all() if chosen is None else chosen
    lasting = known.filter(life_months__isnull=False).order_by("life_months")
    by_life = groupby(lasting.values_list("life_months", "pk"), key=lambda row: row[0])
    for life, some in by_life:
        span, ids = Span(life), [pk for _life, pk in some]
        bought = _not_again(purchases(search.asked(span, ids)))
        yield from _of_purchases(search.rule, span, bought)


def _last_purchases(search: _Search) -> Iterator[Moment]:
    """Customers whose last purchase is so long ago."""
    rule, chosen = search.rule, _products(search.rule)
    ids = None if chosen is None else list(chosen.values_list("pk", flat=True))
    bought = _not_again(purchases(search.asked(rule.span, ids)), any_of=ids, kin=False)
    yield from _of_purchases(rule, rule.span, bought)


def _not_again(
    found: Iterable[Purchase], *, any_of: Collection[UUID] | None = None, kin: bool = True
) -> Iterator[Purchase]:
    """Those after which the same customer bought nothing of the kind: whoever sees the deals."""
    waiting = iter(found)
    while some := list(islice(waiting, CHUNK)):
        since = Period(min(one.day for one in some), timezone.localdate())
        asked = Asked(system_access(), since, {one.party for one in some}, any_of)
        last: dict[tuple[UUID, str], dt.date] = {}
        for one in purchases(asked):
            key = one.party, one.kin if kin else ""
            last[key] = max(last.get(key, one.day), one.day)
        for one in some:
            if last.get((one.party, one.kin if kin else ""), one.day) <= one.day:
                yield one


def _of_purchases(rule: TimingRule, span: Span, found: Iterable[Purchase]) -> Iterator[Moment]:
    """One moment for each customer and day, with all the products that it is about."""
    by_day: dict[tuple[UUID, dt.date], list[Purchase]] = {}
    for one in found:
        by_day.setdefault((one.party, span.after(one.day)), []).append(one)
    for (party, day), bought in by_day.items():
        names = "、".join(sorted({one.name for one in bought}))
        source = min(one.source for one in bought)
        yield Moment(rule, party, source, day, names, max(one.day for one in bought))


def _last_contacts(search: _Search) -> Iterator[Moment]:
    """Customers with whom, and with whose people, nobody was in touch for so long."""
    rule = search.rule
    first, behind = midnights(search.period.begun(rule.span))
    rows = search.access.rows(Interaction).filter(at__gte=first, at__lt=behind, party__isnull=False)
    parties = rows.order_by("party").values_list("party", flat=True).distinct()
    touched = read(parties, search.bound)
    told: set[UUID] = set()
    while some := list(islice(touched, CHUNK)):
        for party, at in _latest(_customers_of(some, search.among) - told).items():
            if at < behind:
                day = timezone.localdate(at)
                yield Moment(rule, party, f"party:{party}", rule.span.after(day), "", day)
                told.add(party)


def _customers_of(parties: Collection[UUID], among: QuerySet[Any] | None) -> set[UUID]:
    """Who counts as the customer: whoever works for one is none."""
    firms = companies_of(parties)
    found = {one for party in parties for one in firms.get(party, {party})}
    rows = Party.objects.filter(pk__in=found)
    return set((rows if among is None else rows.filter(pk__in=among)).values_list("pk", flat=True))


def _latest(customers: set[UUID]) -> dict[UUID, dt.datetime]:
    """When somebody was last in touch with each of them or with their people."""
    whose = with_their_people(customers)
    latest: dict[UUID, dt.datetime] = {}
    for party, at in last_contacts(whose.keys()).items():
        for customer in whose[party]:
            latest[customer] = max(latest.get(customer, at), at)
    return latest


def _dates(search: _Search) -> Iterator[Moment]:
    """Records of which a date comes."""
    rule, period, access = search.rule, search.period, search.access
    resource = resource_named(rule.resource)
    spec = date_fields(resource, access).get(rule.field)
    if spec is None or not access.can(resource.model, "read"):
        return
    path = "pk" if resource.model is Party else "party"
    within = {"all": [
        {"field": spec.name, "op": "gte", "value": period.first.isoformat()},
        {"field": spec.name, "op": "lt",
         "value": (period.last + dt.timedelta(days=1)).isoformat()},
    ]}  # fmt: skip
    rows = access.rows(resource.model).filter(filters.condition(resource, access, within))
    rows = rows.filter(Q(**{f"{path}__isnull": False}))
    if search.among is not None:
        rows = rows.filter(Q(**{f"{path}__in": search.among}))
    for record in read(rows.order_by(), search.bound):
        party = record.pk if path == "pk" else record.party_id
        yield Moment(rule, party, RecordRef.to(record), _day(spec.value(record)), str(spec.label))


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localdate(value)
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
