"""What a user chooses: language, time zone, currency of sums, theme, density, password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhike.access import events
from zhike.access.models import User
from zhike.access.models.zones import ZONES
from zhike.base.money import currency_name
from zhike.ledger.current import change_set
from zhike.ledger.models.change_set import Door
from zhike.records.models import ExchangeRate
from zhike.web.requests import PageRequest, address_of

YEAR = 365 * 24 * 3600
LANGUAGES = dict(settings.LANGUAGES)
THEMES = ("auto", "light", "dark")
DENSITIES = ("compact", "", "roomy")


@require_http_methods(["GET", "POST"])
def preferences_page(request: PageRequest) -> HttpResponse:
    """Theme and density stay in this browser; language, time zone and currency with the user."""
    if request.method == "GET":
        return render(request, "web/preferences.html", {"fields": _fields(request)})
    language, zone = request.POST.get("language", ""), request.POST.get("time_zone", "")
    wanted = {"language": language} if language in LANGUAGES else {}
    if zone in dict(ZONES) or not zone:
        wanted["time_zone"] = zone
    currency = request.POST.get("currency", "")
    if not currency or currency in _currencies():
        wanted["currency"] = currency
    prefer(request.user, **wanted)
    with override(language if language in LANGUAGES else None):
        messages.success(request, _("Your preferences are kept."))
    response = redirect("/preferences/")
    for name, known in (("theme", THEMES), ("density", DENSITIES)):
        if request.POST.get(name) in known:
            response.set_cookie(name, request.POST[name], max_age=YEAR, samesite="Lax")
    return response


def _fields(request: PageRequest) -> list[dict[str, Any]]:
    languages = [{"value": "zh-hans", "label": "中文"}, {"value": "en", "label": "English"}]
    themes = [_("As the system"), _("Light"), _("Dark")]
    densities = [_("Compact"), _("Normal"), _("Roomy")]
    return [
        {"kind": "radios", "name": "language", "label": _("Language"), "options": languages,
         "value": request.LANGUAGE_CODE},
        {"kind": "select", "name": "time_zone", "label": _("Time zone"),
         "blank": _("The company's"),
         "options": [{"value": name, "label": str(label)} for name, label in ZONES],
         "value": request.user.time_zone},
        {"kind": "select", "name": "currency", "label": _("Currency of sums"),
         "blank": _("The company's"), "value": request.user.currency,
         "options": [{"value": code, "label": name} for code, name in _currencies().items()],
         "hint": _("Lists, boards and figures are added up in it at the latest rates.")},
        {"kind": "radios", "name": "theme", "label": _("Light or dark"),
         "options": _options(THEMES, themes), "value": request.COOKIES.get("theme", "auto")},
        {"kind": "radios", "name": "density", "label": _("Density"),
         "options": _options(DENSITIES, densities), "value": request.COOKIES.get("density", "")},
    ]  # fmt: skip


def _currencies() -> dict[str, str]:
    """Those whose rate is known, by name."""
    language = "zh-hans" if (get_language() or "zh").startswith("zh") else "en"
    codes = ExchangeRate.objects.order_by("currency").values_list("currency", flat=True)
    return {code: currency_name(code, language) for code in codes.distinct()}


def _options(values: tuple[str, ...], labels: list[str]) -> list[dict[str, str]]:
    return [{"value": v, "label": label} for v, label in zip(values, labels, strict=True)]


def prefer(user: User, **values: str) -> None:
    """Keep the user's language, zone or currency, a change of one's own that needs no right."""
    with change_set(by=user, door=Door.WEB, action="preferences"):
        for name, value in values.items():
            setattr(user, name, value)
        user.save()


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The switch on every page: for good for a user, for this browser at the gate."""
    wanted = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = redirect(target)
    if wanted in LANGUAGES:
        if request.user.is_authenticated:
            prefer(request.user, language=wanted)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=YEAR, samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )  # fmt: skip
    return response


@require_http_methods(["GET", "POST"])
def password_page(request: PageRequest) -> HttpResponse:
    """A new password for oneself; one that an administrator gave must be changed here first."""
    posted = request.POST if request.method == "POST" else None
    form = PasswordChangeForm(request.user, posted)
    if posted is not None and form.is_valid():
        set_password(request.user, form.cleaned_data["new_password1"], by=request.user)
        update_session_auth_hash(request, request.user)
        events.note(events.PASSWORD, user=request.user.pk, address=address_of(request))
        messages.success(request, _("Your password is changed; other sessions have ended."))
        return redirect("/")
    labels = (_("Password so far"), _("New password"), _("New password again"))
    hint = _("At least 8 characters, not only digits, not a common word.")
    fields = [
        {
            "kind": "password", "name": name, "label": label, "required": True,
            "error": next(iter(form.errors.get(name, [])), ""),
            "hint": hint if name == "new_password1" else "",
            "autocomplete": "current-password" if name == "old_password" else "new-password",
        }
        for name, label in zip(form.fields, labels, strict=True)
    ]  # fmt: skip
    context = {"fields": fields, "is_temporary": request.user.is_password_temporary}
    return render(request, "web/password.html", context, status=422 if form.errors else 200)


def set_password(user: User, password: str, *, by: User | None, temporary: bool = False) -> None:
    """Give a password; every session but the present one ends with the old one."""
    with change_set(by=by, door=Door.WEB, action="password"):
        user.set_password(password)
        user.is_password_temporary = temporary
        user.save(action="password")
