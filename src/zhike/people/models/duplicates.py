"""Suspected duplicates, and what the installation has learnt about telling parties apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import User
from zhike.access.models.role import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record
from zhike.people.models.party import Party


class DuplicatePair(Record):
    """Two parties that are perhaps one, why, and what a person decided about them.

    It hangs on both: with either it is deleted, and in a merge it goes with the loser. An undo
    brings it back with them.
    """

    named_by = ("decision",)

    class Decision(models.TextChoices):
        """What was decided; `same` is what the same credit code merged by itself."""

        OPEN = "open", _("open")
        SAME = "same", _("the same")
        DIFFERENT = "different", _("different")
        RELATED = "related", _("belongs to the other")

    class Kinship(models.TextChoices):
        """How the two belong together where they are not one."""

        NONE = "", _("none")
        BRANCH = "branch", _("branch")
        GROUP = "group", _("same group")

    scoped_by = ("left", "right")
    everyone: ClassVar[dict[str, str]] = dict.fromkeys(("read", "update"), Scope.OWN)
    """Whoever sees both parties sees the pair, and may say that they are different."""

    left = models.ForeignKey(Party, models.CASCADE, verbose_name=_("one"), related_name="+")
    right = models.ForeignKey(Party, models.CASCADE, verbose_name=_("other"), related_name="+")
    kinship = models.CharField(
        _("belongs together as"), max_length=8, choices=Kinship.choices, blank=True, default=""
    )
    left_is_parent = models.BooleanField(_("the first is the parent"), default=False)
    """What the names suggest of a branch or a subsidiary; a person decides."""
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

    def __str__(self) -> str:
        return str(self.get_decision_display())

    @property
    def likely_parent(self) -> Any:
        """Of a pair that belongs together, whose branch or subsidiary the other seems to be."""
        return self.left_id if self.left_is_parent else self.right_id

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Nobody is a duplicate of themselves."""
        if self.left_id == self.right_id:
            yield "right", BadValue("self", N_("Choose another party than the first."))


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
