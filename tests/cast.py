"""The shared cast: the people of the demo company, and a record of every type for each of them.

Every text of a record holds a mark, `kn0012qnotez`: the record's number and the field. A mark in an
answer to somebody who may not see that record is a leak, whatever the page. A record type that
needs more than its FieldSpecs say is described in tests/kinds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from tests import kinds, values
from zhike.access import rights
from zhike.access.models import ApiToken, Collaborator, Owned, Role, Team, TeamHelp, User, UserRole
from zhike.access.rights import Access, system_access
from zhike.catalog.models import DiscountCap, PriceBook, PriceBookEntry, Product, Promotion
from zhike.engagement import storage
from zhike.engagement.models import Capacity, File
from zhike.exchange import exports
from zhike.exchange.models import ImportRun
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet, Job
from zhike.people.models import (
    AssignmentRule,
    Party,
    Pool,
    PoolMember,
    RecycleRule,
    ScoreRule,
)
from zhike.project import first_start
from zhike.project.demo import cast as demo
from zhike.project.demo.cast import Colleague
from zhike.records import custom_specs, dictionary, saving
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import (
    Absence,
    BrandTemplate,
    Coding,
    CodingSample,
    Company,
    CustomField,
    DictionaryEntry,
    ExchangeRate,
    LegalEntity,
    PageLayout,
    Tag,
)
from zhike.records.resource import Resource, all_resources, resource_for
from zhike.sales.models import (
    Contract,
    Executive,
    OpportunityStep,
    PartnerPolicy,
    Pipeline,
    Process,
    RewardRule,
    Stage,
    StageCriterion,
    StageStep,
    TimingRule,
    VisitPolicy,
)

MARK = re.compile(r"kn(\d{4})q([a-z]+)z")
PHONE = re.compile(r"139[ -]?0777[ -]?(\d{4})")
TEXTS = ("text", "long_text", "json", "choices")

# Beside the people of the demo company: one who leads a team of teams, one without a role, one
# who has left.
OTHERS = (
    Colleague("heyan", "贺岩", "销售中心", "sales director", "销售总监"),
    Colleague("novice", "甘新", "大客户部", "", "实习生"),
    Colleague("former", "辛旧", "大客户部", "sales representative", "客户经理"),
)
PEOPLE = (demo.ADMIN, *demo.COLLEAGUES, *OTHERS)
HELPS = {"sunxiaotong": ("西南大区",)}
LEFT = "former"
PASSWORD = demo.PASSWORD


@dataclass(frozen=True)
class Share:
    """Somebody who works on one record of others, until some days from now."""

    login: str
    may_edit: bool
    days: int


@dataclass(frozen=True)
class Place:
    """Whose a record is."""

    name: str
    owner: str = ""
    team: str = ""
    share: Share | None = None


PLACES = (
    *(Place(login, owner=login) for login in (
        "zhouzihan", "sunxiaotong", "zengling", "shanyu", "heyan", "linguodong", "wangmin",
        "hefang", "former",
    )),
    Place("team's", team="大客户部"),
    Place("other team's", team="华东大区"),
    Place("nobody's"),
    Place("shared to read", owner="zengling", share=Share("zhouzihan", may_edit=False, days=30)),
    Place("shared to edit", owner="zengling", share=Share("zhouzihan", may_edit=True, days=0)),
    Place("no longer shared", owner="zengling", share=Share("zhouzihan", may_edit=True, days=-1)),
)  # fmt: skip
DELETED = ("zhouzihan", "zengling")


@dataclass
class Planted:
    """A record with marks: its number, whose it is, and on which others its sight depends."""

    serial: int
    resource: Resource
    place: Place
    id: UUID
    values: dict[str, Any] = field(default_factory=dict)
    needs: tuple[Planted, ...] = ()
    root: Planted | None = None

    @property
    def kind(self) -> str:
        """The kind of record."""
        return self.resource.model.record_type

    def mark(self, name: str) -> str:
        """The mark in one of its texts."""
        return mark(self.serial, name)


def mark(serial: int, name: str) -> str:
    """The mark of a record's field."""
    return f"kn{serial:04}q{re.sub('[^a-z]', '', name)}z"


