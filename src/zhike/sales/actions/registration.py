"""What becomes of a customer that a partner registers: free and protected, taken, or looked at.

A registration is checked where it is made, with everything the company knows, whoever may see it;
the partner learns the verdict and nothing of what led to it. Registrations are checked one after
the other, so that of two partners who name a customer at once the first has it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import system_access
from zhike.base.errors import N_, BadValue
from zhike.base.text import fold
from zhike.ledger.actions import action
from zhike.people.duplicates.checking import Suspect, check, described
from zhike.people.duplicates.checking_leads import check_leads, whom
from zhike.people.models import Lead, Party
from zhike.people.pools.assigning import Assigner
from zhike.records.errors import Invalid
from zhike.records.models import Company
from zhike.sales.models import DealRegistration, PartnerPolicy
from zhike.sales.models.deal_registration import same_customer
from zhike.sales.rules import registration as rules

Status = DealRegistration.Status
DECIDE = "approve"
"""The one right by which a registration is approved, refused, extended or ended."""


def take_turn() -> None:
    """Wait until no other registration is being checked; within a transaction.

    Whoever comes second finds what the first one left: a lead, a protection.
    """
    models.QuerySet[Any](Company).select_for_update().order_by("pk").first()


def decide(registration: DealRegistration) -> None:
    """Protect a free customer, say that a taken one is; leave to a person what is not sure.

    Within the open change set and `take_turn`.
    """
    others = list(_others(registration))
    found = [*others, *_known(registration)]
    said = rules.verdict(fact for fact, _record in found)
    taken = [record for fact, record in found if fact.is_worked_on and fact.is_itself]
    known = taken or [record for _fact, record in found]
    _link(registration, known)
    if said == rules.FREE:
        _protect(registration, timezone.localdate())
    else:
        registration.status = Status.CONFLICT if said == rules.TAKEN else Status.WAITING
    registration.save()


def _link(registration: DealRegistration, known: list[Any]) -> None:
    """Name whom it is about, for our own eyes: the first customer and the first lead found."""
    for record in known:
        if isinstance(record, DealRegistration):
            registration.party_id = registration.party_id or record.party_id
            registration.lead_id = registration.lead_id or record.lead_id
        elif isinstance(record, Party):
            registration.party_id = registration.party_id or record.pk
        else:
            registration.lead_id = registration.lead_id or record.pk


def _others(registration: DealRegistration) -> Iterator[tuple[rules.Found, Any]]:
    """What other partners have registered under the same name, code or number."""
    rivals = DealRegistration.objects.filter(
        same_customer(registration), status__in=(Status.PROTECTED, Status.CONVERTED)
    )
    for rival in rivals.exclude(pk=registration.pk).order_by("created_at", "pk")[:5]:
        yield (
            rules.Found(rules.SURE, is_worked_on=rival.partner_id != registration.partner_id),
            rival,
        )


def _known(registration: DealRegistration) -> Iterator[tuple[rules.Found, Any]]:
    """Customers and open leads that it is perhaps, those that somebody owns among them."""
    access = system_access()
    asked = whom(_as_lead(registration), access)
    for typed in asked:
        suspects = {one.id: one for one in check(typed, access) if one.decision != "perhaps"}
        for party in Party.objects.filter(pk__in=list(suspects)).exclude(
            pk=registration.partner_id
        ):
            is_itself = party.kind == Party.Kind.ORGANIZATION
            fact = _fact(registration, suspects[party.pk], party, party.name, is_itself=is_itself)
            yield fact, party
    described_all = [described(typed, access) for typed in asked]
    suspects = {one.id: one for one in check_leads(described_all, access)
                if one.decision != "perhaps"}  # fmt: skip
    for lead in Lead.objects.filter(pk__in=list(suspects)):
        yield _fact(registration, suspects[lead.pk], lead, lead.company_name or lead.name), lead


def _fact(
    registration: DealRegistration, suspect: Suspect, record: Party | Lead, name: str, *,
    is_itself: bool = True,
) -> rules.Found:  # fmt: skip
    """The very same name is enough: a partner rarely knows more of somebody else's customer."""
    is_named = fold(name) == fold(registration.customer_name)
    decision = rules.SURE if is_named else suspect.decision
    return rules.Found(decision, is_worked_on=record.owner_id is not None, is_itself=is_itself)


