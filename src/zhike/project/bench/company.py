"""A company of a given size, for the benchmark: its people, customers, touches and deals."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from uuid import UUID

from django.utils import timezone

from zhike.access.models import ApiToken, Grant, Role, Scope, Team, User, UserRole
from zhike.access.rights import Access, access_of, system_access
from zhike.engagement.models import Interaction
from zhike.ledger.bulk import LargeSet
from zhike.ledger.writes import Write
from zhike.people.models import ContactPoint, Party
from zhike.project import first_start
from zhike.project.bench.names import Names
from zhike.project.bench.records import new, part
from zhike.sales.models import Opportunity, Pipeline, Stage

PASSWORD = "known to everyone, and good for a benchmark"  # noqa: S105 (of a throw-away company)
TEAM_SIZE = 50
LEAST_OWNERS = 100
CHUNK = 1000
BUSY = 1000
TOUCHES = 50
_SUBJECTS = (
    "拜访了采购负责人",
    "电话确认交期",
    "发送报价单",
    "展会见面",
    "售后回访",
    "讨论年度框架",
)


@dataclass
class Company:
    """What was made, as far as measuring needs it."""

    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    busy: list[UUID] = field(default_factory=list)
    size: int = 0

    def access(self, who: str) -> Access:
        """What one of the three users may see."""
        return access_of(self.users[who], "web")

    def remember(self, path: Path) -> None:
        """Note what was made beside its database, for a later run on the same."""
        users = {who: user.login for who, user in self.users.items()}
        noted = {"size": self.size, "users": users, "tokens": self.tokens,
                 "busy": [str(id_) for id_ in self.busy]}  # fmt: skip
        path.write_text(json.dumps(noted))

    @classmethod
    def remembered(cls, path: Path) -> Company:
        """What an earlier run noted."""
        noted = json.loads(path.read_text())
        users = {who: User.objects.get(login=login) for who, login in noted["users"].items()}
        return cls(users, noted["tokens"], [UUID(id_) for id_ in noted["busy"]], noted["size"])


def make(size: int, owners: int = 0) -> Company:
    """A company with so many customers in an empty database; the same one every time."""
    company = Company(size=size)
    first_start.ensure()
    people = _people(max(LEAST_OWNERS, owners or size // 1000), company)
    chance = Random(2)  # noqa: S311 (no secret)
    customers: list[tuple[UUID, UUID]] = []
    write("parties", _parties(size, people, chance, customers))
    company.busy = [party for party, _ in customers[:: min(BUSY, max(1, size // 10))]]
    write("interactions", _interactions(customers, set(company.busy), chance))
    write("opportunities", _opportunities(customers, chance))
    return company


def write(name: str, writes: Iterable[Write]) -> None:
    """Write records in the bulk writer's chunks."""
    large = LargeSet.begin(by=None, door="demo", action="bench", reason=name)
    writes = iter(writes)
    while chunk := list(islice(writes, CHUNK)):
        large.write(lambda chunk=chunk: chunk, len(chunk))  # type: ignore[misc]
    large.finish()


def _people(count: int, company: Company) -> list[UUID]:
    """Owners in teams of fifty; three of them are those who look: at all, a team's, their own."""
    teams = [new(Team, {"name": f"T{number:04}"}) for number in range(count // TEAM_SIZE)]
    write("teams", teams)
    names = Names(3)
    users = [
        new(User, {"login": f"u{number}", "name": names.customer().name,
                   "team": teams[number // TEAM_SIZE % len(teams)].id})
        for number in range(count)
    ]  # fmt: skip
    write("users", users)
    lookers = (("all", Scope.ALL, 0), ("team", Scope.TEAM, 1), ("own", Scope.OWN, TEAM_SIZE))
    with system_access().change_set("bench"):
        for who, scope, number in lookers:
            company.users[who] = user = User.objects.get(pk=users[number].id)
            user.set_password(PASSWORD)
            user.save()
            role = Role(name=f"bench {who}")
            role.save()
            Grant(role=role, resource="*", verb="*", scope=scope).save()
            UserRole(user=user, role=role).save()
            company.tokens[who] = ApiToken.issue(user, "bench")
    return [user.id for user in users]


def _parties(
    size: int, owners: list[UUID], chance: Random, customers: list[tuple[UUID, UUID]]
) -> Iterator[Write]:
    names = Names()
    for _ in range(size):
        customer, owner = names.customer(), chance.choice(owners)
        kind = Party.Kind.PERSON if customer.is_person else Party.Kind.ORGANIZATION
        write = new(Party, {"name": customer.name, "kind": kind.value, "owner": owner})
        for type_, value in (("phone", customer.phone), ("email", customer.email)):
            values = {"party": write.id, "type": type_, "value": value, "is_primary": True}
            write.parts.append(part(ContactPoint, values))
        customers.append((write.id, owner))
        yield write


def _interactions(
    customers: list[tuple[UUID, UUID]], busy: set[UUID], chance: Random
) -> Iterator[Write]:
    """One for every other customer, fifty for the busy ones."""
    now = timezone.now()
    for number, (party, owner) in enumerate(customers):
        for _ in range(TOUCHES if party in busy else number % 2):
            at = now - dt.timedelta(hours=chance.randrange(24 * 365))
            values = {"party": party, "owner": owner, "at": at, "subject": chance.choice(_SUBJECTS)}
            yield new(Interaction, values)


def _opportunities(customers: list[tuple[UUID, UUID]], chance: Random) -> Iterator[Write]:
    """One for every customer: half of them open, evenly over the stages."""
    pipeline = Pipeline.objects.get(is_default=True)
    stages = list(Stage.objects.filter(pipeline=pipeline))
    opened = [stage for stage in stages if stage.kind == Stage.Kind.OPEN]
    closed = [stage for stage in stages if stage.kind != Stage.Kind.OPEN]
    now = timezone.now()
    for number, (party, owner) in enumerate(customers):
        stage = chance.choice(opened if number % 2 else closed)
        since = now - dt.timedelta(days=chance.randrange(300))
        end = {Stage.Kind.WON: "won_at", Stage.Kind.LOST: "lost_at"}.get(Stage.Kind(stage.kind))
        values = {
            "name": f"商机{number}", "party": party, "owner": owner, "pipeline": pipeline.pk,
            "stage": stage.pk, "amount": f"{chance.randrange(10**6)}.00", "currency": "CNY",
            "opened_on": since.date(), "stage_since": since,
            "close_date": (since + dt.timedelta(days=60)).date(),
        }  # fmt: skip
        yield new(Opportunity, values | ({end: since} if end else {}))
