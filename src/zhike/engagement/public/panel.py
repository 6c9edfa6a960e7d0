"""Who outside has a link to a record: a panel of every type that has such links."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.models import LinkViews, PublicLink
from zhike.engagement.models.public_link import is_valid
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Record
from zhike.records.resource import resource_for
from zhike.web.cells import Cell
from zhike.web.dates import day_text, moment_text
from zhike.web.links import record_url
from zhike.web.panels import Panel

MOST = 50


def links(access: Access, record: Record) -> dict[str, Any] | None:
    """Who has one, until when, and whether it was opened; the way to give one more."""
    if not access.can(PublicLink, "read"):
        return None
    reference = RecordRef.to(record)
    found = list(access.rows(PublicLink).filter(about=reference).order_by("-pk")[:MOST])
    give: Cell = {"label": _("Share"), "icon": "link",
                  "url": f"/public-links/new/?about={reference}"}  # fmt: skip
    may_give = access.can(PublicLink, "create") and access.reaches(record, "update")
    if not found and not may_give:
        return None
    seen = {one.link: one for one in LinkViews.objects.filter(link__in=[o.pk for o in found])}
    may = access.reached(found, "update")
    back = record_url(resource_for(type(record)), record.pk)
    return {
        "rows": [_row(one, seen.get(one.pk), back if one.pk in may else "") for one in found],
        "actions": [give] if may_give else [],
    }  # fmt: skip


def _row(link: PublicLink, seen: LinkViews | None, back: str) -> dict[str, Any]:
    """A link in words; `back` is where one goes on after revoking it, "" for who may not."""
    url, valid = record_url(resource_for(PublicLink), link.pk), is_valid(link)
    state = _("no longer valid")
    if valid:
        day = timezone.localtime(link.expires_at).date()
        state = _("until %(day)s") % {"day": day_text(day, weekday=False)}
    opened = _("not opened yet")
    if seen and seen.last_at:
        words = {"count": seen.count, "when": moment_text(seen.last_at)}
        opened = _("opened %(count)s×, last %(when)s") % words
    revoke: Cell = {"label": _("Revoke"), "method": "post", "size": "small", "tone": "quiet",
                    "url": f"{url}revoke/?back={back}"}  # fmt: skip
    return {"name": link.recipient, "url": url, "note": f"{state} · {opened}",
            "action": revoke if valid and back else None}  # fmt: skip


LINKS = Panel("public-links", gettext_lazy("public links"), 5, "engagement/public/panel.html",
              links, side=True)  # fmt: skip
