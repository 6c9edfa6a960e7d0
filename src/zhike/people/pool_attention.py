"""What the page of a lead or a customer says of its pool, its first response and its score."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhike.access.rights import Access
from zhike.people.models import Lead, Party, Pooled
from zhike.people.pools.plans import going
from zhike.records.resource import resource_for
from zhike.web.attention import Alert, Figure, register_attention, sees
from zhike.web.dates import day_text, moment_text
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel

SOON = 7


def of_pool(access: Access, record: Pooled) -> Iterator[Alert | Figure]:
    """In which pool it lies and why, or when it goes into one."""
    if not sees(access, type(record), "pool", "owner"):
        return
    if record.is_pooled:
        yield _lies(access, record)
    elif record.owner_id is not None and record.recycles_on is not None:
        days = (record.recycles_on - timezone.localdate()).days
        if days <= SOON:
            yield _leaves(record, days)
        yield Figure(_("days until the pool"), str(max(days, 0)), note=day_text(record.recycles_on),
                     tone="seal" if days <= SOON else "")  # fmt: skip


def _lies(access: Access, record: Any) -> Alert:
    text = _("%(why)s, since %(when)s.") % {
        "why": record.get_pool_reason_display(),
        "when": moment_text(record.pooled_at) if record.pooled_at else "—",
    }  # fmt: skip
    actions = []
    if access.can(type(record), "claim") and access.reaches(record, "claim"):
        url = record_url(resource_for(type(record)), record.pk, "claim")
        actions = [{"label": _("Claim"), "icon": "user", "tone": "primary", "url": url,
                    "method": "post", "name": "version", "value": str(record.version)}]  # fmt: skip
    return Alert(
        _("Lies in the pool %(pool)s") % {"pool": record.pool.name}, text, "indigo", actions
    )


def _leaves(record: Pooled, days: int) -> Alert:
    known = going(record.record_type, [record.pk]).get(record.pk)
    where = known.pool.name if known else _("the pool")
    title = ngettext(
        "Goes into %(pool)s in %(days)s day", "Goes into %(pool)s in %(days)s days", days
    ) if days > 0 else _("Goes into %(pool)s today")  # fmt: skip
    text = _("Whoever wants to keep it gets in touch, or opens an opportunity.")
    return Alert(title % {"pool": where, "days": days}, text, "ochre")


def of_response(access: Access, lead: Lead) -> Iterator[Alert | Figure]:
    """By when it is to be answered, and that it was not."""
    if lead.respond_by is None or not sees(access, Lead, "respond_by", "responded_at"):
        return
    if lead.responded_at is not None:
        tone = "seal" if lead.responded_at > lead.respond_by else ""
        note = _("too late") if tone else _("in time")
        yield Figure(_("answered"), moment_text(lead.responded_at), note=note, tone=tone)
        return
    is_late = lead.respond_by < timezone.now()
    yield Figure(_("to be answered by"), moment_text(lead.respond_by),
                 note=_("overdue") if is_late else "", tone="seal" if is_late else "")  # fmt: skip
    if is_late:
        text = _("It was to be answered by %(when)s.") % {"when": moment_text(lead.respond_by)}
        if lead.escalated_at is not None:
            text += " " + _("The superior was told.")
        yield Alert(_("Nobody has answered this lead"), text, "seal")


def score(access: Access, lead: Lead) -> dict[str, Any] | None:
    """The score with its reasons, the weightiest first."""
    if not lead.score_reasons or not sees(access, Lead, "score"):
        return None
    return {
        "meter": {"kind": "progress", "value": lead.score, "note": str(lead.score)},
        "reasons": [
            {"label": words, "cell": {"kind": "number", "text": f"{points:+d}"}}
            for words, points in lead.score_reasons
        ],
    }  # fmt: skip


for _model in (Lead, Party):
    register_attention(40, _model, of_pool)
register_attention(15, Lead, of_response)
register_panel(
    Lead, Panel("score", gettext_lazy("score"), 7, "people/score.html", score, side=True)
)