@dataclass
class Cast:
    """Who works here, what they have, and how a program speaks for them."""

    users: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    private: list[Planted] = field(default_factory=list)
    """What only its owner and administrators may find: email addresses, the trash, jobs."""
    sets: dict[str, ChangeSet] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    exports: dict[str, Job] = field(default_factory=dict)
    runs: dict[str, ImportRun] = field(default_factory=dict)
    serial: int = 0

    def next(self) -> int:
        """The number of one more record."""
        self.serial += 1
        return self.serial

    def of(self, kind: str, place: str = "zhouzihan") -> Planted:
        """The record of a kind at a place."""
        return next(p for p in self.planted if p.kind == kind and p.place.name == place)

    def by_serial(self, serial: int) -> tuple[Planted, bool]:
        """The record of a number, and whether it is private."""
        for private, some in ((False, self.planted), (True, self.private)):
            for planted in some:
                if planted.serial == serial:
                    return planted, private
        raise KeyError(serial)

    def kinds(self) -> list[str]:
        """Every kind of which there are records with owners, and of their parts."""
        return list(dict.fromkeys(p.kind for p in self.planted))

    def copy(self) -> Cast:
        """Another one of the same records: what a test does to these it does to no other test's."""
        return deepcopy(self, {id(resource): resource for resource in all_resources()})

    def access(self, login: str) -> Access:
        """What somebody may do in this browser."""
        return rights.access_of(self.users[login], "web")


def owned_resources() -> list[Resource]:
    """Every record type that has owners, what others point at first."""
    owned = {r.model: r for r in all_resources() if issubclass(r.model, Owned)}
    orders = (lambda f: True), (lambda f: not f.null)
    # Where they point in a circle, what they must point at comes first.
    for is_enough in orders:
        graph = TopologicalSorter({
            model: {f.related_model for f in model._meta.concrete_fields
                    if f.is_relation and is_enough(f)} & owned.keys() - {model}
            for model in sorted(owned, key=lambda m: m.__name__)
        })  # fmt: skip
        with suppress(CycleError):
            return [owned[model] for model in graph.static_order()]
    raise AssertionError("records with owners must point at each other in a circle")


def build() -> Cast:
    """Everybody and everything, in change sets; within a transaction that takes it back."""
    cast = Cast()
    with override("zh-hans"):
        first_start.ensure()
        with change_set(by=None, door="system", action="set_up"):
            _people(cast)
            _reference(cast)
        for resource in owned_resources():
            for place in PLACES:
                _plant(cast, resource, place)
        _crossing(cast)
        _step(cast)
        _loose_parts(cast)
        _one_of_each(cast)
        for login in DELETED:
            _delete_some(cast, login)
            _deeds(cast, login)
    return cast


def _people(cast: Cast) -> None:
    Company(name=demo.COMPANY).save()
    for name, parent in demo.TEAMS.items():
        cast.teams[name] = Team(name=name, parent=cast.teams[parent] if parent else None)
        cast.teams[name].save()
    cast.roles = {role.name: role for role in Role.objects.all()}
    password = make_password(PASSWORD)
    for person in PEOPLE:
        serial = cast.next()
        user = User(
            login=person.login, name=person.name, team=cast.teams[person.team], password=password,
            email=mark(serial, "email") + "@huajun.example", is_admin=person is demo.ADMIN,
        )  # fmt: skip
        user.save()
        place = Place("user", owner=person.login)
        cast.private.append(Planted(serial, resource_for(User), place, user.pk))
        cast.users[person.login] = user
        cast.tokens[person.login] = ApiToken.issue(user, person.login)
        if person.role:
            UserRole(user=user, role=cast.roles[gettext(person.role)]).save()
    for login, names in HELPS.items():
        for name in names:
            TeamHelp(user=cast.users[login], team=cast.teams[name]).save()
    cast.users[LEFT].is_active = False
    cast.users[LEFT].save()


