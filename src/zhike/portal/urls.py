"""The pages for people from outside, and the one on which they are let in."""

from __future__ import annotations

from django.urls import path

from zhike.portal import commission, inviting, leads, registrations

urlpatterns = [
    path("portal/", registrations.home_page, name="portal"),
    path("portal/registrations/new/", registrations.new_page, name="portal_register"),
    path(
        "portal/registrations/<uuid:id_>/",
        registrations.registration_page,
        name="portal_registration",
    ),
    path("portal/leads/", leads.leads_page, name="portal_leads"),
    path("portal/leads/<uuid:id_>/", leads.lead_page, name="portal_lead"),
    path("portal/commission/", commission.commission_page, name="portal_commission"),
    path("parties/<uuid:id_>/portal-people/", inviting.invite_page, name="portal_people"),
    path(
        "parties/<uuid:id_>/portal-people/<uuid:user_id>/end/",
        inviting.end,
        name="portal_person_end",
    ),
]
