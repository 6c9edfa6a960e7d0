"""How one comes in: the second step, and where one is logged in at the moment."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhike.access import events
from zhike.access.models import User
from zhike.records.entering import must_have_second_step
from zhike.web.dates import moment_text
from zhike.web.requests import PageRequest, address_of

SEEN, SEEN_EVERY = "seen", 600
"""When a session was last written down as used; every ten minutes, not with every page."""
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("wxwork", "WeCom"), ("DingTalk", "DingTalk"),
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def begin_seen(request: HttpRequest) -> None:
    """A session has begun."""
    request.session[SEEN] = int(time.time())


def keep_seen(request: HttpRequest) -> None:
    """Write down that the session is used."""
    seen = request.session.get(SEEN)
    if seen is not None and time.time() - seen > SEEN_EVERY:
        begin_seen(request)
        UserSession.objects.create_from_request(request)


def security_page(request: PageRequest) -> HttpResponse:
    """The second step and its recovery codes, the sessions with a way to end each."""
    known = {a.type: a for a in Authenticator.objects.filter(user=request.user)}
    codes = known.get(Authenticator.Type.RECOVERY_CODES)
    sessions = sessions_of(request.user)
    here = request.session.session_key
    if all(session.session_key != here for session in sessions):  # begun before they were kept
        sessions.insert(0, UserSession(
            user=request.user, session_key=here, ip=address_of(request),
            user_agent=request.headers.get("User-Agent", ""),
        ))  # fmt: skip
    context = {
        "has_second_step": Authenticator.Type.TOTP in known,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "must": must_have_second_step(request.user, request.access.number),
        "sessions": [line(session, here) for session in sessions],
    }
    return render(request, "web/security.html", context)


def sessions_of(user: User) -> list[UserSession]:
    """Where this user is logged in, the latest used first; what has ended is swept away."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)


def line(session: UserSession, here: str | None = None) -> dict[str, Any]:
    """A session in words."""
    return {
        "id": session.pk, "device": device(session.user_agent), "address": session.ip,
        "is_here": session.session_key == here,
        "since": moment_text(session.created_at), "seen": moment_text(session.last_seen_at),
    }  # fmt: skip


def device(user_agent: str) -> str:
    """A browser's and a system's name, as far as they say them."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system))) or (
        re.split(r"[\s/(]", user_agent.strip(), maxsplit=1)[0][:40] or _("unknown program")
    )


@require_POST
def end_sessions(request: PageRequest) -> HttpResponse:
    """End the session that is named, or all but this one."""
    others = UserSession.objects.filter(user=request.user)
    others = others.exclude(session_key=request.session.session_key)
    if "session" in request.POST:
        named = request.POST["session"]
        others = others.filter(pk=int(named)) if named.isdecimal() and len(named) < 19 else None
        if not others:
            raise Http404
    count = end_all(request, request.user, others)
    text = ngettext("%(n)s session has ended.", "%(n)s sessions have ended.", count)
    messages.success(request, text % {"n": count})
    return redirect("/preferences/security/")


def end_all(request: PageRequest, user: User, sessions: Any) -> int:
    """End these sessions of a user now, and note it; how many there were."""
    found = list(sessions)
    for session in found:
        session.end()
    if found:
        by = "" if user == request.user else f"by {request.user.login}"
        events.note(events.SESSIONS_ENDED, user=user.pk, address=address_of(request), detail=by)
    return len(found)
