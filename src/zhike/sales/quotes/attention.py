"""At the head of a quote: what the customer has besides, what needs consent, what is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.records.resource import resource_for
from zhike.sales.models import Quote, QuoteLine
from zhike.sales.models.document import is_draft
from zhike.sales.quotes.fresh import stale_since
from zhike.sales.quotes.limits import below_floors, beyond_caps, lines_of
from zhike.sales.quotes.one_price import odds, seen_of
from zhike.web.attention import Alert, register_attention, sees
from zhike.web.dates import day_text
from zhike.web.links import record_url, url_of

LIVE = frozenset({"draft", "submitted", "approved"})
OPEN = frozenset({"approved", "sent"})


def of_quote(access: Access, quote: Quote) -> Iterator[Alert]:
    """What its reader should know before anything else is done with it."""
    yield from _over(access, quote)
    if quote.status not in LIVE or not sees(access, QuoteLine, "product", "unit_price"):
        return
    lines = lines_of(quote)
    yield from _other_prices(access, quote, lines)
    if not is_draft(quote):
        return
    found = [one.words for one in beyond_caps(quote, lines)]
    found += [one.words for one in below_floors(quote, lines)]
    if found and sees(access, QuoteLine, "discount"):
        yield Alert(_("This will need consent"), _("; ").join(found))
    since = stale_since(quote, lines)
    if since is not None:
        again = {"label": _("Price anew"), "icon": "redo", "method": "post",
                 "url": record_url(resource_for(Quote), quote.pk, "price_by_today"),
                 "name": "version", "value": str(quote.version)}  # fmt: skip
        may = access.reaches(quote, "update")
        text = _("It was priced on %(day)s.") % {"day": day_text(since)}
        yield Alert(_("Prices have changed since"), text, actions=[again] if may else [])


def _over(access: Access, quote: Quote) -> Iterator[Alert]:
    """That it holds no more, and what holds instead."""
    newer = quote.superseded_by
    if newer is not None and sees(access, Quote, "superseded_by"):
        seen = access.reaches(newer, "read")
        look = {"label": _("Look"), "url": url_of(Quote, newer.pk), "icon": "file"}
        text = str(newer) if seen else _("Another quote has taken its place.")
        yield Alert(_("This quote is void: a newer one holds"), text, "seal",
                    [look] if seen else [])  # fmt: skip
        return
    is_open = quote.status in OPEN and quote.has_expired(timezone.localdate())
    if is_open and quote.valid_until is not None and sees(access, Quote, "valid_until"):
        text = _("It held until %(day)s and cannot be accepted any more.")
        said = text % {"day": day_text(quote.valid_until)}
        yield Alert(_("This quote has expired"), said, "seal")


def _other_prices(access: Access, quote: Quote, lines: Sequence[Any]) -> Iterator[Alert]:
    """That the customer has another price: whose and which, as far as the reader may see it."""
    found = odds(quote, lines)
    if not found or not sees(access, Quote, "party"):
        return
    seen = seen_of(access, found)
    texts = dict.fromkeys(one.words(names=one.quote.pk in seen) for one in found)
    ways = [
        {"label": str(other), "url": url_of(Quote, other.pk), "icon": "file"}
        for other in {one.quote.pk: one.quote for one in found if one.quote.pk in seen}.values()
    ]  # fmt: skip
    text = _("; ").join(texts) + " " + _("Sending it needs consent, and ends the older offer.")
    yield Alert(_("The customer has another price already"), text, "seal", ways[:3])


register_attention(15, Quote, of_quote)
