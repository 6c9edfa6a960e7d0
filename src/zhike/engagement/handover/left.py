"""On the page of a colleague: that work is left with somebody who has left, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from zhike.access.models import Scope, User
from zhike.access.rights import Access
from zhike.engagement.handover.work import holds_any, resources
from zhike.web.attention import Alert, register_attention
from zhike.web.record_head import register_entry


def of_user(access: Access, user: User) -> Iterator[Alert]:
    """Nobody works on what belongs to somebody who has left."""
    if user.is_active or not holds_any(access, user.pk):
        return
    url = f"/users/{user.pk}/handover/"
    yield Alert(
        _("Work is left here"), _("%(name)s has left, and nobody works on it.") % {"name": user},
        "seal", [{"label": _("Hand it over"), "icon": "swap", "url": url}],
    )  # fmt: skip


def entry(access: Access, user: Any) -> dict[str, Any] | None:
    """The way to hand over one's own work, or that of others for whoever may change it."""
    is_oneself = access.user is not None and access.user.pk == user.pk
    scopes = {access.scope(resource.model, "update") for resource in resources()}
    if not is_oneself and scopes <= {None, Scope.OWN}:
        return None
    return {"label": _("Hand over the work"), "icon": "swap", "url": f"/users/{user.pk}/handover/"}


register_attention(10, User, of_user)
register_entry(User, entry)
