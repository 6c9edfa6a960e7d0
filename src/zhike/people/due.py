"""What in pools and leads waits for somebody: first responses, and what is about to leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.ledger.fields import RecordRef
from zhike.people.models import Lead, Party
from zhike.people.pools.responding import unanswered
from zhike.records.titles import titles
from zhike.web.attention import sees
from zhike.web.cells import Cell, shape_of, tier_of
from zhike.web.links import url_of
from zhike.web.today import MOST, Due, Press, Source, pressing, register_source

AHEAD = 3
"""What goes into a pool within so many days is said today."""


def due_for(access: Access, now: dt.datetime) -> Iterator[Due]:
    """One's own leads to be answered, and what goes into a pool within days."""
    if sees(access, Lead, "respond_by", "responded_at"):
        yield from _responses(access, now)
    for model in (Party, Lead):
        if sees(access, model, "recycles_on", "owner"):
            yield from _leaving(access, model, now)


def _responses(access: Access, now: dt.datetime) -> Iterator[Due]:
    found = unanswered(access, MOST)
    called = titles(access, found)
    mine = access.reached(found, "take_up") if found else set()
    for lead in found:
        at = lead.respond_by or now
        press, is_day = pressing(at, now)
        why = _("New lead, to be answered")
        text = " · ".join(filter(None, (why, lead.company_name)))
        yield Due(
            RecordRef.to(lead), called[lead.pk], url_of(Lead, lead.pk), text, press, at, is_day,
            actions=_take_up(lead) if lead.pk in mine else (),
        )  # fmt: skip


def _take_up(lead: Lead) -> tuple[Cell, ...]:
    url = f"{url_of(Lead, lead.pk)}take_up/?back=/"
    return (
        {"label": _("Take up"), "icon": "check", "url": url, "method": "post", "name": "version",
         "value": str(lead.version)},
    )  # fmt: skip


def _leaving(access: Access, model: type[Any], now: dt.datetime) -> Iterator[Due]:
    today = timezone.localdate(now)
    mine = model.objects.filter(
        access.condition(model), owner=access.user, recycles_on__lte=today + dt.timedelta(AHEAD)
    )
    found = list(mine.order_by("recycles_on", "pk")[:MOST])
    called = titles(access, found)
    for record in found:
        at = timezone.make_aware(dt.datetime.combine(record.recycles_on, dt.time()))
        is_today = record.recycles_on <= today
        kind = "lead" if model is Lead else "party"
        url = f"/interactions/new/?{kind}={record.pk}"
        yield Due(
            RecordRef.to(record), called[record.pk], url_of(model, record.pk),
            _("Goes into the pool if nobody gets in touch"),
            Press.TODAY if is_today else Press.SOON, at, True,
            marks={"shape": shape_of(record), **tier_of(access, record)},
            actions=({"label": _("Record contact"), "icon": "plus", "url": url},),
        )  # fmt: skip


register_source(Source("pools", 25, gettext_lazy("Leads and pools"), "pool", due_for))
