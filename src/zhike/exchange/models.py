"""What stands beside change sets: an import's file and mapping, what left for which system."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.ids import uuid7
from zhike.ledger.fields import UuidKey
from zhike.ledger.models import ChangeSet, Job

FOLDER = "uploads"


class ImportRun(models.Model):
    """One import from upload to report.

    No record: what it brings in is the change set's. `stored` is the random name under which the
    file lies in the data folder, out of any web server's reach. `resource` is "" until it is known
    what the file holds, `profile` the program that wrote it, as far as its mapping comes from that.
    """

    id = UuidKey(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    actor = UuidKey(_("who"), null=True)
    resource = models.CharField(_("record type"), max_length=40, blank=True)
    profile = models.CharField(max_length=40, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    stored = models.CharField(max_length=32)
    size = models.BigIntegerField(default=0)
    layout = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    rows = models.BigIntegerField(default=0)
    trial = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Listed newest first, for who made them."""

        indexes = [models.Index(fields=["actor", "-created_at"], name="import_run_actor")]

    def __str__(self) -> str:
        return f"{self.resource} {self.file_name}"

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(settings.DATA_DIR) / FOLDER / self.stored

    @property
    def failures(self) -> Path:
        """Where the refused rows lie."""
        return self.path.with_name(self.stored + ".failed.csv")


class ExportMark(models.Model):
    """A record that another system has been given, as it was then: what is new since is known.

    No record: nothing of the business changes when its data leave.
    """

    system = models.CharField(max_length=40)
    record = UuidKey()
    version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One for a record and system."""

        constraints = [
            models.UniqueConstraint(fields=["system", "record"], name="export_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.record}"
