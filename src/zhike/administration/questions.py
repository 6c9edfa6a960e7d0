"""What administrators ask, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import ApiToken, Desk, User
from zhike.access.rights import ADMINISTER, Access
from zhike.records.models import CustomField
from zhike.records.question import Question, register_question
from zhike.web.question_pages import ListPage, Node, where

PEOPLE = npgettext_lazy("unit", "person", "people", "n")
ROLES = npgettext_lazy("unit", "role", "roles", "n")
FIELDS = npgettext_lazy("unit", "field", "fields", "n")
TOKENS = npgettext_lazy("unit", "token", "tokens", "n")
USERS = ((User, ADMINISTER),)
ACTIVE = where("is_active", "eq", True)


def active(_access: Access) -> Node:
    """Users who may log in."""
    return ACTIVE


def without_role(_access: Access) -> Node:
    """Users who may log in and yet see nothing."""
    return {"all": [ACTIVE, where("is_admin", "eq", False), {"none": "user_roles"}]}


register_question(
    Question(
        "users",
        25,
        _("Who works here, and who may still come in?"),
        _("active users with their teams, to be deactivated when they leave"),
        ListPage("users", PEOPLE, active),
        (Desk.ADMINISTRATION,),
        needs=USERS,
        words=_("users accounts log-in employees"),
        answers=("A11",),
    )
)
register_question(
    Question(
        "users-without-role",
        20,
        _("Who cannot work yet because nobody gave them a role?"),
        _("active users without a role"),
        ListPage("users", PEOPLE, without_role, todo=_("give them a role"), is_drawn=True),
        (Desk.ADMINISTRATION,),
        needs=USERS,
        words=_("no role new colleague no rights"),
        answers=("A11",),
    )
)
register_question(
    Question(
        "roles",
        35,
        _("Which role sees and does what?"),
        _("each role with its rights per record type, verb and field"),
        ListPage("roles", ROLES),
        (Desk.ADMINISTRATION,),
        needs=USERS,
        words=_("roles rights permissions reach"),
        answers=("A11", "B38"),
    )
)
register_question(
    Question(
        "custom-fields",
        40,
        _("Can we keep the fleet size of a customer?"),
        _("fields of one's own: at once on list, filter, form, import, export, API and history"),
        ListPage("custom-fields", FIELDS),
        (Desk.ADMINISTRATION,),
        needs=((CustomField, ADMINISTER),),
        words=_("custom field new field extend form"),
    )
)
register_question(
    Question(
        "tokens",
        60,
        _("Which programs speak to us, and in whose name?"),
        _("API tokens with their users and last days; REST with OpenAPI for every record type"),
        ListPage("api-tokens", TOKENS),
        (Desk.ADMINISTRATION,),
        needs=((ApiToken, ADMINISTER),),
        words=_("api integration other systems token key"),
    )
)
