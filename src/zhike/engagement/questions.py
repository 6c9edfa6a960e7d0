"""What people ask about contacts and tasks, and the pages that answer."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext, npgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.engagement.due import calls_due
from zhike.engagement.models import Interaction
from zhike.records.question import Figure, Question, register_question
from zhike.web.question_pages import (
    AT_A_GLANCE,
    ListPage,
    Node,
    PlainPage,
    counted,
    day,
    mine,
    where,
)

SILENT = 90
CALLS = npgettext_lazy("unit", "call", "calls", "n")
TASKS = npgettext_lazy("unit", "task", "tasks", "n")
CONTACTS = npgettext_lazy("unit", "contact", "contacts", "n")
CUSTOMERS = npgettext_lazy("unit", "customer", "customers", "n")


def calls(access: Access) -> Figure:
    """How many contacts are due today, and how many of them are late."""
    due = calls_due(access)
    found = due.values("pk")[: AT_A_GLANCE + 1].count()
    late = due.filter(next_contact_at__lt=timezone.now()).values("pk")[: AT_A_GLANCE + 1].count()
    figure = counted(found, CALLS)
    state = gettext("%(n)s overdue") % {"n": f"{late:,}"} if late else ""
    return replace(figure, state=state, needs=bool(late))


def due_tonight(access: Access) -> Node:
    """One's own open tasks that are due today or before."""
    return {"all": [mine(access), where("status", "in", ["open"]), where("due_at", "lt", day(1))]}


def overdue(_access: Access) -> Node:
    """Anybody's open tasks that were due before today."""
    return {"all": [where("status", "in", ["open"]), where("due_at", "lt", day())]}


def open_tasks(_access: Access) -> Node:
    """Anybody's open tasks."""
    return where("status", "in", ["open"])


def customers(_access: Access) -> Node:
    """Parties to whom the company sells."""
    return where("roles", "has_any", ["customer"])


def heard_nothing(access: Access) -> Node:
    """Customers with whom no contact is recorded for a quarter of a year."""
    since = where("at", "gte", day(-SILENT))
    return {"all": [customers(access), {"none": "interactions", "where": since}]}


def my_heard_nothing(access: Access) -> Node:
    """The same of one's own."""
    return {"all": [mine(access), *heard_nothing(access)["all"]]}


def came_to_us(_access: Access) -> Node:
    """What customers began within a week."""
    return {"all": [where("direction", "in", ["in"]), where("at", "gte", day(-7))]}


def appointments(access: Access) -> Node:
    """One's own appointments from today on."""
    return {"all": [mine(access), where("at", "gte", day()), where("starts_at", "gte", day())]}


register_question(
    Question(
        "calls-today",
        10,
        _("Whom do I call today, and why?"),
        _("the first page: contacts due, the longest overdue first, with what was said last"),
        PlainPage("/#calls", calls),
        (Desk.SALES, Desk.SERVICE),
        needs=((Interaction, "read"),),
        words=_("phone calls follow up next contact visit due"),
        answers=("A06",),
    )
)
register_question(
    Question(
        "tasks-due",
        15,
        _("What have I to do by tonight?"),
        _("one's own open tasks due today or before"),
        ListPage("tasks", TASKS, due_tonight, todo=_("do them or move them")),
        tuple(Desk),
        words=_("my tasks overdue to-do list"),
    )
)
register_question(
    Question(
        "tasks-overdue",
        35,
        _("What is left undone in my team?"),
        _("open tasks of everybody in sight that were due before today"),
        ListPage("tasks", TASKS, overdue, todo=_("ask why"), among=open_tasks),
        (Desk.MANAGEMENT,),
        words=_("team overdue tasks late"),
    )
)
register_question(
    Question(
        "my-silent-customers",
        32,
        _("Which of my customers have I not spoken to for 90 days?"),
        _("one's own customers without any contact on record for 90 days"),
        ListPage("parties", CUSTOMERS, my_heard_nothing, todo=_("get in touch"), among=mine),
        (Desk.SALES,),
        needs=((Interaction, "read"),),
        words=_("no contact silent neglected sleeping customers"),
        answers=("E26",),
    )
)
register_question(
    Question(
        "silent-customers",
        33,
        _("Which customers has nobody spoken to for 90 days?"),
        _("customers without any contact on record for 90 days, whoever looks after them"),
        ListPage(
            "parties",
            CUSTOMERS,
            heard_nothing,
            todo=_("get in touch"),
            among=customers,
            is_drawn=True,
        ),
        (Desk.MANAGEMENT, Desk.SERVICE, Desk.MARKETING),
        needs=((Interaction, "read"),),
        words=_("no contact silent neglected sleeping customers"),
        answers=("E26",),
    )
)
register_question(
    Question(
        "came-to-us",
        20,
        _("Which customers came to us this week?"),
        _("contacts of the last seven days that customers began, the latest first"),
        ListPage("interactions", CONTACTS, came_to_us, is_drawn=True),
        (Desk.SERVICE,),
        words=_("incoming calls enquiries requests messages"),
        answers=("D38",),
    )
)
register_question(
    Question(
        "appointments",
        18,
        _("Whom am I going to meet?"),
        _("one's own appointments from today on"),
        ListPage(
            "interactions", npgettext_lazy("unit", "appointment", "appointments", "n"), appointments
        ),
        (Desk.SALES, Desk.SERVICE),
        words=_("appointment meeting visit calendar"),
    )
)
