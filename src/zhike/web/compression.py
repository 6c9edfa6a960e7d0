"""Pages and answers travel compressed; files, which mostly are so already, as they are."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SHRINKS = ("text/", "application/json", "application/problem+json", "image/svg")


class Compression(GZipMiddleware):
    """Compresses text that is sent whole.

    A secret beside what a visitor chose would be told by the lengths of many answers (BREACH): the
    page's only one, the token of its forms, is masked anew each time, and Django pads each answer.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leave alone what is streamed, since its length says how much is still to come, and what
        has a version: compressed, its tag would be a weak one, which no program may send back.
        """
        kind = response.headers.get("Content-Type", "")
        if response.streaming or response.has_header("ETag") or not kind.startswith(SHRINKS):
            return response
        return super().process_response(request, response)
