"""Accepting cards: each becomes a lead, or a contact with whom we know already."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from zhike.access.models import User
from zhike.access.rights import Access, Denied, access_of
from zhike.base.errors import N_
from zhike.base.grams import bare
from zhike.engagement.batches.known import Found, Known, find
from zhike.engagement.batches.said import raw_lead
from zhike.engagement.models import Card, CardBatch, Interaction
from zhike.ledger.bulk import PAUSE_SECONDS, LargeSet
from zhike.ledger.current import OpenSet
from zhike.ledger.fields import RecordRef
from zhike.ledger.jobs import JobStopped, Running, enqueue, handles
from zhike.ledger.models import ChangeSet, Job
from zhike.people.models import Lead, Party, Pool
from zhike.people.pools.assigning import Assigner, placing_many
from zhike.records import saving, undoing
from zhike.records.errors import Duplicate, FieldError, Invalid, say
from zhike.records.history import VERBS
from zhike.records.resource import resource_for
from zhike.web.jobs import name_job

JOB = "engagement.accept_cards"
ACTION = "accept_cards"
FEW = 8
"""So many cards in one transaction: others wait for it."""
ASKS = N_("Perhaps this is somebody known already: say who it is.")
TELLING = ("name", "company_name", "mobile", "phone", "email")
"""By which two cards may turn out to be of one person."""


class Acceptor:
    """Makes leads and contacts of the cards of one batch, with the rights of one user."""

    def __init__(self, access: Access, batch: CardBatch) -> None:
        """The rules of assignment are read once."""
        self.access, self.batch = access, batch

    @cached_property
    def _rules(self) -> Assigner:
        return Assigner(Lead.record_type, is_trial=True)

    @cached_property
    def _has_pool(self) -> bool:
        return Pool.objects.filter(holds=Lead.record_type, is_usual=True).exists()

    def new(self, card: Card, raw: Mapping[str, Any], party: Party | None = None) -> Lead:
        """A lead of what the card says; raises Denied, Invalid or Duplicate, nothing written."""
        resource = resource_for(Lead)
        specs = resource.specs(self.access)
        values = {name: value for name, value in raw.items() if value}
        values |= {"source": self.batch.source, "source_detail": self.batch.name}
        if party is not None:
            values["party"] = str(party.pk)
        values = {n: v for n, v in values.items() if n in specs and specs[n].writable}
        if "owner" in specs and specs["owner"].writable:
            values["owner"] = "" if self._is_placed(values) else str(self._mine or "")
        lead: Lead = saving.create(resource, self.access, values)
        card.lead, card.status, card.trouble = lead, Card.Status.NEW, ""
        card.save(action=ACTION)
        return lead

    def link(self, card: Card, known: Party | Lead, **said: Any) -> None:
        """We met somebody whom we know: a contact at the fair."""
        self.note(known, **said)
        setattr(card, "party" if isinstance(known, Party) else "lead", known)
        card.status, card.trouble = Card.Status.LINKED, ""
        card.save(action=ACTION)

    def note(
        self, known: Party | Lead, body: str = "", next_contact_at: dt.datetime | None = None
    ) -> None:
        """Where we met, what was said, when again; raises Denied or Invalid."""
        of = "party" if isinstance(known, Party) else "lead"
        if not self.access.can(Interaction, "create"):
            raise Denied(Interaction.record_type, "create")
        contact = Interaction(
            **{of: known}, channel=self._channel, direction=Interaction.Direction.IN, at=self._at,
            subject=(_("business card: %(name)s") % {"name": self.batch.name})[:200], body=body,
            about=RecordRef.to(self.batch), owner_id=self._mine, next_contact_at=next_contact_at,
        )  # fmt: skip
        if wrong := list(contact.problems()):
            raise Invalid(*(FieldError(name, say(error)) for name, error in wrong))
        contact.save()

    def by_itself(self, card: Card, found: Found | None = None) -> str:
        """Take a card whose reading is certain: what it became, or `ask`.

        `found` is whom it may be about, where that was asked before and nobody like it came since.
        """
        raw = raw_lead(card.said)
        found = find(self.access, raw) if found is None else found
        if known := known_for(found, raw):
            self.link(card, known.record)
            return Card.Status.LINKED
        if found.is_doubtful:
            return "ask"
        at_work = found.sure(Party.Kind.ORGANIZATION)
        company = at_work.record if at_work else None
        self.new(card, raw, company if isinstance(company, Party) else None)
        return Card.Status.NEW

    @property
    def _mine(self) -> UUID | None:
        return self.batch.owner_id or (self.access.user.pk if self.access.user else None)

    def _is_placed(self, values: Mapping[str, Any]) -> bool:
        """Whether the rules of assignment say whose it is."""
        return self._has_pool or self._rules.rule_for(values) is not None

    @property
    def _channel(self) -> str:
        is_fair = self.batch.source == Party.Source.FAIR
        return Interaction.Channel.FAIR if is_fair else Interaction.Channel.VISIT

    @property
    def _at(self) -> dt.datetime:
        """Noon of the day, as far as that is past."""
        noon = timezone.make_aware(dt.datetime.combine(self.batch.day, dt.time(12)))
        return min(noon, timezone.now())


def known_for(found: Found, raw: Mapping[str, str]) -> Known | None:
    """To whom a card is linked without asking: the person, an open lead, or a company alone."""
    is_company = raw.get("name") == raw.get("company_name")
    kinds = (Party.Kind.ORGANIZATION, Lead.record_type) if is_company else (
        Party.Kind.PERSON, Lead.record_type
    )  # fmt: skip
    return found.sure(*kinds)


# All that are certain


def certain(batch: CardBatch) -> list[UUID]:
    """The cards of which every field is certain, and that were not left for somebody before."""
    read = Card.objects.filter(batch=batch.pk, status=Card.Status.READ)
    cards = read.filter(trouble="").order_by("pk")
    rows = cards.only("pk", "reading", "file_name").iterator()
    return [card.pk for card in rows if card.reading and not card.doubts]


def begin(batch: CardBatch, user: UUID) -> Job:
    """Let a worker accept all that are certain."""
    return enqueue(JOB, {"batch": str(batch.pk)}, actor=user)


@handles(JOB)
def accept_all(running: Running) -> dict[str, Any]:
    """Accept all that are certain; a killed worker's successor goes on with what is left."""
    user = User.objects.get(pk=running.job.actor)
    batch = CardBatch.objects.filter(pk=running.arguments["batch"]).first()
    if batch is None:
        return {}
    access = access_of(user, "web")
    known = running.job.result.get("change_set")
    if known:
        large = LargeSet(ChangeSet.objects.get(pk=known))
    else:
        large = LargeSet.begin(by=user, door="web", action=ACTION, reason=batch.name)
        running.keep(change_set=str(large.row.pk))
    after = UUID(large.row.report["after"]) if large.row.report.get("after") else None
    ids = [pk for pk in certain(batch) if after is None or pk > after]
    running.progress(large.row.rows_done, large.row.rows_done + len(ids))
    with override(user.language or settings.LANGUAGE_CODE):
        try:
            _accept(running, Acceptor(access, batch), ids, large)
        except JobStopped:
            if Job.objects.get(pk=running.job.pk).state == Job.State.STOPPED:
                large.finish(ChangeSet.State.STOPPED)
            raise
    done = large.finish()
    return {"changed": done.change_count}


