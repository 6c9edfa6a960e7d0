"""What administration adds to the pages of a user and of a role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.granted import ADMINISTER
from zhike.access.models import ApiToken, Owned, Role, User
from zhike.access.rights import MANY, Access
from zhike.records.entering import has_second_step
from zhike.records.models import Company, NumberRule
from zhike.records.numbering import upcoming
from zhike.records.resource import all_resources
from zhike.web.links import list_url
from zhike.web.own_security import line
from zhike.web.panels import Panel, register_panel

MOST = 30
"""So many names are written out."""


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


def owned(access: Access, user: Any) -> Mapping[str, Any] | None:
    """What a colleague answers for, with the lists in which it is handed over."""
    if not access.can(User, ADMINISTER):
        return None
    lines = []
    for resource in all_resources():
        if resource.page_rank > 0 and issubclass(resource.model, Owned):
            if not access.can(resource.model, "read"):
                continue
            mine = access.rows(resource.model).filter(owner=user.pk)
            count = mine[: MANY + 1].count()
            of = {"all": [{"field": "owner", "op": "eq", "value": str(user.pk)}]}
            lines.append({
                "label": resource.label_plural, "url": list_url(resource, filter=of),
                "count": f"{MANY}+" if count > MANY else str(count),
            })  # fmt: skip
    return {"lines": lines, "has_left": not user.is_active}


def without_second_step(access: Access, _company: Any) -> Mapping[str, Any] | None:
    """Who comes in with a password alone: whom to ask before the company asks everybody."""
    if not access.can(User, ADMINISTER):
        return None
    keys = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    active = User.objects.filter(is_active=True)
    without = active.filter(~Exists(keys)).order_by("name", "pk")
    count, everybody = without.count(), active.count()
    return {
        "people": [{"name": user.name, "url": f"/users/{user.pk}/"} for user in without[:MOST]],
        "more": max(count - MOST, 0), "with": everybody - count, "everybody": everybody,
    }  # fmt: skip


def alike(access: Access, role: Any) -> Mapping[str, Any] | None:
    """A new role that begins with the rights of this one."""
    if not access.can(Role, "create"):
        return None
    return {"action": {"label": _("New role like this"), "icon": "copy",
                       "url": f"/roles/new/?like={role.pk}"}}  # fmt: skip


def next_numbers(_access: Access, rule: Any) -> Mapping[str, Any] | None:
    """What comes next by this rule, today: one of each count that has begun."""
    return {"numbers": list(upcoming(rule))}


for _model, _panel in (
    (NumberRule, Panel("next-numbers", gettext_lazy("next number"), 15,
                       "administration/panels/next_numbers.html", next_numbers)),
    (User, Panel("owned", gettext_lazy("what they answer for"), 35,
                 "administration/panels/owned.html", owned, side=True)),
    (Company, Panel("without-second-step", gettext_lazy("two-step verification"), 30,
                    "administration/panels/without.html", without_second_step, side=True)),
    (Role, Panel("alike", gettext_lazy("new role like this"), 30,
                 "administration/panels/alike.html", alike, side=True)),
    (User, Panel("log-in", gettext_lazy("log-in"), 30,
                 "administration/panels/log_in.html", log_in, side=True)),
):  # fmt: skip
    register_panel(_model, _panel)
