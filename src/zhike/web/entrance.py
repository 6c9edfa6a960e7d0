"""Coming in and going out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from zhike.access import events
from zhike.records.models import Company
from zhike.web import guessing, second_step
from zhike.web.requests import address_of

demo_logins: list[Callable[[], list[dict[str, str]]]] = []
"""Who may come in at the demo company's gate; the demo adds its own."""


class LogInForm(AuthenticationForm):
    """Name and password; too many wrong ones must wait a quarter of an hour."""

    def clean(self) -> dict[str, Any]:
        """The user, or why not."""
        login = str(self.cleaned_data.get("username") or "")
        address = address_of(self.request) if self.request else ""
        guessing.refuse_if_slowed(login, address)
        try:
            return super().clean()
        except ValidationError:
            events.note(events.REFUSED_LOGIN, detail=login, address=address)
            raise


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
        """In, or on to the second step."""
        return second_step.enter(self.request, form.get_user(), self.get_success_url())


class LogOut(views.LogoutView):
    """The way out."""

    next_page = "/login/"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """End the session and note it."""
        events.note(events.LOGOUT, user=request.user.pk, address=address_of(request))
        return super().post(request, *args, **kwargs)
