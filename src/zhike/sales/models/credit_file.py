"""Credit files: what is known of a customer's reliability, and the grade that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.engagement.models import File
from zhike.ledger.actions import action
from zhike.ledger.current import current
from zhike.ledger.models import Part
from zhike.people.models import Party
from zhike.records.errors import Invalid
from zhike.sales.models.credit_policy import CreditGrade, CreditPolicy
from zhike.sales.models.payment_record import Overdue, overdue_of
from zhike.sales.rules.credit import BEST, Rating, Score, grade_of, months_before, score_of


def _is_by_hand(credit: CreditFile) -> bool:
    return credit.manual_grade_id is not None


class CreditFile(Owned):
    """How reliably a customer pays: what others say, what we saw, and the grade that follows."""

    named_by = ("party",)
    scoped_by = ("party",)

    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="credit_files",
        db_index=False,
    )  # fmt: skip
    rating = models.PositiveSmallIntegerField(
        _("rating by others"), null=True, blank=True, editable=False,
        help_text=_("The mean of what each source said last."),
    )  # fmt: skip
    overdue_count = models.PositiveSmallIntegerField(
        _("overdue instalments"), default=0, editable=False
    )
    deduction = models.PositiveSmallIntegerField(
        _("points off for them"), default=0, editable=False
    )
    score = models.PositiveSmallIntegerField(
        _("corrected score"), null=True, blank=True, editable=False,
        help_text=_("What others say, less what we saw ourselves."),
    )  # fmt: skip
    rule_grade = models.ForeignKey(
        CreditGrade, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("grade by the score"),
    )  # fmt: skip
    grade = models.ForeignKey(
        CreditGrade, models.PROTECT, null=True, blank=True, editable=False,
        verbose_name=_("credit grade"), related_name="credit_files",
    )  # fmt: skip
    manual_grade = models.ForeignKey(
        CreditGrade, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("grade set by hand"),
    )  # fmt: skip
    manual_reason = models.CharField(
        _("why it was set"), max_length=300, blank=True, editable=False
    )
    manual_until = models.DateField(
        _("holds until"), null=True, blank=True, editable=False,
        help_text=_("From the day after it the grade follows from the score again."),
    )  # fmt: skip
    computed_on = models.DateField(_("worked out on"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=2000)

    class Meta:
        """One for each customer; listed by score, by grade and by when it was worked out."""

        verbose_name = _("credit file")
        verbose_name_plural = _("credit files")
        constraints = [models.UniqueConstraint(fields=["party"], name="credit_file_once")]
        indexes = [
            models.Index(fields=["score", "id", "owner"], name="credit_file_score"),
            models.Index(fields=["created_at", "id", "owner"], name="credit_file_created"),
            models.Index(fields=["computed_on"], name="credit_file_computed"),
        ]

    def __str__(self) -> str:
        return str(self.party) if self.party_id else ""

    @classmethod
    def of(cls, party: UUID | None) -> CreditFile | None:
        """The file of a customer, with its grade; None where there is none."""
        rows = cls.objects.select_related("grade", "manual_grade", "party")
        return rows.filter(party=party).first() if party else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what follows from its entries."""
        if self.party_id is not None:
            self.work_out()
        super().save(*args, **kwargs)

    def scored(
        self, policy: CreditPolicy, today: dt.date, seen: Sequence[Overdue] | None = None
    ) -> Score:
        """The score as it is today, with its components; `seen` is what was paid late."""
        since = months_before(today, policy.months_back)
        entries = CreditEntry.objects.filter(credit=self.pk, rated_on__gte=since)
        ratings = [
            Rating(one.source, one.rated_on, one.score, policy.weight(one.source))
            for one in entries.order_by("rated_on", "pk") if one.score is not None
        ]  # fmt: skip
        grace = dt.timedelta(days=policy.grace_days)
        if seen is None:
            seen = overdue_of(self.party_id, since, today)
        count = sum(1 for one in seen if one.until - one.due > grace)
        return score_of(ratings, count, policy.weighing)

    def work_out(
        self, today: dt.date | None = None, policy: CreditPolicy | None = None,
        seen: Sequence[Overdue] | None = None,
    ) -> None:  # fmt: skip
        """Take score and grade as they follow today; may be called any number of times."""
        today, policy = today or timezone.localdate(), policy or CreditPolicy.here()
        score = self.scored(policy, today, seen)
        self.rating = score.rating if score.counted else None
        self.overdue_count, self.deduction = score.overdue, score.deduction
        self.score = score.total
        self.rule_grade = grade_of(score.total, list(CreditGrade.objects.all()))
        self.grade = self.manual_grade if self.is_by_hand(today) else self.rule_grade
        self.computed_on = today

    def is_by_hand(self, today: dt.date) -> bool:
        """Whether a grade that somebody set holds on a day."""
        until: dt.date | None = self.manual_until
        return self.manual_grade_id is not None and (until is None or today <= until)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """One for a customer; a grade set by hand holds for a while, for a reason."""
        same = CreditFile.objects.filter(party=self.party_id).exclude(pk=self.pk)
        if self.party_id is not None and same.exists():
            message = N_("This customer has a credit file already: open it and add to it.")
            yield "party", BadValue("taken", message)

    # Verbs

    @action(
        _("set the grade"), icon="lock", permission="set_grade",
        fields=("manual_grade", "manual_reason", "manual_until"),
        required=("manual_grade", "manual_reason", "manual_until"),
    )  # fmt: skip
    def set_grade(self, manual_grade: UUID, manual_reason: str, manual_until: dt.date) -> None:
        """Let a grade hold until a day whatever the score, for a reason that stays on record."""
        if manual_until < timezone.localdate():
            message = N_("Enter today or a day to come.")
            raise Invalid.field("manual_until", BadValue("past", message))
        self.manual_grade = CreditGrade.objects.get(pk=manual_grade)
        self.manual_reason, self.manual_until = manual_reason, manual_until
        self.save()

    @action(_("follow the score again"), icon="undo", permission="set_grade", when=_is_by_hand)
    def follow_score(self) -> None:
        """Let the grade follow from the score again."""
        self.manual_grade, self.manual_reason, self.manual_until = None, "", None
        self.save()

    @action(_("work out anew"), icon="redo", permission="update")
    def rescore(self) -> None:
        """Count ratings and overdue instalments as they are now."""
        self.save()


