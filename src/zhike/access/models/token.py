"""API tokens."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models.user import User
from zhike.ledger.models import Record


class ApiToken(Record):
    """A key by which a program acts as a user; only its digest is kept."""

    administered: ClassVar[bool] = True

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("user"), related_name="+")
    name = models.CharField(_("name"), max_length=100, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    digest = models.CharField(max_length=64, editable=False, db_index=True)
    secret = frozenset({"digest"})

    class Meta:
        """Listed with their user."""

        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @classmethod
    def issue(cls, user: User, name: str = "", expires_at: dt.datetime | None = None) -> str:
        """Make a token within the open change set and return its text, which is shown once."""
        text = "zk_" + secrets.token_urlsafe(32)
        cls(user=user, name=name, expires_at=expires_at, digest=_digest(text)).save()
        return text

    @classmethod
    def user_of(cls, text: str) -> User | None:
        """The active user for whom this token stands; programs speak for nobody from outside."""
        token = cls.objects.filter(digest=_digest(text)).select_related("user").first()
        if token is None or not token.user.is_active or token.user.represents:
            return None
        if token.expires_at and token.expires_at < timezone.now():
            return None
        return token.user  # type: ignore[no-any-return]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
