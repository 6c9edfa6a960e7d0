"""What a page's view is given: the request of someone who is logged in, with what they may do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from zhike.access.models import User
from zhike.access.rights import Access, Denied
from zhike.records.merging.forwarding import survivor_of
from zhike.records.resource import Resource, resource_named


class PageRequest(HttpRequest):
    """A request that the doorkeeper let in."""

    access: Access
    htmx: HtmxDetails
    user: User
    viewer: User | None
    """The administrator who looks at the product as `user`; only looks."""


class MergedAway(Http404):
    """The record went into another one, which may be seen."""

    def __init__(self, asked: UUID, survivor: UUID) -> None:
        """Keep both ids."""
        super().__init__()
        self.asked, self.survivor = asked, survivor


def resource_or_404(request: PageRequest, name: str, verb: str = "read") -> Resource:
    """The record type of this name; Denied where the user has not the verb on any of it."""
    try:
        resource = resource_named(name)
    except KeyError:
        raise Http404 from None
    for needed in ("read", verb):
        if not request.access.can(resource.model, needed):
            raise Denied(resource.model.record_type, needed)
    return resource


def record_or_404(request: PageRequest, resource: Resource, id_: UUID, verb: str = "read") -> Any:
    """The record, with its relations; outside the user's sight it does not exist."""
    rows = request.access.rows(resource.model).select_related(*resource.related_columns())
    record = rows.filter(pk=id_).first()
    if record is None:
        into = survivor_of(request.access, resource, id_)
        raise MergedAway(id_, into) if into else Http404
    if verb != "read":
        request.access.require(record, verb)
    return record


def back_or(request: HttpRequest, default: str) -> str:
    """The page of this installation from which one came (`?back=/parties/…/`), else the default."""
    back = request.GET.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else default


def uuid_or_none(text: str) -> UUID | None:
    """An id that a person's browser sent, or None where it is none."""
    try:
        return UUID(text)
    except (ValueError, ValidationError):
        return None


def address_of(request: HttpRequest) -> str:
    """Where the request came from, as far as this machine itself saw it."""
    return str(request.META.get("REMOTE_ADDR") or "")
