"""What everybody asks whatever their records are: who did it, what is gone, who may see it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Figure, Question, register_question
from zhike.web.change_sets import theirs
from zhike.web.question_pages import AT_A_GLANCE, PlainPage, counted

CHANGES = npgettext_lazy("unit", "change", "changes", "n")
TODAY = "/change-sets/?day=today"


def changes_today(access: Access) -> Figure:
    """How many change sets of today the user may look at."""
    found = theirs(access, today=True)
    return counted(found.values("pk")[: AT_A_GLANCE + 1].count(), CHANGES)


def sees_all(access: Access) -> bool:
    """Whether the user looks at everybody's change sets."""
    return access.everything


def sees_own(access: Access) -> bool:
    """Whether the user looks at their own alone."""
    return not access.everything


register_question(
    Question(
        key="changes-today",
        rank=10,
        ask=_("Who changed what today?"),
        says=_("change sets of today: who, through which door, what, with Undo"),
        page=PlainPage(TODAY, changes_today),
        asked_by=(Desk.ADMINISTRATION,),
        when=sees_all,
        words=_("audit log ledger history who did it"),
        answers=("B50",),
    )
)
register_question(
    Question(
        key="my-changes-today",
        rank=70,
        ask=_("What did I change today, and can I take it back?"),
        says=_(
            "one's own change sets of today with Undo; what others changed since stays as it is"
        ),
        page=PlainPage(TODAY, changes_today),
        asked_by=(Desk.SALES, Desk.SERVICE, Desk.MARKETING),
        when=sees_own,
        words=_("undo mistake history take back"),
        answers=("B50",),
    )
)
register_question(
    Question(
        key="trash",
        rank=75,
        ask=_("What was deleted, and can I have it back?"),
        says=_("the trash: deleted records with their parts, each to be restored"),
        page=PlainPage("/trash/"),
        asked_by=(Desk.ADMINISTRATION, Desk.SALES, Desk.SERVICE),
        words=_("trash deleted restore lost recover"),
    )
)
register_question(
    Question(
        key="search",
        rank=80,
        ask=_("Where is 长安, and whose number ends in 8888?"),
        says=_("search by one Chinese character, pinyin, initials, digits; only what one may see"),
        page=PlainPage("/search/"),
        asked_by=(Desk.SERVICE,),
        words=_("find search phone number pinyin"),
        answers=("D42",),
    )
)
register_question(
    Question(
        key="my-access",
        rank=85,
        ask=_("What may I see and do here, and why?"),
        says=_("one's roles with their reach; each record says who sees it and why"),
        page=PlainPage("/access/"),
        asked_by=(Desk.ADMINISTRATION, Desk.MANAGEMENT),
        words=_("rights permissions who can see this customer privacy"),
        answers=("A11", "B38"),
    )
)
