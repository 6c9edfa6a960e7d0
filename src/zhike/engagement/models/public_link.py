"""Public links: one record shown to somebody outside, who needs no log-in."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.fields import RecordRef, UuidKey
from zhike.ledger.models import Record

LONGEST = dt.timedelta(days=366)


def is_valid(link: PublicLink) -> bool:
    """Whether whoever has it still gets in."""
    return link.revoked_at is None and link.expires_at > timezone.now()


class PublicLink(Owned):
    """An address by which somebody outside sees one record without logging in, until a day."""

    named_by = ("recipient",)

    recipient = models.CharField(
        _("given to"), max_length=80,
        help_text=_("Whose link it is: what is done with it stands under this name."),
    )  # fmt: skip
    about = RecordRef(_("shows"), editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    secret = frozenset({"digest"})

    class Meta:
        """Found by what its holder has, and with the record that it shows."""

        verbose_name = _("public link")
        verbose_name_plural = _("public links")
        indexes = [
            models.Index(fields=["digest"], name="public_link_digest"),
            models.Index(fields=["about", "id"], name="public_link_about"),
            models.Index(fields=["owner", "created_at", "id"], name="public_link_owner"),
        ]

    def __str__(self) -> str:
        return self.recipient

    @classmethod
    def give(cls, record: Record, *, text: str = "", **values: object) -> tuple[PublicLink, str]:
        """Make a link to a record within the open change set, and the text that is shown once.

        `text` is one that stands already on the paper that goes out with it.
        """
        text = text or secrets.token_urlsafe(32)
        link = cls(about=RecordRef.to(record), digest=digest_of(text), **values)
        link.save()
        return link, text

    @classmethod
    def of(cls, text: str) -> PublicLink | None:
        """The valid link of this text; the same one look-up whether there is none, or was one."""
        rows = cls.objects.filter(digest=digest_of(text), revoked_at=None)
        found: PublicLink | None = rows.filter(expires_at__gt=timezone.now()).first()
        return found

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It ends, and within a year."""
        if self.expires_at > timezone.now() + LONGEST:
            yield "expires_at", BadValue("far", N_("A link is valid for a year at most."))

    @action(_("revoke"), permission="update", when=is_valid, icon="lock")
    def revoke(self) -> None:
        """End it now: whoever has it sees nothing any more."""
        self.revoked_at = timezone.now()
        self.save()


class LinkViews(models.Model):
    """How often a link was opened, and when last: an observation, no change of anything."""

    stays_here: ClassVar[bool] = True

    link = UuidKey(primary_key=True)
    count = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.link}: {self.count}"

    @classmethod
    def note(cls, link: PublicLink) -> None:
        """It was opened once more."""
        cls.objects.get_or_create(link=link.pk)
        cls.objects.filter(link=link.pk).update(count=F("count") + 1, last_at=timezone.now())


def digest_of(text: str) -> str:
    """What is kept of a link's text."""
    return hashlib.sha256(text.encode()).hexdigest()
