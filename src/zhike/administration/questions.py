"""What administrators ask, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.granted import ADMINISTER
from zhike.access.models import ApiToken, Desk, User
from zhike.access.rights import Access
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
        key="users",
        rank=25,
        ask=_("Who works here, and who may still come in?"),
        says=_("active users with their teams, to be deactivated when they leave"),
        page=ListPage("users", PEOPLE, active),
        asked_by=(Desk.ADMINISTRATION,),
        needs=USERS,
        words=_("users accounts log-in employees"),
        answers=("A11",),
    )
)
register_question(
    Question(
        key="users-without-role",
        rank=20,
        ask=_("Who cannot work yet because nobody gave them a role?"),
        says=_("active users without a role"),
        page=ListPage(
            "users",
            PEOPLE,
            without_role,
            todo=_("give them a role"),
            columns=("name", "team", "login"),
        ),
        asked_by=(Desk.ADMINISTRATION,),
        needs=USERS,
        words=_("no role new colleague no rights"),
        answers=("A11",),
    )
)
register_question(
    Question(
        key="roles",
        rank=35,
        ask=_("Which role sees and does what?"),
        says=_("each role with its rights per record type, verb and field"),
        page=ListPage("roles", ROLES),
        asked_by=(Desk.ADMINISTRATION,),
        needs=USERS,
        words=_("roles rights permissions reach"),
        answers=("A11", "B38"),
    )
)
register_question(
    Question(
        key="custom-fields",
        rank=40,
        ask=_("Can we keep the fleet size of a customer?"),
        says=_(
            "fields of one's own: at once on list, filter, form, import, export, API and history"
        ),
        page=ListPage("custom-fields", FIELDS),
        asked_by=(Desk.ADMINISTRATION,),
        needs=((CustomField, ADMINISTER),),
        words=_("custom field new field extend form"),
    )
)
register_question(
    Question(
        key="tokens",
        rank=60,
        ask=_("Which programs speak to us, and in whose name?"),
        says=_(
            "API tokens with their users and last days; REST with OpenAPI for every record type"
        ),
        page=ListPage("api-tokens", TOKENS),
        asked_by=(Desk.ADMINISTRATION,),
        needs=((ApiToken, ADMINISTER),),
        words=_("api integration other systems token key"),
    )
)