def _as_lead(registration: DealRegistration) -> dict[str, Any]:
    return {
        "name": registration.contact_name or registration.customer_name,
        "company_name": registration.customer_name, "mobile": registration.phone,
        "uscc": registration.uscc,
    }  # fmt: skip


def _protect(registration: DealRegistration, today: dt.date) -> None:
    """From today on it is the partner's; somebody of ours works on it with them."""
    registration.status = Status.PROTECTED
    registration.protected_until = rules.last_day(today, PartnerPolicy.here().protected_days)
    registration.decided_at = timezone.now()
    if registration.lead_id is None:
        registration.lead = _lead_of(registration)


def _lead_of(registration: DealRegistration) -> Lead:
    """The lead that it becomes: whose the rules say, else the partner's account manager's."""
    lead = Lead(
        **_as_lead(registration), need=registration.need, amount=registration.amount,
        currency=registration.currency, source=Party.Source.PARTNER, party=registration.party,
        source_detail=registration.partner.name[:120],
    )  # fmt: skip
    lead.settle()
    assigner = Assigner(Lead.record_type)
    found = assigner.rule_for(lead.state())
    if found is not None and found[1].pool is None:
        placing = assigner.by_rule(found[1], found[1].name)
        assigner.keep_turns()
        lead.owner, lead.assigned_by = placing.owner, placing.why[:200]
    if lead.owner_id is None:
        lead.owner_id = registration.owner_id
    lead.save()
    return lead


# Verbs


def _is_undecided(registration: DealRegistration) -> bool:
    return registration.is_undecided


def _is_protected(registration: DealRegistration) -> bool:
    return registration.is_protected


def _may_ask(registration: DealRegistration) -> bool:
    return registration.is_protected and registration.extension_asked_at is None


@action(
    _("check"), on=DealRegistration, permission="update", icon="search",
    when=lambda registration: registration.status == Status.WAITING,
)  # fmt: skip
def check_again(registration: DealRegistration) -> None:
    """Look once more whether somebody has this customer: a free one is protected."""
    take_turn()
    registration.party = registration.lead = None
    decide(registration)


@action(
    _("approve"), on=DealRegistration, permission=DECIDE, icon="won", when=_is_undecided,
    fields=("answer",),
)  # fmt: skip
def approve(registration: DealRegistration, answer: str = "") -> None:
    """The partner may sell to this customer: it is protected from today on."""
    registration.answer = answer
    _protect(registration, timezone.localdate())
    registration.save()


@action(
    _("refuse"), on=DealRegistration, permission=DECIDE, icon="lost", when=_is_undecided,
    fields=("answer",), required=("answer",),
)  # fmt: skip
def refuse(registration: DealRegistration, answer: str) -> None:
    """The customer stays ours; the partner reads why."""
    registration.status, registration.answer = Status.REFUSED, answer
    registration.decided_at = timezone.now()
    registration.save()


@action(
    _("extend"), on=DealRegistration, permission=DECIDE, icon="calendar", when=_is_protected,
    fields=("protected_until",), required=("protected_until",),
)  # fmt: skip
def extend(registration: DealRegistration, protected_until: dt.date) -> None:
    """Let the protection last longer: until a later day."""
    last = rules.last_day(timezone.localdate(), rules.MOST_DAYS)
    before = registration.protected_until
    if before is None or not before < protected_until <= last:
        message = N_("Choose a day after the present end, within three years.")
        raise Invalid.field("protected_until", BadValue("order", message))
    registration.protected_until = protected_until
    registration.extension_asked_at, registration.extension_reason = None, ""
    registration.save()


@action(
    _("end"), on=DealRegistration, permission=DECIDE, icon="close", when=_is_protected,
    fields=("answer",), required=("answer",),
)  # fmt: skip
def end(registration: DealRegistration, answer: str) -> None:
    """The customer is free again before its time; the partner reads why."""
    registration.status, registration.answer = Status.ENDED, answer
    registration.extension_asked_at = None
    registration.save()


@action(
    _("ask for an extension"), on=DealRegistration, icon="clock", when=_may_ask,
    fields=("extension_reason",), required=("extension_reason",),
    offered=lambda record, access: access.represents is not None,
)  # fmt: skip
def ask_extension(registration: DealRegistration, extension_reason: str) -> None:
    """The partner asks for more time, with a reason."""
    registration.extension_reason = extension_reason
    registration.extension_asked_at = timezone.now()
    registration.save()
