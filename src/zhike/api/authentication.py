"""Who asks: a program with a token, or a person's browser with its session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from zhike.access.models import ApiToken
from zhike.access.rights import Access, access_of
from zhike.api.problems import Problem
from zhike.ledger.models.change_set import Door
from zhike.records.entering import lacks_second_step

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Zhike"'}


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check, which says what is missing instead of drawing a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise Problem("denied", _("Send the page's CSRF token as X-CSRFToken."))


def _any_answer(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_check = _TokenCheck(_any_answer)


def authenticate(request: HttpRequest) -> Access | None:
    """What the asker may do, None for nobody.

    Raises Problem: 401 for a token that is not (or no longer) valid, whatever the cookies say; 403
    for an unsafe call by a browser without its CSRF token.
    """
    header = request.headers.get("Authorization")
    if header is not None:
        scheme, _space, text = header.partition(" ")
        user = ApiToken.user_of(text.strip()) if scheme.lower() == "bearer" else None
        if user is None:
            raise Problem("unauthenticated", _("This token is not valid."), headers=CHALLENGE)
        return access_of(user, Door.API)
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated or not person.is_active:
        return None
    if person.is_password_temporary:
        raise Problem("denied", _("Set a password of your own first."))
    access = access_of(person, Door.WEB)
    if lacks_second_step(request.session, person, access.number):
        raise Problem("denied", _("Set up two-step verification first."))
    _check.process_view(request, _any_answer, (), {})
    return access
