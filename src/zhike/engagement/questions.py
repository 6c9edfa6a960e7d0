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
    everything,
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
    since = where("at", "within", f"last_n_days:{SILENT}")
    return {"all": [customers(access), {"none": "interactions", "where": since}]}


def my_heard_nothing(access: Access) -> Node:
    """The same of one's own."""
    return {"all": [mine(access), *heard_nothing(access)["all"]]}


def came_to_us(_access: Access) -> Node:
    """What customers began within a week."""
    return {"all": [where("direction", "in", ["in"]), where("at", "within", "last_n_days:7")]}


def this_week(_access: Access) -> Node:
    """Contacts of the last seven days."""
    return where("at", "within", "last_n_days:7")


def appointments(access: Access) -> Node:
    """One's own appointments from today on."""
    return {"all": [mine(access), where("at", "gte", day()), where("starts_at", "gte", day())]}


register_question(
    Question(
        key="calls-today",
        rank=10,
        ask=_("Whom do I call today, and why?"),
        says=_("the first page: contacts due, the longest overdue first, with what was said last"),
        page=PlainPage("/#today", calls),
        asked_by=(Desk.SALES, Desk.SERVICE),
        needs=((Interaction, "read"),),
        words=_("phone calls follow up next contact visit due"),
        answers=("A06",),
    )
)
register_question(
    Question(
        key="tasks-due",
        rank=15,
        ask=_("What have I to do by tonight?"),
        says=_("one's own open tasks due today or before"),
        page=ListPage("tasks", TASKS, due_tonight, todo=_("do them or move them")),
        asked_by=tuple(Desk),
        words=_("my tasks overdue to-do list"),
    )
)
register_question(
    Question(
        key="tasks-overdue",
        rank=35,
        ask=_("What is left undone in my team?"),
        says=_("open tasks of everybody in sight that were due before today"),
        page=ListPage("tasks", TASKS, overdue, todo=_("ask why"), among=open_tasks),
        asked_by=(Desk.MANAGEMENT,),
        words=_("team overdue tasks late"),
    )
)
register_question(
    Question(
        key="my-silent-customers",
        rank=32,
        ask=_("Which of my customers have I not spoken to for 90 days?"),
        says=_("one's own customers without any contact on record for 90 days"),
        page=ListPage("parties", CUSTOMERS, my_heard_nothing, todo=_("get in touch"), among=mine),
        asked_by=(Desk.SALES,),
        needs=((Interaction, "read"),),
        words=_("no contact silent neglected sleeping customers"),
        answers=("E26",),
    )
)
register_question(
    Question(
        key="silent-customers",
        rank=33,
        ask=_("Which customers has nobody spoken to for 90 days?"),
        says=_("customers without any contact on record for 90 days, whoever looks after them"),
        page=ListPage(
            "parties",
            CUSTOMERS,
            heard_nothing,
            todo=_("get in touch"),
            among=everything,
            columns=("name", "tier", "owner", "lifecycle"),
        ),
        asked_by=(Desk.MANAGEMENT, Desk.SERVICE, Desk.MARKETING),
        needs=((Interaction, "read"),),
        words=_("no contact silent neglected sleeping customers"),
        answers=("E26",),
    )
)
register_question(
    Question(
        key="came-to-us",
        rank=20,
        ask=_("Which customers came to us this week?"),
        says=_("contacts of the last seven days that customers began, the latest first"),
        page=ListPage(
            "interactions",
            CONTACTS,
            came_to_us,
            among=this_week,
            few=True,
            columns=("subject", "party", "channel", "at", "owner"),
        ),
        asked_by=(Desk.SERVICE,),
        words=_("incoming calls enquiries requests messages"),
        answers=("D38",),
    )
)
register_question(
    Question(
        key="appointments",
        rank=18,
        ask=_("Whom am I going to meet?"),
        says=_("one's own appointments from today on"),
        page=ListPage(
            "interactions", npgettext_lazy("unit", "appointment", "appointments", "n"), appointments
        ),
        asked_by=(Desk.SALES, Desk.SERVICE),
        words=_("appointment meeting visit calendar"),
    )
)
