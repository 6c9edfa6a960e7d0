"""What a customer sees of a quote by its link, and how they answer it (D36)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.engagement.public.rights import LinkAccess
from zhike.engagement.public.shown import PublicPage, register_public
from zhike.ledger.actions import NotNow
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.errors import FieldError, Invalid
from zhike.records.paper_words import Language
from zhike.records.resource import resource_for
from zhike.sales.actions.acceptance import OPEN, is_over, why_not
from zhike.sales.models import Quote
from zhike.sales.models.document import APPROVED, DRAFT, SUBMITTED
from zhike.sales.papers.building import paper_of
from zhike.web.dates import day_text, moment_text

Status = Quote.Status
MOST = 50
UNSENT = frozenset({DRAFT, SUBMITTED, APPROVED})
"""What is no offer to the customer yet, whatever paper there is of it."""


def drawn(access: LinkAccess, quote: Quote) -> dict[str, Any]:
    """The quote in words. Of one that was not sent yet, only that."""
    if quote.status in UNSENT:
        return {"state": state_of(quote), "number": quote.number}
    paper = paper_of(quote, language_here())
    reason = why_not(quote)
    return {
        "state": state_of(quote), "paper": paper, "number": quote.number,
        "newer": newer(quote), "reason": reason,
        "may_accept": access.holder is not None and not reason,
        "may_decline": access.holder is not None and quote.status in OPEN,
        "holder": access.holder.recipient if access.holder else "",
        "longest": {name: resource_for(Quote).coded[name].max_length
                    for name in ("answered_by", "decline_reason")},
    }  # fmt: skip


def language_here() -> str:
    """The paper's language that is the page's."""
    is_chinese = (get_language() or "zh").startswith("zh")
    return Language.CHINESE if is_chinese else Language.ENGLISH


def state_of(quote: Quote) -> dict[str, str]:
    """What somebody with the paper in hand wants to know first, with how it is shown."""
    until = day_text(quote.valid_until, weekday=False) if quote.valid_until else ""
    when = moment_text(quote.answered_at) if quote.answered_at else ""
    by = {"name": quote.answered_by, "when": when}
    if quote.status in UNSENT:
        more = _("This offer has not been sent yet: ask whoever gave it to you.")
        return {"tone": "ochre", "text": _("Not valid yet"), "more": more}
    if quote.status == Status.ACCEPTED:
        return {"tone": "pine", "text": _("Accepted"), "more": _("%(name)s, %(when)s") % by}
    if quote.status == Status.DECLINED:
        return {"tone": "ochre", "text": _("Declined"), "more": _("%(name)s, %(when)s") % by}
    if quote.status in (Status.SUPERSEDED, Status.VOID):
        return {"tone": "seal", "text": _("Void"), "more": why_not(quote)}
    if is_over(quote):
        more = _("It was valid until %(day)s: ask for a new one.") % {"day": until}
        return {"tone": "seal", "text": _("Expired"), "more": more}
    more = _("valid until %(day)s") % {"day": until} if until else ""
    return {"tone": "pine", "text": _("This is the valid offer"), "more": more}


def newer(quote: Quote) -> dict[str, str] | None:
    """The offer that has taken its place, as far as it was made to the same customer."""
    other = getattr(quote, "superseded_by", None)
    for _step in range(MOST):
        if other is None or other.status != Status.SUPERSEDED:
            break
        other = other.superseded_by
    if other is None or other.party_id != quote.party_id or other.status in UNSENT:
        return None
    paper = paper_of(other, language_here())
    return {"number": other.number, "total": paper.total.value, "state": state_of(other)["text"]}


def accept(access: LinkAccess, quote: Quote, sent: Mapping[str, str]) -> None:
    """Accept it in a name; whoever comes second hears that it was accepted already."""
    _answer(access, quote, "accept", {"answered_by": sent.get("answered_by", "")})


def decline(access: LinkAccess, quote: Quote, sent: Mapping[str, str]) -> None:
    """Decline it, with a reason for those who offered."""
    given = {name: sent.get(name, "") for name in ("answered_by", "decline_reason")}
    _answer(access, quote, "decline", given)


def _answer(access: LinkAccess, quote: Quote, verb: str, given: dict[str, str]) -> None:
    try:
        saving.perform(resource_for(Quote), access, quote.pk, verb, given)
    except NotNow as error:
        # The page is drawn anew of what holds now.
        quote.refresh_from_db()
        raise Invalid(FieldError("state", error.sentence)) from None


PAGE = PublicPage(
    model=Quote,
    template="sales/papers/quote_shared.html",
    context=drawn,
    shown={Quote: ("number", "name", "party", "valid_until"), Party: ("name",)},
    written={Quote: ("answered_by", "decline_reason")},
    with_it=("party",),
    deeds={"accept": accept, "decline": decline},
)
register_public(PAGE)
