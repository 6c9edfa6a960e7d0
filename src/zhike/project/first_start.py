"""What a new installation needs before the first person logs in: roles and a pipeline."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhike.access.models import Desk, FieldRight, Grant, Level, Role, Scope
from zhike.access.rights import Access, system_access
from zhike.records.models import WorkCalendar
from zhike.sales.defaults import ensure_default_pipeline

OWN, TEAM, BELOW, ALL = Scope.OWN, Scope.TEAM, Scope.BELOW, Scope.ALL
CUSTOMER_WORK = ("party", "lead", "opportunity", "task", "interaction", "file", "relationship")
REFERENCE = ("product", "pipeline", "stage", "tag", "exchange-rate")
DEAL_VERBS = ("win", "lose", "reopen", "move", "assign")
LEAD_VERBS = ("qualify", "convert", "reject", "reopen", "assign")

RoleRights = dict[tuple[str, str], Scope]


def _everyone() -> RoleRights:
    rights = {(kind, "read"): ALL for kind in REFERENCE}
    rights |= {("tag", "create"): ALL}
    rights |= {("task", verb): OWN for verb in ("read", "create", "update", "delete")}
    return rights


def _works_with_customers(read: Scope, write: Scope) -> RoleRights:
    rights = _everyone()
    for kind in CUSTOMER_WORK:
        rights |= {(kind, "read"): read, (kind, "create"): OWN, (kind, "update"): write}
        rights |= {(kind, "delete"): OWN}
    rights |= {("opportunity", verb): write for verb in DEAL_VERBS}
    rights |= {("lead", verb): write for verb in LEAD_VERBS}
    # Whoever sees a lead of nobody may take it up.
    return rights | {("lead", "take_up"): read}


def _reads(scope: Scope) -> RoleRights:
    return _everyone() | {(kind, "read"): scope for kind in CUSTOMER_WORK}


def roles() -> dict[str, RoleRights]:
    """The roles of a new installation, by name: who sees and does what."""
    director = _works_with_customers(BELOW, BELOW)
    director |= {(kind, verb): BELOW for kind in ("party", "lead", "opportunity")
                 for verb in ("export", "import", "assign")}  # fmt: skip
    director |= {("party", "merge"): BELOW}
    director |= {("target", verb): BELOW for verb in ("read", "create", "update", "delete")}
    marketing = _reads(ALL) | {("party", "create"): OWN, ("party", "update"): OWN}
    marketing |= {("lead", verb): ALL for verb in (
        "create", "update", "export", "import", "take_up", "qualify", "reject", "reopen", "assign",
    )}  # fmt: skip
    marketing |= {("lead", "delete"): OWN}
    service = _reads(ALL) | {("interaction", "create"): OWN, ("interaction", "update"): OWN}
    service |= {("lead", verb): OWN for verb in ("create", "update", "delete")}
    return {
        _("sales representative"): _works_with_customers(TEAM, OWN)
        | {
            ("party", "merge"): OWN,
            ("target", "read"): TEAM,
        },
        _("sales director"): director,
        _("general manager"): _reads(ALL)
        | {("party", "export"): ALL}
        | {("target", verb): ALL for verb in ("read", "create", "update", "delete")},
        _("marketing"): marketing,
        _("service"): service,
        _("auditor"): _reads(ALL),
    }


def desks() -> dict[str, Desk]:
    """Where the people of these roles work."""
    return {
        _("sales representative"): Desk.SALES,
        _("sales director"): Desk.MANAGEMENT,
        _("general manager"): Desk.MANAGEMENT,
        _("marketing"): Desk.MARKETING,
        _("service"): Desk.SERVICE,
        _("auditor"): Desk.MANAGEMENT,
    }


def ensure(access: Access | None = None) -> None:
    """Make the roles, the default pipeline and the work calendar where there are none yet.

    Their names are data: in the installation's language, whoever happens to ask.
    """
    access = access or system_access("system")
    with override(settings.LANGUAGE_CODE):
        if not Role.objects.exists():
            with access.change_set("set_up"):
                for name, rights in roles().items():
                    _make(name, rights)
        ensure_default_pipeline(access)
        if not WorkCalendar.objects.exists():
            with access.change_set("set_up"):
                calendar = WorkCalendar(name=_("working hours"))
                calendar.save()
                calendar.take_official_days()


def _make(name: str, rights: RoleRights) -> None:
    role = Role(name=name, desk=desks()[name])
    role.save()
    for (kind, verb), scope in rights.items():
        Grant(role=role, resource=kind, verb=verb, scope=scope).save()
    if name == _("auditor"):
        FieldRight(role=role, resource="contact-point", field="value", level=Level.MASKED).save()
        for field in ("mobile", "phone", "email", "wechat", "address"):
            FieldRight(role=role, resource="lead", field=field, level=Level.MASKED).save()
    if name == _("service"):
        FieldRight(role=role, resource="opportunity", field="amount", level=Level.HIDDEN).save()
