"""What people ask about imports, and the page that answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.exchange.places import may_import
from zhike.exchange.reporting import runs_of
from zhike.records.question import Figure, Question, register_question
from zhike.web.question_pages import AT_A_GLANCE, PlainPage, counted

IMPORTS = npgettext_lazy("unit", "import", "imports", "n")


def imports(access: Access) -> Figure:
    """How many imports the user may look at."""
    return counted(runs_of(access).values("pk")[: AT_A_GLANCE + 1].count(), IMPORTS)


register_question(
    Question(
        key="imports",
        rank=50,
        ask=_("What did we import, and can I take it back?"),
        says=_("every import with its file, its counts, its refused rows and Undo"),
        page=PlainPage("/import/", imports),
        asked_by=(Desk.ADMINISTRATION, Desk.MANAGEMENT),
        when=may_import,
        words=_("wrong file undo spreadsheet excel csv old system cards"),
        answers=("D26",),
    )
)
