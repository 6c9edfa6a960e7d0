"""Which promises fall due: for the list of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.due import marks_of
from zhike.engagement.models import Commitment
from zhike.ledger.fields import RecordRef
from zhike.people.models import Party
from zhike.records.titles import named, titles
from zhike.web.attention import sees
from zhike.web.cells import Cell
from zhike.web.links import url_of
from zhike.web.today import MOST, Due, Source, pressing, register_source

AHEAD = dt.timedelta(days=3)


def promises(access: Access, now: dt.datetime) -> Iterator[Due]:
    """What this user must keep that is late or due within days."""
    if not sees(access, Commitment, "text", "status", "due_at"):
        return
    mine: Any = access.rows(Commitment).filter(
        owner=access.user, status=Commitment.Status.OPEN, due_at__lt=now + AHEAD
    )
    found = list(mine.select_related("party", "promised_by").order_by("due_at", "pk")[:MOST])
    names = named(access, Party, {promise.party_id for promise in found})
    called, may = titles(access, found), access.reached(found, "update")
    for promise in found:
        url, press = url_of(Commitment, promise.pk), pressing(promise.due_at, now)
        kept: Cell = {"label": _("Kept"), "icon": "check", "url": f"{url}keep/?back=/"}
        yield Due(
            RecordRef.to(promise), called[promise.pk], url, _why(promise, names), press[0],
            promise.due_at, press[1], name=names.get(promise.party_id, ""),
            marks=marks_of(access, promise.party) if promise.party_id in names else {},
            actions=(kept,) if promise.pk in may else (),
        )  # fmt: skip


def _why(promise: Commitment, names: dict[Any, str]) -> str:
    """To whom it was promised, and by whom where that was somebody else."""
    whom = names.get(promise.party_id, "")
    if promise.promised_by_id in (None, promise.owner_id):
        return _("Promised to %(customer)s") % {"customer": whom}
    words = {"customer": whom, "who": promise.promised_by}
    return _("%(who)s promised it to %(customer)s") % words


register_source(Source("promises", 30, gettext_lazy("Promises"), "promise", promises))
