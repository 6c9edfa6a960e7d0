"""Who may do what with the cast's records, said once more in plain words: what Access must find.

Nothing here asks the product. The default roles stand here as architecture.md §6 and the demo
company's people expect them. What is said of newer record types stands in tests/kinds.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests import kinds
from tests.cast import HELPS, LEFT, PEOPLE, Place, Planted
from zhike.project.demo import cast as demo

NAMED, OWN, TEAM, BELOW, ALL = "named", "own", "team", "team_below", "all"
WORK = {"party", "lead", "opportunity", "task", "interaction", "file", "relationship", "commitment",
        "executive-visit", "customer-opinion", "deal-registration", "lead-share",
        "public-link", "referral", "quote", "contract", "order"}  # fmt: skip
DOCUMENTS = {"quote", "contract", "order"}
PLANS = {"account-plan", "plan-line"}
DEAL = {"win", "lose", "reopen", "assign"}
LEAD = {"qualify", "convert", "reject", "reopen", "assign"}
MARKETED = {"create", "update", "export", "import", "take_up", "merge", "put_in"} | LEAD - {
    "convert"
}
"""What marketing does with any lead, whosever it is."""
BESIDES = {
    ("general manager", "executive-visit"): {"create": OWN, "update": ALL, "accept": ALL},
    ("general manager", "customer-opinion"): {"create": OWN, "update": ALL},
    ("general manager", "commitment"): {"remind": ALL},
    ("general manager", "reward"): dict.fromkeys(("create", "update", "approve", "pay"), ALL),
    ("general manager", "party"): {"export": ALL},
    ("general manager", "brand-template"): {"update": ALL},
    ("general manager", "opportunity"): {"allow_discount": ALL},
    **{("general manager", kind): {"approve": ALL} for kind in DOCUMENTS},
    **{("accountant", kind): {"export": ALL} for kind in ("party", "product", "contract", "order")},
    ("marketing", "interaction"): {"create": OWN},
    ("service", "commitment"): dict.fromkeys(("create", "update", "remind"), OWN),
}
"""What those who read everything do besides."""
TEAMS = demo.TEAMS

PART_OF = {
    "coding": "coding-sample", "approval-step": "approval",
    "pool-member": "pool", "recycle-rule": "pool",
    "quote-line": "quote", "contract-line": "contract", "order-line": "order",
    "contact-point": "party", "opportunity-line": "opportunity", "participant": "interaction",
    "lesson-stage": "lesson", "opportunity-competitor": "opportunity",
    "opportunity-step": "opportunity",
    "stage-step": "process", "stage-criterion": "process",
    "grant": "role", "field-right": "role", "user-role": "user", "team-help": "user",
}  # fmt: skip
OF_USERS = {"user-role", "team-help"}
"""What colleagues have as roles and helps is for administrators: nobody else's pages show it."""
FOR_ALL = {"team", "user", "role", "tag", "pipeline", "process", "stage", "exchange-rate",
           "company", "dictionary-entry", "capacity", "executive", "visit-policy",
           "partner-policy", "reward-rule", "discount-cap", "timing-rule",
           "work-calendar", "calendar-day", "absence", "pool", "legal-entity"}  # fmt: skip
FOR_ADMINISTRATORS = FOR_ALL | {
    "api-token", "collaborator", "custom-field", "page-layout", "coding-sample", "coding",
    "assignment-rule", "score-rule",
}  # fmt: skip
"""What is written by administrators alone (and read by them alone, where not FOR_ALL)."""
SCOPED = {"interaction", "file", "relationship", "commitment", "executive-visit",
          "customer-opinion", "account-plan", "referral", "reward"}  # fmt: skip
"""Read by whoever sees the parties that they belong to."""
CATALOG = {"product", "price-book", "price-book-entry", "promotion", "brand-template"}
"""Written by administrators, read by everybody who has a role."""
SEEN_WITH = {"deal-registration", "lead-share"}
"""Read by whoever sees one of the records that they are about, too."""
ASKED = {
    "internal-request": {"take_up", "reply", "decline", "hand_on"},
    "approval": {"agree", "refuse", "hand_over"},
}
"""What anybody asks of anybody, with the verbs of who is asked."""
ASKERS = {"withdraw", "remind"}
COST = ("product", "cost")
HIDDEN = {
    "service": {COST, ("opportunity", "amount"), ("reward", "amount"), ("reward", "base_amount")},
    "sales representative": {COST},
    "marketing": {COST},
}
MASKED = {"auditor": {("contact-point", "value"), ("deal-registration", "phone"), *(
    ("lead", name) for name in ("mobile", "phone", "email", "wechat", "address"))}}  # fmt: skip

