"""Issuing API tokens: their text is shown once and kept nowhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access import events
from zhike.access.models import ApiToken, User
from zhike.base.errors import BadValue
from zhike.records.errors import say
from zhike.records.fieldspec import FieldSpec
from zhike.web import inputs
from zhike.web.part_rows import posted_names
from zhike.web.requests import PageRequest, address_of, resource_or_404
from zhike.web.trails import trail

FIELDS = ("name", "user", "expires_at")


@require_http_methods(["GET", "POST"])
def issue_page(request: PageRequest) -> HttpResponse:
    """For whom, what for, until when; then the token itself, this once."""
    resource = resource_or_404(request, "api-tokens", "create")
    specs = [resource.coded[name] for name in FIELDS]
    values: dict[str, Any] = {"name": "", "user": str(request.user.pk), "expires_at": ""}
    errors: dict[str, str] = {}
    text = ""
    if request.method == "POST":
        values = {spec.name: request.POST.get(spec.name, "") for spec in specs}
        text = _issue(request, specs, values, errors)
    names = posted_names(request.access, {(s, str(values[s.name])) for s in specs if s.target})
    context = {
        "token": text, "trail": trail(request.access, resource, None, _("New API token")),
        "fields": [
            inputs.drawn(s, values[s.name], names, error=errors.get(s.name, "")) for s in specs
        ],
        "end": [{"label": _("Issue"), "tone": "primary", "icon": "key"},
                {"label": _("Cancel"), "url": "/api-tokens/"}],
    }  # fmt: skip
    status = 422 if errors else 200
    response = render(request, "administration/token.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _issue(
    request: PageRequest, specs: list[FieldSpec], values: dict[str, Any], errors: dict[str, str]
) -> str:
    """The token's text; "" where something is wrong, which is then among the errors."""
    parsed: dict[str, Any] = {}
    for spec in specs:
        try:
            parsed[spec.name] = spec.parse(values[spec.name])
        except BadValue as error:
            errors[spec.name] = say(error)
    wanted = parsed.get("user")
    user = User.objects.filter(pk=wanted, is_active=True).first() if wanted else None
    if user is None:
        errors.setdefault("user", _("Choose a colleague."))
    elif user.is_admin and not request.access.everything:
        errors.setdefault("user", _("Only an administrator can issue this."))
    if errors or user is None:
        return ""
    with request.access.change_set("token"):
        text = ApiToken.issue(user, parsed["name"] or "", parsed["expires_at"])
    events.note(
        events.TOKEN, user=user.pk, address=address_of(request), detail=parsed["name"] or ""
    )
    return text
