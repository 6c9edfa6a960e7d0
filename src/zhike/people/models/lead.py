"""Leads: interest that is not yet a customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.rights import Access
from zhike.base import emails, phones, uscc
from zhike.base.errors import N_, BadValue
from zhike.base.geo import region_name
from zhike.base.pinyin import sort_key
from zhike.ledger.actions import action
from zhike.ledger.fields import ListField, MoneyField, SortKeyField
from zhike.people.models.party import Party
from zhike.people.models.pooled import Pooled, pool_indexes
from zhike.records.fields import CurrencyField
from zhike.records.models import Company


def _is_new(lead: Lead) -> bool:
    return lead.status == Lead.Status.NEW


def _waits(lead: Lead) -> bool:
    return _is_new(lead) and not lead.is_pooled


def _is_in_hand(lead: Lead) -> bool:
    return lead.status in (Lead.Status.NEW, Lead.Status.WORKING)


def is_open(lead: Lead) -> bool:
    """Whether it is still worked on."""
    return lead.status in Lead.OPEN


def _is_rejected(lead: Lead) -> bool:
    return lead.status == Lead.Status.REJECTED


class Lead(Pooled):
    """An interest that nobody has qualified yet: who asks, how they are reached, what they need."""

    class Status(models.TextChoices):
        """How far one has come with it."""

        NEW = "new", pgettext_lazy("lead", "new")
        WORKING = "working", pgettext_lazy("lead", "working")
        QUALIFIED = "qualified", pgettext_lazy("lead", "qualified")
        CONVERTED = "converted", pgettext_lazy("lead", "converted")
        REJECTED = "rejected", pgettext_lazy("lead", "rejected")

    class RejectedReason(models.TextChoices):
        """Why nothing comes of it."""

        UNREACHABLE = "unreachable", _("cannot be reached")
        NO_NEED = "no_need", _("no need")
        NO_BUDGET = "no_budget", _("no budget")
        TOO_EARLY = "too_early", _("too early")
        NO_TARGET = "no_target", _("not our kind of customer")
        COMPETITOR = "competitor", _("chose a competitor")
        DUPLICATE = "duplicate", _("known already")
        WRONG_DATA = "wrong_data", _("wrong or no real data")
        OTHER = "other", _("other")

    OPEN = (Status.NEW, Status.WORKING, Status.QUALIFIED)
    GOOD = (Status.QUALIFIED, Status.CONVERTED)
    """Worth selling to: somebody found the need to be real, and nobody has rejected it since."""

    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)
    company_name = models.CharField(_("company name"), max_length=200, blank=True)
    title = models.CharField(_("job title"), max_length=60, blank=True)
    mobile = models.CharField(_("mobile phone"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.CharField(_("email"), max_length=254, blank=True)
    wechat = models.CharField(_("WeChat"), max_length=100, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    region = models.CharField(_("region"), max_length=9, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    industry = models.CharField(
        _("industry"), max_length=24, choices=Party.Industry.choices, blank=True
    )
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    source = models.CharField(_("source"), max_length=14, choices=Party.Source.choices, blank=True)
    source_detail = models.CharField(
        _("source in detail"), max_length=120, blank=True,
        help_text=_("Which fair, which advertisement, who referred them."),
    )  # fmt: skip
    directory_batch = models.ForeignKey(
        "people.DirectoryBatch", models.SET_NULL, null=True, blank=True, editable=False,
        verbose_name=_("directory batch"), related_name="leads",
    )  # fmt: skip
    need = models.TextField(_("need"), blank=True, max_length=5000)
    amount = MoneyField(_("expected amount"), null=True, blank=True)
    currency = CurrencyField(_("currency"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.NEW
    )
    status_since = models.DateTimeField(_("in this status since"), editable=False)
    rejected_reason = models.CharField(
        _("reason for rejecting"), max_length=12, choices=RejectedReason.choices, blank=True
    )
    rejected_note = models.CharField(_("what happened"), max_length=500, blank=True)
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, verbose_name=_("customer"),
        related_name="leads",
        help_text=_("Converting makes a new one where it is empty."),
    )  # fmt: skip
    person = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, verbose_name=_("contact person"),
        related_name="leads_as_person",
        help_text=_("Converting makes a new one where it is empty."),
    )  # fmt: skip
    opportunity_name = models.CharField(
        _("opportunity to open"), max_length=200, blank=True,
        help_text=_("Converting opens an opportunity of this name; none where it is empty."),
    )  # fmt: skip
    score = models.PositiveSmallIntegerField(
        _("score"), default=0, db_default=0, editable=False,
        help_text=_("From 0 to 100: how well it fits, and what was done lately."),
    )  # fmt: skip
    score_reasons = models.JSONField(null=True, blank=True, editable=False)
    respond_by = models.DateTimeField(_("to be answered by"), null=True, blank=True, editable=False)
    responded_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    escalates_at = models.DateTimeField(_("escalated at"), null=True, blank=True, editable=False)
    escalated_at = models.DateTimeField(_("was escalated"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    tags = ListField(_("tags"))
    external_ids = models.JSONField(_("external ids"), default=dict, blank=True)
    custom = models.JSONField(default=dict, blank=True, editable=False)
    name_sort = SortKeyField(max_length=120, editable=False)

    derived = frozenset({"name_sort"})
    projected = Pooled.projected | {
        "respond_by", "responded_at", "escalates_at", "escalated_at", "score", "score_reasons",
    }  # fmt: skip

    class Meta:
        """Sorted by name and by age, for all and for an owner; found by how far they are."""

        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        indexes = [
            models.Index(fields=["name_sort", "id", "owner"], name="lead_name"),
            models.Index(fields=["created_at", "id", "owner"], name="lead_created"),
            models.Index(fields=["updated_at", "id", "owner"], name="lead_updated"),
            models.Index(fields=["owner", "created_at", "id"], name="lead_owner_created"),
            models.Index(fields=["status", "created_at", "id", "owner"], name="lead_status"),
            models.Index(fields=["region", "id", "owner"], name="lead_region"),
            # All that is counted of sources, so that no lead is looked up for it.
            models.Index(
                fields=["created_at", "source", "status", "rejected_reason", "owner"],
                name="lead_came",
            ),
            *pool_indexes("lead"),
            models.Index(fields=["score", "id", "owner"], name="lead_score"),
            models.Index(
                fields=["respond_by", "id", "owner"],
                name="lead_respond",
                condition=models.Q(respond_by__isnull=False),
            ),
            models.Index(
                fields=["escalates_at"],
                name="lead_escalates",
                condition=models.Q(escalates_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Sort by pinyin."""
        return {"name_sort": sort_key(values.get("name") or "", person=True)}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what follows from its status."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Date the status, drop the reason of one that is rejected no more, name the currency."""
        before = None if self._state.adding else self._loaded["status"]
        if self.status != before and (before or self.status_since is None):
            self.status_since = timezone.now()
        if self.status != self.Status.REJECTED:
            self.rejected_reason = self.rejected_note = ""
        if self.amount is not None and not self.currency:
            self.currency = Company.here().base_currency

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Numbers and addresses must be possible; a lead ends by the verbs that say how."""
        self.settle()
        yield from self.pool_problems()
        yield from self._impossible()
        if self.amount is not None and self.amount < 0:
            yield "amount", BadValue("negative", N_("Enter an amount of 0 or more."))
        before = self.status if self._state.adding else self._loaded["status"]
        if self.status == before:
            return
        if self.Status.CONVERTED in (self.status, before):
            message = N_("Convert the lead, or undo that, instead of changing its status.")
            yield "status", BadValue("converting", message)
        elif self.status == self.Status.REJECTED and not self.rejected_reason:
            message = N_("Reject the lead with a reason instead of changing its status alone.")
            yield "status", BadValue("reason", message)

    def _impossible(self) -> Iterator[tuple[str, BadValue]]:
        for name, normalise in NORMAL.items():
            if value := getattr(self, name):
                try:
                    setattr(self, name, normalise(value))
                except BadValue as error:
                    yield name, error
        if self.region:
            try:
                region_name(self.region, "zh-hans")
            except BadValue as error:
                yield "region", error

    # Verbs

    @action(_("take up"), when=_waits, icon="check", with_access=True)
    def take_up(self, access: Access) -> None:
        """Somebody sees to it: whoever takes up what belongs to nobody is its owner."""
        if self.owner_id is None and access.user is not None:
            self.owner_id = access.user.pk
        self.status = self.Status.WORKING
        self.save()

    @action(_("qualify"), when=_is_in_hand, icon="star")
    def qualify(self) -> None:
        """The need is real: it is worth selling to."""
        self.status = self.Status.QUALIFIED
        self.save()

    @action(
        _("reject"), when=is_open, icon="lost", fields=("rejected_reason", "rejected_note"),
        required=("rejected_reason",),
    )  # fmt: skip
    def reject(self, rejected_reason: str, rejected_note: str = "") -> None:
        """Nothing comes of it, for a reason from which marketing learns."""
        self.rejected_reason, self.rejected_note = rejected_reason, rejected_note
        self.status = self.Status.REJECTED
        self.save()

    @action(_("reopen"), when=_is_rejected, icon="redo")
    def reopen(self) -> None:
        """Something comes of it after all."""
        self.status = self.Status.WORKING
        self.save()

    @action(_("assign"), icon="user", fields=("owner",), required=("owner",))
    def assign(self, owner: UUID) -> None:
        """Hand it to somebody else."""
        self.owner_id = owner
        self.save()


NORMAL: dict[str, Callable[[str], str]] = {
    "mobile": phones.normalise, "phone": phones.normalise, "email": emails.normalise,
    "uscc": uscc.normalise,
}  # fmt: skip
