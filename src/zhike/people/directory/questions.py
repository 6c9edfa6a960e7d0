"""What people ask of the directory."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.people.models import Lead
from zhike.records.question import Question, register_question
from zhike.web.question_pages import PlainPage

register_question(
    Question(
        key="new-companies",
        rank=36,
        ask=_("Which new companies of my region should I call?"),
        says=_("the company directory: by region, industry, capital, founding and words, "
               "what we know already marked; those worth a call become leads"),
        page=PlainPage("/directory/"),
        asked_by=(Desk.SALES, Desk.MARKETING),
        needs=((Lead, "create"),),
        words=_("company directory prospecting new enterprises list leads find"),
        answers=("E01", "E02", "D22"),
    )
)  # fmt: skip
