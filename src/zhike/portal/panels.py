"""On a partner's page: who of theirs comes in, for those who let them in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.portal.inviting import may_invite, people_of
from zhike.web.panels import Panel, register_panel

MOST = 20


def people(access: Access, party: Party) -> dict[str, Any] | None:
    """Their people with the way in, and out."""
    if not may_invite(access, party):
        return None
    url = f"/parties/{party.pk}/portal-people/"
    known = people_of(party).order_by("-is_active", "name_sort", "pk")[:MOST]
    return {
        "people": [
            {"name": user.name, "login": user.login, "is_active": user.is_active,
             "end": {"label": _("End access"), "method": "post", "size": "small",
                     "url": f"{url}{user.pk}/end/"}}
            for user in known
        ],
        "actions": [{"label": _("Invite"), "icon": "plus", "url": url, "size": "small"}],
    }  # fmt: skip


register_panel(
    Party,
    Panel("portal-people", gettext_lazy("people in the portal"), 36, "portal/people.html", people,
          side=True),
)  # fmt: skip
