"""Which lessons a deal is shown, and what a lesson about it begins with."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Change
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.sales.models import Lesson, Opportunity, OpportunityLine, Stage, UsefulMark
from zhike.web.attention import sees
from zhike.web.links import record_url

MOST = 3
MOST_CHANGES = 200


def fitting(access: Access, deal: Opportunity) -> list[Any]:
    """The lessons of the deal's stage that help most: found useful, of such customers and goods."""
    rows: Any = access.rows(Lesson)
    found = rows.of_stage(deal.stage)
    return list(found.ranked(industry_of(access, deal), products_of(access, deal))[:MOST])


def learnt_from(access: Access, deal: Opportunity) -> list[Any]:
    """The lessons that were written about the deal."""
    rows: Any = access.rows(Lesson)
    return list(rows.filter(source=RecordRef.to(deal)).ranked()[:MOST])


def industry_of(access: Access, deal: Opportunity) -> str:
    """The industry of the deal's customer, as far as the reader sees it."""
    if deal.party is None or not sees(access, Party, "industry"):
        return ""
    return str(deal.party.industry) if access.reaches(deal.party, "read") else ""


def products_of(access: Access, deal: Opportunity) -> tuple[UUID, ...]:
    """What the deal is about, as far as the reader sees it."""
    if not sees(access, OpportunityLine, "product"):
        return ()
    lines = deal.lines.filter(product__isnull=False).order_by("pk")
    return tuple(lines.values_list("product", flat=True)[:20])


def stage_behind(deal: Opportunity) -> Stage | None:
    """The stage in which the deal is worked on, or was before it ended."""
    if not deal.stage.is_closed:
        return deal.stage
    changes = Change.objects.filter(kind=deal.record_type, record=deal.pk).order_by("-seq")
    for change in changes[:MOST_CHANGES]:
        before = (change.content.get("f", {}).get("stage") or [None])[0]
        if before:
            return Stage.objects.filter(pk=before, is_closed=False).first()
    return None


def write_url(access: Access, deal: Opportunity) -> str:
    """The form of a lesson about the deal, filled in with what is known of its end."""
    is_lost = deal.lost_at is not None and sees(access, Opportunity, "lost_reason")
    values = {
        "source": RecordRef.to(deal), "industry": industry_of(access, deal),
        "kind": Lesson.Kind.SUCCESS if deal.won_at else Lesson.Kind.FAILURE,
        "product": str(next(iter(products_of(access, deal)), "")),
    }  # fmt: skip
    if is_lost:
        reason = deal.get_lost_reason_display()
        values["title"] = _("Lost: %(reason)s") % {"reason": reason}
        values["happened"] = deal.lost_note if sees(access, Opportunity, "lost_note") else ""
    stage = stage_behind(deal)
    if stage is not None:
        values["stages.stage"] = str(stage.pk)
    filled = {name: value for name, value in values.items() if value}
    return f"/{resource_for(Lesson).name}/new/?{urlencode(filled)}"


def marked_by(access: Access, lessons: list[Any]) -> set[UUID]:
    """Which of these lessons the reader found useful."""
    if access.user is None:
        return set()
    mine = UsefulMark.objects.filter(user=access.user.pk, lesson__in=[one.pk for one in lessons])
    return set(mine.values_list("lesson", flat=True))


def mark_of(lesson: Any, *, on: bool, back: str = "") -> dict[str, Any]:
    """The parameters of the button that says that a lesson is useful; `lesson.useful` many did."""
    url = record_url(resource_for(Lesson), lesson.pk, "useful")
    return {
        "label": _("useful"), "icon": "check", "size": "small", "method": "post",
        "url": url + (f"?back={back}" if back else ""), "name": "on", "value": "0" if on else "1",
        "pressed": on, "count": lesson.useful,
    }  # fmt: skip
