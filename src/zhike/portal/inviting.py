"""Letting a partner's people in, and out again: from the partner's own page.

Whoever may decide about the partner's registrations may do it: no administrator is needed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhike.access import events
from zhike.access.models import User
from zhike.access.rights import Access, Denied
from zhike.administration.passwords import one_time_password
from zhike.ledger.fields import RecordRef
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import title
from zhike.sales.actions.registration import DECIDE
from zhike.sales.models import DealRegistration
from zhike.web.own_security import end_all
from zhike.web.requests import PageRequest, address_of, record_or_404, resource_or_404
from zhike.web.trails import trail

LONGEST = 100


def may_invite(access: Access, party: Party) -> bool:
    """Whether this reader lets people of this partner in."""
    decides = access.can(DealRegistration, DECIDE)
    return decides and "partner" in (party.roles or []) and access.reaches(party, "update")


def _partner(request: PageRequest, id_: UUID) -> Party:
    resource = resource_or_404(request, "parties")
    party: Party = record_or_404(request, resource, id_, "update")
    if not request.access.can(DealRegistration, DECIDE):
        raise Denied(DealRegistration.record_type, DECIDE)
    if "partner" not in (party.roles or []):
        raise Http404
    return party


@require_http_methods(["GET", "POST"])
def invite_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """GET: who is to come in. POST: a user who reaches the portal alone, with a password for once.

    The password is shown this once.
    """
    party = _partner(request, id_)
    errors: dict[str, str] = {}
    made: User | None = None
    password = ""
    if request.method == "POST":
        said = {name: request.POST.get(name, "").strip() for name in ("name", "login")}
        errors = _wrong(said)
        if not errors:
            password = one_time_password()
            made = _let_in(request, party, said, password)
    context = {
        "partner": title(request.access, party), "url": f"/parties/{party.pk}/", "made": made,
        "password": password, "fields": _fields(request, errors),
        "trail": trail(request.access, resource_for(Party), party, _("Invite to the portal")),
    }  # fmt: skip
    response = render(request, "portal/invite.html", context, status=422 if errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _wrong(said: dict[str, str]) -> dict[str, str]:
    errors = {name: _("Fill this in.") for name, text in said.items() if not text}
    errors |= {name: _("This is too long.") for name, text in said.items() if len(text) > LONGEST}
    if "login" not in errors and User.objects.filter(login=said["login"]).exists():
        errors["login"] = _("Somebody logs in by this name already.")
    return errors


def _let_in(request: PageRequest, party: Party, said: dict[str, str], password: str) -> User:
    with request.access.change_set("invite"):
        user = User(**said, represents=RecordRef.to(party), is_password_temporary=True)
        user.set_password(password)
        user.save()
    _noted(request, user)
    return user


def _noted(request: PageRequest, user: User) -> None:
    events.note(events.PASSWORD, user=user.pk, address=address_of(request),
                detail=f"by {request.user.login}")  # fmt: skip


def _fields(request: PageRequest, errors: dict[str, str]) -> list[dict[str, Any]]:
    hint = _("Their email address or mobile number is remembered best.")
    return [
        {"kind": "text", "name": name, "label": label, "hint": hint if name == "login" else "",
         "value": request.POST.get(name, ""), "error": errors.get(name, ""), "required": True,
         "maximum_length": LONGEST}
        for name, label in (("name", _("Name")), ("login", _("Log-in name")))
    ]  # fmt: skip


@require_POST
def end(request: PageRequest, id_: UUID, user_id: UUID) -> HttpResponse:
    """Let somebody of the partner in no longer: what they entered stays."""
    party = _partner(request, id_)
    user = people_of(party).filter(pk=user_id, is_active=True).first()
    if user is None:
        raise Http404
    with request.access.change_set("deactivate"):
        user.deactivate()
    end_all(request, user, UserSession.objects.filter(user=user))
    messages.success(request, _("%(name)s comes in no longer.") % {"name": user.name})
    return redirect(f"/parties/{party.pk}/")


def people_of(party: Party) -> Any:
    """Those who come in for a partner."""
    return User.objects.filter(represents=RecordRef.to(party))