def _reference(cast: Cast) -> None:
    """What everybody reads, and a field of the company's own on every record type that takes it."""
    Capacity(kind="service", unit="hour", least="4").save()
    bus = Product(name="K10", code="K10", list_price="1350000", currency="CNY")
    bus.save()
    book = PriceBook(name="标准价")
    book.save()
    PriceBookEntry(book=book, product=bus, price="1340000").save()
    Promotion(name="春季促销", percent=5, valid_to=values.soon(-9)).save()
    DiscountCap(percent=99, team=cast.teams["华东大区"]).save()
    Tag(name="重点", tone="seal").save()
    pipeline = Pipeline.objects.get()
    process = Process(pipeline=pipeline)
    process.save()
    last = Stage.objects.filter(pipeline=pipeline, kind="open").last()
    first = pipeline.first("open")
    StageStep(process=process, stage=first, name="报价", responsible="owner").save()
    StageCriterion(process=process, stage=last, kind="strengths").save()
    begin = timezone.now() + dt.timedelta(days=9)
    away = {"starts_at": begin, "ends_at": begin + dt.timedelta(days=3)}
    Absence(user=cast.users["heyan"], deputy=cast.users["wangmin"], **away).save()
    ExchangeRate(currency="USD", rate="7.15", valid_from=values.soon(-90)).save()
    PageLayout(resource="party").save()
    ours = LegalEntity(name="华骏客车有限公司")
    ours.save()
    BrandTemplate(name="合同版式", entity=ours, kind="contract").save()
    DictionaryEntry(resource="party", field="tier", value="iron", definition="不见利润").save()
    Executive(user=cast.users["linguodong"], title="总经理").save()
    VisitPolicy(name="去还是不去").save()
    PartnerPolicy(name="渠道").save()
    TimingRule(name="换购", subject="换购提醒").save()
    RewardRule(name="老带新", rate="1.00", valid_from=values.soon(9000)).save()
    coders = {"first_coder": cast.users["heyan"], "second_coder": cast.users["wangmin"]}
    sample = CodingSample(name="行业核对", resource="party", field="industry", **coders)
    sample.save()
    Coding(sample=sample).save()
    pool = Pool(name="客户公海", holds="party")
    pool.save()
    PoolMember(pool=pool, team=cast.teams["服务中心"]).save()
    RecycleRule(pool=pool, lacks="not_won", days=9000).save()
    AssignmentRule(name="展台", sources=["media"], team=cast.teams["市场部"]).save()
    ScoreRule(name="留言", field="need", points=5).save()
    for resource in all_resources():
        if resource.takes_custom:
            CustomField(
                resource=resource.model.record_type, key="canary", label="暗记", is_filterable=True
            ).save()


def _step(cast: Cast) -> None:
    """A step of one deal: the process takes them up, no form makes them."""
    deal = cast.of("opportunity", "zhouzihan")
    with change_set(by=None, door="system"):
        step = OpportunityStep(opportunity_id=deal.id, step=StageStep.objects.get())
        step.save()
    part = resource_for(OpportunityStep)
    cast.planted.append(Planted(cast.next(), part, deal.place, step.pk, {}, root=deal))


def _loose_parts(cast: Cast) -> None:
    """Parts that stand in no form of their record: one for a record of the first place."""
    for part in all_resources():
        whole_model, kind = _whole(part.model), part.model.record_type
        if whole_model is part.model or not issubclass(whole_model, Owned) or kind in cast.kinds():
            continue
        place, serial = PLACES[0], cast.next()
        whole = cast.of(whole_model.record_type, place.name)
        maker = system_access("web", cast.users[place.owner])
        raw = _values(cast, part, place, serial, maker) | {part.model.part_of: str(whole.id)}
        made = saving.create(part, maker, raw)
        cast.planted.append(Planted(serial, part, place, made.pk, raw, root=whole))


def _one_of_each(cast: Cast) -> None:
    """A record of every other type without owners."""
    for resource in all_resources():
        is_shared = not issubclass(_whole(resource.model), Owned)
        if is_shared and not models.QuerySet(resource.model).exists():
            _one_of(cast, resource)


