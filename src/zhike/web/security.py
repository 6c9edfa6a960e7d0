"""What every answer forbids the browser, and how much a request may carry."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

type_next = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
        "worker-src 'self'",
    )
)


class ContentSecurityPolicy:
    """Lets a page load and run only the installation's own files; a view may be stricter."""

    def __init__(self, get_response: type_next) -> None:
        """Wrap the rest of the program."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with the policy on it."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class BodyLimit:
    """Refuses (413) bodies that are too large to take, before anything reads them.

    Files may have `BODY_MAX_SIZE` bytes in all, other bodies `DATA_UPLOAD_MAX_MEMORY_SIZE`. A body
    without a declared length is read by Django as an empty one.
    """

    def __init__(self, get_response: type_next) -> None:
        """Wrap the rest of the program."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or 413."""
        carries_files = request.content_type == "multipart/form-data"
        limit = settings.BODY_MAX_SIZE if carries_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        try:
            length = int(request.headers.get("Content-Length") or 0)
        except ValueError:
            length = 0
        if length <= limit:
            return self.get_response(request)
        text = _("This is too large: at most %(megabytes)d MB can be sent at once.")
        return HttpResponse(
            text % {"megabytes": limit // 2**20}, status=413, content_type="text/plain"
        )
