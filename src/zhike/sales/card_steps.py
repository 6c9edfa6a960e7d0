"""What selling adds to the way of a fair's cards: who came as far as a deal, and as an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.engagement.batches.funnel import Person, register_step
from zhike.engagement.models import Card, CardBatch
from zhike.people.models import Lead
from zhike.sales.models import Opportunity


def _of(access: Access, batch: CardBatch) -> QuerySet[Opportunity]:
    """The deals in sight that came of the cards: of their leads, or opened since with the known."""
    cards = Card.objects.filter(batch=batch.pk, status__in=Card.TAKEN)
    became = Lead.objects.filter(pk__in=cards.values("lead"), status=Lead.Status.CONVERTED)
    since = Q(opened_on__gte=batch.day)
    of_known = Q(party__in=cards.values("party")) | Q(party__in=became.values("party"))
    return access.rows(Opportunity).filter(Q(lead__in=cards.values("lead")) | (of_known & since))


def _reached(found: Sequence[Person], deals: QuerySet[Opportunity]) -> Iterator[UUID]:
    rows = list(deals.order_by().values_list("lead", "party"))
    leads, parties = (
        {lead for lead, _party in rows},
        {party for _lead, party in rows},
    )
    for one in found:
        if (one.lead is not None and one.lead in leads) or not parties.isdisjoint(one.parties):
            yield one.card


def in_a_deal(access: Access, batch: CardBatch, found: Sequence[Person]) -> Iterator[UUID]:
    """Those with whom a deal was opened."""
    if access.can(Opportunity, "read"):
        yield from _reached(found, _of(access, batch))


def won(access: Access, batch: CardBatch, found: Sequence[Person]) -> Iterator[UUID]:
    """Those of whom an order came."""
    if access.can(Opportunity, "read"):
        yield from _reached(found, _of(access, batch).filter(won_at__isnull=False))


register_step(10, _("in a deal"), in_a_deal)
register_step(20, _("won"), won)