def _one_of(cast: Cast, resource: Resource) -> None:
    """A record made its own way, or from the values it needs.

    It has no marks: whoever may read the type may read it.
    """
    make = next((k.make for k in kinds.KINDS if k.name == resource.model.record_type), None)
    if make is not None:
        with change_set(by=None, door="system"):
            make(cast)
        return

    def target(spec: FieldSpec) -> str:
        return _target(cast, PLACES[0], resource, spec)

    maker = system_access("web")
    raw = values.needed(resource, resource.specs(maker), cast.next(), target)
    saving.create(resource, maker, raw)


def _whole(model: Any) -> Any:
    """The record of which these are parts, or the model itself."""
    back = getattr(model, "part_of", "")
    return model._meta.get_field(back).related_model if back else model


def _plant(cast: Cast, resource: Resource, place: Place, **given: Any) -> Planted:
    """One record with its parts, made by its owner."""
    serial = cast.next()
    actor = cast.users.get(place.owner)
    maker = system_access("web", actor)
    raw = _values(cast, resource, place, serial, maker)
    raw |= {"owner": str(actor.pk) if actor else None}
    for name, part in resource.part_resources().items():
        raw[name] = [_values(cast, part, place, cast.next(), maker)]
    if place.team and "team" in resource.coded:
        raw["team"] = str(cast.teams[place.team].pk)
    raw |= given
    record = saving.create(resource, maker, raw)
    if place.team and "team" not in resource.coded:
        _give_to_team(record, cast.teams[place.team])
    planted = Planted(serial, resource, place, record.pk, raw, _needs(cast, resource, raw))
    cast.planted.append(planted)
    _after(cast, planted, record)
    _with_parts(cast, planted)
    return planted


def _give_to_team(record: Any, team: Team) -> None:
    with change_set(by=None, door="system"):
        record.team = team
        record.save()


def _values(
    cast: Cast, resource: Resource, place: Place, serial: int, access: Access
) -> dict[str, Any]:
    """What the record type needs, and a mark in every text that it takes."""

    def marked(spec: FieldSpec, n: int) -> str:
        return mark(n, spec.name)[: spec.max_length]

    def target(spec: FieldSpec) -> str:
        return _target(cast, place, resource, spec)

    back = getattr(resource.model, "part_of", "")
    return {
        spec.name: values.value(resource, spec, serial, target, marked)
        for spec in resource.specs(access).values()
        if spec.editable and spec.name != back and _is_wanted(spec)
    }


def _is_wanted(spec: FieldSpec) -> bool:
    is_text = spec.kind.name in TEXTS and not spec.choices
    return spec.required or is_text or spec.name in ("party", "user", "amount")


def _target(cast: Cast, place: Place, resource: Resource, spec: FieldSpec) -> str:
    """The record of the same place to which a relation points; the second party is another one."""
    model: Any = spec.target
    if model is Party and resource.name == "referrals" and spec.name == "party":
        return str(_plant(cast, resource_for(Party), place).id)  # Nobody is brought twice.
    if model is Party and spec.name == "to_party":
        known = [p for p in cast.planted if p.kind == "party" and p.place == place]
        return str((known[1] if len(known) > 1 else _plant(cast, resource_for(Party), place)).id)
    if model is Contract and resource.name == "payment-shares":
        return _contract_in_force(cast, place)
    for planted in cast.planted:
        if planted.resource.model is model and planted.place == place:
            return str(planted.id)
    if model is User:
        return str(cast.users[place.owner or "admin"].pk)
    if not model.objects.exists():
        _one_of(cast, resource_for(model))
    return str(model.objects.order_by("pk").first().pk)


def _contract_in_force(cast: Cast, place: Place) -> str:
    """A contract for which payments may come: the others of the cast are drafts."""
    planted = _plant(cast, resource_for(Contract), place)
    models.QuerySet(Contract).filter(pk=planted.id).update(status="approved")
    return str(planted.id)


