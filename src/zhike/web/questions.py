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
        "changes-today",
        10,
        _("Who changed what today?"),
        _("change sets of today: who, through which door, what, with Undo"),
        PlainPage(TODAY, changes_today),
        (Desk.ADMINISTRATION,),
        when=sees_all,
        words=_("audit log ledger history who did it"),
        answers=("B50",),
    )
)
register_question(
    Question(
        "my-changes-today",
        70,
        _("What did I change today, and can I take it back?"),
        _("one's own change sets of today with Undo; what others changed since stays as it is"),
        PlainPage(TODAY, changes_today),
        (Desk.SALES, Desk.SERVICE, Desk.MARKETING),
        when=sees_own,
        words=_("undo mistake history take back"),
        answers=("B50",),
    )
)
register_question(
    Question(
        "trash",
        75,
        _("What was deleted, and can I have it back?"),
        _("the trash: deleted records with their parts, each to be restored"),
        PlainPage("/trash/"),
        (Desk.ADMINISTRATION, Desk.SALES, Desk.SERVICE),
        words=_("trash deleted restore lost recover"),
    )
)
register_question(
    Question(
        "search",
        80,
        _("Where is 长安, and whose number ends in 8888?"),
        _("search by one Chinese character, pinyin, initials, digits; only what one may see"),
        PlainPage("/search/"),
        (Desk.SERVICE,),
        words=_("find search phone number pinyin"),
        answers=("D42",),
    )
)
register_question(
    Question(
        "my-access",
        85,
        _("What may I see and do here, and why?"),
        _("one's roles with their reach; each record says who sees it and why"),
        PlainPage("/access/"),
        (Desk.ADMINISTRATION, Desk.MANAGEMENT),
        words=_("rights permissions who can see this customer privacy"),
        answers=("A11", "B38"),
    )
)
