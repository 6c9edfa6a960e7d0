"""The second step of logging in: a code of the telephone, after the password.

allauth keeps the keys and judges the codes (ADR 0014); here is what it has to know of us.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ReauthenticateForm as ReauthenticatePasswordForm
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from zhike.access import events
from zhike.access.freshness import rights_number
from zhike.access.models import User
from zhike.base.sealing import seal, unseal
from zhike.records.entering import must_have_second_step
from zhike.records.models import Company
from zhike.web import guessing, own_security
from zhike.web.requests import address_of

PURPOSE = "second step"
SAID = {
    "mfa/messages/totp_activated.txt": (
        events.SECOND_STEP, _("From now on a code of your telephone is asked at log-in.")),
    "mfa/messages/totp_deactivated.txt": (
        events.SECOND_STEP_OFF, _("Your password alone lets you in again.")),
}  # fmt: skip


def enter(request: HttpRequest, user: User, target: str) -> HttpResponse:
    """Go on after the right password: in, or first to the page that asks for the code."""
    login = Login(user=user, redirect_url=target)
    answer: HttpResponse = perform_password_login(request, {"username": user.login}, login)
    return answer


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Who comes in, as allauth asks: nobody signs up, addresses are what this machine saw."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Administrators make users."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """The session begins: it is noted, and a new token protects its forms."""
        super().login(request, user)
        own_security.begin_seen(request)
        events.note(events.LOGIN, user=user.pk, address=address_of(request))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address; one of no machine where the server was asked through a file."""
        return address_of(request) or "0.0.0.0"  # noqa: S104 — nothing listens there

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        *args: Any, **more: Any,
    ) -> None:  # fmt: skip
        """What was done stands in the access log and is said in our own words."""
        said = SAID.get(message_template or "")
        if said is not None:
            event, text = said
            events.note(event, user=request.user.pk, address=address_of(request))
            messages.success(request, text)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The access log has it."""


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """Keys of the second step: under the company's name, and never in clear in the database."""

    def get_totp_label(self, user: User) -> str:
        """Which account it is among those of the telephone."""
        return user.login

    def get_totp_issuer(self) -> str:
        """Whose it is."""
        return Company.here().name or "Zhike"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not where the company wants it."""
        return not must_have_second_step(authenticator.user, rights_number())

    def encrypt(self, text: str) -> str:
        """With the installation's secret."""
        return seal(text, settings.SECRET_KEY, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The reverse; a key written with another secret raises ValueError."""
        return unseal(encrypted_text, settings.SECRET_KEY, PURPOSE)


def _slowly(user: User, check: Callable[[], str]) -> str:
    """What a check lets pass; guessing waits as at the gate, and is noted."""
    address = address_of(context.request)
    guessing.refuse_if_slowed(user.login, address)
    try:
        return check()
    except ValidationError:
        events.note(events.REFUSED_LOGIN, detail=user.login, address=address)
        raise


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code after the password: the telephone's, or a recovery code, which serves once."""

    def clean_code(self) -> str:
        """The code, or why not."""
        return _slowly(self.user, super().clean_code)


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The same code, asked again before what matters."""

    def clean_code(self) -> str:
        """The code, or why not."""
        return _slowly(self.user, super().clean_code)


class PasswordAgainForm(ReauthenticatePasswordForm):  # type: ignore[misc]
    """The password, asked again before what matters."""

    def clean_password(self) -> str:
        """The password, or why not."""
        return _slowly(self.user, super().clean_password)
