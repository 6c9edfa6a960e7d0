"""The pages that are looked at, by whom; `<parties>` in an address is the first record there."""

from __future__ import annotations

import re
from collections.abc import Callable

SALES, ADMIN = "zhouzihan", "admin"

MAIN = {
    "home": (SALES, "/"),
    "customers": (SALES, "/parties/"),
    "customer": (SALES, "<parties>"),
    "customer-form": (SALES, "<parties>edit/"),
    "board": (SALES, "/opportunities/board/"),
    "deal": (SALES, "<opportunities>"),
    "interactions": (SALES, "/interactions/"),
    "interaction-form": (SALES, "/interactions/new/"),
    "tasks": (SALES, "/tasks/"),
    "search": (SALES, "/search/?q=川途"),
    "history": (SALES, "<parties>history/"),
    "settings": (ADMIN, "/settings/"),
}
"""The twelve main pages: those that are photographed."""

DEEP = (
    '{"all":[{"none":"interactions","where":{"all":[{"field":"at","op":"within","value":'
    '"last_n_days:90"},{"field":"channel","op":"in","value":["call"]}]}},{"any":[{"field":"tier",'
    '"op":"in","value":["gold"]},{"field":"created_at","op":"within","value":"this_year"}]}]}'
)
OTHERS = {
    "suspected-duplicates": (SALES, "/duplicates/pairs/"),
    "branches": (SALES, "/duplicates/pairs/?show=parts"),
    "requests": (SALES, "/internal-requests/"),
    "late-departments": (SALES, "/internal-requests/departments/"),
    "approvals": (SALES, "/approvals/"),
    "new-approval": (SALES, "/approvals/new/"),
    "leads": (SALES, "/leads/"),
    "pools": (SALES, "/pools/mine/"),
    "pool": (ADMIN, "<pools>"),
    "assignment-rules": (ADMIN, "/assignment-rules/"),
    "assignment-trial": (ADMIN, "/assignment-rules/try/?region=510100&ask=1"),
    "lead-quality": ("wangmin", "/leads/quality/"),
    "leads-board": (SALES, "/leads/board/"),
    "lead": (SALES, "<leads>"),
    "new-lead": (SALES, "/leads/new/"),
    "customers-board": (SALES, "/parties/board/?by=tier"),
    "tasks-board": (SALES, "/tasks/board/"),
    "deals": (SALES, "/opportunities/"),
    "deal-steps": (SALES, "<opportunities>process/"),
    "waiting": (SALES, "/opportunities/waiting/"),
    "lessons": (SALES, "/lessons/"),
    "lesson": (SALES, "<lessons>"),
    "lessons-by-stage": (SALES, "/lessons/by-stage/"),
    "losses": (SALES, "/opportunities/losses/"),
    "pipeline": (ADMIN, "<pipelines>"),
    "process": (ADMIN, "<processes>"),
    "deal-form": (SALES, "<opportunities>edit/"),
    "new-customer": (SALES, "/parties/new/"),
    "filtered": (SALES, "/parties/?q=客运"),
    "asked-in-depth": (SALES, f"/parties/?group=lifecycle&filter={DEEP}"),
    "interaction": (SALES, "<interactions>"),
    "task": (SALES, "<tasks>"),
    "customer-access": (SALES, "<parties>access/"),
    "customer-delete": (SALES, "<parties>delete/"),
    "capture": (SALES, "/capture/"),
    "brief": (SALES, "<parties>brief/"),
    "deal-brief": (SALES, "<opportunities>brief/"),
    "promises": (SALES, "/commitments/"),
    "promise": (SALES, "<commitments>"),
    "promises-of-a-customer": (SALES, "<parties>promises/"),
    "kept-promises": (ADMIN, "/commitments/kept/"),
    "handover": (ADMIN, "<users>handover/"),
    "notifications": (SALES, "/notifications/"),
    "change-sets": (SALES, "/change-sets/"),
    "trash": (SALES, "/trash/"),
    "access": (SALES, "/access/"),
    "preferences": (SALES, "/preferences/"),
    "password": (SALES, "/preferences/password/"),
    "security": (SALES, "/preferences/security/"),
    "password-again": (SALES, "/preferences/security/password/"),
    "nothing-found": (SALES, "/search/?q=qqqqqq"),
    "not-found": (SALES, "/parties/0190a000-0000-7000-8000-000000000000/"),
    "forbidden": (SALES, "/settings/"),
    "cockpit": (ADMIN, "/cockpit/"),
    "today": (SALES, "/today/"),
    "import": (ADMIN, "/import/"),
    "export": (ADMIN, "/parties/export/"),
    "duplicates": (SALES, "/duplicates/"),
    "quality": (ADMIN, "/quality/"),
    "conflicts": (ADMIN, "/quality/conflicts/"),
    "quality-rules": (ADMIN, "/quality/rules/"),
    "sources": (SALES, "<parties>sources/"),
    "products": (ADMIN, "/products/"),
    "product": (ADMIN, "<products>"),
    "teams": (ADMIN, "/teams/tree/"),
    "users": (ADMIN, "/users/"),
    "user": (ADMIN, "<users>"),
    "roles": (ADMIN, "/roles/"),
    "role-form": (ADMIN, "<roles>edit/"),
    "custom-fields": (ADMIN, "/custom-fields/"),
    "custom-field-form": (ADMIN, "/custom-fields/new/"),
    "exchange-rates": (ADMIN, "/exchange-rates/"),
    "work-calendars": (ADMIN, "/work-calendars/"),
    "work-calendar": (ADMIN, "<work-calendars>"),
    "access-log": (ADMIN, "/access-log/"),
    "backups": (ADMIN, "/settings/backups/"),
    "api-token-form": (ADMIN, "/api-tokens/new/"),
    "calendar": ("linguodong", "/calendar/"),
    "visits": ("linguodong", "/executive-visits/"),
    "visit": ("linguodong", "<executive-visits>"),
    "visit-form": (SALES, "/executive-visits/new/"),
    "visit-brief": ("linguodong", "<executive-visits>brief/?for=visit"),
    "visit-programme": ("linguodong", "/executive-visits/programme/"),
    "guide": (SALES, "/guide/"),
    "guide-area": (SALES, "/guide/deals/"),
    "guide-keyboard": (SALES, "/guide/keyboard/"),
    "guide-found": (SALES, "/guide/?q=撤销"),
    "glossary": (SALES, "/guide/glossary/"),
    "styleguide": (ADMIN, "/styleguide/"),
}
ALL = MAIN | OTHERS


def address(template: str, first: Callable[[str], str]) -> str:
    """The address with its record; `first` finds the first one of a list."""
    return re.sub(r"<([\w-]+)>", lambda found: first(f"/{found[1]}/"), template)
