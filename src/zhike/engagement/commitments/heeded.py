"""What promises say at the head of a page: what is late, what contradicts, how many are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.rights import Access
from zhike.engagement.commitments.conflicts import amount_of, conflicts, open_promises
from zhike.engagement.models import Commitment
from zhike.people.models import Party
from zhike.records.lacking import lacks
from zhike.records.resource import resource_for
from zhike.records.titles import titles
from zhike.web.attention import Alert, Figure, Step, register_attention, sees
from zhike.web.dates import moment_text
from zhike.web.links import record_url

KEPT, BROKEN = Commitment.Status.KEPT, Commitment.Status.BROKEN


def of_party(access: Access, party: Party) -> Iterator[Step | Alert | Figure]:
    """The promise that is due first, contradictions, and how many promises were kept."""
    if lacks(party, Commitment, "party"):
        return
    if not sees(access, Commitment, "status", "text", "due_at"):
        return
    promises = open_promises(access, party)
    url = record_url(resource_for(Party), party.pk, "promises")
    if promises and promises[0].due_at is not None:
        yield _step(access, promises[0])
    yield from _contradictions(access, promises, url)
    yield from _figure(access, party, promises, url)


def _step(access: Access, promise: Commitment) -> Step:
    text = _("Promised: %(promise)s") % {"promise": titles(access, [promise])[promise.pk]}
    due = promise.due_at or timezone.now()
    return Step(text, record_url(resource_for(Commitment), promise.pk), due, moment_text(due),
                str(promise.owner or ""), promise.is_late)  # fmt: skip


def _contradictions(
    access: Access, promises: Sequence[Commitment], url: str
) -> Iterator[Alert]:  # fmt: skip
    for conflict in conflicts(access, promises):
        said = _("; ").join(
            _("%(who)s promised %(amount)s")
            % {"who": p.promised_by or _("somebody"), "amount": amount_of(p)}
            for p in conflict.promises[:4]
        )
        yield Alert(
            _("Promises contradict each other: %(kind)s") % {"kind": conflict.label}, said, "seal",
            [{"label": _("Settle"), "url": url}],
        )  # fmt: skip


def _figure(
    access: Access, party: Party, promises: Sequence[Commitment], url: str
) -> Iterator[Figure]:
    ended: Any = access.rows(Commitment).filter(party=party.pk, status__in=[KEPT, BROKEN])
    counts = dict(ended.order_by().values_list("status").annotate(Count("pk")))
    kept, of_all = counts.get(KEPT, 0), sum(counts.values())
    if not promises and not of_all:
        return
    late = sum(promise.is_late for promise in promises)
    note = ngettext("%(count)s late", "%(count)s late", late) % {"count": late} if late else ""
    if not late and of_all:
        note = _("%(kept)s of %(all)s kept") % {"kept": kept, "all": of_all}
    yield Figure(_("promises open"), str(len(promises)), note=note, url=url,
                 tone="seal" if late else "")  # fmt: skip


def of_promise(access: Access, promise: Commitment) -> Iterator[Alert]:
    """That its time is over, or that somebody promised something else."""
    if promise.is_late and sees(access, Commitment, "due_at", "status"):
        yield Alert(_("This promise is late"), _("Keep it, or say why it was not kept."), "seal")
    if promise.status != Commitment.Status.OPEN or promise.party_id is None:
        return
    url = record_url(resource_for(Party), promise.party_id, "promises")
    for conflict in conflicts(access, [promise, *promise.rivals().select_related("promised_by")]):
        yield from _contradictions(access, conflict.promises, url)


register_attention(15, Party, of_party)
register_attention(15, Commitment, of_promise)
