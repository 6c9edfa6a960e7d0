"""Make the demo company, always the same from its seed, relative to today."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext, override

from zhike.access.models import Role, Team, TeamHelp, User, UserRole
from zhike.access.rights import system_access
from zhike.catalog.models import Product
from zhike.engagement.models import Interaction, Task
from zhike.people.duplicates.pairs import Report
from zhike.people.duplicates.scanning import scan
from zhike.people.duplicates.scanning_leads import scan_leads
from zhike.people.models import ContactPoint, Party, Relationship
from zhike.project import first_start
from zhike.project.demo import (
    benefit,
    cards,
    cast,
    contracts,
    credit,
    directory,
    joint_plans,
    leads,
    lessons,
    papers,
    partners,
    plans,
    pools,
    prices,
    process,
    promises,
    quotes,
    receivables,
    referrals,
    sourcing,
    stories,
    visits,
)
from zhike.project.demo.customers import COMPETITOR, CUSTOMERS, PRODUCTS, SUPPLIER, Customer
from zhike.project.demo.requests import make as make_requests
from zhike.records.models import Company, ExchangeRate, Tag
from zhike.sales.models import Opportunity, OpportunityLine, Pipeline, Stage, Target

SEED = 20260310
DAYS = 183


def logins() -> list[str]:
    """One line a person: how to log in as whom."""
    people = [cast.ADMIN, *cast.COLLEAGUES, cast.PARTNER]
    width = max(len(person.login) for person in people)
    return [f"{p.login:<{width}}  {cast.PASSWORD}  {p.name} {p.title}" for p in people]


def load() -> None:
    """Make the demo company in an installation that has none; a second call does nothing."""
    if User.objects.filter(login=cast.COLLEAGUES[0].login).exists():
        return
    access = system_access("demo")
    with override("zh-hans"):
        first_start.ensure()
        maker = _Maker(random.Random(SEED))  # noqa: S311 — a story, not a secret
        deeds = (maker.people, maker.reference, maker.customers, maker.sold, maker.deals,
                 maker.days, maker.process, maker.pools, maker.leads, maker.cards, maker.promises,
                 maker.lessons,
                 maker.twice, maker.branches, maker.targets, maker.visits, maker.referrals,
                 maker.partners, maker.joint_plans, maker.plans, maker.quotes, maker.contracts,
                 maker.receivables, maker.benefit, maker.sourcing,
                 maker.credit, maker.directory)  # fmt: skip
        for deed in deeds:
            with access.change_set("demo", reason=gettext("demo company")):
                deed()
    since, report = timezone.now() - dt.timedelta(minutes=5), Report()
    scan(since, report=report)
    scan_leads(since, report=report)


class _Maker:
    """Writes the demo company, one deed a change set."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.users: dict[str, User] = {}
        self.parties: list[tuple[Customer, Party, list[Party]]] = []
        self.products: dict[str, Product] = {}
        self.today = timezone.localdate()

    def people(self) -> None:
        """The company, its teams and everybody in them."""
        if not Company.objects.exists():
            Company(name=cast.COMPANY).save()
        teams: dict[str, Team] = {}
        for name, parent in cast.TEAMS.items():
            teams[name] = Team(name=name, parent=teams[parent] if parent else None)
            teams[name].save()
        password = make_password(cast.PASSWORD)
        for person in (cast.ADMIN, *cast.COLLEAGUES):
            user = User(
                login=person.login, name=person.name, team=teams[person.team],
                email=f"{person.login}@huajun.example", password=password,
                is_admin=person is cast.ADMIN,
            )  # fmt: skip
            user.save()
            if person.role:
                role = Role.objects.get(name=gettext(person.role))
                UserRole(user=user, role=role).save()
            self.users[person.login] = user
        for name, login in cast.HEADS.items():
            teams[name].head = self.users[login]
            teams[name].save()
        self.today = timezone.localdate(timezone=ZoneInfo(Company.here().time_zone))
        TeamHelp(user=self.users["sunxiaotong"], team=teams["西南大区"]).save()

    def reference(self) -> None:
        """Products, tags, exchange rates."""
        for name, english, code, series, price, cost in PRODUCTS:
            product = Product(
                name=name, name_en=english, code=code, series=series, unit="台",
                unit_en="unit",
                list_price=price, currency="CNY", tax_rate="13", cost=cost,
            )  # fmt: skip
            product.save()
            self.products[code] = product
        prices.make(self.products, self.today)
        papers.make()
        for name, tone in (
            ("重点", "seal"),
            ("新能源", "pine"),
            ("招标", "ochre"),
            ("老客户", "indigo"),
        ):
            Tag(name=name, tone=tone).save()
        start = dt.date(timezone.localdate().year - 1, 1, 1)
        for currency, rate in (("USD", "7.1500"), ("EUR", "7.8200"), ("HKD", "0.9150")):
            ExchangeRate(currency=currency, rate=Decimal(rate), valid_from=start).save()

    def customers(self) -> None:
        """Thirty customers with their people, a supplier and a competitor."""
        for number, customer in enumerate((*CUSTOMERS, SUPPLIER, COMPETITOR)):
            party = Party(
                name=customer.name, kind="organization", roles=list(customer.roles),
                owner=self.users.get(customer.owner), lifecycle=customer.lifecycle,
                tier=customer.tier, keeps_tier=customer.tier in ("platinum", "gold"),
                industry=customer.industry, region=customer.region,
                country="CN", employee_count=customer.buses * 2 or None,
                source=self.chance.choice(["referral", "fair", "tender", "call", "website"]),
                tags=self.chance.sample(["重点", "新能源", "招标", "老客户"], self.chance.randint(0, 2)),
            )  # fmt: skip
            party.save()
            landline = f"0{self.chance.choice([28, 23, 931, 871, 571])}-8{number:02d}6{self.chance.randint(1000, 9999)}"
            ContactPoint(
                party=party, type="phone", value=landline, label="总机", is_primary=True
            ).save()
            people = [self._person(party, customer, n) for n in range(2)] if customer.buses else []
            self.parties.append((customer, party, people))
        known = {party.name: party for _, party, _ in self.parties}
        for one, kind, other in (
            ("川途客运集团有限公司", "parent_of", "锦江城际快线有限公司"),
            ("川途客运集团有限公司", "refers", "蓉城定制通勤服务公司"),
            ("蓉城定制通勤服务公司", "refers", "黔山旅运集团"),
            ("恒电动力电池有限公司", "supplies", "川途客运集团有限公司"),
        ):
            Relationship(from_party=known[one], type=kind, to_party=known[other]).save()

    def twice(self) -> None:
        """Customers whom a colleague entered once more from a business card."""
        for number, name in ((0, "川途客运"), (3, ""), (7, "")):
            _, known, people = self.parties[number]
            first = (people[0] if people else known) if not name else known
            again = Party(
                name=name or first.name, kind=first.kind, owner=first.owner, country="CN",
                region=first.region, source="fair",
            )  # fmt: skip
            again.save()
            phone = first.contact_points.order_by("pk").first()
            if phone is not None:
                ContactPoint(party=again, type="phone", value=phone.value).save()

    def branches(self) -> None:
        """A company with two branches: each stays a customer of its own, tied to its parent."""
        _, parent, _ = self.parties[1]
        for place, region, buses in (("万州", "500101", 180), ("涪陵", "500102", 120)):
            branch = Party(
                name=f"{parent.name}{place}分公司", kind="organization", roles=["customer"],
                owner=parent.owner, lifecycle="identified", industry=parent.industry,
                region=region, country="CN", employee_count=buses * 2, source="referral",
            )  # fmt: skip
            branch.save()
            Relationship(from_party=parent, type="parent_of", to_party=branch).save()
        Party(
            name=f"{self.parties[4][1].name}咸阳分公司", kind="organization", roles=["customer"],
            owner=self.parties[4][1].owner, region="610400", country="CN", source="fair",
        ).save()  # fmt: skip

    def _person(self, party: Party, customer: Customer, number: int) -> Party:
        name = self.chance.choice(stories.SURNAMES) + self.chance.choice(stories.GIVEN)
        person = Party(
            name=name, kind="person", roles=["customer"], owner=party.owner, country="CN",
            region=customer.region,
        )  # fmt: skip
        person.save()
        mobile = f"13{self.chance.randint(5, 9)}{self.chance.randint(10_000_000, 99_999_999)}"
        ContactPoint(party=person, type="phone", value=mobile, label="手机", is_primary=True).save()
        title = stories.TITLES[0] if number == 0 else self.chance.choice(stories.TITLES[1:])
        kind = "decides_for" if number == 0 else "works_for"
        Relationship(from_party=person, type=kind, to_party=party, role=title).save()
        return person

    def process(self) -> None:
        """Who works on deals besides their owners, and who else wants them."""
        known = {party.name: party for _, party, _ in self.parties}
        process.make(known[COMPETITOR.name])

    def pools(self) -> None:
        """Where leads and customers lie that nobody owns, and who gets new ones."""
        pools.make(self.users)

    def targets(self) -> None:
        """What the company, its regions and its sellers are to win this year."""
        year = self.today.year
        shares = {"大客户部": 55, "西南大区": 30, "华东大区": 15}
        of_sellers = {"zhouzihan": 24, "sunxiaotong": 18, "shanyu": 16, "zengling": 15}
        whole = 480_000_000
        months = {f"month_{n}": whole * (6 if n in (1, 2) else 8) // 100 for n in range(1, 12)}
        Target(year=year, amount=whole, currency="CNY", **months).save()
        for name, share in shares.items():
            team = Team.objects.get(name=name)
            Target(year=year, amount=whole * share // 100, currency="CNY", team=team).save()
        for login, share in of_sellers.items():
            owner = self.users[login]
            Target(year=year, amount=whole * share // 100, currency="CNY", owner=owner).save()

    def leads(self) -> None:
        """Those who asked: at fairs, on the website, by telephone."""
        leads.make(self.users)

    def cards(self) -> None:
        """What was brought home from a fair."""
        cards.make(self.users, self.today)

    def sourcing(self) -> None:
        """What leads cost, and those whom one found oneself."""
        sourcing.make(self.users, self.today)

    def visits(self) -> None:
        """What the general manager has to do, and to which customers he goes."""
        visits.make(self.users, self.today)

    def partners(self) -> None:
        """Who sells for the company, and what they registered."""
        partners.make(self.users, self.today)

    def referrals(self) -> None:
        """Who brought whom, and where deals came from."""
        referrals.make(self.today)

    def receivables(self) -> None:
        """What customers have to pay and have paid, and their invoices."""
        receivables.make(self.today, system_access("demo"))
        receivables.on_the_desk(self.users["qianjing"], self.today)

    def contracts(self) -> None:
        """What was signed, and what was ordered of it."""
        contracts.make(self.users, self.today, system_access("demo"))

    def joint_plans(self) -> None:
        """What is planned together with customers."""
        joint_plans.make(self.users, self.today)

    def credit(self) -> None:
        """How customers pay, what they may owe, and what the best ones get."""
        credit.make(self.today)

    def directory(self) -> None:
        """Companies of bought lists, which may become customers."""
        directory.make(self.today)

    def sold(self) -> None:
        """Old buses, which are to be replaced one day."""
        plans.sold(self.today)

    def plans(self) -> None:
        """Customers' years, people's weeks."""
        plans.make(self.users, self.today)

    def quotes(self) -> None:
        """What customers are offered, and what needs consent."""
        quotes.make(self.users, self.today)

    def promises(self) -> None:
        """What was promised to customers, and what is possible where."""
        promises.make(self.users)

    def benefit(self) -> None:
        """What a bus brings two of the customers."""
        benefit.make(self.users)

    def lessons(self) -> None:
        """What deals that were lost and won have taught."""
        lessons.make(self.users)

    def deals(self) -> None:
        """Ten running deals, and won and lost ones of the half year."""
        pipeline = Pipeline.objects.get(is_default=True)
        stages = list(Stage.objects.filter(pipeline=pipeline).order_by("position"))
        opened = [stage for stage in stages if stage.kind == "open"]
        won = next(stage for stage in stages if stage.kind == "won")
        lost = next(stage for stage in stages if stage.kind == "lost")
        plan = [opened[n % len(opened)] for n in range(10)] + [won] * 9 + [lost] * 5
        for number, stage in enumerate(plan):
            self._deal(number, pipeline, stage)
        prices.ask_for_a_discount(self.users["zhouzihan"])

    def _deal(self, number: int, pipeline: Pipeline, stage: Stage) -> None:
        customer, party, _ = self.parties[(number * 7) % len(CUSTOMERS)]
        which = number % len(stories.DEALS)
        product = self.products[stories.DEAL_CODES[which]]
        count = self.chance.choice([6, 8, 10, 12, 20, 30, 60])
        days = self.chance.randint(12, DAYS - 10)
        closed = stage.kind != "open"
        moment = self._moment(-self.chance.randint(2, days - 5), (9, 17))
        price = (product.list_price or Decimal(0)) * Decimal("0.96")
        deal = Opportunity(
            name=customer.name[:4] + stories.DEALS[which].format(n=count), party=party,
            owner=party.owner, pipeline=pipeline, stage=stage, currency="CNY",
            amount=int(price * count), opened_on=self.today - dt.timedelta(days=days),
            close_date=moment.date() if closed else self.today + dt.timedelta(days=days // 3),
            stage_since=moment,
            won_at=moment if stage.kind == "won" else None,
            lost_at=moment if stage.kind == "lost" else None,
            lost_reason="price" if stage.kind == "lost" else "",
        )  # fmt: skip
        deal.save()
        OpportunityLine(
            opportunity=deal, product=product, quantity=Decimal(count), unit_price=str(price)
        ).save()

    def days(self) -> None:
        """Half a year of visits, calls and messages, and the tasks that came of them."""
        for customer, party, people in self.parties:
            if not customer.buses:
                continue
            for _ in range(self.chance.randint(5, 14)):
                self._touch(customer, party, people)
            self._last_touch(party)
        for number, (_customer, party, _people) in enumerate(self.parties[:16]):
            Task(
                subject=stories.TASKS[number % len(stories.TASKS)], party=party, owner=party.owner,
                due_at=self._moment(number // 2 - 3, (10, 17)),
            ).save()  # fmt: skip
        for subject, party in zip(stories.FOR_THE_MANAGER, self._gold(), strict=False):
            Task(
                subject=subject, party=party, owner=self.users["linguodong"],
                due_at=self._moment(1, (10, 17)),
            ).save()  # fmt: skip
        make_requests(self.users)

    def _gold(self) -> list[Party]:
        return [party for _, party, _ in self.parties if party.tier in ("gold", "platinum")]

    def _moment(self, days: int, hours: tuple[int, int]) -> dt.datetime:
        """A moment in the company's working hours, so many days from today; none on Sundays."""
        day = self.today + dt.timedelta(days=days)
        if day.weekday() == 6:
            day -= dt.timedelta(days=1)
        hour, minute = self.chance.randint(*hours), self.chance.choice((0, 10, 15, 30, 40, 45))
        zone = ZoneInfo(Company.here().time_zone)
        return dt.datetime.combine(day, dt.time(hour, minute), zone)

    def _touch(self, customer: Customer, party: Party, people: list[Party]) -> None:
        channel, subject, body = self.chance.choice(stories.STORIES)
        at = self._moment(-self.chance.randint(6, DAYS), (9, 17))
        who = self.chance.choice([party, *people])
        Interaction(
            party=who, owner=party.owner, channel=channel, at=at, subject=subject,
            body=body.format(n=self.chance.choice([6, 10, 20, 30])),
            direction="in" if channel in ("ticket", "web") else "out",
        ).save()  # fmt: skip

    def _last_touch(self, party: Party) -> None:
        """The latest contact says when the next is due: some overdue, some today, some to come."""
        due = self._moment(self.chance.choice([-4, -1, 0, 0, 1, 2, 3, 6, 9]), (9, 17))
        Interaction(
            party=party, owner=party.owner, channel="call", at=self._moment(-5, (9, 17)),
            subject="电话约下次拜访", body="对方同意再见面，具体时间再定。", next_contact_at=due,
        ).save()  # fmt: skip
