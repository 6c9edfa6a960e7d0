"""A customer's answer to a quote, given by a link or told to the seller: accepted, or declined."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.base.errors import N_
from zhike.ledger.actions import NotNow, action
from zhike.sales.models import Quote

Status = Quote.Status
OPEN = frozenset({Status.SENT})
"""Not answered yet. What is agreed to in the house is no offer before it is sent: only then is the
customer's one price looked after."""
WHY = {
    Status.DRAFT: N_("This quote is not agreed to yet."),
    Status.SUBMITTED: N_("This quote is not agreed to yet."),
    Status.APPROVED: N_("This quote has not been sent yet."),
    Status.ACCEPTED: N_("This quote was accepted already."),
    Status.DECLINED: N_("This quote was declined already."),
    Status.SUPERSEDED: N_("This quote is void: a newer one has taken its place."),
    Status.VOID: N_("This quote is void."),
}


def is_over(quote: Quote) -> bool:
    """Whether its last day is behind us."""
    return quote.valid_until is not None and quote.valid_until < timezone.localdate()


def why_not(quote: Quote) -> str:
    """Why it cannot be accepted now, in words; "" where it can."""
    if quote.status in OPEN:
        expired = N_("This quote has expired: ask for a new one.")
        return gettext(expired) if is_over(quote) else ""
    return gettext(WHY[Status(quote.status)])


def can_be_accepted(quote: Quote, _access: Access) -> bool:
    """Whether there is a button for it."""
    return not why_not(quote)


def can_be_declined(quote: Quote, _access: Access) -> bool:
    """The same; nobody need decline what has expired, but may."""
    return quote.status in OPEN


@action(
    _("accept for the customer"), on=Quote, permission="update", icon="won",
    fields=("answered_by",), required=("answered_by",), offered=can_be_accepted,
)  # fmt: skip
def accept(quote: Quote, answered_by: str) -> None:
    """Note who accepted it, once; raises NotNow with the reason where it is too late for that."""
    if reason := why_not(quote):
        raise NotNow("accept", reason)
    _answer(quote, answered_by, Status.ACCEPTED)


@action(
    _("decline for the customer"), on=Quote, permission="update", icon="lost",
    fields=("answered_by", "decline_reason"), required=("answered_by",), offered=can_be_declined,
)  # fmt: skip
def decline(quote: Quote, answered_by: str, decline_reason: str = "") -> None:
    """Note who declined it, and why."""
    if quote.status not in OPEN:
        raise NotNow("decline", why_not(quote))
    quote.decline_reason = decline_reason
    _answer(quote, answered_by, Status.DECLINED)


def _answer(quote: Quote, answered_by: str, status: str) -> None:
    quote.answered_by, quote.answered_at = answered_by, timezone.now()
    quote.go_to(status)