# What tests/kinds say of newer record types.
WORK |= kinds.like("work")
PLANS |= kinds.like("plan")
CATALOG |= kinds.like("catalog")
FOR_ALL |= kinds.like("reference")
FOR_ADMINISTRATORS |= FOR_ALL | kinds.like("administration")
PART_OF |= {kind.name: kind.part_of for kind in kinds.KINDS if kind.part_of}
SCOPED |= {kind.name for kind in kinds.KINDS if kind.is_scoped}
SEEN_WITH |= {kind.name for kind in kinds.KINDS if kind.is_seen_with}
for _level, _known in (("hidden", HIDDEN), ("masked", MASKED)):
    for _role, _fields in kinds.fields(_level).items():
        _known[_role] = _known.get(_role, set()) | _fields
RIGHTS = {kind.name: kind.rights for kind in kinds.KINDS}
"""What a record type gives a role besides, or does not."""


@dataclass(frozen=True)
class Person:
    """Somebody, with what the rules look at."""

    login: str
    role: str
    team: str

    @property
    def is_admin(self) -> bool:
        """Whether everything is allowed."""
        return self.login == demo.ADMIN.login

    def teams(self, scope: str) -> set[str]:
        """Whose work a scope reaches, by team."""
        if scope == OWN:
            return set()
        found = {self.team, *HELPS.get(self.login, ())}
        while scope == BELOW and (more := {t for t, up in TEAMS.items() if up in found} - found):
            found |= more
        return found


EVERYBODY = {p.login: Person(p.login, p.role, p.team) for p in PEOPLE}


def of_root(verb: str) -> str:
    """Parts are written by who may change their record; read and exported like it."""
    return "update" if verb in ("create", "update", "delete") else verb


def scope(person: Person, kind: str, verb: str) -> str | None:
    """How far a person's verb reaches on a kind of record."""
    if person.login == LEFT:
        return None
    if person.is_admin:
        return ALL
    if kind in OF_USERS:
        return None
    if kind in PART_OF:
        return scope(person, PART_OF[kind], of_root(verb))
    besides = RIGHTS.get(kind, {}).get(person.role, {})
    return besides[verb] if verb in besides else _by_kind(person, kind, verb)


def _by_kind(person: Person, kind: str, verb: str) -> str | None:
    if kind in FOR_ADMINISTRATORS:
        return ALL if kind in FOR_ALL and verb == "read" else None
    if kind == "saved-view":
        return OWN if verb in ("read", "create", "update", "delete") else None
    if kind == "lesson":  # The library is everybody's, what one wrote is one's own to change.
        return {"read": ALL}.get(verb, OWN if verb in ("create", "update", "delete") else None)
    if kind in ASKED:
        return _asks(person.role, kind, verb)
    if kind == "file" and verb == "read" and not person.role:
        return NAMED
    return _by_role(person.role, kind, verb)


def _asks(role: str, kind: str, verb: str) -> str | None:
    """Everybody asks and answers without a role; roles read what others ask."""
    if verb in ("create", "update"):
        return BELOW if (role, verb) == ("sales director", "update") else OWN
    if verb in ASKED[kind] | ASKERS:
        return NAMED
    reads = {"": NAMED, "sales representative": TEAM, "sales director": BELOW}
    return reads.get(role, ALL) if verb == "read" else None


def _by_role(role: str, kind: str, verb: str) -> str | None:
    if not role:
        return None
    if kind == "appointment":
        return OWN if verb in ("read", "create", "update", "delete") else None
    if kind in CATALOG:
        return ALL if verb == "read" else BESIDES.get((role, kind), {}).get(verb)
    if kind == "target" or kind in PLANS:
        return _plans(role, kind, verb)
    if role in ("sales representative", "sales director"):
        return _sells(role, kind, verb)
    if verb == "read":
        return ALL
    if (role, kind) in BESIDES:
        return BESIDES[role, kind].get(verb)
    if kind == "task" and verb in ("create", "update", "delete"):
        return OWN
    if kind == "lead":
        return _with_leads(role, verb)
    writes = {"marketing": "party", "service": "interaction"}.get(role)
    return OWN if kind == writes and verb in ("create", "update") else None


