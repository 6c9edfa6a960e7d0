"""Change sets and changes: the ledger's own tables."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.ids import uuid7
from zhike.ledger.fields import TransactionId, UuidKey


class Door(models.TextChoices):
    """Through which door a write came."""

    WEB = "web", _("web page")
    API = "api", _("API")
    IMPORT = "import", _("import")
    COMMAND = "command", _("command line")
    JOB = "job", _("background job")
    LINK = "link", _("shared link")
    DEMO = "demo", _("demo company")
    SYSTEM = "system", _("system")


UNASKED = frozenset({Door.SYSTEM, Door.DEMO})
"""Doors at which nobody stands whom a rule could ask for consent or a better value."""


class ChangeSet(models.Model):
    """One deed: a user's action, an import, a rule's run; who, when, through which door, why.

    `source` names where the values come from, if that is more than the door says: another system
    (`erp`), an occasion (`follow-up`).
    """

    class State(models.TextChoices):
        """A large set spans many transactions: it is open until its last."""

        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        STOPPED = "stopped", _("stopped")

    id = UuidKey(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(_("time"))
    actor = UuidKey(_("who"), null=True)
    actor_name = models.CharField(_("name"), max_length=120, blank=True)
    door = models.CharField(_("door"), max_length=12, choices=Door.choices)
    source = models.CharField(_("source"), max_length=40, blank=True, default="", db_default="")
    action = models.CharField(_("action"), max_length=60)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.CLOSED)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    change_count = models.BigIntegerField(_("number of changes"), default=0)
    rows_done = models.BigIntegerField(_("rows done"), default=0)
    report = models.JSONField(_("report"), default=dict)

    class Meta:
        """Listed newest first, by actor and as a whole."""

        indexes = [
            models.Index(fields=["-at", "-id"], name="changeset_at"),
            models.Index(fields=["actor", "-at"], name="changeset_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.id}"


class Change(models.Model):
    """One record's fields before and after, its parts included, in one change set.

    `diff` is canonical JSON: `{"f": {field: [before, after]}, "p": [[kind, id, operation, {field:
    [before, after]}], …]}`; a creation leaves out blank values. `salt` and `diff` of a redacted
    change are gone and `digest` stands in their place, so that the seal still verifies.
    """

    class Operation(models.IntegerChoices):
        """What happened to the record's row, whatever the verb was called."""

        CREATE = 1, _("created")
        UPDATE = 2, _("changed")
        DELETE = 3, _("deleted")
        ERASE = 4, _("erased")

    seq = models.BigAutoField(primary_key=True)
    change_set = models.ForeignKey(
        ChangeSet, models.PROTECT, related_name="changes", db_index=False
    )
    kind = models.CharField(max_length=40)
    record = UuidKey()
    operation = models.SmallIntegerField(choices=Operation.choices)
    action = models.CharField(max_length=60)
    at = models.DateTimeField()
    diff = models.TextField(null=True)  # noqa: DJ001 — absent once redacted
    salt = models.BinaryField(max_length=16, null=True)
    digest = models.BinaryField(max_length=32, null=True)
    tx = TransactionId(editable=False, null=True)

    class Meta:
        """Read by record, by change set, by consumers in order, and as the trash."""

        indexes = [
            models.Index(fields=["record", "seq"], name="change_record"),
            models.Index(fields=["change_set", "seq"], name="change_set_seq"),
            models.Index(fields=["tx", "seq"], name="change_tx_seq"),
            models.Index(
                fields=["kind", "seq"], name="change_deleted", condition=models.Q(operation=3)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.action} {self.seq}"

    @property
    def content(self) -> dict[str, Any]:
        """The diff as Python values; empty once redacted."""
        return json.loads(self.diff) if self.diff else {"f": {}, "p": []}


class LargeText(models.Model):
    """A text over a thousand characters that changes refer to, stored once."""

    digest = models.CharField(primary_key=True, max_length=64)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]
