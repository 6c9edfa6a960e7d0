"""The page of a link: open to whoever has its address, to nobody else."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhike.access.rights import Denied
from zhike.engagement.models import LinkViews
from zhike.engagement.public import slowing
from zhike.engagement.public.opening import Opened, opened
from zhike.ledger.actions import NotNow
from zhike.records.entering import company_zone
from zhike.records.errors import Invalid
from zhike.records.models import Company
from zhike.web.dates import day_text
from zhike.web.requests import address_of

HEADERS = {
    "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}  # fmt: skip
SPOKEN = {"en": "English", "zh-hans": "中文"}
GONE, SLOW = "engagement/public/gone.html", "engagement/public/slow.html"


# Its address is the whole authority: a cookie or a session adds nothing, so that nobody else's page
# can make a browser send what it could not send itself.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def public_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the link shows; what is wrong, over or revoked is one and the same 404."""
    address = address_of(request)
    with ExitStack() as stack:
        stack.enter_context(translation.override(language_of(request)))
        if slowing.guesses_too_much(address):
            return answer(request, SLOW, {}, 429)
        found = opened(token)
        if found is None:
            slowing.note_guess(address)
            return answer(request, GONE, {}, 404)
        stack.enter_context(timezone.override(company_zone(found.access.number)))
        if request.method == "POST":
            return _written(request, found)
        # One of the house who tries the link is no visitor.
        if request.method == "GET" and not request.user.is_authenticated:
            LinkViews.note(found.link)
        return _shown(request, found)


def language_of(request: HttpRequest) -> str:
    """The one chosen on the page, else the one that the browser asks for."""
    chosen = request.GET.get("lang", "")
    return chosen if chosen in SPOKEN else translation.get_language() or settings.LANGUAGE_CODE


def _written(request: HttpRequest, found: Opened) -> HttpResponse:
    """One deed of the page's own; then the page anew, so that a reload repeats nothing."""
    deed = found.page.deeds.get(request.POST.get("deed", ""))
    if deed is None:
        return answer(request, GONE, {}, 404)
    if slowing.writes_too_much(found.link):
        return answer(request, SLOW, {}, 429)
    try:
        deed(found.access, found.record, request.POST.dict())
    except NotNow:
        pass  # Somebody was faster, or pressed twice: it is so already.
    except Invalid as invalid:
        return _shown(request, found, {e.field: e.message for e in invalid.errors})
    except (Denied, ObjectDoesNotExist):
        return answer(request, GONE, {}, 404)
    return sealed(redirect(request.get_full_path()))


def _shown(
    request: HttpRequest, found: Opened, errors: dict[str, str] | None = None
) -> HttpResponse:
    context = {
        "data": found.page.context(found.access, found.record), "link": found.link,
        "until": day_text(timezone.localtime(found.link.expires_at).date(), weekday=False),
        "errors": errors or {}, "posted": request.POST if errors else {},
    }  # fmt: skip
    return answer(request, found.page.template, context, 422 if errors else 200)


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    """A page in the plain shell for people outside: no cookie, no trace, no index."""
    language = translation.get_language() or ""
    frame = {
        "company": Company.here().name or _("Zhike"), "csrf_token": "",
        "languages": [
            {"code": code, "label": label} for code, label in SPOKEN.items() if code != language
        ],
    }  # fmt: skip
    return sealed(render(request, template, frame | context, status=status))


def sealed(response: HttpResponse) -> HttpResponse:
    """An answer that tells nobody where it came from, and that nobody keeps."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
