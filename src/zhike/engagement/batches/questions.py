"""What people ask about the cards of a fair, and the pages that answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy
from django.views.decorators.http import require_GET

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.engagement.batches import funnel, tasks
from zhike.engagement.batches.panel import batch_url
from zhike.engagement.models import Card, CardBatch, Interaction
from zhike.people.models import Lead
from zhike.records.question import Figure, Question, register_question
from zhike.web.question_pages import PlainPage, counted
from zhike.web.requests import PageRequest, resource_or_404

MOST = 1_000
"""So many cards are looked through for a figure at a glance; of more the page itself tells."""
CARDS = npgettext_lazy("unit", "card", "cards", "n")
PEOPLE = npgettext_lazy("unit", "person", "people", "n")


def latest(access: Access) -> CardBatch | None:
    """The batch of the latest event in sight."""
    found: CardBatch | None = access.rows(CardBatch).order_by("-day", "-id").first()
    return found


@require_GET
def latest_page(request: PageRequest, part: str = "") -> HttpResponse:
    """The way to the latest batch, or to the list where there is none."""
    resource_or_404(request, "card-batches")
    batch = latest(request.access)
    if batch is None:
        messages.info(request, _("There is no batch of cards yet: make one, and add its cards."))
        return redirect("/card-batches/")
    return redirect(batch_url(batch) + part)


def not_called(access: Access) -> Figure | None:
    """How many of the latest fair nobody has contacted."""
    batch = latest(access)
    if batch is None or _taken(batch) > MOST:
        return None
    left = tasks.untouched(access, batch, funnel.people(access, batch))
    return counted(len(left), PEOPLE, _("call them") if left else "")


def to_look_at(access: Access) -> Figure | None:
    """How many of its cards wait for somebody."""
    batch = latest(access)
    if batch is None:
        return None
    waiting = Card.objects.filter(batch=batch.pk, status__in=Card.OPEN)[: MOST + 1].count()
    return counted(waiting, CARDS, _("look at them") if waiting else "")


def _taken(batch: CardBatch) -> int:
    return Card.objects.filter(batch=batch.pk, status__in=Card.TAKEN)[: MOST + 1].count()


register_question(
    Question(
        key="fair-not-called",
        rank=46,
        ask=gettext_lazy("Who of the fair has nobody called yet?"),
        says=gettext_lazy(
            "the cards of the latest event: who has been contacted since and by whom, and who has "
            "not, by owner and region, with tasks for the rest in one deed"
        ),
        page=PlainPage("/card-batches/latest/contacts/", not_called),
        asked_by=(Desk.SALES, Desk.MARKETING, Desk.MANAGEMENT),
        needs=((CardBatch, "read"), (Lead, "read"), (Interaction, "read")),
        words=gettext_lazy("trade fair exhibition cards visitors contacted follow up untouched"),
        answers=("D28",),
    )
)
register_question(
    Question(
        key="fair-cards",
        rank=47,
        ask=gettext_lazy("Which cards of the fair are new, and whom did we know already?"),
        says=gettext_lazy(
            "a batch of cards: how many are new, known or unreadable, those to be looked at one by "
            "one, and how many became leads, deals and orders"
        ),
        page=PlainPage("/card-batches/latest/", to_look_at),
        asked_by=(Desk.SALES, Desk.MARKETING),
        needs=((CardBatch, "read"), (Lead, "create")),
        words=gettext_lazy("business cards batch scan photograph trade fair import funnel"),
        answers=("D26",),
    )
)