def _sells(role: str, kind: str, verb: str) -> str | None:
    if kind == "reward":
        approves = {"read": BELOW, "approve": BELOW}
        return approves.get(verb) if role == "sales director" else TEAM if verb == "read" else None
    near, far = (TEAM, OWN) if role == "sales representative" else (BELOW, BELOW)
    known = {"read": near, "create": OWN, "update": far, "delete": OWN}
    if role == "sales director" and kind in ("party", "lead", "opportunity"):
        known |= dict.fromkeys(("export", "import", "assign"), BELOW)
    if kind in ("party", "lead"):
        known["merge"] = far
    if kind == "opportunity":
        known |= dict.fromkeys(DEAL, far)
        known |= {"allow_discount": far} if role == "sales director" else {}
    known |= _documents(role, far) if kind in DOCUMENTS else {}
    if kind == "commitment":
        known |= {"remind": near} | ({"uphold": far} if role == "sales director" else {})
    if kind == "executive-visit" and role == "sales director":
        known["accept"] = far
    if kind == "deal-registration":
        known["approve"] = far
    if kind == "lead":
        known |= {"take_up": near} | dict.fromkeys(LEAD, far)
    if kind in ("lead", "party"):
        known |= {"put_in": far, "claim": OWN}
    return known.get(verb) if kind in WORK else None


def _documents(role: str, far: str) -> dict[str, str]:
    verbs = ("approve", "export", "import") if role == "sales director" else ()
    return dict.fromkeys(("void", *verbs), far)


def _plans(role: str, kind: str, verb: str) -> str | None:
    if kind in PLANS:
        return _plans_weeks(role, verb)
    if verb not in ("read", "create", "update", "delete"):
        return None
    reads = {"sales representative": TEAM} if verb == "read" else {}
    return (reads | {"sales director": BELOW, "general manager": ALL}).get(role)


def _plans_weeks(role: str, verb: str) -> str | None:
    if role == "general manager":
        return ALL if verb == "read" else None
    if role not in ("sales representative", "sales director"):
        return None
    near, far = (TEAM, OWN) if role == "sales representative" else (BELOW, BELOW)
    return {"read": near, "create": OWN, "update": far, "delete": OWN}.get(verb)


def _with_leads(role: str, verb: str) -> str | None:
    if role == "marketing":
        return ALL if verb in MARKETED else OWN if verb == "delete" else None
    return OWN if role == "service" and verb in ("create", "update", "delete") else None


def can(person: Person, kind: str, verb: str) -> bool:
    """Whether a person has a verb on a kind of record at all."""
    return scope(person, kind, verb) is not None


def may(person: Person, planted: Planted, verb: str) -> bool:
    """Whether a person may use a verb on this record."""
    if planted.root is not None:
        return may(person, planted.root, of_root(verb))
    reach = scope(person, planted.kind, verb)
    if reach in (None, ALL):
        return reach is not None
    if planted.kind in ASKED and _is_named(person, planted, verb):
        return True
    if reach == NAMED and planted.kind == "file":
        return False  # None of these is of a request.
    if planted.kind in SCOPED:
        seen = all(may(person, other, "read") for other in planted.needs)
        return seen and (verb == "read" or _reaches(person, planted.place, verb, reach))
    if planted.kind in SEEN_WITH and verb == "read":
        # Whoever sees the customer that a partner registers, or the lead that it works on.
        return _reaches(person, planted.place, verb, reach) or any(
            may(person, other, "read") for other in planted.needs
        )
    return _reaches(person, planted.place, verb, reach)


def _is_named(person: Person, planted: Planted, verb: str) -> bool:
    """Who asked; who is asked (all of 华骏客车, or the owner); who sees the customer."""
    is_owner = planted.place.owner == person.login
    if verb == "read" and any(may(person, other, "read") for other in planted.needs):
        return True
    if planted.kind == "approval":
        return is_owner and verb in {"read"} | ASKED["approval"] | ASKERS
    if verb in ASKED["internal-request"] | {"read"} and person.team == "华骏客车":
        return True
    return is_owner and verb in {"read"} | ASKERS


def _reaches(person: Person, place: Place, verb: str, reach: str) -> bool:
    share = place.share
    is_shared = share and share.login == person.login and share.days >= 0
    if is_shared and ((share.may_edit and reach != NAMED) or verb == "read"):
        return True
    if reach == NAMED:
        return False
    if place.owner == person.login:
        return True
    owners = EVERYBODY[place.owner].team if place.owner else place.team
    return owners in person.teams(reach)


def finds(person: Person, planted: Planted, private: bool) -> bool:
    """Whether a mark of this record may stand in an answer to this person."""
    if private:
        return person.is_admin or planted.place.owner == person.login
    return may(person, planted, "read")
