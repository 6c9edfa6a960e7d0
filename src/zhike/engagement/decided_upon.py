"""What an approval is decided upon: the record as it was when asked about, what differs now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.engagement.models import Approval
from zhike.engagement.models.about import record_of
from zhike.ledger.models import Change
from zhike.ledger.undo import expand_texts
from zhike.ledger.writes import Write
from zhike.records.resource import resource_for
from zhike.web.cells import cell
from zhike.web.names import names_of

MOST_CHANGES = 500
UNSAID = ("updated_at", "created_at")


@dataclass(frozen=True)
class Upon:
    """The facts of then, as the component takes them, and whether any is another now."""

    facts: list[dict[str, Any]]
    has_changed: bool = False
    is_gone: bool = False


def decided_upon(access: Access, approval: Approval) -> Upon | None:
    """The record's main facts as the reader may see them; None where it is about none."""
    if not approval.about:
        return None
    now = record_of(approval.about)
    if now is None:
        return Upon([], is_gone=True)
    resource = resource_for(type(now))
    then, changed = _then(now, approval)
    names = names_of(resource, access, [then, now])
    facts = []
    for name, spec in resource.specs(access).items():
        is_other = (f"custom.{spec.name}" if spec.is_custom else name) in changed
        if name in UNSAID or not (name in resource.columns or is_other):
            continue
        fact = {"label": spec.label, "cell": cell(spec, then, names)}
        if is_other:
            fact |= {"note": _("now: %(value)s") % {"value": _text(cell(spec, now, names))},
                     "tone": "seal"}  # fmt: skip
        facts.append(fact)
    return Upon(facts, has_changed=any("note" in fact for fact in facts))


def _then(record: Any, approval: Approval) -> tuple[Any, set[str]]:
    """The record as it was when consent was asked for, and the fields that differ since."""
    later = Change.objects.filter(
        kind=record.record_type, record=record.pk, at__gt=approval.asked_at
    )
    writes = [Write.of(change) for change in later.order_by("-seq")[:MOST_CHANGES]]
    expand_texts(writes)
    before = {name: pair[0] for write in writes for name, pair in write.fields.items()}
    now = record.state()
    differs = {name: value for name, value in before.items() if now.get(name) != value}
    then = type(record).objects.get(pk=record.pk)
    then.take({n: value for n, value in differs.items() if not n.startswith("custom.")})
    return then, set(differs)


def _text(drawn: dict[str, Any]) -> str:
    return str(drawn.get("text") or ", ".join(drawn.get("texts", ())) or "—")
