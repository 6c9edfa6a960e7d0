"""What an administrator does for who lost the telephone or forgot to log out."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhike.access import events
from zhike.access.granted import ADMINISTER
from zhike.access.models import User
from zhike.access.rights import Denied
from zhike.web.own_security import end_all
from zhike.web.requests import PageRequest, address_of


def whose(request: PageRequest, id_: UUID) -> User:
    """The user; only an administrator touches how an administrator comes in."""
    if not request.access.can(User, ADMINISTER):
        raise Denied(User.record_type, ADMINISTER)
    user: User | None = User.objects.filter(pk=id_).first()
    if user is None:
        raise Http404
    if user.is_admin and not request.access.everything:
        raise Denied(User.record_type, ADMINISTER)
    return user


@require_POST
def reset_second_step(request: PageRequest, id_: UUID) -> HttpResponse:
    """Take the second step off somebody who has lost the telephone, and end their sessions."""
    user = whose(request, id_)
    if Authenticator.objects.filter(user=user).delete()[0]:
        events.note(
            events.SECOND_STEP_OFF, user=user.pk, address=address_of(request),
            detail=f"by {request.user.login}",
        )  # fmt: skip
        end_all(request, user, UserSession.objects.filter(user=user))
    text = _(
        "%(name)s comes in with the password alone until two-step verification is set up anew."
    )
    messages.success(request, text % {"name": user.name})
    return redirect(f"/users/{user.pk}/")


@require_POST
def end_sessions(request: PageRequest, id_: UUID) -> HttpResponse:
    """Log somebody out everywhere, now."""
    user = whose(request, id_)
    sessions = UserSession.objects.filter(user=user)
    count = end_all(request, user, sessions.exclude(session_key=request.session.session_key))
    text = ngettext("%(n)s session has ended.", "%(n)s sessions have ended.", count)
    messages.success(request, text % {"n": count})
    return redirect(f"/users/{user.pk}/")
