"""The company directory: batches of bought or open lists, and how many may be taken out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Role, Scope, Team
from zhike.base.errors import N_, BadValue
from zhike.ledger.current import current
from zhike.ledger.models import Record
from zhike.ledger.models.change_set import Door
from zhike.ledger.models.record import RecordInUse
from zhike.people.models.directory_rows import forget_rows

LAST = 2**47
GOES_WITH_ITS_ROWS = (Door.DEMO, Door.SYSTEM)


class DirectoryBatch(Record):
    """A dated list of companies in the directory: who gave it, under which licence."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    class Status(models.TextChoices):
        """Whether its companies stand in the directory."""

        EMPTY = "empty", _("without companies")
        LOADING = "loading", _("being loaded")
        LOADED = "loaded", _("in the directory")
        FAILED = "failed", _("could not be loaded")

    name = models.CharField(_("name"), max_length=100)
    dated = models.DateField(_("as of"), help_text=_("The day of which the list tells."))
    source = models.CharField(
        _("who gave it"), max_length=100,
        help_text=_("The provider, or the office whose open list it is."),
    )  # fmt: skip
    licence = models.CharField(
        _("licence"),
        max_length=200,
        help_text=_("Under which contract or open licence it may be used."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    number = models.PositiveIntegerField(
        _("number of the batch"), null=True, unique=True, editable=False,
        help_text=_("Batches are numbered as they are loaded."),
    )  # fmt: skip
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.EMPTY,
        db_default=Status.EMPTY, editable=False,
    )  # fmt: skip
    file_name = models.CharField(
        _("file"), max_length=200, default="", db_default="", blank=True, editable=False
    )
    trouble = models.CharField(
        _("why not"), max_length=300, default="", db_default="", blank=True, editable=False
    )
    stored = models.CharField(max_length=40, default="", db_default="", editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0, db_default=0, editable=False)
    added = models.PositiveIntegerField(_("new companies"), default=0, db_default=0, editable=False)
    renewed = models.PositiveIntegerField(
        _("companies brought up to date"), default=0, db_default=0, editable=False
    )
    unchanged = models.PositiveIntegerField(
        _("companies as they were"), default=0, db_default=0, editable=False
    )
    refused = models.PositiveIntegerField(
        _("refused rows"), default=0, db_default=0, editable=False
    )
    first_id = models.BigIntegerField(null=True, editable=False)
    last_id = models.BigIntegerField(null=True, editable=False)

    projected = frozenset({
        "number", "status", "file_name", "trouble", "stored", "rows", "added", "renewed",
        "unchanged", "refused", "first_id", "last_id",
    })  # fmt: skip

    class Meta:
        """Few of them: one a week, or a day."""

        verbose_name = _("directory batch")
        verbose_name_plural = _("directory batches")

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_use(self) -> bool:
        """Whether companies of it may stand in the directory."""
        return self.status in (self.Status.LOADING, self.Status.LOADED, self.Status.FAILED)

    def note_down(self, **values: Any) -> None:
        """Write what loading found: no change of the record, which says who gave the list."""
        models.QuerySet[Any](DirectoryBatch).filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)

    def forget_rows(self, beat: Callable[[int], None] = lambda done: None) -> None:
        """Take its companies out of the directory again."""
        if self.first_id is not None and self.number is not None:
            forget_rows(self.number, self.first_id, self.last_id or LAST, beat)
        self.note_down(
            status=self.Status.EMPTY, number=None, first_id=None, last_id=None, rows=0, added=0,
            renewed=0, unchanged=0, refused=0, trouble="",
        )  # fmt: skip

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it away, once its companies are."""
        if self.is_in_use:
            if current().row.door not in GOES_WITH_ITS_ROWS:
                raise RecordInUse(self, [])
            self.forget_rows()
        return super().delete(*args, **kwargs)


class ExtractionQuota(Record):
    """How many companies somebody may take out of the directory in a day."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("team", "role", "daily")

    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, verbose_name=_("team"), related_name="+",
        help_text=_("Holds for this team and those below it; empty: for the company."),
    )  # fmt: skip
    role = models.ForeignKey(
        Role, models.CASCADE, null=True, blank=True, verbose_name=_("role"), related_name="+",
        help_text=_("Only for people of this role."),
    )  # fmt: skip
    daily = models.PositiveIntegerField(
        _("companies a day"), help_text=_("For each person. 0: none may be taken.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """Few of them."""

        verbose_name = _("extraction quota")
        verbose_name_plural = _("extraction quotas")

    def __str__(self) -> str:
        whose = (str(one) for one in (self.team, self.role) if one)
        return " ".join((*whose, str(self.daily)))

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """One quota for the same people."""
        same: Any = ExtractionQuota.objects.filter(team=self.team_id, role=self.role_id)
        if same.exclude(pk=self.pk).exists():
            message = N_("There is such a quota already; change that one.")
            yield "team", BadValue("taken", message)
