"""How much one may do with links: neither guess them, nor flood a record by one that is known."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from zhike.access import events
from zhike.access.models import AccessEvent
from zhike.engagement.models import PublicLink
from zhike.ledger.models import ChangeSet
from zhike.web.guessing import LOOPBACK

WINDOW = dt.timedelta(minutes=15)
GUESSES, CHANGES = 50, 60


def guesses_too_much(address: str) -> bool:
    """Whether too many links that are none were tried from this place of late."""
    if address in LOOPBACK:  # A proxy's: it says nothing of one person, and no text is guessed.
        return False
    since = timezone.now() - WINDOW
    tried = AccessEvent.objects.filter(
        event=events.REFUSED_LINK, at__gte=since, address=address[:45]
    )
    return tried[:GUESSES].count() >= GUESSES


def note_guess(address: str) -> None:
    """A link that is none was tried; its text is kept nowhere."""
    if address not in LOOPBACK:
        events.note(events.REFUSED_LINK, address=address)


def writes_too_much(link: PublicLink) -> bool:
    """Whether by this link more was written of late than a person writes."""
    written = ChangeSet.objects.filter(actor=link.pk, at__gte=timezone.now() - WINDOW)
    return written[:CHANGES].count() >= CHANGES
