"""A quote from a deal without typing anything again; a new version of one that was sent."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access, Denied
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.people.models import Party, Relationship
from zhike.records.errors import Invalid
from zhike.sales.models import Opportunity, Quote, QuoteLine
from zhike.sales.models.document import VOID
from zhike.sales.models.priced import copy_lines
from zhike.sales.models.pricing_anew import price_anew
from zhike.sales.models.quote import SENT, SUPERSEDED

KEPT = (
    "name",
    "party",
    "contact",
    "opportunity",
    "entity",
    "currency",
    "discount",
    "owner",
    "team",
    "note",
)
REVISED = frozenset({SENT, SUPERSEDED, "declined", VOID})


def _may_be_quoted(deal: Opportunity) -> bool:
    return deal.lost_at is None


def may_be_revised(quote: Quote) -> bool:
    """Whether the customer has had it, so that another version can take its place."""
    return quote.status in REVISED


@action(
    _("make a quote"), on=Opportunity, permission="update", when=_may_be_quoted, icon="quote",
    with_access=True, offered=lambda _deal, access: access.can(Quote, "create"),
)  # fmt: skip
def make_quote(deal: Opportunity, access: Access) -> Quote:
    """Draft a quote with the deal's customer, contact, products and currency."""
    return quote_of(deal, access)


def quote_of(deal: Opportunity, access: Access) -> Quote:
    """The draft of a quote for a deal; raises Invalid where the deal names no customer."""
    _require_create(access)
    if deal.party_id is None:
        message = N_("Name the customer first: a quote is made out to somebody.")
        raise Invalid.field("party", BadValue("required", message))
    quote = Quote(
        name=deal.name, party=deal.party, contact=_contact_of(access, deal.party), opportunity=deal,
        currency=deal.currency, owner=access.user or deal.owner, team=deal.team,
    )  # fmt: skip
    quote.save()
    copy_lines(deal, quote, QuoteLine)
    price_anew(quote, quote.lines.all())
    return quote


def _contact_of(access: Access, party: Any) -> Party | None:
    """The person who decides there, else whoever works there as the only one we know."""
    if party is None or party.kind == Party.Kind.PERSON:
        return None
    ties = access.rows(Relationship).filter(to_party=party, from_party__kind=Party.Kind.PERSON)
    for kind in (Relationship.Type.DECIDES_FOR, Relationship.Type.WORKS_FOR):
        found = list(ties.filter(type=kind).select_related("from_party").order_by("pk")[:2])
        if len(found) == 1 or (found and kind == Relationship.Type.DECIDES_FOR):
            contact: Party = found[0].from_party
            return contact
    return None


@action(
    _("make a new version"), on=Quote, permission="update", when=may_be_revised, icon="copy",
    with_access=True,
)  # fmt: skip
def new_version(quote: Quote, access: Access) -> Quote:
    """Draft another version with the same lines; this one holds until that one is sent."""
    _require_create(access)
    last = max(quote.revisions.values_list("edition", flat=True), default=quote.edition)
    draft = Quote(**{name: getattr(quote, name) for name in KEPT}, revises=quote,
                  edition=last + 1)  # fmt: skip
    draft.save()
    copy_lines(quote, draft, QuoteLine)
    return draft


def _require_create(access: Access) -> None:
    if not access.can(Quote, "create"):
        raise Denied(Quote.record_type, "create")
