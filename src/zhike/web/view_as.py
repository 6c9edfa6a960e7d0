"""View as: an administrator sees the product as a colleague does, and only looks.

The doorkeeper puts the colleague in the administrator's place for the time of a request and
refuses whatever writes. Whoever looked as whom stands in the access log.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhike.access import events
from zhike.access.models import User
from zhike.web.requests import PageRequest, address_of

KEY = "view_as"
END = "/view-as/end/"
LEAVING = frozenset({END, "/logout/"})
SAFE = ("GET", "HEAD", "OPTIONS")
PRIVATE = ("/preferences/password/", "/preferences/security/", "/api-tokens/", "/export/")
"""What is not even looked at: where one becomes somebody, and files that are made for one."""


def begin(request: HttpRequest, viewer: User, user: User) -> None:
    """From the next page on the administrator looks as this user."""
    request.session[KEY] = str(user.pk)
    events.note(
        events.VIEW_AS, user=viewer.pk, kind=User.record_type, record=user.pk, detail=user.login,
        address=address_of(request),
    )  # fmt: skip


def viewed(request: HttpRequest, viewer: User) -> User | None:
    """As whom this administrator looks at the moment, if at all."""
    id_ = request.session.get(KEY)
    if id_ is None or not viewer.is_admin or request.path in LEAVING:
        return None
    return User.objects.filter(pk=id_, is_active=True).first()


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer to what one who only looks may not do."""
    if request.method in SAFE and not request.path.startswith(PRIVATE):
        return None
    return render(request, "web/only_looking.html", status=403)


@require_POST
def end(request: PageRequest) -> HttpResponse:
    """Be oneself again."""
    user = User.objects.filter(pk=request.session.pop(KEY, None)).first()
    if user is None:
        return redirect("/")
    events.note(
        events.VIEW_AS_END, user=request.user.pk, kind=User.record_type, record=user.pk,
        detail=user.login, address=address_of(request),
    )  # fmt: skip
    messages.success(request, _("You are yourself again."))
    return redirect(f"/users/{user.pk}/")
