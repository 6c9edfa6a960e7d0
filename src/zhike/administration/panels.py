"""What administration adds to the page of a user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.models import ApiToken, User
from zhike.access.rights import ADMINISTER, Access
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
    return {
        "has_password": bool(user.password) and user.has_usable_password(),
        "is_temporary": user.is_password_temporary, "is_active": user.is_active,
        "tokens": ApiToken.objects.filter(user=user).count(),
        "actions": actions,
    }  # fmt: skip


register_panel(
    User,
    Panel(
        "log-in", gettext_lazy("log-in"), 30, "administration/panels/log_in.html", log_in, side=True
    ),
)
