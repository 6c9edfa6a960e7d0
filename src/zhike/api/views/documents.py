"""The OpenAPI document: for everybody, or for the user who asks."""

from __future__ import annotations

from functools import cache

from django.http import HttpResponse

from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.openapi import build


@cache
def _for_everybody() -> bytes:
    return Answer(build()).content


def openapi(call: Call) -> HttpResponse:
    """Coded fields for everybody; with credentials, what the user sees, custom fields included."""
    bodies.query(call.request)
    if call.access.user is None:
        return HttpResponse(_for_everybody(), content_type="application/json")
    return Answer(build(call.access))