class CreditEntry(Part):
    """What one source says of a customer's credit on a day, with its document."""

    named_by = ("source", "rated_on")
    part_of = "credit"

    class Source(models.TextChoices):
        """Who says so."""

        AGENCY = "agency", _("rating agency")
        BANK = "bank", _("bank reference")
        REGISTRY = "registry", _("public registry")
        TRADE = "trade", _("trade reference")
        OWN = "own", _("our own judgement")

    credit = models.ForeignKey(
        CreditFile, models.CASCADE, verbose_name=_("credit file"), related_name="entries"
    )
    source = models.CharField(
        _("source"), max_length=8, choices=Source.choices, default=Source.AGENCY
    )
    said_by = models.CharField(
        _("whose word"), max_length=100, blank=True,
        help_text=_("The agency, the bank, the colleague."),
    )  # fmt: skip
    rated_on = models.DateField(_("date"), default=timezone.localdate)
    score = models.PositiveSmallIntegerField(
        _("score from 0 to 100"), null=True, blank=True, validators=[MaxValueValidator(BEST)],
        help_text=_("Empty: it is kept, but counts for nothing."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=500, blank=True)
    document = models.ForeignKey(
        File, models.SET_NULL, null=True, blank=True, verbose_name=_("supporting document"),
        related_name="+",
    )  # fmt: skip

    class Meta:
        """Under its file, the oldest first."""

        verbose_name = _("credit entry")
        verbose_name_plural = _("credit entries")
        ordering = ["rated_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.rated_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it, and what follows for the customer."""
        super().save(*args, **kwargs)
        self._follow()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it away, and what followed from it."""
        gone = super().delete(*args, **kwargs)
        self._follow()
        return gone

    def _follow(self) -> None:
        """Work the file out anew, where it is still there: it may be going itself."""
        if not current().takes_away(self.root_key):
            self.credit.save()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A score from 0 to 100, said on a day that has come."""
        if self.score is not None and self.score > BEST:
            yield "score", BadValue("percent", N_("Enter a number from 0 to 100."))
        day: dt.date | None = self.rated_on
        if day is not None and day > timezone.localdate():
            yield "rated_on", BadValue("future", N_("Enter a day that has come."))
