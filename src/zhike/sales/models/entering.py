"""A deal comes into a stage: what must be so before, and what begins then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import system_access
from zhike.base.errors import N_, BadValue
from zhike.engagement.models import Interaction, Task
from zhike.ledger.current import current
from zhike.ledger.fields import RecordRef
from zhike.ledger.models.change_set import UNASKED, Door
from zhike.records.errors import Invalid
from zhike.records.filters import condition
from zhike.records.resource import resource_named
from zhike.sales.models.discounts import require_consent
from zhike.sales.models.pipeline import Stage
from zhike.sales.models.process import Process
from zhike.sales.models.stage_criterion import StageCriterion
from zhike.sales.models.stage_step import StageStep
from zhike.sales.models.step import OPEN, OpportunityStep, begin_next
from zhike.sales.rules.process import FILTER, WEAKNESS, Facts, Lack, filter_in, unmet

NOBODY_THERE = UNASKED | {Door.IMPORT}
"""Doors through which deals come as they were elsewhere: nobody is there to fill anything in."""

Asked = Callable[[Any], bool]
_asked: list[Asked] = []


def register_executive_request(asked: Asked) -> None:
    """Say by this whether a deal has a request for its stage's executive already."""
    _asked.append(asked)


def way_of(deal: Any, before: UUID | None) -> list[Stage] | None:
    """The stages whose criteria a deal about to be saved has to meet; None where it stays.

    Those that it passes over are among them; going back asks for nothing, nor does losing.
    """
    if deal.stage_id is None or deal.stage_id == before:
        return None
    if deal.process_id is None or deal.process.pipeline_id != deal.pipeline_id:
        deal.process = Process.in_force(deal.pipeline_id)
    stages = list(Stage.objects.filter(pipeline=deal.pipeline_id).order_by("position", "pk"))
    places = [stage.pk for stage in stages]
    start = places.index(before) + 1 if before in places else 0
    end = places.index(deal.stage_id)
    if deal.stage.kind == Stage.Kind.LOST:
        return []
    return [stage for stage in stages[start : end + 1] if stage.kind != Stage.Kind.LOST]


def goes_on(deal: Any) -> bool:
    """Whether a deal that is there already is sent further, or won."""
    if deal._state.adding or deal.stage_id == deal._loaded["stage_id"]:  # noqa: SLF001 — their own
        return False
    return bool(way_of(deal, deal._loaded["stage_id"]))  # noqa: SLF001 — its own


def require(deal: Any, way: list[Stage]) -> None:
    """Raise Invalid, naming each criterion that is not met, where a person sends it too far."""
    if way:
        require_consent(deal)
    if not way or deal.process_id is None or current().row.door in NOBODY_THERE:
        return
    lacks = lacking(deal, way)
    if lacks:
        message = N_("Not yet into “%(stage)s”: %(lacks)s")
        said = _("; ").join(words(lack) for lack in lacks)
        raise Invalid.field("stage", BadValue("criteria", message, stage=deal.stage, lacks=said))


def lacking(deal: Any, way: Iterable[Stage]) -> list[Lack]:
    """The criteria on its way that the deal, as it is stored, does not meet."""
    criteria = StageCriterion.objects.filter(process=deal.process_id, stage__in=list(way))
    rules = list(criteria.select_related("stage").order_by("stage__position", "pk"))
    if not rules:
        return []
    return unmet([one.as_rule() for one in rules], _facts(deal, rules))


def _facts(deal: Any, rules: list[StageCriterion]) -> Facts:
    """What its criteria ask of the deal."""
    filled = {name for name in StageCriterion.Fact.values
              if name not in ("lines", "competitors") and _is_filled(deal, name)}  # fmt: skip
    filled |= {name for name in ("lines", "competitors") if getattr(deal, name).exists()}
    said = {"strength": deal.strengths, "weakness": deal.weaknesses}
    filled |= {name for name, text in said.items() if text.strip()}
    done = OpportunityStep.objects.filter(opportunity=deal.pk).exclude(status__in=OPEN)
    return Facts(
        frozenset(filled),
        frozenset(str(one.pk) for one in rules if one.kind == FILTER and _holds(deal, one)),
        _days_since_contact(deal),
        frozenset(done.values_list("step__number", flat=True)),
    )


def _is_filled(deal: Any, name: str) -> bool:
    value = deal.party_id if name == "party" else getattr(deal, name)
    return value not in (None, "")


def _holds(deal: Any, criterion: StageCriterion) -> bool:
    """Whether the filter finds the deal; one about a field that is gone holds for none."""
    try:
        asked = condition(resource_named("opportunities"), system_access(),
                          filter_in(criterion.filter))  # fmt: skip
    except (Invalid, BadValue):
        return False
    return bool(type(deal).objects.filter(asked, pk=deal.pk).exists())


def _days_since_contact(deal: Any) -> int | None:
    about = Q(about=RecordRef.to(deal))
    if deal.party_id:
        about |= Q(party=deal.party_id)
    now = timezone.now()
    last = Interaction.objects.filter(about, at__lte=now).order_by("-at").first()
    return None if last is None else (timezone.localdate(now) - timezone.localdate(last.at)).days


def words(lack: Lack) -> str:
    """What is not so yet, as a person reads it."""
    rule = lack.rule
    if rule.sentence:
        return rule.sentence
    if rule.kind == "field":
        return _("“%(field)s” is to be filled in") % {
            "field": StageCriterion.Fact(rule.field).label
        }
    if rule.kind == "strengths":
        return _("at least one weakness") if lack.what == WEAKNESS else _("at least one strength")
    if rule.kind == "contact":
        return _("the customer met or spoken to within %(days)s days") % {"days": rule.days}
    return _("step %(number)s is to be done") % {"number": rule.step}


def arrive(deal: Any) -> None:
    """Begin what its stage has to be done, ask for an executive, and end what a loss ends."""
    now = timezone.now()
    if deal.stage.kind == Stage.Kind.LOST:
        _drop_steps(deal)
        return
    wanted = StageStep.objects.filter(process=deal.process_id, stage=deal.stage_id)
    wanted = wanted.exclude(taken__opportunity=deal.pk) if deal.process_id else wanted.none()
    added = [OpportunityStep(opportunity=deal, step=step) for step in wanted]
    for one in added:
        one.save()
    if added:
        begin_next(deal, now)
    if deal.stage.executive_involvement != Stage.Involvement.NONE:
        _ask_executive(deal, now)


def _drop_steps(deal: Any) -> None:
    for step in OpportunityStep.objects.filter(opportunity=deal.pk, status__in=OPEN):
        step.reason = _("The deal was lost.")
        step.end(OpportunityStep.Status.SKIPPED)


def _ask_executive(deal: Any, now: dt.datetime) -> None:
    """A to-do for the owner, where nobody has asked for the executive yet."""
    about = RecordRef.to(deal)
    executive = deal.stage.get_executive_involvement_display()
    subject = _("Ask for the %(executive)s to take part: %(deal)s")
    subject = (subject % {"executive": executive, "deal": deal.name})[:200]
    waiting = Task.objects.filter(about=about, subject=subject, status=Task.Status.OPEN)
    if deal.owner_id is None or any(asked(deal) for asked in _asked) or waiting.exists():
        return
    Task(
        subject=subject, owner=deal.owner, party=deal.party, about=about,
        due_at=now + dt.timedelta(days=1),
    ).save()  # fmt: skip
