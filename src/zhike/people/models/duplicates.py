"""Suspected duplicates of parties and of leads, and what was learnt about telling parties apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import User
from zhike.access.models.role import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record
from zhike.people.models.lead import Lead
from zhike.people.models.party import Party


class Suspected(Record):
    """Two records that are perhaps one, why, and what a person decided about them."""

    named_by = ("decision",)
    ends: ClassVar[tuple[str, ...]]
    """The relations of which two are filled in."""

    class Decision(models.TextChoices):
        """What was decided; of parties `same` is what the same credit code merged by itself."""

        OPEN = "open", _("open")
        SAME = "same", _("the same")
        DIFFERENT = "different", _("different")
        RELATED = "related", _("belongs to the other")

    everyone: ClassVar[dict[str, str]] = dict.fromkeys(("read", "update"), Scope.OWN)
    """Whoever sees both sees the pair, and may say that they are different."""

    probability = models.FloatField(_("probability"), default=0.0)
    start = models.FloatField(_("bits before anything is compared"), default=0.0)
    reasons = models.JSONField(_("reasons"), default=list)
    """What each comparison adds: `[comparison, level, bits]`."""
    compared = models.CharField(_("digest of what was compared"), max_length=32)
    model = models.PositiveIntegerField(_("version of the model"), default=0)
    decision = models.CharField(
        _("decision"), max_length=9, choices=Decision.choices, default=Decision.OPEN
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("decided by"), related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        """What parties and leads have in common."""

        abstract = True

    def __str__(self) -> str:
        return str(self.get_decision_display())


class DuplicatePair(Suspected):
    """Two parties that are perhaps one, why, and what a person decided about them.

    It hangs on both: with either it is deleted, and in a merge it goes with the loser. An undo
    brings it back with them.
    """

    class Kinship(models.TextChoices):
        """How the two belong together where they are not one."""

        NONE = "", _("none")
        BRANCH = "branch", _("branch")
        GROUP = "group", _("same group")

    ends = scoped_by = ("left", "right")

    left = models.ForeignKey(Party, models.CASCADE, verbose_name=_("one"), related_name="+")
    right = models.ForeignKey(Party, models.CASCADE, verbose_name=_("other"), related_name="+")
    kinship = models.CharField(
        _("belongs together as"), max_length=8, choices=Kinship.choices, blank=True, default=""
    )
    left_is_parent = models.BooleanField(_("the first is the parent"), default=False)
    """What the names suggest of a branch or a subsidiary; a person decides."""

    class Meta:
        """Each pair once; those that are open by likelihood."""

        verbose_name = _("suspected duplicate")
        verbose_name_plural = _("suspected duplicates")
        indexes = [
            models.Index(
                fields=["decision", "kinship", "-probability", "id"], name="duplicate_pair_waiting"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="duplicate_pair_once")
        ]

    @property
    def likely_parent(self) -> Any:
        """Of a pair that belongs together, whose branch or subsidiary the other seems to be."""
        return self.left_id if self.left_is_parent else self.right_id

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Nobody is a duplicate of themselves."""
        if self.left_id == self.right_id:
            yield "right", BadValue("self", N_("Choose another party than the first."))


class LeadPair(Suspected):
    """An open lead that is perhaps another one, or about a customer that is there already.

    It goes and comes back with both, as a pair of parties does.
    """

    ends = ("lead", "other", "party")
    scoped_by = ("lead", ("other", "party"))

    lead = models.ForeignKey(Lead, models.CASCADE, verbose_name=_("lead"), related_name="+")
    other = models.ForeignKey(
        Lead, models.CASCADE, null=True, blank=True, verbose_name=_("other lead"), related_name="+"
    )
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, verbose_name=_("customer"), related_name="+"
    )

    class Meta:
        """Those that are open by likelihood."""

        verbose_name = _("suspected duplicate of a lead")
        verbose_name_plural = _("suspected duplicates of leads")
        indexes = [models.Index(fields=["decision", "-probability", "id"], name="lead_pair_queue")]
        # A database tells rows with an empty column apart; a merge asks whether all three agree.
        constraints = [
            models.UniqueConstraint(fields=["lead", "other", "party"], name="lead_pair_once")
        ]

    @property
    def left(self) -> Lead:
        """The lead itself."""
        return self.lead

    @property
    def right(self) -> Lead | Party:
        """With what the lead is compared."""
        found = self.other or self.party
        assert found is not None  # noqa: S101 — a pair has two ends
        return found

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Nobody is a duplicate of themselves."""
        if self.lead_id == self.other_id:
            yield "other", BadValue("self", N_("Choose another lead than the first."))


class MatchingModel(Record):
    """What was learnt from this installation's own parties about telling them apart."""

    named_by = ("kind", "number")

    kind = models.CharField(_("kind"), max_length=12, choices=Party.Kind.choices)
    number = models.PositiveIntegerField(_("version"))
    weights = models.JSONField(_("weights"), default=dict)
    parties = models.PositiveIntegerField(_("number of customers"), default=0)
    seconds = models.FloatField(_("seconds"), default=0.0)

    class Meta:
        """The latest of a kind counts."""

        verbose_name = _("matching model")
        verbose_name_plural = _("matching models")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="matching_model_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
