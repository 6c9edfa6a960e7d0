"""The doorkeeper: every page asks who one is, except the few that are marked otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from zhike.access import events
from zhike.access.models import User
from zhike.access.rights import Denied, access_of
from zhike.ledger.models.change_set import Door
from zhike.records.currencies import show_sums_in
from zhike.records.entering import company_zone, lacks_second_step
from zhike.web import outsiders, own_security, view_as
from zhike.web.requests import MergedAway, PageRequest, address_of

type_view = Callable[..., HttpResponseBase]
CHANGE_PASSWORD = "/preferences/password/"  # noqa: S105 — an address
WITH_TEMPORARY = frozenset({CHANGE_PASSWORD, "/logout/", "/preferences/language/"})
SECURITY = "/preferences/security/"


class Doorkeeper(LoginRequiredMiddleware):
    """Lets in who is logged in and active, speaks their language, knows what they may do.

    A view is open to all only where it is marked `login_not_required`; the API asks by itself.
    """

    def process_view(  # type: ignore[override]
        self, request: PageRequest, view: type_view, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None for those who may go on."""
        user, request.viewer = request.user, None
        timezone.deactivate()  # Threads are many people's.
        show_sums_in("")
        if not user.is_authenticated and SESSION_KEY in request.session:
            # Deactivated meanwhile: the session must not revive with the user.
            request.session.flush()
        refused = super().process_view(request, view, args, kwargs)
        if refused is not None or not user.is_authenticated:
            return refused
        viewed = view_as.viewed(request, user)
        if user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        request.access = access_of(user, Door.WEB)
        timezone.activate(user.time_zone or company_zone(request.access.number))
        show_sums_in(user.currency)
        if viewed is not None:
            request.user, request.viewer = viewed, user
            request.access = access_of(viewed, Door.WEB)
            return outsiders.turned_away(request, view) or view_as.refusal(request)
        if (elsewhere := outsiders.turned_away(request, view)) is not None:
            return elsewhere
        if not getattr(view, "login_required", True) or request.path in WITH_TEMPORARY:
            return None
        return self._first(request, user)

    def _first(self, request: PageRequest, user: User) -> HttpResponse | None:
        """The page that must be seen to before any other."""
        if user.is_password_temporary:
            return redirect(CHANGE_PASSWORD)
        own_security.keep_seen(request)
        if request.path.startswith(SECURITY):
            return None
        if lacks_second_step(request.session, user, request.access.number):
            return redirect(SECURITY)
        return None

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view: type_view
    ) -> HttpResponseBase:
        """To the log-in page and back; a fragment takes the whole page there."""
        target = request.get_full_path() if request.method == "GET" else "/"
        htmx = getattr(request, "htmx", None)
        if htmx:
            target = htmx.current_url_abs_path or "/"
        address = f"{settings.LOGIN_URL}?{urlencode({'next': target})}"
        return HttpResponseClientRedirect(address) if htmx else redirect(address)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A verb that is not granted is 403 and stands in the access log.

        Who asks for a record that was merged comes to the other one.
        """
        if isinstance(error, MergedAway):
            return _led_on(request, error)
        if not isinstance(error, Denied):
            return None
        user = getattr(request, "viewer", None) or request.user
        events.note(
            events.DENIED, user=user.pk, kind=error.kind, detail=f"{error.verb} {request.path}",
            address=address_of(request),
        )  # fmt: skip
        return render(request, "403.html", status=403)


def _led_on(request: HttpRequest, merged: MergedAway) -> HttpResponse | None:
    """The same page of the survivor; not for good, since a merge can be taken back.

    What was sent to the other one is not done to this: its person looks first.
    """
    into = request.get_full_path().replace(str(merged.asked), str(merged.survivor), 1)
    if request.method == "GET":
        if not getattr(request, "htmx", None):
            messages.info(request, _("The record that you opened was merged into this one."))
        return redirect(into)
    messages.warning(
        request,
        _("The record was merged into this one meanwhile; nothing was written. Look first."),
    )
    target = "/".join(into.split("/")[:3]) + "/"
    return (
        HttpResponseClientRedirect(target) if getattr(request, "htmx", None) else redirect(target)
    )
