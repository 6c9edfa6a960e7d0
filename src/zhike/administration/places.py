"""The places of administration in the navigation, and the page that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.granted import ADMINISTER
from zhike.access.models import ApiToken, Role, Team, User
from zhike.access.rights import Access, Denied
from zhike.ledger.models import Record
from zhike.records.models import (
    Absence,
    BrandTemplate,
    Company,
    CustomField,
    ExchangeRate,
    LegalEntity,
    NumberRule,
    PageLayout,
    Tag,
    WorkCalendar,
)
from zhike.web.commands import Command, register_action, register_place
from zhike.web.navigation import FOOT, Entry, register_entry
from zhike.web.requests import PageRequest


@dataclass(frozen=True)
class Place:
    """A page of administration, for whoever administers what it is about."""

    label: str | Promise
    text: str | Promise
    url: str
    icon: str
    model: type[Record]
    everything: bool = False
    """Only for administrators, whatever a role allows."""


PLACES = [
    Place(_("Users"), _("who works here, their roles and log-ins"), "/users/", "user", User),
    Place(_("Teams"), _("regions, offices, departments"), "/teams/tree/", "team", Team),
    Place(_("Roles"), _("who sees and does what, and how far"), "/roles/", "role", Role),
    Place(_("Rights that came with updates"),
          _("what shipped roles may do and yours may not: take it over"), "/roles/suggested/",
          "role", Role, everything=True),
    Place(_("Custom fields"), _("fields of your own, at once everywhere"), "/custom-fields/",
          "field", CustomField),
    Place(_("Page layouts"), _("which panels and facts a record's page shows to whom"),
          "/page-layouts/arrange/", "columns", PageLayout),
    Place(_("Tags"), _("words on records, with colours"), "/tags/", "tag", Tag),
    Place(_("Company"), _("its name, base currency, language"), "/settings/company/", "settings",
          Company),
    Place(_("Legal entities"), _("in whose name we offer, sign and invoice"), "/legal-entities/",
          "organization", LegalEntity),
    Place(_("Brand templates"), _("how papers look, and the words that stand on each of them"),
          "/brand-templates/", "file", BrandTemplate),
    Place(_("Exchange rates"), _("what other currencies are worth"), "/exchange-rates/", "money",
          ExchangeRate),
    Place(_("Number rules"), _("how quotes, contracts and other documents are numbered"),
          "/number-rules/", "list", NumberRule),
    Place(_("Work calendars"), _("working hours and holidays, by which deadlines are counted"),
          "/work-calendars/", "calendar", WorkCalendar),
    Place(_("Absences"), _("who is away, and who stands in"), "/absences/", "user", Absence),
    Place(_("API tokens"), _("keys for programs"), "/api-tokens/", "key", ApiToken),
    Place(_("Access log"), _("who came in, who was refused"), "/access-log/", "eye", User),
]  # fmt: skip


ALSO = ["/teams/", "/companies/", "/page-layouts/", "/calendar-days/"]
"""Addresses that belong to settings."""


def register_settings(place: Place, *also: str) -> None:
    """Add a page of administration when apps are ready; `also` are addresses that belong to it."""
    PLACES.append(place)
    _make_known(place)
    ALSO.extend(also)


def _make_known(place: Place) -> None:
    ALSO.append(place.url)
    may = partial(_may_enter, place)
    register_place(Command(place.label, place.url, place.icon, may, place.text))


def _may_enter(place: Place, access: Access) -> bool:
    return access.can(place.model, ADMINISTER) and (access.everything or not place.everything)


def allowed_places(access: Access) -> list[Place]:
    """The places that this user may enter."""
    return [place for place in PLACES if _may_enter(place, access)]


def settings_page(request: PageRequest) -> HttpResponse:
    """Everything that can be administered here."""
    places = allowed_places(request.access)
    if not places:
        raise Denied("settings", ADMINISTER)
    return render(request, "administration/settings.html", {"places": places})


def company_page(request: PageRequest) -> HttpResponse:
    """The form of the one company, whether it is set up yet or not."""
    if not request.access.can(Company, ADMINISTER):
        raise Denied(Company.record_type, ADMINISTER)
    company: Any = Company.objects.order_by("pk").first()
    return redirect(f"/companies/{company.pk}/edit/" if company else "/companies/new/")


for _place in PLACES:
    _make_known(_place)
register_action(
    Command(_("New user"), "/users/new/", "user", lambda access: access.can(User, ADMINISTER))
)
register_action(
    Command(_("New role"), "/roles/new/", "role", lambda access: access.can(Role, ADMINISTER))
)
register_entry(Entry(FOOT, 10, _("Change sets"), "/change-sets/", "history"))
register_entry(Entry(FOOT, 20, _("Trash"), "/trash/", "trash"))
register_entry(
    Entry(
        FOOT,
        90,
        _("Settings"),
        "/settings/",
        "settings",
        lambda a: bool(allowed_places(a)),
        also=ALSO,
    )
)
