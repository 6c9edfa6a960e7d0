"""The door through which an administrator begins to look as a colleague."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhike.access.granted import ADMINISTER
from zhike.access.models import User
from zhike.access.rights import Denied
from zhike.web import view_as
from zhike.web.requests import PageRequest


@require_POST
def begin(request: PageRequest, id_: UUID) -> HttpResponse:
    """Look as this user: for administrators alone, who see everything anyway."""
    if not request.user.is_admin:
        raise Denied(User.record_type, ADMINISTER)
    user = User.objects.filter(pk=id_, is_active=True).first()
    if user is None:
        raise Http404
    view_as.begin(request, request.user, user)
    return redirect("/")
