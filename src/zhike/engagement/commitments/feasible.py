"""Whether a promise can be kept: whoever must deliver is asked, and what they answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.engagement.models import Commitment, InternalRequest
from zhike.engagement.models.commitment import is_open
from zhike.ledger.fields import RecordRef
from zhike.records.titles import title
from zhike.web.attention import Alert, Figure, register_attention
from zhike.web.links import url_of
from zhike.web.record_head import register_entry

Status = InternalRequest.Status
KINDS = {
    Commitment.Kind.DELIVERY: InternalRequest.Kind.DELIVERY,
    Commitment.Kind.PRICE: InternalRequest.Kind.PRICE,
}


def latest(access: Access, promise: Commitment) -> InternalRequest | None:
    """What was asked last about the promise, as far as the reader may see it."""
    rows: Any = access.rows(InternalRequest).filter(about=RecordRef.to(promise))
    found: InternalRequest | None = (
        rows.exclude(status=Status.WITHDRAWN).order_by("-asked_at", "-pk").first()
    )
    return found


def answered(access: Access, promise: Commitment) -> Iterator[Figure | Alert]:
    """What whoever must deliver says."""
    asked = latest(access, promise) if access.can(InternalRequest, "read") else None
    if asked is None:
        return
    url = url_of(InternalRequest, asked.pk)
    words = {Status.ANSWERED: _("yes"), Status.DECLINED: _("no")}
    word = words.get(Status(asked.status), _("asked"))
    no = asked.status == Status.DECLINED
    yield Figure(_("can it be kept?"), word, note=str(asked.to_team), url=url,
                 tone="seal" if no else "")  # fmt: skip
    if no and is_open(promise):
        title_ = _("%(team)s says that it cannot be kept") % {"team": asked.to_team}
        yield Alert(title_, asked.answer, "seal", [{"label": _("Open"), "url": url}])


def entry(access: Access, promise: Any) -> dict[str, Any] | None:
    """Ask the department of whoever must deliver, with the question filled in."""
    if not is_open(promise) or not access.can(InternalRequest, "create"):
        return None
    said = title(access, promise)
    subject = _("Can this be kept? %(promise)s") % {"promise": said}
    values = {
        "about": RecordRef.to(promise), "party": str(promise.party_id),
        "kind": KINDS.get(promise.kind, InternalRequest.Kind.CONSENT), "subject": subject[:200],
    }  # fmt: skip
    team = User.objects.filter(pk=promise.owner_id).values_list("team", flat=True).first()
    if team:
        values["to_team"] = str(team)
    url = f"/internal-requests/new/?{urlencode(values)}"
    return {"label": _("Ask whether it can be kept"), "icon": "chat", "url": url}


register_attention(20, Commitment, answered)
register_entry(Commitment, entry)
