"""What people ask about lessons, and the page that answers."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Figure, Question, register_question
from zhike.sales.lessons.pages import URL, failures
from zhike.sales.models import Lesson
from zhike.web.question_pages import PlainPage


def lessons(access: Access) -> Figure:
    """How many lessons there are of deals that were lost."""
    return Figure(failures(access), gettext("lessons from failures"))


register_question(
    Question(
        key="lessons",
        rank=58,
        ask=_("What did we learn from deals we lost at this stage?"),
        says=_("lessons by stage, those that most colleagues found useful first, each with what "
               "we would do and the deal that taught it"),
        page=PlainPage(URL, lessons),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        needs=((Lesson, "read"),),
        words=_("lesson learnt experience failure lost why mistake library"),
        answers=("D52",),
    )
)  # fmt: skip
