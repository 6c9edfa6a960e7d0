"""Opportunities: possible sales."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.base.pinyin import sort_key
from zhike.ledger.actions import action
from zhike.ledger.fields import ListField, MoneyField, SortKeyField
from zhike.people.models import Lead, Party
from zhike.records.errors import Invalid
from zhike.records.fields import CurrencyField
from zhike.records.models import Company
from zhike.sales.models import entering, rewarding
from zhike.sales.models.discounts import refusal
from zhike.sales.models.earning import EARNED, Earning, take_costs_anew
from zhike.sales.models.pipeline import Pipeline, Stage
from zhike.sales.models.pricing_anew import price_anew
from zhike.sales.models.process import Process
from zhike.sales.models.referral import Referral
from zhike.sales.rules.amounts import weighted_amount

# Sums of thousands of such deals, times a percentage, stay whole numbers of 64 bits.
GREATEST = Decimal(10) ** 12


IS_OPEN = models.Q(won_at__isnull=True, lost_at__isnull=True)


def _is_open(deal: Opportunity) -> bool:
    return deal.won_at is None and deal.lost_at is None


def _is_closed(deal: Opportunity) -> bool:
    return not _is_open(deal)


def _beginning_or(day: dt.date | None, now: dt.datetime) -> dt.datetime:
    """The beginning of a day that is past, else now."""
    if day is None or day >= timezone.localdate(now):
        return now
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _verb_of_move(_deal: Opportunity, values: Mapping[str, Any]) -> str:
    """Moving into a pipeline's end is winning or losing."""
    kind = Stage.objects.get(pk=values["stage"]).kind
    return {"won": "win", "lost": "lose"}.get(kind, "move")


