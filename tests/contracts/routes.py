"""Every route with what it asks of whoever comes: the table that a reviewer reads.

A route that is not here fails the matrix. `need` says who gets in:

- `open`: everybody, without logging in (the reviewed allow-list); `user`: whoever is logged in
- `kind:<verb>`: whoever has the verb on the record type at all, else 403
- `record:<verb>`: whoever the verb reaches on this record; 403 where it may only be seen, 404 where
  not even that
- `verb`: the same for each verb of the record type
- `set`, `job`, `trash`, `run`, `export`: one's own, most of them any for an administrator; pages
  show a set of others to whoever sees a record of it (`set:seen`), who may not take it back
- `import`: whoever may import into some record type
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests import kinds
from tests.contracts.rows import CHANGE, NEW, OLD, OPEN, PAGE, READ, REMOVE, STALE, USER, Row

API = "api/v1/"

ROUTES: dict[str, dict[str, Row]] = {
    API + "openapi.json": {"GET": OPEN},
    API + "me": {"GET": USER},
    API + "questions": {"GET": USER},
    API + "search": {"GET": Row("user", send={"q": "kn"})},
    API + "jobs/<id:id_>": {"GET": Row("job")},
    API + "change-sets": {"GET": USER},
    API + "change-sets/<id:id_>": {"GET": Row("set")},
    API + "change-sets/<id:id_>/undo": {"POST": Row("set", (400,), {"nonsense": 1})},
    API + "imports": {"GET": USER, "POST": Row("import", (202,), writes=True)},
    API + "imports/<id:id_>": {"GET": Row("run")},
    API + "imports/<id:id_>/run": {"POST": Row("run:write", (409,))},
    API + "imports/<id:id_>/refused": {"GET": Row("run", (404,))},
    API + "<slug:name>/export": {"POST": Row("kind:export", (202,), writes=True)},
    API + "exports/<id:id_>": {"GET": Row("export")},
    API + "exports/<id:id_>/file": {"GET": Row("export", (404,))},
    API + "<slug:name>": {
        "GET": Row("kind:read"), "POST": Row(NEW, (400,), {"nonsense": 1}),
    },
    API + "<slug:name>/batch": {"POST": Row("kind:write", (400,), {"rows": []})},
    API + "<slug:name>/<id:id_>": {
        "GET": Row(READ), "PATCH": Row(CHANGE, (428,), {"nonsense": 1}),
        "DELETE": Row(REMOVE, (412,), headers=OLD),
    },
    API + "<slug:name>/<id:id_>/timeline": {"GET": Row(READ)},
    API + "<slug:name>/<id:id_>/history": {"GET": Row(READ)},
    API + "<slug:name>/<id:id_>/sources": {"GET": Row(READ)},
    API + "<slug:name>/<id:id_>/access": {"GET": Row(READ)},
    # Where records of a type can be merged, test_merge_pages and test_api_merges ask.
    API + "<slug:name>/<id:id_>/merge": {
        "POST": Row("record:merge", (400,), {"nonsense": 1}, name="parties"),
    },
    API + "<slug:name>/<id:id_>/unmerge": {
        "GET": Row("record:merge", (400,), name="parties"),
        "POST": Row("record:merge", (400,), {"nonsense": 1}, name="parties"),
    },
    API + "<slug:name>/<id:id_>/<slug:verb>": {"POST": Row("verb", (400,), {"nonsense": 1})},
    API: {"GET": Row("user", (404,))},
    "": {"GET": PAGE},
    "today/": {"GET": PAGE},
    "asked/": {"GET": PAGE},
    "login/": {"GET": Row("open", (200, 302)), "POST": Row("open", (200, 302))},
    "logout/": {},  # Ends the session; test_rights_matrix tries it by itself.
    "manifest.webmanifest": {"GET": OPEN},
    "healthz": {"GET": OPEN},
    "healthz/": {"GET": OPEN},
    "styleguide/": {"GET": PAGE},
    "preferences/": {"GET": PAGE, "POST": Row("user", (302,))},
    "preferences/language/": {"POST": Row("open", (302,))},
    "login/code/": {"GET": Row("open", (302,)), "POST": Row("open", (302,))},
    "preferences/security/": {"GET": PAGE},
    # What they do test_second_step asks.
    "preferences/security/sessions/": {"POST": Row("user", (302,))},
    "preferences/security/password/": {"GET": PAGE},
    "preferences/security/again/": {"GET": Row("user", (302,))},
    "preferences/security/on/": {"GET": Row("user", (302,))},
    "preferences/security/off/": {"GET": Row("user", (404,))},
    "preferences/security/codes/": {"GET": Row("user", (404,))},
    "preferences/security/new-codes/": {"GET": Row("user", (302,))},
    "preferences/password/": {"GET": PAGE, "POST": Row("user", (422,))},
    "access/": {"GET": PAGE},
    "palette/": {"GET": Row("user", send={"q": "kn"})},
    "guide/": {"GET": PAGE},
    "guide/glossary/": {"GET": PAGE},
    "guide/<slug:key>/": {},  # The same for all: test_guide opens each.
    "search/": {"GET": Row("user", send={"q": "kn"})},
    "search/options/": {"GET": Row("user", send={"q": "kn"})},
    "first-week/put-away/": {"POST": Row("user", (302,), writes=True)},
    "view-as/end/": {"POST": Row("user", (302,))},
    "notifications/": {"GET": PAGE},
    "notifications/bell/": {"GET": USER},
    "notifications/read/": {"POST": Row("user", (302,), writes=True)},
    "notifications/choices/": {"POST": Row("user", (302,), writes=True)},
    "notifications/<uuid:id_>/": {},  # One's own alone: test_notifications asks.
    "mentions/": {"GET": Row("user", send={"q": "kn"})},
    "understood/": {"GET": Row("user", send={"kind": "money", "text": "1.2万"})},
    # Of a custom field that one may see: test_bad_lists asks.
    "choices/": {"GET": Row("user", (404,))},
    "change-sets/": {"GET": PAGE},
    "change-sets/<uuid:id_>/": {"GET": Row("set:seen")},
    "change-sets/<uuid:id_>/left/": {"GET": Row("set:seen")},
    "change-sets/<uuid:id_>/undo/": {"POST": Row("set:undo", (302,), writes=True)},
    "trash/": {"GET": PAGE},
    "trash/<int:seq>/restore/": {"POST": Row("trash", (302,), writes=True)},
    "jobs/<uuid:id_>/": {"GET": Row("job")},
    "jobs/<uuid:id_>/stop/": {"POST": Row("job", (302,), writes=True)},
    "dictionary/": {"GET": PAGE},
    # Of a custom choice field that one may see: test_dictionary asks.
    "dictionary/propose/": {"GET": Row("user", (404,)), "POST": Row("user", (404,))},
    # For its coders alone: test_dictionary asks.
    "coding/<uuid:id_>/": {},
    "page-layouts/arrange/": {
        "GET": Row("kind:administer", name="page-layouts"),
        "POST": Row(
            "kind:administer", (302,), {"move": "hidden:0:timeline"},
            name="page-layouts", writes=True,
        ),
    },
    "page-layouts/new/": {"GET": Row(NEW, (302,), name="page-layouts")},
    "page-layouts/<uuid:id_>/edit/": {"GET": Row(CHANGE, (302,), name="page-layouts")},
    "<slug:name>/": {"GET": Row("kind:read")},
    "<slug:name>/new/": {"GET": Row(NEW), "POST": Row(NEW, (422,))},
    "<slug:name>/bulk/": {"POST": Row("kind:read")},
    "<slug:name>/merge/": {
        "GET": Row("kind:merge", name="parties"), "POST": Row("kind:merge", (302,), name="parties"),
    },
    "<slug:name>/views/": {"POST": Row("kind:read", (302,), writes=True)},
    "<slug:name>/hints/": {"POST": Row("kind:read")},
    # One's own alone: test_lists asks.
    "<slug:name>/views/<uuid:id_>/": {"POST": Row("kind:read", (404,))},
    "<slug:name>/opens-with/": {"POST": Row("kind:read", (302,), {"view": "all"}, writes=True)},
    "<slug:name>/tab-counts/": {"GET": Row("kind:read")},
    "<slug:name>/tab-order/": {"POST": Row("kind:read", (404,))},
    "<slug:name>/options/": {"GET": Row("kind:read", send={"q": "kn"})},
    "<slug:name>/board/": {"GET": Row("kind:read", (200, 404))},
    "<slug:name>/board/cards/": {"GET": Row("kind:read", (200, 404))},
    "<slug:name>/board/move/": {"POST": Row("kind:update", (404,))},
    "<slug:name>/filter-choices/": {"GET": Row("kind:read")},
    "<slug:name>/<uuid:id_>/": {"GET": Row(READ)},
    "<slug:name>/<uuid:id_>/seen/": {"POST": Row(READ, (204,), writes=True)},
    "<slug:name>/<uuid:id_>/favourite/": {
        "POST": Row(READ, (302,), send={"on": "1"}, writes=True)
    },
    "<slug:name>/<uuid:id_>/edit/": {
        "GET": Row(CHANGE), # A form without its boxes ticked takes them off.
        "POST": Row(CHANGE, (302, 422), {"version": "1"}, writes=True),
    },
    # Of which field test_in_place asks.
    "<slug:name>/<uuid:id_>/fields/<str:field>/": {
        "GET": Row(CHANGE, (404,)), "POST": Row(CHANGE, (404,), STALE),
    },
    "<slug:name>/<uuid:id_>/news/": {"GET": Row(READ)},
    "<slug:name>/<uuid:id_>/history/": {"GET": Row(READ)},
    "<slug:name>/<uuid:id_>/sources/": {"GET": Row(READ)},
    "<slug:name>/<uuid:id_>/timeline/": {"GET": Row(READ)},
    "<slug:name>/<uuid:id_>/as-of/": {"GET": Row(READ)},
    "<slug:name>/<uuid:id_>/access/": {"GET": Row(READ)},
    "<slug:name>/<uuid:id_>/collaborators/": {"POST": Row(CHANGE, (302, 404))},
    # Of which merge test_merge_pages asks.
    "<slug:name>/<uuid:id_>/merged/": {
        "GET": Row("record:merge", (404,), name="parties"),
        "POST": Row("record:merge", (404,), name="parties"),
    },
    "<slug:name>/<uuid:id_>/delete/": {"GET": Row(REMOVE), "POST": Row(REMOVE, (302,), STALE)},
    "<slug:name>/<uuid:id_>/<slug:verb>/": {
        "GET": Row("verb"), "POST": Row("verb", (302, 422), STALE),
    },
    "settings/": {"GET": Row("kind:administer", name="users")},
    "settings/company/": {"GET": Row("kind:administer", (302,), name="companies")},
    "settings/resume-sending/": {
        "POST": Row("kind:administer", (302,), name="companies", writes=True),
    },
    "settings/backups/": {"GET": Row("kind:administer", name="companies")},
    "settings/backups/make/": {
        "POST": Row("kind:administer", (302,), name="companies", writes=True),
    },
    "settings/backups/password/": {},  # test_backup_pages asks.
    "settings/backups/<str:name>/": {},  # test_backup_pages asks.
    "settings/backups/<str:name>/prove/": {},
    "access-log/": {"GET": Row("kind:administer", name="users")},
    "teams/tree/": {"GET": Row("kind:read", name="teams")},
    "legal-entities/<uuid:id_>/pictures/": {
        "POST": Row("record:update", (302,), {"which": "logo"}, name="legal-entities"),
    },
    "users/<uuid:id_>/password/": {
        "GET": Row("kind:administer", name="users"),
        "POST": Row("kind:administer", name="users", writes=True),
    },
    # test_view_as asks: it would change who the walker is.
    "users/<uuid:id_>/view-as/": {},
    "users/<uuid:id_>/second-step/": {
        "POST": Row("kind:administer", (302,), name="users", writes=True),
    },
    "users/<uuid:id_>/sessions/": {
        "POST": Row("kind:administer", (302,), name="users", writes=True),
    },
    "api-tokens/new/": {
        "GET": Row(NEW, name="api-tokens"), "POST": Row(NEW, (422,), name="api-tokens"),
    },
    "roles/suggested/": {
        "GET": Row("kind:administer", name="roles"),
        "POST": Row("kind:administer", (302,), name="roles"),
    },
    "roles/new/": {"GET": Row(NEW, name="roles"), "POST": Row(NEW, (422,), name="roles")},
    "roles/<uuid:id_>/edit/": {
        "GET": Row(CHANGE, name="roles"), "POST": Row(CHANGE, (422,), name="roles"),
    },
    "parties/<uuid:id_>/files/": {"POST": Row("record:read+file:create", (302,), name="parties")},
    "parties/<uuid:id_>/interactions/": {
        "POST": Row("record:read+interaction:create", (302,), name="parties"),
    },
    # Of whoever asks or answers: tests/engagement/test_requests asks.
    "internal-requests/<uuid:id_>/files/": {},
    "leads/<uuid:id_>/files/": {"POST": Row("record:read+file:create", (302,), name="leads")},
    "leads/<uuid:id_>/interactions/": {
        "POST": Row("record:read+interaction:create", (302,), name="leads"),
    },
    "products/price/": {"GET": Row("kind:read", name="products")},
    "discount-caps/by-team/": {"GET": Row("kind:read", name="discount-caps")},
    # Of which lane and which card test_rights_leaks asks.
    "opportunities/waiting/": {"GET": Row("kind:read", name="opportunities")},
    # Whoever may not see what products cost may not enter: tests/sales/test_profit.py says so.
    "profit/": {"GET": Row("kind:read", (200, 403), name="opportunities")},
    "opportunities/losses/": {"GET": Row("kind:read", name="opportunities")},
    "opportunities/<uuid:id_>/process/": {"GET": Row(READ, name="opportunities")},
    # Whoever may not see what deals are worth may not enter: its own test says so.
    "cockpit/": {"GET": Row("kind:read", (200, 403), name="opportunities")},
    "cockpit/remind/": {"POST": Row("kind:create", (302,), name="tasks", writes=True)},
    "opportunities/board/": {"GET": Row("kind:read", name="opportunities")},
    "opportunities/board/cards/": {"GET": Row("kind:read", (404,), name="opportunities")},
    "opportunities/board/move/": {"POST": Row("kind:update", (404,), name="opportunities")},
    "internal-requests/departments/": {"GET": PAGE},
    "duplicates/": {
        "GET": Row(NEW, name="parties"), "POST": Row(NEW, name="parties", send={"words": "zz"}),
    },
    # Of which pair, and to whom a scan is allowed, tests/people/test_queue asks.
    "duplicates/pairs/": {
        "GET": Row("kind:read", name="parties"), "POST": Row("kind:read", (302,), name="parties"),
    },
    "duplicates/pairs/tie/": {},  # tests/people/test_queue asks.
    "duplicates/pairs/<uuid:id_>/": {},
    "duplicates/pairs/<uuid:id_>/different/": {},
    "duplicates/pairs/<uuid:id_>/related/": {},
    # Of which pairs test_leads_in_the_queue asks.
    "duplicates/pairs/leads/<uuid:id_>/": {},
    "duplicates/pairs/leads/<uuid:id_>/different/": {},
    "duplicates/pairs/leads/<uuid:id_>/attach/": {},
    "duplicates/scan/": {},  # For administrators alone: tests/people/test_queue asks.
    "duplicates/<uuid:id_>/ask/": {},  # Of whom the check has shown: test_duplicate_check asks.
    "parties/<uuid:id_>/known/": {"POST": Row(CHANGE, (302,), name="parties")},
    "pools/mine/": {"GET": PAGE},
    # Rules of assignment are administered by who administers users.
    "assignment-rules/try/": {"GET": Row("kind:administer", name="users")},
    "quality/": {"GET": Row("kind:read", name="parties")},
    # Key fields are on no surface of their own: who administers users administers them.
    "quality/rules/": {
        "GET": Row("kind:administer", name="users"),
        "POST": Row("kind:administer", (302,), name="users", writes=True),
    },
    "quality/conflicts/": {"GET": Row("kind:read", name="parties")},
    # Of which conflict test_conflicts asks.
    "quality/conflicts/settle/": {"POST": Row("kind:update", (404,), name="parties")},
    "quality/conflicts/<uuid:id_>/settle/": {"POST": Row("kind:update", (404,), name="parties")},
    "parties/<uuid:id_>/relationships/": {"GET": Row(READ, name="parties")},
    # Of whose calendar besides one's own tests/engagement/test_calendar asks.
    "calendar/": {"GET": PAGE},
    # For people from outside alone: test_portal walks every route as one of them.
    "portal/": {"GET": Row("user", (404,))},
    "portal/registrations/new/": {
        "GET": Row("user", (404,)), "POST": Row("user", (404,)),
    },
    "portal/registrations/<uuid:id_>/": {},
    "portal/leads/": {"GET": Row("user", (404,))},
    "portal/commission/": {"GET": Row("user", (404,))},
    "portal/leads/<uuid:id_>/": {},
    # For those who decide about a partner's registrations: test_portal asks.
    "parties/<uuid:id_>/portal-people/": {},
    "parties/<uuid:id_>/portal-people/<uuid:user_id>/end/": {},
    # Who has a link gets in, whoever it is: test_joint_plans asks.
    "shared/<str:token>/": {"GET": Row("open", (404,)), "POST": Row("open", (404,))},
    # Whether a paper is ours may be asked by whoever has it: test_quote_answers asks.
    "verify/": {"GET": OPEN, "POST": Row("open", (422,))},
    "quotes/<uuid:id_>/paper/": {},  # A PDF is made in a second: test_papers asks.
    "quotes/<uuid:id_>/paper/preview/": {
        "GET": Row("record:update+file:create", name="quotes"),
    },
    API + "quotes/<id:id_>/paper": {},  # test_papers asks.
    "contracts/<uuid:id_>/paper/": {},  # A PDF is made in a second: test_papers asks.
    "contracts/<uuid:id_>/paper/preview/": {
        "GET": Row("record:update+file:create", name="contracts"),
    },
    API + "contracts/<id:id_>/paper": {},  # test_papers asks.
    "orders/<uuid:id_>/paper/": {},  # A PDF is made in a second: test_papers asks.
    "orders/<uuid:id_>/paper/preview/": {
        "GET": Row("record:update+file:create", name="orders"),
    },
    API + "orders/<id:id_>/paper": {},  # test_papers asks.
    # Of which record, test_joint_plans asks.
    "public-links/new/": {
        "GET": Row(NEW, (302,), name="public-links"),
        "POST": Row(NEW, (302,), name="public-links"),
    },
    "public-links/preview/": {"GET": Row(NEW, (404,), name="public-links")},
    "parties/due/": {"GET": Row("kind:read", name="parties")},
    "week/": {"GET": Row("kind:read", name="plan-lines")},
    "week/team/": {"GET": Row("kind:read", name="plan-lines")},
    "week/add/": {"POST": Row(NEW, (422,), {"kind": "visit"}, name="plan-lines")},
    "week/carry/": {"POST": Row(NEW, (302,), name="plan-lines", writes=True)},
    "lessons/by-stage/": {"GET": Row("kind:read", name="lessons")},
    "lessons/<uuid:id_>/useful/": {
        "POST": Row(READ, (302,), send={"on": "1"}, name="lessons", writes=True)
    },
    "executive-visits/programme/": {"GET": Row("kind:read", name="executive-visits")},
    "opportunities/origins/": {"GET": Row("kind:read", name="opportunities")},
    "referrals/by-customer/": {"GET": Row("kind:read", name="referrals")},
    "capture/": {
        "GET": Row(NEW, name="interactions"), "POST": Row(NEW, (422,), name="interactions"),
    },
    "parties/<uuid:id_>/promises/": {"GET": Row(READ, name="parties")},
    "commitments/kept/": {"GET": Row("kind:read", name="commitments")},
    "users/<uuid:id_>/handover/": {
        "GET": Row(READ, name="users"), "POST": Row(READ, send={"rule": "one"}, name="users"),
    },
    "handover/<uuid:id_>/": {},  # Of which handover test_handover asks.
    # Of record types that have a brief.
    "<slug:name>/<uuid:id_>/brief/": {"GET": Row(READ, (200, 404))},
    "files/<uuid:id_>/preview/": {"GET": Row(READ, name="files")},
    "files/<uuid:id_>/shown/": {"GET": Row(READ, (404,), name="files")},
    "files/<uuid:id_>/content/": {"GET": Row(READ, name="files")},
    "import/": {"GET": Row("import"), "POST": Row("import", (400,))},
    "import/<uuid:id_>/": {"GET": Row("run")},
    "import/<uuid:id_>/job/": {"GET": Row("run")},
    "import/<uuid:id_>/stop/": {"POST": Row("run:write", (302,))},
    "import/<uuid:id_>/failed/": {"GET": Row("run", (404,))},
    "export/<uuid:id_>/": {"GET": Row("export")},
    "export/<uuid:id_>/file/": {"GET": Row("export", (404,))},
    "<slug:name>/export/": {
        "GET": Row("kind:export"), "POST": Row("kind:export", send={"format": "csv"}),
    },
}  # fmt: skip
"""Those of a newer matter stand with its record types, in tests/kinds."""
assert not ROUTES.keys() & kinds.ROUTES.keys()
ROUTES |= kinds.ROUTES


def patterns(at: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every route of the installation, as Django resolves it."""
    for known in (at or get_resolver()).url_patterns:
        path = before + str(known.pattern)
        if isinstance(known, URLPattern):
            yield path
        else:
            yield from patterns(known, path)


def open_routes() -> set[str]:
    """The routes that anybody may call."""
    return {path for path, rows in ROUTES.items() if any(r.need == "open" for r in rows.values())}
