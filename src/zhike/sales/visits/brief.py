"""The brief of a visit: above what every brief tells, the slot, who goes, the verdict, the talk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.briefs.sections import (
    VISIT,
    Line,
    Section,
    Subject,
    register_section,
    register_subject,
)
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.sales.models import ExecutiveVisit, Opportunity
from zhike.sales.visits.times import clashes_of, span_of, when_text
from zhike.sales.visits.wording import verdict
from zhike.web.cells import Cell
from zhike.web.links import record_url, url_of
from zhike.web.record_head import register_entry


def the_visit(access: Access, subject: Subject) -> Iterator[Line]:
    """When, where, who goes, who receives us, and what the rules say."""
    visit = subject.record
    if not isinstance(visit, ExecutiveVisit):
        return
    # The head of every brief has no place for who is visited: here it is a line.
    names = named(access, Party, {visit.party_id, visit.attendee_id} - {None})
    yield Line(_("Customer"), (names.get(visit.party_id, ""),), url_of(Party, visit.party_id))
    yield Line(_("When"), (when_text(span_of(visit)),))
    if visit.place:
        yield Line(_("Where"), (visit.place,))
    who = " · ".join(filter(None, (str(visit.executive), str(visit.owner or ""))))
    yield Line(_("Who goes"), (who,))
    if visit.attendee_id in names:
        yield Line(_("Who receives us"), (names[visit.attendee_id],),
                   url_of(Party, visit.attendee_id))  # fmt: skip
    found = verdict(access, visit)
    score = _("%(score)s of 100") % {"score": found.score}
    yield Line(capfirst(found.label), (f"{score} · {found.because}",))
    for said in found.unmet:
        if said.text != found.because:
            yield Line(capfirst(_("not met")), (said.text,), needs=True)
    if visit.is_undecided:
        for clash in clashes_of(access, visit):
            yield Line(_("Clash"), (clash.text,), clash.url, needs=True)


def talking_points(_access: Access, subject: Subject) -> Iterator[Line]:
    """What is to be said, as whoever asked wrote it down."""
    if isinstance(subject.record, ExecutiveVisit):
        points = map(str.strip, subject.record.talking_points.splitlines())
        for number, point in enumerate(filter(None, points), start=1):
            yield Line(str(number), (point,))


def strengths(access: Access, subject: Subject) -> Iterator[Line]:
    """What speaks for us in the deal, and what against."""
    deal = getattr(subject.record, "opportunity", None)
    if not isinstance(deal, Opportunity) or not access.reaches(deal, "read"):
        return
    specs = resource_for(Opportunity).specs(access)
    for name, head in (("strengths", _("For us")), ("weaknesses", _("Against us"))):
        text = specs[name].text(deal) if name in specs else ""
        for line in filter(None, map(str.strip, text.splitlines())):
            yield Line(head, (line,))


def entry(_access: Access, visit: Any) -> Cell:
    """The way to the brief, in the menu of the visit's page."""
    url = record_url(resource_for(ExecutiveVisit), visit.pk, "brief") + f"?for={VISIT}"
    return {"label": _("Brief on one page"), "icon": "print", "url": url}


register_section(
    Section("strengths", gettext_lazy("our strengths and weaknesses"), 12, strengths,
            purposes=(VISIT,))
)  # fmt: skip
register_subject(ExecutiveVisit, lambda visit: visit.party)
register_entry(ExecutiveVisit, entry)
register_section(Section("visit", gettext_lazy("executive visit"), 2, the_visit, purposes=(VISIT,)))
register_section(
    Section("talk", gettext_lazy("talking points"), 4, talking_points, purposes=(VISIT,),
            none=gettext_lazy("Nobody has written any down."))
)  # fmt: skip
