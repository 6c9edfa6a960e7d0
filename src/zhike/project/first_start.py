"""What a new installation needs before the first person logs in: roles and a pipeline."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhike.access.models import Desk, FieldRight, Grant, Level, Role, Scope
from zhike.access.rights import Access, system_access
from zhike.administration.suggested import Suggested, register_suggested
from zhike.ledger.models import Change
from zhike.people.directory.standing import ensure_extraction_quota
from zhike.records.models import WorkCalendar
from zhike.records.numbering import ensure_number_rules
from zhike.sales.benefit.standing import ensure_benefit_models
from zhike.sales.defaults import (
    ensure_contract_view,
    ensure_credit_grades,
    ensure_default_pipeline,
    ensure_payment_rules,
)

OWN, TEAM, BELOW, ALL = Scope.OWN, Scope.TEAM, Scope.BELOW, Scope.ALL
CUSTOMER_WORK = (
    "party",
    "lead",
    "opportunity",
    "task",
    "interaction",
    "card-batch",
    "file",
    "relationship",
    "commitment",
    "executive-visit",
    "customer-opinion",
    "deal-registration",
    "lead-share",
    "referral",
    "joint-plan",
    "public-link",
    "quote",
    "contract",
    "order",
    "benefit-report",
    "payment-plan",
    "payment",
    "invoice-title",
    "invoice-request",
)
DOCUMENTS = ("quote", "contract", "order")
"""What is drafted, agreed to and then stands."""
ASKED = ("internal-request", "approval")
"""Everybody asks and answers; a role adds reading what colleagues ask."""
PLANS = ("account-plan", "plan-line")
REFERENCE = (
    "product", "price-book", "price-book-entry", "promotion", "pipeline", "stage", "tag",
    "exchange-rate", "brand-template",
)  # fmt: skip
COSTS = "source-cost"
"""What leads cost: whoever judges where they come from reads it."""
MONEY = ("payment-plan", "payment")
"""What is to be paid, and what was."""
DEAL_VERBS = ("win", "lose", "reopen", "move", "assign")
LEAD_VERBS = ("qualify", "convert", "reject", "reopen", "assign")
POOLED = ("lead", "party")

SET_UP = "set_up"
"""The action of the change sets that make roles as they are shipped."""

RoleRights = dict[tuple[str, str], Scope]


def _everyone() -> RoleRights:
    rights = {(kind, "read"): ALL for kind in REFERENCE}
    rights |= {("tag", "create"): ALL}
    for kind in ("task", "appointment"):
        rights |= {(kind, verb): OWN for verb in ("read", "create", "update", "delete")}
    return rights


def _works_with_customers(read: Scope, write: Scope) -> RoleRights:
    rights = _everyone()
    for kind in CUSTOMER_WORK:
        rights |= {(kind, "read"): read, (kind, "create"): OWN, (kind, "update"): write}
        rights |= {(kind, "delete"): OWN}
    rights |= {(kind, "read"): read for kind in ASKED}
    rights |= {("opportunity", verb): write for verb in DEAL_VERBS}
    rights |= {("lead", verb): write for verb in LEAD_VERBS}
    rights |= {(kind, "void"): write for kind in (*DOCUMENTS, "payment-plan", "invoice-request")}
    rights |= {("commitment", "remind"): read}
    rights |= {(kind, "read"): read for kind in ("reward", "credit-file")}
    rights |= {("deal-registration", "approve"): write, (COSTS, "read"): ALL}
    rights |= {(kind, "put_in"): write for kind in POOLED}
    rights |= {(kind, "claim"): OWN for kind in POOLED}
    # Whoever sees a lead of nobody may take it up.
    return rights | {("lead", "take_up"): read}


def _reads(scope: Scope) -> RoleRights:
    return _everyone() | {(kind, "read"): scope for kind in (*CUSTOMER_WORK, *ASKED, "reward")}


def _goes_to_customers() -> RoleRights:
    """What somebody needs who is asked to visit customers: deciding, and writing what was said."""
    rights = {("executive-visit", "accept"): ALL}
    for kind in ("executive-visit", "customer-opinion"):
        rights |= {(kind, "create"): OWN, (kind, "update"): ALL}
    return rights


def _keeps_costs() -> RoleRights:
    """What somebody needs who writes down what leads cost."""
    verbs = ("read", "create", "update", "delete", "import", "export")
    return {(COSTS, verb): ALL for verb in verbs}


def _keeps_credit(scope: Scope, *more: str) -> RoleRights:
    """What somebody needs who writes down how customers pay."""
    verbs = ("read", "create", "update", "delete", *more)
    return {("credit-file", verb): scope for verb in verbs}


def _plans(read: Scope, write: Scope) -> RoleRights:
    """What somebody needs who plans customers and weeks."""
    rights = {(kind, "read"): read for kind in PLANS}
    rights |= {(kind, "update"): write for kind in PLANS}
    return rights | {(kind, verb): OWN for kind in PLANS for verb in ("create", "delete")}


def _director() -> RoleRights:
    """What the head of a region does with the customers of the teams below."""
    rights = _works_with_customers(BELOW, BELOW)
    rights |= {(kind, verb): BELOW for kind in ("party", "lead", "opportunity")
               for verb in ("export", "import", "assign")}  # fmt: skip
    rights |= {(kind, "merge"): BELOW for kind in ("party", "lead")}
    rights |= {("commitment", "uphold"): BELOW, ("executive-visit", "accept"): BELOW}
    rights |= {("opportunity", "allow_discount"): BELOW, ("reward", "approve"): BELOW}
    rights |= {("target", verb): BELOW for verb in ("read", "create", "update", "delete")}
    rights |= {(kind, verb): BELOW for kind in DOCUMENTS
               for verb in ("approve", "export", "import")}  # fmt: skip
    rights |= {(kind, "export"): BELOW for kind in MONEY}
    # What a leaver asked for is handed over with the rest.
    rights |= _plans(BELOW, BELOW) | _keeps_credit(BELOW)
    return rights | {(kind, "update"): BELOW for kind in ASKED}


def _manager() -> RoleRights:
    """What who leads the company reads and decides."""
    rights = _reads(ALL) | {("party", "export"): ALL, ("commitment", "remind"): ALL}
    rights |= {("opportunity", "allow_discount"): ALL, ("brand-template", "update"): ALL}
    rights |= {(kind, "approve"): ALL for kind in DOCUMENTS}
    rights |= _goes_to_customers() | _keeps_credit(ALL, "set_grade") | {(COSTS, "read"): ALL}
    rights |= {(kind, "export"): ALL for kind in MONEY} | {("payment-plan", "write_off"): ALL}
    rights |= {("reward", verb): ALL for verb in ("create", "update", "approve", "pay")}
    rights |= {("target", verb): ALL for verb in ("read", "create", "update", "delete")}
    return rights | {(kind, "read"): ALL for kind in PLANS}


def _marketing() -> RoleRights:
    """What marketing does: any lead, and customers of its own."""
    rights = _reads(ALL) | {("party", "create"): OWN, ("party", "update"): OWN}
    # Who is met at a fair is met by marketing: of those known already, a contact is noted down.
    rights |= {("card-batch", verb): ALL for verb in ("create", "update", "delete")}
    rights |= {("interaction", "create"): OWN} | _keeps_costs()
    rights |= {("lead", verb): ALL for verb in (
        "create", "update", "export", "import", "take_up", "qualify", "reject", "reopen", "assign",
        "merge", "put_in",
    )}  # fmt: skip
    return rights | {("lead", "delete"): OWN}


def _service() -> RoleRights:
    """What service writes beside reading: what was said, promised and asked for."""
    rights = _reads(ALL) | {("interaction", "create"): OWN, ("interaction", "update"): OWN}
    rights |= {("commitment", verb): OWN for verb in ("create", "update", "remind")}
    return rights | {("lead", verb): OWN for verb in ("create", "update", "delete")}


def _finance() -> RoleRights:
    """What finance does: it plans with all, confirms what came in, takes and gives it back."""
    rights = _reads(ALL) | _keeps_credit(ALL) | _keeps_costs()
    rights |= {(kind, verb): ALL for kind in MONEY
               for verb in ("create", "update", "delete", "export", "import")}  # fmt: skip
    rights |= {("payment-plan", verb): ALL for verb in ("void", "write_off")}
    rights |= {("invoice-request", verb): ALL
               for verb in ("create", "update", "void", "approve", "issue", "export")}  # fmt: skip
    rights |= {("invoice-title", verb): ALL for verb in ("create", "update", "delete", "export")}
    rights |= {("payment", verb): ALL for verb in ("confirm", "reverse", "give_back")}
    return rights | {(kind, "export"): ALL for kind in ("party", "product", "contract", "order")}


def roles() -> dict[str, RoleRights]:
    """The roles of a new installation, by name: who sees and does what."""
    return {
        _("sales representative"): _works_with_customers(TEAM, OWN)
        | _plans(TEAM, OWN)
        | {
            ("party", "merge"): OWN,
            ("lead", "merge"): OWN,
            ("target", "read"): TEAM,
        },
        _("sales director"): _director(),
        _("general manager"): _manager(),
        _("marketing"): _marketing(),
        _("service"): _service(),
        _("accountant"): _finance(),
        _("auditor"): _reads(ALL) | {(kind, "read"): ALL for kind in ("credit-file", COSTS)},
    }


def desks() -> dict[str, Desk]:
    """Where the people of these roles work."""
    return {
        _("sales representative"): Desk.SALES,
        _("sales director"): Desk.MANAGEMENT,
        _("general manager"): Desk.MANAGEMENT,
        _("marketing"): Desk.MARKETING,
        _("service"): Desk.SERVICE,
        _("accountant"): Desk.MANAGEMENT,
        _("auditor"): Desk.MANAGEMENT,
    }


def field_rights() -> dict[str, list[tuple[str, str, Level]]]:
    """What these roles may not read of a record that they see."""
    reached = ("mobile", "phone", "email", "wechat", "address")
    cost = ("product", "cost", Level.HIDDEN)
    return {
        _("sales representative"): [cost],
        _("marketing"): [cost],
        _("auditor"): [
            ("contact-point", "value", Level.MASKED),
            *(("lead", field, Level.MASKED) for field in reached),
            ("deal-registration", "phone", Level.MASKED),
            ("invoice-title", "phone", Level.MASKED),
        ],
        _("service"): [
            cost,
            ("opportunity", "amount", Level.HIDDEN),
            ("reward", "base_amount", Level.HIDDEN),
            ("reward", "amount", Level.HIDDEN),
        ],
    }


def suggested() -> Iterator[Suggested]:
    """The same as administrators are shown it, to take over what their own roles lack."""
    with override(settings.LANGUAGE_CODE):
        places, hidden = desks(), field_rights()
        for name, rights in roles().items():
            yield Suggested(name, places[name], rights, tuple(hidden.get(name, ())))


register_suggested(suggested)


def ensure(access: Access | None = None) -> None:
    """Make roles, default pipeline, number rules and work calendar where there are none yet.

    After an upgrade, roles that nobody has changed learn the verbs that have come since. Their
    names are data: in the installation's language, whoever happens to ask.
    """
    access = access or system_access("system")
    with override(settings.LANGUAGE_CODE):
        if not Role.objects.exists():
            with access.change_set(SET_UP):
                for name in roles():
                    role = Role(name=name, desk=desks()[name])
                    role.save()
                    _give(role)
        else:
            _extend(access)
        ensure_default_pipeline(access)
        ensure_number_rules(access)
        ensure_contract_view(access)
        ensure_credit_grades(access)
        ensure_payment_rules(access)
        ensure_benefit_models(access)
        ensure_extraction_quota(access)
        if not WorkCalendar.objects.exists():
            with access.change_set(SET_UP):
                calendar = WorkCalendar(name=_("working hours"))
                calendar.save()
                calendar.take_official_days()


def _extend(access: Access) -> None:
    """Give each role as shipped what it has not got; one that somebody has changed is theirs."""
    for role in Role.objects.filter(name__in=list(roles())).order_by("pk"):
        touched = Change.objects.filter(record=role.pk)
        if not touched.exclude(change_set__action=SET_UP).exists():
            with access.change_set(SET_UP):
                _give(role)


def _give(role: Role) -> None:
    known = set(role.grants.values_list("resource", "verb"))
    for (kind, verb), scope in roles()[role.name].items():
        if (kind, verb) not in known:
            Grant(role=role, resource=kind, verb=verb, scope=scope).save()
    masked = set(role.field_rights.values_list("resource", "field"))
    for kind, field, level in field_rights().get(role.name, []):
        if (kind, field) not in masked:
            FieldRight(role=role, resource=kind, field=field, level=level).save()
