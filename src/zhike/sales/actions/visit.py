"""From the request for a visit to what came of it: the verbs of an executive visit.

What is accepted stands in the calendar as an interaction to come: of whoever asked, with the
executive as a participant. So both are credited, and the customer keeps its owner.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope
from zhike.access.rights import Access, Denied
from zhike.base.errors import N_, BadValue
from zhike.engagement.models import Interaction, Participant
from zhike.ledger.actions import action
from zhike.ledger.fields import RecordRef
from zhike.records.errors import Invalid
from zhike.sales.models import CustomerOpinion, Stage, VisitPolicy
from zhike.sales.models import ExecutiveVisit as Visit
from zhike.sales.rules.go_or_no_go import is_fresh, may_be_asked

Status = Visit.Status
DECIDE = "accept"
"""The one right by which a visit is accepted, declined, put off, or made against the rules."""


def _is_waiting(visit: Visit) -> bool:
    return visit.status == Status.SUBMITTED


def _is_recommended(visit: Visit) -> bool:
    return _is_waiting(visit) and visit.recommendation == Visit.Recommendation.GO


def _is_advised_against(visit: Visit) -> bool:
    return _is_waiting(visit) and visit.recommendation != Visit.Recommendation.GO


def _is_ahead(visit: Visit) -> bool:
    return visit.is_undecided or visit.status == Status.ACCEPTED


@action(
    _("submit"), on=Visit, permission="update", icon="check",
    when=lambda visit: visit.status in (Status.DRAFT, Status.POSTPONED),
)  # fmt: skip
def submit(visit: Visit) -> None:
    """Ask for it; refused where nobody knows the customer of late, or the stage is not for it."""
    facts = visit.facts()
    policy = VisitPolicy.here()
    if not is_fresh(facts.silent_days, policy):
        message = N_("Nobody was in contact with this customer for %(days)s days: nobody is sent "
                     "who knows nothing. Write down a contact first.")  # fmt: skip
        raise Invalid.field("party", BadValue("silent", message, days=policy.silent_days))
    _require_stage(visit)
    visit.status, visit.submitted_at = Status.SUBMITTED, timezone.now()
    visit.decision_note = ""
    visit.save()


@action(
    _("reschedule"), on=Visit, permission="update", icon="calendar",
    when=lambda visit: visit.is_undecided, fields=("starts_at",), required=("starts_at",),
)  # fmt: skip
def reschedule(visit: Visit, starts_at: dt.datetime) -> None:
    """Ask for another time, as long as before."""
    _move(visit, starts_at)
    visit.save()


@action(
    _("accept"), on=Visit, permission=DECIDE, icon="won", when=_is_recommended, with_access=True
)
def accept(visit: Visit, access: Access) -> None:
    """Go: it stands in the executive's calendar from now on."""
    _go(visit, access)


@action(
    _("go all the same"), on=Visit, permission=DECIDE, icon="alert", when=_is_advised_against,
    fields=("decision_note",), required=("decision_note",), with_access=True,
)  # fmt: skip
def override(visit: Visit, access: Access, decision_note: str) -> None:
    """Go against the recommendation, for a reason that stays on record."""
    visit.decision_note, visit.is_override = decision_note, True
    _go(visit, access)


@action(
    _("do not go"), on=Visit, permission=DECIDE, icon="close", when=_is_waiting,
    fields=("decision_note",), required=("decision_note",), with_access=True,
)  # fmt: skip
def decline(visit: Visit, access: Access, decision_note: str) -> None:
    """Do not go, and say why."""
    _require_asked(visit, access)
    visit.decision_note, visit.status = decision_note, Status.DECLINED
    visit.is_override = visit.recommendation == Visit.Recommendation.GO
    visit.decided_at = timezone.now()
    visit.save()


@action(
    _("put off"), on=Visit, permission=DECIDE, icon="clock", when=_is_waiting,
    fields=("starts_at", "decision_note"), required=("starts_at",), with_access=True,
)  # fmt: skip
def postpone(visit: Visit, access: Access, starts_at: dt.datetime, decision_note: str = "") -> None:
    """Offer another time: whoever asked agrees it with the customer and submits it again."""
    _require_asked(visit, access)
    _move(visit, starts_at)
    visit.decision_note, visit.status = decision_note, Status.POSTPONED
    visit.save()


@action(
    _("record the outcome"), on=Visit, permission="update", icon="edit",
    when=lambda visit: visit.status == Status.ACCEPTED, fields=("outcome", "customer_said"),
    required=("outcome",),
)  # fmt: skip
def hold(visit: Visit, outcome: str, customer_said: str = "") -> None:
    """It was made: what came of it, and each opinion of the customer with who sees to it."""
    visit.outcome, visit.customer_said = outcome, customer_said
    visit.status, visit.held_at = Status.HELD, timezone.now()
    visit.save()
    if visit.appointment is not None:
        visit.appointment.body = outcome
        visit.appointment.save()
    for line in filter(None, map(str.strip, customer_said.splitlines())):
        CustomerOpinion(visit=visit, text=line[:500], owner_id=visit.owner_id).save()


@action(
    _("call off"), on=Visit, permission="update", icon="stop", when=_is_ahead,
    fields=("decision_note",),
)  # fmt: skip
def cancel(visit: Visit, decision_note: str = "") -> None:
    """It will not be made; its time in the calendar is free again."""
    appointment, visit.appointment = visit.appointment, None
    visit.decision_note, visit.status = decision_note, Status.CANCELLED
    visit.save()
    if appointment is not None:
        appointment.delete()


def _require_stage(visit: Visit) -> None:
    """Its process says from which stage on whom of the management one may ask."""
    if visit.opportunity is None:
        return
    stage = visit.opportunity.stage
    levels = Stage.objects.filter(pipeline=stage.pipeline_id).values_list("executive_involvement")
    known = frozenset(level for (level,) in levels)
    if not may_be_asked(visit.executive.level, stage.executive_involvement, known):
        message = N_("In the stage “%(stage)s” the process asks for: %(who)s. Move the deal on, or "
                     "ask for somebody else.")  # fmt: skip
        who = str(stage.get_executive_involvement_display())
        error = BadValue("stage", message, stage=stage.name, who=who)
        raise Invalid.field("opportunity", error)


def _require_asked(visit: Visit, access: Access) -> None:
    """Whoever is asked decides, or somebody who may decide on all visits (an assistant)."""
    is_asked = access.user is not None and access.user.pk == visit.executive.user_id
    if not is_asked and access.scope(Visit, DECIDE) != Scope.ALL:
        raise Denied(Visit.record_type, DECIDE)


def _move(visit: Visit, starts_at: dt.datetime) -> None:
    length = visit.ends_at - visit.starts_at
    visit.starts_at, visit.ends_at = starts_at, starts_at + length


def _go(visit: Visit, access: Access) -> None:
    _require_asked(visit, access)
    about = visit.opportunity if visit.opportunity is not None else visit
    appointment = Interaction(
        party_id=visit.party_id, owner_id=visit.owner_id, channel=Interaction.Channel.VISIT,
        at=visit.starts_at, starts_at=visit.starts_at, ends_at=visit.ends_at,
        subject=visit.purpose, about=RecordRef.to(about),
    )  # fmt: skip
    appointment.save()
    Participant(interaction=appointment, user_id=visit.executive.user_id).save()
    if visit.attendee_id is not None:
        Participant(interaction=appointment, party_id=visit.attendee_id).save()
    visit.appointment, visit.status = appointment, Status.ACCEPTED
    visit.decided_at = timezone.now()
    visit.save()
