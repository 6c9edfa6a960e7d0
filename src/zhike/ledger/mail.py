"""The door for mail: Django's own, behind the gate."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from zhike.ledger import outbound


class GuardedMail(BaseEmailBackend):
    """What every mail of this installation goes through, whoever writes it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send them, or raise GateClosed in a restored copy."""
        try:
            outbound.require_open()
        except outbound.GateClosed:
            if self.fail_silently:
                return 0
            raise
        door = get_connection(settings.MAIL_TRANSPORT, fail_silently=self.fail_silently)
        return door.send_messages(email_messages) or 0
