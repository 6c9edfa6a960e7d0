"""What people on the road ask, and the page that answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.people.models import Party
from zhike.records.question import Question, register_question
from zhike.sales.nearby.page import PAGE
from zhike.web.question_pages import PlainPage

register_question(
    Question(
        key="who-is-near",
        rank=38,
        ask=_("Who is near where I am going?"),
        says=_("customers and leads in the same street, district or city, whom nobody has met for "
               "long first, with their owners; visits to them are planned at once"),
        page=PlainPage(PAGE),
        needs=((Party, "read"),),
        asked_by=(Desk.SALES, Desk.SERVICE),
        words=_("nearby around route trip visit same city district neighbours business travel"),
        answers=("D22",),
    )
)  # fmt: skip
