"""While a promise is typed: that somebody has promised the customer something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.engagement.commitments.conflicts import amount_of
from zhike.engagement.models import Commitment
from zhike.web.hints import Hint, register_hint
from zhike.web.links import url_of
from zhike.web.requests import uuid_or_none


def contradictions(access: Access, typed: Mapping[str, Any], id_: UUID | None) -> Iterator[Hint]:
    """Open promises to the same customer that what is typed would contradict."""
    party = uuid_or_none(str(typed.get("party", "")))
    try:
        quantity = Decimal(str(typed.get("quantity", "")).strip())
    except InvalidOperation:
        return
    if party is None or not quantity.is_finite() or not typed.get("unit"):
        return
    asked = Commitment(pk=id_, party_id=party, kind=str(typed.get("kind", "")),
                       unit=str(typed["unit"]), quantity=quantity)  # fmt: skip
    seen = access.rows(Commitment).filter(pk__in=asked.rivals().values("pk"))
    for rival in seen.select_related("promised_by").order_by("pk")[:3]:
        who = str(rival.promised_by or _("somebody"))
        yield Hint(
            _("%(who)s promised %(amount)s") % {"who": who, "amount": amount_of(rival)},
            rival.text, actions=({"label": _("Open"), "url": url_of(Commitment, rival.pk)},),
        )  # fmt: skip


register_hint(Commitment, contradictions)
