"""One-time passwords: made here, shown once, changed by the user at the next log-in."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access import events
from zhike.access.models import User
from zhike.administration.entering import whose
from zhike.records.resource import resource_for
from zhike.web.preferences import set_password
from zhike.web.requests import PageRequest, address_of
from zhike.web.trails import trail

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, IN_A_GROUP = 4, 4


def one_time_password() -> str:
    """Sixteen letters and digits that can be read out on the telephone (79 bits)."""
    return "-".join(
        "".join(secrets.choice(LETTERS) for _letter in range(IN_A_GROUP))
        for _group in range(GROUPS)
    )


@require_http_methods(["GET", "POST"])
def password_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """GET: what will happen. POST: a new one-time password, shown this once."""
    user = whose(request, id_)
    password = ""
    if request.method == "POST":
        password = one_time_password()
        set_password(user, password, by=request.user, temporary=True)
        events.note(events.PASSWORD, user=user.pk, address=address_of(request),
                    detail=f"by {request.user.login}")  # fmt: skip
    context = {
        "whose": user, "password": password,
        "trail": trail(request.access, resource_for(User), user, _("One-time password")),
    }  # fmt: skip
    response = render(request, "administration/password.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