class Opportunity(Owned, Earning):
    """A possible sale, from first interest to won or lost."""

    class LostReason(models.TextChoices):
        """Why it came to nothing."""

        PRICE = "price", _("price")
        COMPETITOR = "competitor", _("lost to a competitor")
        BUDGET = "budget", _("no budget")
        CANCELLED = "cancelled", _("project cancelled")
        DECISION = "decision", _("no decision")
        PRODUCT = "product", _("product does not fit")
        DELIVERY = "delivery", _("delivery time")
        RELATIONSHIP = "relationship", _("relationship")
        INVALID = "invalid", _("never a real chance")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=200)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, verbose_name=_("customer"),
        related_name="opportunities",
    )  # fmt: skip
    lead = models.ForeignKey(
        Lead, models.SET_NULL, null=True, blank=True, verbose_name=_("lead"),
        related_name="opportunities", help_text=_("From which it came."),
    )  # fmt: skip
    opened_on = models.DateField(_("opened on"), blank=True, default=timezone.localdate)
    pipeline = models.ForeignKey(
        Pipeline, models.PROTECT, blank=True, verbose_name=_("pipeline"), db_index=False,
        related_name="opportunities",
    )  # fmt: skip
    stage = models.ForeignKey(
        Stage, models.PROTECT, blank=True, verbose_name=_("stage"), db_index=False,
        related_name="opportunities",
    )  # fmt: skip
    process = models.ForeignKey(
        Process, models.PROTECT, null=True, blank=True, editable=False,
        verbose_name=_("process version"), related_name="opportunities",
        help_text=_("The version on which it began, and on which it finishes."),
    )  # fmt: skip
    amount = MoneyField(_("amount"), null=True, blank=True)
    currency = CurrencyField(_("currency"), blank=True)
    probability = models.PositiveSmallIntegerField(
        _("probability in %"), null=True, blank=True,
        help_text=_("Leave it empty to take the stage's."),
    )  # fmt: skip
    close_date = models.DateField(_("close date"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=14, choices=Party.Source.choices, blank=True)
    lost_reason = models.CharField(
        _("reason for losing"), max_length=12, choices=LostReason.choices, blank=True
    )
    lost_note = models.CharField(_("what happened"), max_length=500, blank=True)
    lost_to = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, verbose_name=_("lost to"),
        related_name="deals_won_from_us", help_text=_("The competitor who got it."),
    )  # fmt: skip
    strengths = models.TextField(
        _("strengths"), blank=True, max_length=2000,
        help_text=_("What speaks for us in this deal, one a line."),
    )  # fmt: skip
    weaknesses = models.TextField(
        _("weaknesses"), blank=True, max_length=2000,
        help_text=_("What speaks against us, and what we do about it."),
    )  # fmt: skip
    stage_since = models.DateTimeField(_("in this stage since"), editable=False)
    won_at = models.DateTimeField(_("won at"), null=True, blank=True, editable=False)
    lost_at = models.DateTimeField(_("lost at"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    tags = ListField(_("tags"))
    external_ids = models.JSONField(_("external ids"), default=dict, blank=True)
    custom = models.JSONField(default=dict, blank=True, editable=False)
    name_sort = SortKeyField(max_length=120, editable=False)

    derived = frozenset({"name_sort"})
    projected = frozenset(EARNED)

    class Meta:
        """Columns of the board by amount, for all and for an owner; each order of the list."""

        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        indexes = [
            models.Index(fields=["stage", "amount", "id", "owner"], name="opportunity_stage"),
            models.Index(fields=["owner", "stage", "amount", "id"], name="opportunity_owner"),
            models.Index(fields=["name_sort", "id", "owner"], name="opportunity_name"),
            models.Index(fields=["amount", "id", "owner"], name="opportunity_amount"),
            models.Index(fields=["profit", "id", "owner"], name="opportunity_profit"),
            models.Index(fields=["margin", "id", "owner"], name="opportunity_margin"),
            models.Index(fields=["close_date", "id", "owner"], name="opportunity_close"),
            models.Index(fields=["created_at", "id", "owner"], name="opportunity_created"),
            models.Index(fields=["updated_at", "id", "owner"], name="opportunity_updated"),
            models.Index(
                fields=["updated_at", "id", "owner"], name="opportunity_open", condition=IS_OPEN
            ),
            models.Index(
                fields=["owner", "updated_at", "id"], name="opportunity_open_own",
                condition=IS_OPEN,
            ),
            models.Index(
                fields=["won_at", "party"], name="opportunity_won",
                condition=models.Q(won_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Sort by pinyin."""
        return {"name_sort": sort_key(values.get("name") or "")}

    @property
    def selling_team(self) -> UUID | None:
        """The team that sells it: its owner's, or its own while nobody owns it."""
        team: UUID | None = self.owner.team_id if self.owner is not None else self.team_id
        return team

    @property
    def chance(self) -> int:
        """How likely it is won, in percent: its own estimate, else its stage's."""
        return self.stage.win_probability if self.probability is None else self.probability

    @property
    def weighted(self) -> Decimal | None:
        """The amount times the chance."""
        return None if self.amount is None else weighted_amount(self.amount, self.chance)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what follows from its stage; raises Invalid where that is not open yet."""
        self.settle()
        before = None if self._state.adding else self._loaded["stage_id"]
        was_won = not self._state.adding and self._loaded["won_at"] is not None
        is_anew = self._is_priced_anew()
        way = entering.way_of(self, before)
        is_converted = not self._state.adding and self.currency != self._loaded["currency"]
        super().save(*args, **kwargs)
        if is_converted:
            take_costs_anew(self)
        if way is not None:
            entering.require(self, way)
            entering.arrive(self)
        if was_won != (self.won_at is not None):
            rewarding.settle_rewards(self)
        if is_anew:
            price_anew(self, self.lines.all())

    def _is_priced_anew(self) -> bool:
        """Whether its lines may cost something else: another customer, another currency."""
        if self._state.adding or not _is_open(self):
            return False
        return any(getattr(self, name) != self._loaded[name] for name in ("party_id", "currency"))

    def settle(self) -> None:
        """Fill in what follows from other fields: where it begins, its currency, when it closed.

        Every door calls it, since `problems` does; it may be called any number of times.
        """
        if self.stage_id is None:
            pipeline = self.pipeline if self.pipeline_id else Pipeline.default()
            first = pipeline.first(Stage.Kind.OPEN) if pipeline else None
            if first is None:
                return
            self.stage = first
        if self.pipeline_id is None:
            self.pipeline_id = self.stage.pipeline_id
        if not self.currency:
            self.currency = self.pipeline.currency or Company.here().base_currency
        if self.opened_on is None:
            self.opened_on = timezone.localdate()
        if self._state.adding and not self.source and self._is_first_of_referred:
            self.source = Party.Source.REFERRAL
        if self._state.adding or self.stage_id != self._loaded["stage_id"]:
            self._enter_stage(timezone.now())

    @property
    def _is_first_of_referred(self) -> bool:
        """Whether it is the first deal with somebody whom somebody brought us."""
        known = {"party": self.party_id} if self.party_id else {"lead": self.lead_id}
        is_referred = Referral.behind(self.party_id, self.lead_id) is not None
        return is_referred and not Opportunity.objects.filter(**known).exists()

    def _enter_stage(self, now: dt.datetime) -> None:
        """Date the stage, and the end if it is one; an own estimate was for the old stage."""
        kind = self.stage.kind
        kept = not self._state.adding and self.probability == self._loaded["probability"]
        if kept or kind != Stage.Kind.OPEN:
            self.probability = None
        begun = end = now
        if self._state.adding:  # It may have come a long way elsewhere.
            known: dt.datetime | None = self.stage_since
            begun = _beginning_or(self.opened_on, now) if known is None else known
            end = _beginning_or(self.close_date, now)
        self.stage_since = begun if kind == Stage.Kind.OPEN else end
        self.won_at = end if kind == Stage.Kind.WON else None
        self.lost_at = end if kind == Stage.Kind.LOST else None
        if kind != Stage.Kind.OPEN and self.close_date is None:
            self.close_date = timezone.localdate(end)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A stage of its pipeline, closed and reopened by the verbs alone; sensible figures."""
        self.settle()
        if self.stage_id is None:
            message = N_("Set up a pipeline with an open stage first.")
            yield "stage", BadValue("no_pipeline", message)
        elif self.stage.pipeline_id != self.pipeline_id:
            yield "stage", BadValue("other_pipeline", N_("Choose a stage of this pipeline."))
        elif not self._state.adding and self.stage.kind != self._kind_before():
            message = N_("Win, lose or reopen the opportunity instead of changing its stage.")
            yield "stage", BadValue("closing", message)
        elif entering.goes_on(self) and (error := refusal(self)):
            yield "stage", error
        if self.amount is not None and not 0 <= self.amount < GREATEST:
            message = N_("Enter an amount of 0 or more, below 1,000,000,000,000.")
            yield "amount", BadValue("range", message)
        if self.probability is not None and self.probability > 100:
            yield "probability", BadValue("percent", N_("Enter a number from 0 to 100."))

    def _kind_before(self) -> str:
        if self._loaded["won_at"]:
            return Stage.Kind.WON
        return Stage.Kind.LOST if self._loaded["lost_at"] else Stage.Kind.OPEN

    # Verbs

    @action(_("win"), when=_is_open, icon="won")
    def win(self) -> None:
        """The customer has said yes."""
        self._go_to(self._end(Stage.Kind.WON))

    @action(
        _("lose"), when=_is_open, icon="lost", fields=("lost_reason", "lost_to", "lost_note"),
        required=("lost_reason",),
    )  # fmt: skip
    def lose(self, lost_reason: str, lost_to: UUID | None = None, lost_note: str = "") -> None:
        """It has come to nothing, for a reason, perhaps to a competitor."""
        self.lost_reason, self.lost_note, self.lost_to_id = lost_reason, lost_note, lost_to
        self._go_to(self._end(Stage.Kind.LOST))

    @action(_("reopen"), when=_is_closed, icon="redo")
    def reopen(self) -> None:
        """Begin anew in the first stage."""
        self.lost_reason = self.lost_note = ""
        self.lost_to, self.process = None, Process.in_force(self.pipeline_id)
        self._go_to(self._end(Stage.Kind.OPEN))

    @action(
        _("move"), when=_is_open, icon="swap", permission="update", means=_verb_of_move,
        fields=("stage", "lost_reason", "lost_to", "lost_note"), required=("stage",),
    )  # fmt: skip
    def move(
        self, stage: UUID, lost_reason: str = "", lost_to: UUID | None = None, lost_note: str = ""
    ) -> None:
        """Go on to another stage of the pipeline (or back)."""
        self.lost_reason, self.lost_note, self.lost_to_id = lost_reason, lost_note, lost_to
        self._go_to(Stage.objects.get(pk=stage))

    @action(_("assign"), icon="user", fields=("owner",), required=("owner",))
    def assign(self, owner: UUID) -> None:
        """Hand it to somebody else."""
        self.owner_id = owner
        self.save()

    def _end(self, kind: str) -> Stage:
        """The pipeline's stage of a kind; raises Invalid where it has none."""
        found = self.pipeline.first(kind)
        if found is None:
            message = N_("This pipeline has no such stage; add one first.")
            raise Invalid.field("stage", BadValue("no_stage", message))
        return found

    def _go_to(self, stage: Stage) -> None:
        if stage.pipeline_id != self.pipeline_id:
            message = N_("Choose a stage of this pipeline.")
            raise Invalid.field("stage", BadValue("other_pipeline", message))
        self.stage = stage
        self.save()
