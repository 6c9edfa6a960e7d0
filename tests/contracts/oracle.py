"""Who may do what with the cast's records, said once more in plain words: what Access must find.

Nothing here asks the product. The default roles stand here as architecture.md §6 and the demo
company's people expect them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.cast import HELPS, LEFT, PEOPLE, Place, Planted
from zhike.project.demo import cast as demo

OWN, TEAM, BELOW, ALL = "own", "team", "team_below", "all"
WORK = {"party", "lead", "opportunity", "task", "interaction", "file", "relationship"}
DEAL = {"win", "lose", "reopen", "assign"}
LEAD = {"qualify", "convert", "reject", "reopen", "assign"}
MARKETED = {"create", "update", "export", "import", "take_up"} | LEAD - {"convert"}
"""What marketing does with any lead, whosever it is."""
TEAMS = demo.TEAMS

PART_OF = {
    "coding": "coding-sample",
    "contact-point": "party", "opportunity-line": "opportunity", "participant": "interaction",
    "grant": "role", "field-right": "role", "user-role": "user", "team-help": "user",
}  # fmt: skip
OF_USERS = {"user-role", "team-help"}
"""What colleagues have as roles and helps is for administrators: nobody else's pages show it."""
FOR_ALL = {"team", "user", "role", "tag", "pipeline", "stage", "exchange-rate", "company",
           "dictionary-entry", "work-calendar", "calendar-day", "absence"}  # fmt: skip
FOR_ADMINISTRATORS = FOR_ALL | {
    "api-token", "collaborator", "custom-field", "page-layout", "coding-sample", "coding",
}  # fmt: skip
"""What is written by administrators alone (and read by them alone, where not FOR_ALL)."""
SCOPED = {"interaction", "file", "relationship"}
"""Read by whoever sees the parties that they belong to."""
HIDDEN = {"service": {("opportunity", "amount")}}
MASKED = {"auditor": {("contact-point", "value"), *(
    ("lead", name) for name in ("mobile", "phone", "email", "wechat", "address"))}}  # fmt: skip


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
    if kind in FOR_ADMINISTRATORS:
        return ALL if kind in FOR_ALL and verb == "read" else None
    if kind == "saved-view":
        return OWN if verb in ("read", "create", "update", "delete") else None
    return _by_role(person.role, kind, verb)


def _by_role(role: str, kind: str, verb: str) -> str | None:
    if not role:
        return None
    if kind == "product":
        return ALL if verb == "read" else None
    if kind == "target":
        return _plans(role, verb)
    if role in ("sales representative", "sales director"):
        return _sells(role, kind, verb)
    if verb == "read" or (role, kind, verb) == ("general manager", "party", "export"):
        return ALL
    if kind == "task" and verb in ("create", "update", "delete"):
        return OWN
    if kind == "lead":
        return _with_leads(role, verb)
    writes = {"marketing": "party", "service": "interaction"}.get(role)
    return OWN if kind == writes and verb in ("create", "update") else None


def _sells(role: str, kind: str, verb: str) -> str | None:
    near, far = (TEAM, OWN) if role == "sales representative" else (BELOW, BELOW)
    known = {"read": near, "create": OWN, "update": far, "delete": OWN}
    if role == "sales director" and kind in ("party", "lead", "opportunity"):
        known |= dict.fromkeys(("export", "import", "assign"), BELOW)
    if kind == "party":
        known["merge"] = far
    if kind == "opportunity":
        known |= dict.fromkeys(DEAL, far)
    if kind == "lead":
        known |= {"take_up": near} | dict.fromkeys(LEAD, far)
    return known.get(verb) if kind in WORK else None


def _plans(role: str, verb: str) -> str | None:
    if verb not in ("read", "create", "update", "delete"):
        return None
    reads = {"sales representative": TEAM} if verb == "read" else {}
    return (reads | {"sales director": BELOW, "general manager": ALL}).get(role)


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
    if planted.kind in SCOPED:
        seen = all(may(person, other, "read") for other in planted.needs)
        return seen and (verb == "read" or _reaches(person, planted.place, verb, reach))
    return _reaches(person, planted.place, verb, reach)


def _reaches(person: Person, place: Place, verb: str, reach: str) -> bool:
    share = place.share
    is_shared = share and share.login == person.login and share.days >= 0
    if is_shared and (share.may_edit or verb == "read"):
        return True
    if place.owner == person.login:
        return True
    owners = EVERYBODY[place.owner].team if place.owner else place.team
    return owners in person.teams(reach)


def finds(person: Person, planted: Planted, private: bool) -> bool:
    """Whether a mark of this record may stand in an answer to this person."""
    if private:
        return person.is_admin or planted.place.owner == person.login
    return may(person, planted, "read")
