"""The gate for people from outside: nothing but the pages made for them is there.

Whoever comes in for another company (a partner, a customer) reaches what is marked
`for_outsiders`, and how one comes in and out. All else is turned away here, pages and the API
alike; `Access` gives them nothing besides, whatever stands in a page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

View = TypeVar("View", bound=Callable[..., Any])

OWN = frozenset({
    "login", "account_login", "logout", "password", "set_language", "manifest", "mfa_authenticate",
    "mfa_index", "end_sessions", "account_reauthenticate", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "understood",
})  # fmt: skip
"""How one comes in, proves who one is, and goes, and what a form makes of a date that is typed: by
the names of the routes."""
SHELL, PLAIN_SHELL = "shell.html", "outside.html"
_entries: list[tuple[int, str | Promise, str, str]] = []


def for_outsiders(view: View) -> View:
    """Mark a page as made for people from outside; it shows what their `Access` reaches."""
    view.for_outsiders = True  # type: ignore[attr-defined]
    return view


def register_outside(rank: int, label: str | Promise, url: str, icon: str) -> None:
    """Give people from outside a place; the first one is where they come in."""
    _entries.append((rank, label, url, icon))
    _entries.sort(key=lambda entry: entry[0])


def entries(path: str) -> list[dict[str, Any]]:
    """Their places; the current one is that with the longest address that fits."""
    found: list[dict[str, Any]] = [
        {"label": label, "url": url, "icon": icon} for _rank, label, url, icon in _entries
    ]
    fitting = [entry for entry in found if path.startswith(entry["url"])]
    if fitting:
        max(fitting, key=lambda entry: len(entry["url"]))["current"] = True
    return found


def turned_away(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
    """None for colleagues and for what outsiders may open; else their first page, or nothing."""
    if not getattr(request.user, "represents", ""):
        return None
    match = request.resolver_match
    if getattr(view, "for_outsiders", False) or (match and match.url_name in OWN):
        return None
    is_page = request.method == "GET" and getattr(view, "login_required", True)
    if not is_page or getattr(request, "htmx", None) or not _entries:
        raise Http404
    return redirect(_entries[0][2])
