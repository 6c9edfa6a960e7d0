"""The access log: who came in, who was refused, what was exported; not records, never changed."""

from __future__ import annotations

from uuid import UUID

from zhike.access.models import AccessEvent

LOGIN, LOGOUT, REFUSED_LOGIN, DENIED = "login", "logout", "login_refused", "denied"
PASSWORD, TOKEN = "password_set", "token_issued"
SECOND_STEP, SECOND_STEP_OFF = "second_step_set", "second_step_off"
SESSIONS_ENDED = "sessions_ended"
LINK, REFUSED_LINK = "link_given", "link_refused"
RESUMED = "sending_resumed"
DUPLICATE_CHECK, DUPLICATE_SHOWN = "duplicate_check", "duplicate_shown"
DIRECTORY_TAKEN, DIRECTORY_REFUSED = "directory_taken", "directory_refused"
VIEW_AS, VIEW_AS_END = "view_as", "view_as_ended"


def note(
    event: str, *, user: UUID | None = None, kind: str = "", record: UUID | None = None,
    detail: str = "", address: str = "",
) -> None:  # fmt: skip
    """Add a line to the access log; never a password, a token or a value of a field."""
    AccessEvent.objects.create(
        event=event, user=user, kind=kind, record=record, detail=detail[:300], address=address[:45]
    )
