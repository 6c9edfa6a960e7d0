"""What people ask about partners' registrations, and the page that answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Question, register_question
from zhike.sales.models import DealRegistration
from zhike.web.question_pages import ListPage, Node, where

REGISTRATIONS = npgettext_lazy("unit", "registration", "registrations", "n")
Status = DealRegistration.Status


def to_answer(_access: Access) -> Node:
    """Registrations in conflict or doubt, and extensions that a partner asked for."""
    asked = {"all": [where("status", "in", [Status.PROTECTED.value]),
                     where("extension_asked_at", "empty", False)]}  # fmt: skip
    waiting = where("status", "in", [status.value for status in DealRegistration.UNDECIDED])
    return {"any": [waiting, asked]}


register_question(
    Question(
        key="registrations-to-answer",
        rank=33,
        ask=_("Which partner waits for our answer?"),
        says=_("customers that partners registered and that somebody works on already, and "
               "protections that a partner asks to extend"),
        page=ListPage("deal-registrations", REGISTRATIONS, to_answer, sort="created_at",
                      todo=_("answer them")),
        asked_by=(Desk.MANAGEMENT, Desk.SALES),
        words=_("partner channel registration conflict protection extension"),
        answers=("B53",),
    )
)  # fmt: skip
