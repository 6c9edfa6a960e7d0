"""What was promised, in a brief: what is open first, then how promises ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.briefs.sections import Line, Section, Subject, register_section
from zhike.engagement.models import Commitment
from zhike.records.titles import titles
from zhike.web.attention import sees
from zhike.web.dates import moment_text
from zhike.web.links import url_of

SHOWN = 12
OPEN = Commitment.Status.OPEN


def promises(access: Access, subject: Subject) -> Iterator[Line]:
    """Each promise with who made it, and by when or how it ended."""
    if subject.party is None or not sees(access, Commitment, "text", "status"):
        return
    rows: Any = access.rows(Commitment).filter(party=subject.party.pk)
    first = Case(When(status=OPEN, then=Value(0)), default=Value(1))
    rows = rows.select_related("promised_by").order_by(
        first, F("due_at").asc(nulls_last=True), "-pk"
    )
    found = list(rows[:SHOWN])
    called = titles(access, found)
    for promise in found:
        yield Line(called[promise.pk], (str(promise.promised_by or ""), _state(promise)),
                   url_of(Commitment, promise.pk),
                   promise.is_late or promise.status == Commitment.Status.BROKEN)  # fmt: skip


def _state(promise: Commitment) -> str:
    if promise.status != OPEN:
        return str(promise.get_status_display())
    if promise.due_at is None:
        return ""
    text = moment_text(promise.due_at)
    return _("%(when)s, late") % {"when": text} if promise.is_late else text


register_section(
    Section("promised", gettext_lazy("what was promised"), 40, promises,
            none=gettext_lazy("Nothing was promised, as far as is on record."))
)  # fmt: skip