def _accept(running: Running, acceptor: Acceptor, ids: list[UUID], large: LargeSet) -> None:
    for start in range(0, len(ids), FEW):
        chunk = ids[start : start + FEW]
        # Asked before the transaction: it takes longest, and others wait for what is written.
        known = _known(acceptor.access, chunk)
        with large.saving(len(chunk)) as opened, placing_many():
            found = Counter(_each(acceptor, chunk, opened, known))
            so_far = Counter(large.row.report.get("cards", {})) + found
            large.row.report = {"cards": dict(so_far), "after": str(chunk[-1])}
        running.progress(large.row.rows_done)
        time.sleep(PAUSE_SECONDS)


def _known(access: Access, ids: list[UUID]) -> dict[UUID, Found]:
    """Whom each of these cards may be about, but those that are perhaps about one another."""
    seen: set[str] = set()
    known = {}
    for card in Card.objects.filter(pk__in=ids, status=Card.Status.READ).order_by("pk"):
        raw = raw_lead(card.said)
        words = {bare(raw[name])[-11:] for name in TELLING if raw.get(name)}
        if seen.isdisjoint(words):
            known[card.pk] = find(access, raw)
        seen |= words
    return known


def _each(
    acceptor: Acceptor, ids: list[UUID], opened: OpenSet, known: Mapping[UUID, Found]
) -> Iterator[str]:
    cards = Card.objects.filter(pk__in=ids, status=Card.Status.READ).order_by("pk")
    for card in cards.select_for_update():
        try:
            with opened.attempt():
                became = acceptor.by_itself(card, known.get(card.pk))
            trouble = ASKS if became == "ask" else ""
        except (Invalid, Duplicate) as error:
            trouble, became = reason(error), "wrong"
        if trouble:
            held = Card.objects.get(pk=card.pk)
            held.trouble = trouble
            held.save()
        yield became


def reason(error: Invalid | Duplicate) -> str:
    """What stands in the way, in words."""
    if isinstance(error, Invalid):
        return " ".join(one.message for one in error.errors)[:300]
    return _("One with the same number is here already.")


name_job(JOB, gettext_lazy("accepting cards"))
VERBS[ACTION] = gettext_lazy("cards accepted")
undoing.register_whole(ACTION)
