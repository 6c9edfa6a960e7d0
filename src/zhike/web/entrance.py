"""Coming in and going out; guessing passwords is slowed down, nobody is locked out for long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from zhike.access import events
from zhike.access.models import AccessEvent, User
from zhike.records.models import Company
from zhike.web.requests import address_of

WINDOW = dt.timedelta(minutes=15)
FOR_ACCOUNT, FOR_ADDRESS = 10, 100
LOOPBACK = ("127.0.0.1", "::1", "")

demo_logins: list[Callable[[], list[dict[str, str]]]] = []
"""Who may come in at the demo company's gate; the demo adds its own."""


class LogInForm(AuthenticationForm):
    """Name and password; too many wrong ones must wait a quarter of an hour."""

    def clean(self) -> dict[str, Any]:
        """The user, or why not."""
        login = str(self.cleaned_data.get("username") or "")
        address = address_of(self.request) if self.request else ""
        if is_slowed(login, address):
            raise ValidationError(
                _("Too many wrong attempts. Wait a quarter of an hour, or ask an administrator.")
            )
        try:
            return super().clean()
        except ValidationError:
            events.note(events.REFUSED_LOGIN, detail=login, address=address)
            raise


def is_slowed(login: str, address: str) -> bool:
    """Whether too many attempts failed of late, for this account or from this place."""
    recent = AccessEvent.objects.filter(event=events.REFUSED_LOGIN, at__gte=timezone.now() - WINDOW)
    if recent.filter(detail=login[:300])[:FOR_ACCOUNT].count() >= FOR_ACCOUNT:
        return True
    # Behind a proxy everybody comes from this machine: that says nothing of one person.
    if address in LOOPBACK:
        return False
    return recent.filter(address=address)[:FOR_ADDRESS].count() >= FOR_ADDRESS


@method_decorator(login_not_required, name="dispatch")
class LogIn(views.LoginView):
    """The gate."""

    authentication_form = LogInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The company's name, and the demo's people where there is a demo."""
        found = super().get_context_data(**kwargs)
        found["company"] = Company.here().name
        found["demo_logins"] = [person for give in demo_logins for person in give()]
        return found

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let the user in and note it."""
        user: User = form.get_user()
        events.note(events.LOGIN, user=user.pk, address=address_of(self.request))
        answer: HttpResponse = super().form_valid(form)
        return answer


class LogOut(views.LogoutView):
    """The way out."""

    next_page = "/login/"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """End the session and note it."""
        events.note(events.LOGOUT, user=request.user.pk, address=address_of(request))
        return super().post(request, *args, **kwargs)
