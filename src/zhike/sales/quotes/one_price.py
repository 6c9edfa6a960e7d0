"""One customer, one price: offers at odds with each other are agreed to, and the older one ends.

Whose offers they are is found whoever asks; what is told of them is what the reader may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger.current import current
from zhike.people.models import Relationship
from zhike.sales.models import Quote, QuoteLine
from zhike.sales.models.document import APPROVED, CLEARING, DRAFT, SUBMITTED, VOID
from zhike.sales.models.locking import lock_customer
from zhike.sales.models.quote import ACCEPTED, SENT, SUPERSEDED
from zhike.sales.models.reasons import (
    Reason,
    register_follower,
    register_reason,
    register_refusal,
)
from zhike.sales.quotes.limits import lines_of
from zhike.sales.rules.quotes import Offered, at_odds, net_price

GENERATIONS = 4
"""How far up and down a group of companies is followed."""


@dataclass(frozen=True)
class Odds:
    """Two lines at odds: what is offered now, and what another quote offers already."""

    product: Any
    ours: Offered
    theirs: Offered
    quote: Quote
    """The other one."""

    def words(self, *, names: bool) -> str:
        """`K10: 90.00, but 100.00 in Q-1 (Wang)`; without names, no more than that there is one."""
        said = {"product": self.product, "ours": _amount(self.ours, self.theirs),
                "theirs": _amount(self.theirs, self.ours), "quote": str(self.quote),
                "owner": str(self.quote.owner or "—")}  # fmt: skip
        if names:
            text = _("%(product)s: %(ours)s here, %(theirs)s in “%(quote)s” (%(owner)s)")
        else:
            text = _("%(product)s: another price than in another quote")
        return text % said


def _amount(one: Offered, other: Offered) -> str:
    text = f"{one.price:,.2f}"
    return text if one.currency == other.currency else f"{one.currency} {text}"


def group_of(party: UUID) -> set[UUID]:
    """A customer with the companies above and below it: they compare what they are offered."""
    found = frontier = {party}
    for _generation in range(GENERATIONS):
        ties = Relationship.objects.filter(
            Q(from_party__in=frontier) | Q(to_party__in=frontier),
            type=Relationship.Type.PARENT_OF,
        ).values_list("from_party", "to_party")
        frontier = {end for tie in ties for end in tie} - found
        if not frontier:
            break
        found = found | frontier
    return found


def earlier_versions(quote: Quote) -> set[UUID]:
    """The quotes that this one is a new version of."""
    found: set[UUID] = set()
    now = quote.revises_id
    while now is not None and now not in found:
        found.add(now)
        now = Quote.objects.filter(pk=now).values_list("revises", flat=True).first()
    return found


def offered_by(quote: Quote, lines: Iterable[Any]) -> list[Offered]:
    """What a quote offers, line by line; not what has no price yet."""
    return [
        Offered(
            quote.pk, line.product_id,
            net_price(line.unit_price, line.discount or Decimal(0), quote.discount or Decimal(0)),
            quote.currency, line.quantity,
            line.unit_price == line.base_price and not line.discount and not quote.discount,
        )
        for line in lines if line.unit_price is not None and line.product_id is not None
    ]  # fmt: skip


def valid_lines(parties: Iterable[UUID], products: Iterable[UUID]) -> QuerySet[Any]:
    """The lines of quotes that hold today, of some products for some customers."""
    today = timezone.localdate()
    holds = Q(quote__valid_until__isnull=True) | Q(quote__valid_until__gte=today)
    return QuoteLine.objects.filter(
        holds, quote__party__in=list(parties), quote__status__in=sorted(Quote.standing),
        product__in=list(products),
    ).select_related("quote__owner", "quote__party", "product").order_by("quote", "pk")  # fmt: skip


def odds(quote: Quote, lines: Sequence[Any] | None = None) -> list[Odds]:
    """The other offers to this customer, or its group, that a quote is at odds with."""
    lines = lines_of(quote) if lines is None else lines
    ours = offered_by(quote, lines)
    if quote.party_id is None or not ours:
        return []
    kept = earlier_versions(quote) | {quote.pk}
    others = valid_lines(group_of(quote.party_id), {one.product for one in ours})
    by_product: dict[UUID, list[Offered]] = {}
    for one in ours:
        by_product.setdefault(one.product, []).append(one)
    found: list[Odds] = []
    for line in others.exclude(quote__in=kept):
        for theirs in offered_by(line.quote, [line]):
            clash = next((o for o in by_product[theirs.product] if at_odds(o, theirs)), None)
            if clash is not None:
                found.append(Odds(line.product, clash, theirs, line.quote))
    return found


def seen_of(access: Access, found: Iterable[Odds]) -> set[UUID]:
    """Which of the other quotes this reader may see."""
    ids = {one.quote.pk for one in found}
    return set(access.rows(Quote).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def reasons(quote: Quote) -> Iterator[Reason]:
    """Another price for the same product needs consent; who agrees reads the others' words."""
    for one in odds(quote):
        yield Reason(one.words(names=False))


def refusals(quote: Quote, status: str) -> Iterator[tuple[str, BadValue]]:
    """What keeps a quote from being sent or accepted."""
    if current().row.door in CLEARING:
        return
    if status in (SENT, ACCEPTED) and quote.has_expired(timezone.localdate()):
        message = N_("It held until %(day)s. Make a new version with a later day.")
        yield "valid_until", BadValue("expired", message, day=quote.valid_until)
    if status == SENT:
        yield from _unknown_odds(quote)


def _unknown_odds(quote: Quote) -> Iterator[tuple[str, BadValue]]:
    """Offers at another price of which nobody knew who agreed to this one.

    Of two who send at once, the second one sees the first one's: whoever sends to a company of a
    group locks one and the same of it, and no other but its own, so that nobody waits crosswise.
    """
    lock_customer(min(group_of(quote.party_id)))
    sent = [one for one in odds(quote) if one.quote.status in (SENT, ACCEPTED)]
    new = [one for one in sent if str(one.quote.pk) not in quote.known_offers]
    if new:
        message = N_("The customer has another price already. %(lines)s. "
                     "Make it a draft again and submit it: that needs consent.")  # fmt: skip
        text = _("; ").join(dict.fromkeys(one.words(names=False) for one in new))
        yield "status", BadValue("one_price", message, lines=text)


def follow(quote: Quote, _before: str) -> None:
    """Keep of which offers is known what is asked about; what is sent ends the older offers."""
    if quote.status == SUBMITTED:
        known = sorted({str(one.quote.pk) for one in odds(quote)})
        if known != quote.known_offers:
            quote.known_offers = known
            quote.save()
    elif quote.status == SENT and current().row.door not in CLEARING:
        supersede(quote)
    elif quote.status in (DRAFT, VOID) and quote.known_offers:
        quote.known_offers = []
        quote.save()


def supersede(quote: Quote) -> None:
    """End what this quote takes the place of: its earlier versions, and offers at other prices.

    Those of the customer itself alone: what another company of its group was offered stands.
    """
    ended = {one.quote.pk for one in odds(quote) if one.quote.party_id == quote.party_id}
    older = Q(pk__in=ended, status=SENT)
    versions = Q(pk__in=earlier_versions(quote), status__in=(APPROVED, SENT))
    rows = QuerySet[Any](Quote).select_for_update(of=("self",)).filter(older | versions)
    for other in rows.order_by("pk"):
        other.superseded_by = quote
        other.go_to(SUPERSEDED)


register_reason(Quote, reasons)
register_refusal(Quote, refusals)
register_follower(Quote, follow)
