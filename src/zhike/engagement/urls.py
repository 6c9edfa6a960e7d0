"""Pages of engagement that are not generic."""

from __future__ import annotations

from django.urls import path

from zhike.engagement import (
    asking,
    calendar_page,
    capture,
    composer,
    departments,
    previews,
    views,
)
from zhike.engagement.batches import capture_card, card_page, contact_page
from zhike.engagement.batches import pages as batches
from zhike.engagement.batches import questions as cards_asked
from zhike.engagement.briefs import page
from zhike.engagement.commitments import kept
from zhike.engagement.commitments import page as promises
from zhike.engagement.handover import page as handover
from zhike.engagement.handover import taking
from zhike.engagement.public import giving
from zhike.engagement.public import page as public

urlpatterns = [
    path("calendar/", calendar_page.calendar_page, name="calendar"),
    path("capture/", capture.capture_page, name="capture"),
    path("capture/card/", capture_card.capture_card, name="capture_card"),
    path("card-batches/latest/", cards_asked.latest_page, name="latest_cards"),
    path("card-batches/latest/contacts/", cards_asked.latest_page, {"part": "contacts/"}),
    path("internal-requests/departments/", departments.departments_page, name="departments"),
    path("parties/<uuid:id_>/files/", views.upload, {"name": "parties"}),
    path("parties/<uuid:id_>/interactions/", composer.write, {"name": "parties"}),
    path("internal-requests/<uuid:id_>/files/", views.upload, {"name": "internal-requests"}),
    path("leads/<uuid:id_>/files/", views.upload, {"name": "leads"}),
    path("leads/<uuid:id_>/interactions/", composer.write, {"name": "leads"}),
    path("parties/<uuid:id_>/known/", asking.know, name="know"),
    path("files/<uuid:id_>/preview/", previews.preview, name="file_preview"),
    path("files/<uuid:id_>/shown/", previews.shown, name="file_shown"),
    path("public-links/new/", giving.give_page, name="give_link"),
    path("public-links/preview/", giving.preview_page, name="preview_link"),
    path("shared/<str:token>/", public.public_page, name="public"),
    path("parties/<uuid:id_>/promises/", promises.ledger_page, name="promises"),
    path("users/<uuid:id_>/handover/", handover.handover_page, name="handover"),
    path("handover/<uuid:id_>/", taking.taken_page, name="taken_over"),
    path("card-batches/<uuid:id_>/state/", batches.state, name="cards_state"),
    path("card-batches/<uuid:id_>/upload/", batches.upload, name="cards_upload"),
    path("card-batches/<uuid:id_>/read/", batches.read, name="cards_read"),
    path("card-batches/<uuid:id_>/accept/", batches.accept, name="cards_accept"),
    path("card-batches/<uuid:id_>/refused/", batches.refused, name="cards_refused"),
    path("card-batches/<uuid:id_>/contacts/", contact_page.contacts_page, name="card_contacts"),
    path("card-batches/<uuid:id_>/next/", card_page.following, name="next_card"),
    path("card-batches/<uuid:id_>/cards/<uuid:card_id>/", card_page.card_page, name="card"),
    path(
        "card-batches/<uuid:id_>/cards/<uuid:card_id>/picture/",
        card_page.picture,
        name="card_picture",
    ),
    path("commitments/kept/", kept.kept_page, name="kept"),
    path("<slug:name>/<uuid:id_>/brief/", page.brief_page, name="brief"),
    path("files/<uuid:id_>/content/", views.content, name="file_content"),
]
