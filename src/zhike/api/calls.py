"""Endpoint: lets nobody in unauthenticated; Call: one request with the rights of who asks."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhike.access.models import User
from zhike.access.rights import Access, Denied
from zhike.api.authentication import CHALLENGE, authenticate
from zhike.api.problems import Problem, malformed, problem_of
from zhike.ledger.models import Record
from zhike.records.merging.forwarding import survivor_of
from zhike.records.provenance import source_key
from zhike.records.resource import Resource, all_resources

SOURCE = "Zhike-Source"
PLAIN = re.compile(r"[!-~]{1,40}")
log = logging.getLogger(__name__)
ANONYMOUS = frozenset({"openapi"})
"""The names of the routes that answer without credentials: reviewed, and tested to be all."""


def in_api() -> dict[str, Resource]:
    """The record types that the API offers, by name."""
    return {resource.name: resource for resource in all_resources() if resource.in_api}


@dataclass(frozen=True)
class Call:
    """One request, with what its user may see and do."""

    request: HttpRequest
    access: Access

    @property
    def user(self) -> User:
        """Who asks; only an anonymous route has nobody."""
        if self.access.user is None:
            raise Problem("unauthenticated", headers=CHALLENGE)
        return self.access.user

    def resource(self, name: str, verb: str = "read") -> Resource:
        """The record type of this name, on which the user has this verb at all.

        Raises Problem (404) or Denied.
        """
        resource = in_api().get(name)
        if resource is None:
            raise Problem("missing")
        if not self.access.can(resource.model, "read"):
            raise Denied(resource.model.record_type, "read")
        self.must(resource, verb)
        return resource

    def must(self, resource: Resource, verb: str) -> None:
        """Raise Denied unless the user has the verb on this record type."""
        if not self.access.can(resource.model, verb):
            raise Denied(resource.model.record_type, verb)

    def record(self, resource: Resource, id_: UUID, verb: str = "read") -> Any:
        """The record, if it may be seen (else 404) and the verb reaches it (else Denied).

        Reads only, so that a call which is denied has touched nothing.
        """
        found: Record | None = self.access.rows(resource.model).filter(pk=id_).first()
        if found is None:
            into = survivor_of(self.access, resource, id_)
            raise Problem("merged", survivor=str(into)) if into else Problem("missing")
        if verb != "read":
            self.access.require(found, verb)
        return found


Handler = Callable[..., HttpResponseBase]


class Endpoint:
    """What stands at one path: a handler for each method that makes sense there."""

    # Both are checked in authenticate(), where it is known whether a program or a browser asks.
    csrf_exempt = True
    login_required = False

    def __init__(self, *, otherwise: Handler | None = None, **handlers: Handler) -> None:
        """`Endpoint(GET=…, POST=…)`; HEAD is a GET without its body; `otherwise` is any other."""
        if "GET" in handlers:
            handlers["HEAD"] = handlers["GET"]
        self.handlers, self.otherwise = handlers, otherwise

    def __call__(self, request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        """Authenticate, then answer; every error leaves as a problem document."""
        try:
            found = self._answer(request, arguments)
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            _remark(request, problem, error)
            found = problem.response()
        found.headers.setdefault("Cache-Control", "private, no-store")
        return found

    def _answer(self, request: HttpRequest, arguments: Mapping[str, Any]) -> HttpResponseBase:
        access = authenticate(request)
        if access is None:
            match = request.resolver_match
            if match is None or match.url_name not in ANONYMOUS:
                detail = _("Send “Authorization: Bearer” with a token, or log in.")
                raise Problem("unauthenticated", detail, headers=CHALLENGE)
            access = Access(None, "api")
        access.source = _source(request)
        call = Call(request, access)
        handler = self.handlers.get(request.method or "", self.otherwise)
        if handler is None:
            raise Problem("method", headers={"Allow": ", ".join(sorted(self.handlers))})
        return handler(call, **arguments)


def _source(request: HttpRequest) -> str:
    """The system from which the values come, as the caller names it."""
    text = request.headers.get(SOURCE)
    if text is None:
        return ""
    if not PLAIN.fullmatch(text):
        raise malformed(SOURCE, _("Name the source in up to 40 ASCII characters."))
    return source_key(text)


def _remark(request: HttpRequest, problem: Problem, error: Exception) -> None:
    """Say in the program's log what a person should hear of; a denied call writes nothing else."""
    if problem.name in ("conflict", "busy"):
        log.warning("%s %s: %s", request.method, request.path_info, error)
    elif isinstance(error, Denied):
        log.info("denied: %s %s (%s)", request.method, request.path_info, error)


class Answer(HttpResponse):
    """JSON in UTF-8; `record` names the one record that it shows."""

    def __init__(
        self, data: Any, status: int = 200, headers: Mapping[str, str] | None = None,
        record: UUID | None = None,
    ) -> None:  # fmt: skip
        """`data`: plain values."""
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        super().__init__(text, status=status, content_type="application/json", headers=headers)
        self.record = record
