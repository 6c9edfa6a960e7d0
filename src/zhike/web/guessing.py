"""Guessing passwords and codes is slowed down; nobody is locked out for long."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access import events
from zhike.access.models import AccessEvent

WINDOW = dt.timedelta(minutes=15)
FOR_ACCOUNT, FOR_ADDRESS = 10, 100
LOOPBACK = ("127.0.0.1", "::1", "")


def refuse_if_slowed(login: str, address: str) -> None:
    """Raise ValidationError where too many attempts failed of late."""
    if is_slowed(login, address):
        raise ValidationError(
            _("Too many wrong attempts. Wait a quarter of an hour, or ask an administrator.")
        )


def is_slowed(login: str, address: str) -> bool:
    """Whether too many attempts failed of late, for this account or from this place."""
    recent = AccessEvent.objects.filter(event=events.REFUSED_LOGIN, at__gte=timezone.now() - WINDOW)
    if recent.filter(detail=login[:300])[:FOR_ACCOUNT].count() >= FOR_ACCOUNT:
        return True
    # Behind a proxy everybody comes from this machine: that says nothing of one person.
    if address in LOOPBACK:
        return False
    return recent.filter(address=address)[:FOR_ADDRESS].count() >= FOR_ADDRESS
