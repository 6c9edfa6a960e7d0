"""Problem documents (RFC 9457): the one form in which the API says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Denied
from zhike.ledger.actions import NotNow
from zhike.ledger.models import StaleRecord
from zhike.ledger.undoable import CannotUndo
from zhike.records import undoing
from zhike.records.errors import Duplicate, FieldError, Invalid

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:zhike:problem:"

KINDS: dict[str, tuple[int, str | Promise]] = {
    "malformed": (400, _("The request cannot be read")),
    "invalid": (400, _("Some values cannot be taken")),
    "unauthenticated": (401, _("Log in or give a token")),
    "denied": (403, _("You may not do this")),
    "missing": (404, _("There is nothing here")),
    "method": (405, _("This cannot be done here")),
    "taken": (409, _("This exists already")),
    "not-now": (409, _("This makes no sense now")),
    "in-use": (409, _("Other records need this one")),
    "in-flight": (409, _("The same request is under way")),
    "cannot-undo": (409, _("This cannot be undone")),
    "conflict": (409, _("Someone else was quicker")),
    "merged": (410, _("This was merged into another record")),
    "stale": (412, _("Someone else has changed this")),
    "too-large": (413, _("The request is too large")),
    "media-type": (415, _("Send JSON")),
    "key-reused": (422, _("This Idempotency-Key belongs to another request")),
    "version-needed": (428, _("Say which version you have changed")),
    "fault": (500, _("Something went wrong here")),
    "busy": (503, _("The database is busy")),
}
BY_STATUS = {400: "malformed", 403: "denied", 404: "missing", 405: "method", 413: "too-large"}

DETAILS: dict[str, str | Promise] = {
    "missing": _("There is no such thing, or you may not see it."),
    "not-now": _("Read the record again: it is in a state in which this cannot be done."),
    "merged": _("Use the record that “survivor” names."),
    "conflict": _("Read the record again and repeat your change."),
    "busy": _("Nothing was written. Try again in a moment."),
    "fault": _("Nothing was written. The administrator finds the reason in the log."),
}


class Problem(Exception):
    """An error on its way to the client: a kind of `KINDS`, a sentence, fields, headers."""

    def __init__(
        self, name: str, detail: str | Promise = "", *, errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """`more` are further members of the document, such as `existing`."""
        super().__init__(name)
        self.name, self.detail, self.errors = name, detail, list(errors)
        self.headers, self.more = dict(headers or {}), more

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.name][0]

    def document(self) -> dict[str, Any]:
        """The problem as JSON."""
        found: dict[str, Any] = {
            "type": TYPE_PREFIX + self.name,
            "title": str(KINDS[self.name][1]),
            "status": self.status,
            "detail": str(self.detail or DETAILS.get(self.name, "")),
        }
        if self.errors:
            found["errors"] = [{"field": e.field, "message": e.message} for e in self.errors]
        return found | self.more

    def response(self) -> HttpResponse:
        """The answer."""
        text = json.dumps(self.document(), ensure_ascii=False, separators=(",", ":"))
        return HttpResponse(
            text, status=self.status, content_type=CONTENT_TYPE, headers=self.headers
        )


def malformed(field: str, message: str | Promise) -> Problem:
    """One thing of the request that cannot be read."""
    return Problem("malformed", message, errors=[FieldError(field, str(message))])


def problem_of(error: Exception) -> Problem | None:
    """An exception of the core as a problem; None for a fault of the program."""
    if isinstance(error, Problem):
        return error
    for kind, say in _SAYINGS.items():
        if isinstance(error, kind):
            return say(error)
    return None


def _duplicate(error: Duplicate) -> Problem:
    detail = _("A record with this value exists already.") if error.field else ""
    errors = [FieldError(error.field, str(detail))] if error.field else []
    more: dict[str, Any] = {"existing": str(error.existing)} if error.existing else {}
    return Problem("taken", detail, errors=errors, **more)


def _denied(error: Denied) -> Problem:
    text = _("Your roles do not allow “%(verb)s” here.")
    return Problem("denied", str(text) % {"verb": error.verb})


def _cannot_undo(error: CannotUndo) -> Problem:
    return Problem("cannot-undo", undoing.why_not(error))


def _busy(error: OperationalError) -> Problem | None:
    """SQLite's lock was not to be had in time, or PostgreSQL ended a deadlock."""
    if "locked" in str(error) or getattr(error.__cause__, "sqlstate", "") in _RETRY:
        return Problem("busy", headers={"Retry-After": "1"})
    return None


_RETRY = frozenset({"40001", "40P01", "55P03"})
_SAYINGS: dict[type[Exception], Callable[[Any], Problem | None]] = {
    Denied: _denied,
    Invalid: lambda error: Problem("invalid", errors=error.errors),
    Duplicate: _duplicate,
    NotNow: lambda error: Problem("not-now", error.sentence),
    CannotUndo: _cannot_undo,
    StaleRecord: lambda _error: Problem("conflict"),
    IntegrityError: lambda _error: Problem("conflict"),
    OperationalError: _busy,
    ObjectDoesNotExist: lambda _error: Problem("missing"),
}


class ProblemDocuments:
    """Turns every other error below /api/ into a problem: Django's own, and its middleware's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the program."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, in the API's form."""
        response = self.get_response(request)
        ours = request.path_info.startswith("/api/") and response.status_code >= 400
        if not ours or response.headers.get("Content-Type") == CONTENT_TYPE:
            return response
        name = BY_STATUS.get(response.status_code, "fault")
        with translation.override(translation.get_language_from_request(request)):
            return Problem(name).response()