def _needs(cast: Cast, resource: Resource, raw: dict[str, Any]) -> tuple[Planted, ...]:
    by_id = {str(p.id): p for p in cast.planted}
    paths = [
        (path,) if isinstance(path, str) else path
        for path in (
            *getattr(resource.model, "scoped_by", ()),
            *getattr(resource.model, "seen_with", ()),
        )
    ]
    given = [next((raw[n] for n in names if raw.get(n)), None) for names in paths]
    return tuple(by_id[id_] for id_ in given if id_ is not None)


def _after(cast: Cast, planted: Planted, record: Any) -> None:
    """A collaborator where the place has one; the content of a file."""
    share = planted.place.share
    if share is not None:
        with change_set(by=cast.users[planted.place.owner], door="web", action="share"):
            Collaborator(
                about_kind=planted.kind, about_id=planted.id, user=cast.users[share.login],
                may_edit=share.may_edit, until=values.soon(share.days),
            ).save()  # fmt: skip
    if isinstance(record, File):
        stored = storage.store([planted.mark("content").encode()])
        models.QuerySet(File).filter(pk=record.pk).update(
            storage_key=stored.key, size=stored.size, sha256=stored.sha256
        )


def _with_parts(cast: Cast, planted: Planted) -> None:
    """The parts of the record, each with the number that stands in its marks."""
    for name, part in planted.resource.part_resources().items():
        (row,) = planted.values[name]
        found = models.QuerySet(part.model).get(**{part.model.part_of: planted.id})
        text = "".join(str(v) for v in row.values())
        known = MARK.search(text) or PHONE.search(text)
        serial = int(known[1]) if known else cast.next()
        cast.planted.append(Planted(serial, part, planted.place, found.pk, row, root=planted))


def _crossing(cast: Cast) -> None:
    """Work of one's own about somebody else's customer, and somebody else's about one's own."""
    mine, foreign = (str(cast.of("party", login).id) for login in DELETED)
    for kind in ("opportunity", "task", "interaction"):
        resource = cast.of(kind).resource
        others: dict[str, Any] = {"party": foreign}
        if kind == "interaction":
            others = {"party": mine, "participants": [{"party": foreign}]}
        _plant(cast, resource, Place("crossing", owner="zhouzihan"), **others)
        _plant(cast, resource, Place("crossing back", owner="zengling"), party=mine)


def _delete_some(cast: Cast, login: str) -> None:
    """A customer and a task that their owner put into the trash."""
    owner = system_access("web", cast.users[login])
    place = Place("deleted", owner=login)
    before = len(cast.planted)
    doomed = [_plant(cast, cast.of(kind).resource, place) for kind in ("party", "task")]
    for planted in reversed(doomed):
        saving.remove(planted.resource, owner, planted.id)
    cast.private += cast.planted[before:]
    del cast.planted[before:]


def _deeds(cast: Cast, login: str) -> None:
    """A change set with a reason, a job with a result, an export, an import, of this user's."""
    user, serial, mine = cast.users[login], cast.next(), cast.of("party", login)
    party = Party.objects.get(pk=mine.id)
    with change_set(by=user, door="web", reason=mine.mark("reason")) as opened:
        party.website = "example.com"
        party.save()
    cast.private.append(Planted(serial, mine.resource, Place("job", owner=login), user.pk))
    cast.sets[login] = ChangeSet.objects.get(pk=opened.id)
    cast.jobs[login] = Job.objects.create(
        name="records.undo", actor=user.pk, state=Job.State.FAILED, run_after=timezone.now(),
        error=mark(serial, "error"), result={"note": mark(serial, "result")}, attempts=5,
    )  # fmt: skip
    cast.exports[login] = Job.objects.create(
        name=exports.JOB, actor=user.pk, run_after=timezone.now(),
        arguments={"file": exports.new_name("csv"), "resource": "parties", "format": "csv"},
    )  # fmt: skip
    cast.runs[login] = ImportRun.objects.create(
        actor=user.pk, resource="parties", file_name=mark(serial, "file")
    )


def forget() -> None:
    """Let this process forget what it worked out of rights: a rollback turns their number back."""
    rights._known.clear()
    custom_specs._known.update(number=None, specs={})
    dictionary._known.update(number=None, entries={})


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction of which nothing stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()
