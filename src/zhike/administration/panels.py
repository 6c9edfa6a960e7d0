"""What administration adds to the page of a user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from zhike.access.models import ApiToken, User
from zhike.access.rights import ADMINISTER, Access
from zhike.records.entering import has_second_step
from zhike.web.own_security import line
from zhike.web.panels import Panel, register_panel


def log_in(access: Access, user: Any) -> Mapping[str, Any] | None:
    """How the user comes in, for whoever administers users."""
    if not access.can(User, ADMINISTER):
        return None
    actions = [
        {"label": _("One-time password"), "icon": "key", "url": f"/users/{user.pk}/password/"},
        {"label": _("What this user may do"), "icon": "eye", "url": f"/access/?user={user.pk}"},
    ]
    if access.everything and user.is_active and access.user and user.pk != access.user.pk:
        url = f"/users/{user.pk}/view-as/"
        actions.append({"label": _("View as"), "icon": "user", "url": url, "method": "post"})
    sessions = UserSession.objects.purge_and_list(user)
    has_step = has_second_step(user)
    if sessions:
        actions.append({"label": _("End all sessions"), "icon": "logout", "method": "post",
                        "url": f"/users/{user.pk}/sessions/"})  # fmt: skip
    if has_step:
        actions.append({"label": _("Reset two-step verification"), "icon": "lock", "method": "post",
                        "url": f"/users/{user.pk}/second-step/"})  # fmt: skip
    return {
        "has_second_step": has_step, "sessions": [line(session) for session in sessions],
        "has_password": bool(user.password) and user.has_usable_password(),
        "is_temporary": user.is_password_temporary, "is_active": user.is_active,
        "tokens": ApiToken.objects.filter(user=user).count(),
        "actions": actions,
    }  # fmt: skip


register_panel(User, Panel(30, "administration/panels/log_in.html", log_in, side=True))
