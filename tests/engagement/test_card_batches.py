"""The cards of a fair: taken in, looked at, accepted as leads or linked to whom we know."""

import datetime as dt
import io
import zipfile
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tests.web import company as web
from zhike.engagement.batches import entries, reader, taking_in
from zhike.engagement.models import Card, Interaction, Task
from zhike.exchange.cards import reading
from zhike.ledger import jobs
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.undo import undo
from zhike.people.models import AssignmentRule, Lead

FAIR = "展会2026"


@pytest.fixture(autouse=True)
def without_reading(monkeypatch):
    """Whether the extra is installed or not: a test says itself what is read."""
    monkeypatch.setattr(reader, "is_available", lambda: False)


@pytest.fixture
def company(db):
    return web.found()


@pytest.fixture
def admin(company):
    return company.browsers["admin"]


@pytest.fixture
def batch(company):
    return web.make("card-batches", by=company.access("admin"), name=FAIR, day="2026-03-10",
                    source="fair")  # fmt: skip


def work():
    """Do every job that waits."""
    while (job := jobs.claim()) is not None:
        jobs.run(job)


def upload(browser, batch, *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    answer = browser.post(f"/card-batches/{batch.pk}/upload/", {"files": sent})
    assert answer.status_code == 302
    work()
    assert not Job.objects.exclude(state="done").exists()


def picture(colour=0):
    drawn = io.BytesIO()
    Image.new("RGB", (60, 36), (colour % 256, colour // 256, 90)).save(drawn, "PNG")
    return drawn.getvalue()


def packed(*files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as into:
        for name, data in files:
            into.writestr(name, data)
    return made.getvalue()


def listed(*rows):
    lines = ["姓名,公司,职务,手机,邮箱,地区", *(",".join(row) for row in rows)]
    return "\n".join(lines).encode()


def states(batch):
    cards = Card.objects.filter(batch=batch.pk).order_by("pk")
    return list(cards.values_list("status", flat=True))


def reads(monkeypatch, **fields):
    """Let every picture say this, as the reading would."""
    found = {name: reading.FieldReading(value=value, confidence=0.99, is_certain=True, doubts=(),
                                        box=None) for name, value in fields.items()}  # fmt: skip
    said = reading.CardReading(fields=found, unreadable="", lines=(), turned=0)
    monkeypatch.setattr(reader, "is_available", lambda: True)
    monkeypatch.setattr(reading, "read_card", lambda data: said)


@pytest.mark.requirement("D26", "B46")
def test_a_photographed_card_is_read_looked_at_and_becomes_a_lead_with_its_source(
    company, admin, batch, monkeypatch
):
    reads(monkeypatch, name="王芳", company="川途客运有限公司", mobile="13800138000",
          title="采购经理", address="四川省成都市武侯区科华路1号")  # fmt: skip
    upload(admin, batch, ("card.png", picture()))
    card = Card.objects.get()
    assert card.status == Card.Status.READ
    step = admin.get(f"/card-batches/{batch.pk}/next/")
    page = admin.get(step.url)
    assert "王芳" in page.content.decode()
    shown = admin.get(f"{step.url}picture/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    fields = {"name": "王芳", "company_name": "川途客运有限公司", "mobile": "138 0013 8001",
              "title": "采购总监", "do": "accept", "as": "new"}  # fmt: skip
    assert admin.post(step.url, fields).status_code == 302
    lead, card = Lead.objects.get(), Card.objects.get()
    assert (lead.name, lead.title, lead.source, lead.source_detail) == (
        "王芳", "采购总监", "fair", FAIR,
    )  # fmt: skip
    assert lead.mobile.endswith("13800138001")
    assert lead.region.startswith("5101")
    assert (card.status, card.lead) == (Card.Status.NEW, lead)
    undo(ChangeSet.objects.get(action="accept_cards"), by=company.users["admin"], door="web",
         permit=lambda _kind, ids, _operation: set(ids))  # fmt: skip
    card = Card.objects.get()
    assert (card.status, card.lead, Lead.objects.count()) == (Card.Status.READ, None, 0)


@pytest.mark.requirement("D26")
def test_a_list_becomes_leads_links_and_lines_of_what_is_wrong(company, admin, batch):
    company.party("林伟", kind="person", contact_points=[{"type": "phone", "value": "13900139000"}])
    rows = [
        ("林伟", "", "", "13900139000", "", ""),
        ("赵敏", "锦江物流", "经理", "13700137000", "zm@jinjiang.example", "四川"),
        ("钱坤", "蓉城客运", "", "12", "", ""),
        ("", "", "主任", "13600136000", "", ""),
    ]
    upload(admin, batch, ("visitors.csv", listed(*rows)))
    assert states(batch) == ["read", "read", "unreadable", "unreadable"]
    assert admin.post(f"/card-batches/{batch.pk}/accept/").status_code == 302
    work()
    assert states(batch) == ["linked", "new", "unreadable", "unreadable"]
    contact = Interaction.objects.get()
    assert (contact.party.name, contact.channel) == ("林伟", "fair")
    assert Lead.objects.get().name == "赵敏"
    table = admin.get(f"/card-batches/{batch.pk}/refused/").content.decode("utf-8-sig")
    assert len(table.splitlines()) == 3
    assert "钱坤" in table


@pytest.mark.requirement("D26")
def test_what_is_read_may_be_looked_at_while_a_worker_reads_on(company, admin, batch):
    rows = [("赵敏", "", "", "13700137000", "", ""), ("", "", "主任", "13600136000", "", "")]
    upload(admin, batch, ("visitors.csv", listed(*rows)))
    state = f"/card-batches/{batch.pk}/state/"
    assert "/accept/" in admin.get(state).content.decode()
    taking_in.begin(batch, [], company.users["admin"].pk)
    busy = admin.get(state).content.decode()
    assert f"/card-batches/{batch.pk}/next/" in busy
    assert "/accept/" not in busy
    # A list that one opens would close whenever the state is fetched anew.
    assert "<details" not in busy
    assert f"/card-batches/{batch.pk}/refused/" in busy


@pytest.mark.requirement("D26")
def test_who_is_perhaps_known_waits_for_somebody_and_is_not_offered_as_certain_again(admin, batch):
    upload(admin, batch, ("visitors.csv", listed(
        ("赵敏", "锦江物流有限公司", "经理", "13700137000", "", "四川"),
        ("赵敏", "锦江货运有限公司", "经理", "18611902233", "", "四川"))))  # fmt: skip
    admin.post(f"/card-batches/{batch.pk}/accept/")
    work()
    assert states(batch) == ["new", "read"]
    assert "/accept/" not in admin.get(f"/card-batches/{batch.pk}/state/").content.decode()
    step = admin.get(f"/card-batches/{batch.pk}/next/")
    assert "Perhaps this is somebody known already" in admin.get(step.url).content.decode()


@pytest.mark.requirement("D26")
def test_what_is_uploaded_twice_is_told_and_not_doubled(admin, batch):
    many = packed(("a.png", picture(1)), ("b.png", picture(2)), ("again.png", picture(1)))
    upload(admin, batch, ("cards.zip", many))
    assert Card.objects.count() == 2
    upload(admin, batch, ("cards.zip", many))
    assert Card.objects.count() == 2
    text = admin.get(f"/card-batches/{batch.pk}/").content.decode()
    assert "3 of the upload were here already and are not doubled." in text


@pytest.mark.requirement("D26")
def test_each_bad_entry_is_a_line_and_the_good_ones_are_taken(admin, batch):
    huge = io.BytesIO()
    Image.new("1", (50_000, 20_000)).save(huge, "PNG")
    bad = packed(
        ("ok.png", picture(1)), ("../../out.png", picture(2)), ("cut.png", picture(3)[:20]),
        ("renamed.jpg", b"not a picture at all"), ("huge.png", huge.getvalue()),
        ("empty.png", b""), ("inner.zip", packed(("x.png", picture(4)))),
        ("bomb.png", b"\x89PNG\r\n\x1a\n" + bytes(entries.LARGEST_ENTRY + 9)),
    )  # fmt: skip
    upload(admin, batch, ("cards.zip", bad))
    found = dict(Card.objects.values_list("file_name", "status"))
    assert found.pop("ok.png") == "waiting"
    assert set(found.values()) == {"unreadable"}
    assert len(found) == 7
    assert all(Card.objects.exclude(file_name="ok.png").values_list("trouble", flat=True))


def planted(company, batch, count, **values):
    """So many cards that became leads, as accepting them makes them."""
    made = []
    access = company.access("admin")
    with access.change_set("accept_cards"):
        for number in range(count):
            lead = Lead(name=f"访客{number:04}", source="fair", **values)
            lead.save()
            Card(batch=batch, file_name=f"{number}.png", sha256=f"{batch.pk}{number}"[-60:],
                 status="new", lead=lead).save()  # fmt: skip
            made.append(lead)
    return made


@pytest.mark.requirement("D28")
@pytest.mark.parametrize(("members", "contacted", "share"),
                         [(1_000, 240, "24.0%"), (30, 11, "36.7%")])  # fmt: skip
def test_who_has_been_contacted_since_the_fair_and_the_rest_becomes_tasks_in_one_deed(
    company, admin, batch, members, contacted, share
):
    li, admins = company.users["li"], company.users["admin"]
    leads = planted(company, batch, members, owner=li)
    noon = dt.datetime(2026, 3, 10, 12, tzinfo=timezone.get_current_timezone())
    with company.access("admin").change_set("edit"):
        for number, lead in enumerate(leads[:contacted]):
            channel = ("call", "visit")[number % 2]
            Interaction(lead=lead, channel=channel, subject="回访", owner=admins,
                        at=noon + dt.timedelta(days=2)).save()  # fmt: skip
        # At the stand itself, and before the fair: neither is a contact since.
        for lead, day, channel in ((leads[-1], 0, "visit"), (leads[-2], 5, "fair")):
            Interaction(lead=lead, channel=channel, subject="展台", owner=admins,
                        at=noon + dt.timedelta(days=day)).save()  # fmt: skip
    url, left = f"/card-batches/{batch.pk}/contacts/", members - contacted
    page = admin.get(url).content.decode()
    assert share in page
    assert f"Make {left:,} tasks" in page
    assert admin.post(url, {"to": "owners", "due_at": "2031-01-01 18:00"}).status_code == 302
    assert Task.objects.filter(owner=li).count() == left
    assert Task.objects.exclude(about="").count() == left
    # Once more doubles nothing.
    admin.post(url, {"to": "owners", "due_at": ""})
    assert Task.objects.count() == left
    made = ChangeSet.objects.get(action="make_tasks")
    admin.post(f"/change-sets/{made.pk}/undo/")
    assert Task.objects.count() == 0


@pytest.mark.requirement("B46")
def test_a_card_photographed_on_the_way_is_accepted_with_what_was_said_and_when_again(
    company, admin, monkeypatch
):
    reads(monkeypatch, name="王芳", mobile="13800138000")
    file = SimpleUploadedFile("photo.png", picture(7))
    step = admin.post("/capture/card/", {"picture": file})
    assert admin.get(f"{step.url}?poll=1").status_code == 204
    work()
    assert admin.get(f"{step.url}?poll=1")["HX-Refresh"] == "true"
    fields = {"name": "王芳", "mobile": "13800138000", "do": "accept", "as": "new",
              "body": "要60台", "next_contact_at": "in 3 days"}  # fmt: skip
    assert admin.post(step.url, fields).status_code == 302
    contact = Interaction.objects.get()
    assert (contact.lead, contact.body) == (Lead.objects.get(), "要60台")
    assert contact.next_contact_at > timezone.now()
    again = SimpleUploadedFile("photo.png", picture(7))
    assert admin.post("/capture/card/", {"picture": again}).url == step.url
    assert admin.post("/capture/card/", {}).status_code == 422
    wrong = SimpleUploadedFile("photo.jpg", b"no picture")
    assert admin.post("/capture/card/", {"picture": wrong}).status_code == 422
    assert Card.objects.count() == 1


SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙", "伟芳娜敏静秀丽强磊军洋艳勇杰涛明超霞平刚桂兰文华"
PLACES = ("四川省成都市", "广东省广州市")


def visitors(count, start=0):
    """So many visitors of a fair, no two of whom are alike."""
    for number in range(start, start + count):
        first, rest = number % len(SURNAMES), number // len(SURNAMES)
        name = SURNAMES[first] + GIVEN[rest % len(GIVEN)] + GIVEN[rest // len(GIVEN) % len(GIVEN)]
        phone = f"138{(number * 7919 + 104_729) % 10**8:08}"
        yield (name, f"{name}{number}运输有限公司", "经理", phone, f"u{number}@c{number}.example",
               PLACES[number % 2])  # fmt: skip


def wrong(count):
    """So many lines of which no lead can be made."""
    kinds = (("", "", "主任", "13900000000", "", ""), ("赵敏", "某公司", "", "12", "", ""))
    return [(*kinds[n % 2][:4], "", f"{PLACES[0]}{n}") for n in range(count)]


@pytest.mark.requirement("D26")
@pytest.mark.parametrize(
    ("whole", "known", "bad"),
    [(94, 9, 5), pytest.param(4_700, 380, 200, marks=pytest.mark.slow)],
)
def test_a_fairs_list_is_new_linked_and_refused_with_a_funnel_and_undone_as_one(
    company, admin, batch, whole, known, bad
):
    people = list(visitors(whole - bad))
    for name, _company, _title, phone, *_rest in people[:known]:
        company.party(name, kind="person", contact_points=[{"type": "phone", "value": phone}])
    with company.access("admin").change_set("edit"):
        for place, login in zip(("四川", "广东"), ("li", "wang"), strict=True):
            AssignmentRule(name=place, rank=1, holds="lead", regions=[place],
                           user=company.users[login]).save()  # fmt: skip
    upload(admin, batch, ("展会2026.csv", listed(*people, *wrong(bad))))
    admin.post(f"/card-batches/{batch.pk}/accept/")
    work()
    found = Counter(states(batch))
    assert found == {"new": whole - known - bad, "linked": known, "unreadable": bad}
    assert Interaction.objects.filter(channel="fair").count() == known
    owners = Counter(Lead.objects.values_list("owner__login", flat=True))
    assert owners.keys() == {"li", "wang"}
    table = admin.get(f"/card-batches/{batch.pk}/refused/").content.decode("utf-8-sig")
    assert len(table.splitlines()) == bad + 1
    text = admin.get(f"/card-batches/{batch.pk}/").content.decode()
    assert f"{whole:,} · 100.0%" in text
    accepted = ChangeSet.objects.get(action="accept_cards")
    admin.post(f"/change-sets/{accepted.pk}/undo/")
    work()
    assert (Lead.objects.count(), Interaction.objects.count()) == (0, 0)
    assert Counter(states(batch)) == {"read": whole - bad, "unreadable": bad}


@pytest.mark.requirement("D26")
@pytest.mark.parametrize("moment", [1, 2, 3])
def test_a_worker_that_dies_in_between_loses_and_doubles_nothing(
    company, admin, batch, monkeypatch, moment
):
    reads(monkeypatch, name="王芳", mobile="13800138000")
    people = list(visitors(30))
    many = packed(("visitors.csv", listed(*people)), ("a.png", picture(1)), ("b.png", picture(2)))
    admin.post(f"/card-batches/{batch.pk}/upload/", {"files": [SimpleUploadedFile("x.zip", many)]})
    monkeypatch.setattr(taking_in, "AT_ONCE", 7)
    dies_at(monkeypatch, moment)
    work()
    assert Counter(states(batch)) == {"read": 32}
    admin.post(f"/card-batches/{batch.pk}/accept/")
    dies_at(monkeypatch, moment)
    work()
    # Both pictures say the same: one is a new lead, and the other one is linked to it.
    assert Counter(states(batch)) == {"new": 31, "linked": 1}
    assert Lead.objects.count() == 31


def dies_at(monkeypatch, moment):
    """The worker dies after so many chunks, and its lease runs out."""
    left = [moment]
    progress = jobs.Running.progress

    def beat(self, done, total=None):
        left[0] -= 1
        if left[0] == 0:
            past = timezone.now() - dt.timedelta(minutes=1)
            Job.objects.filter(pk=self.job.pk).update(lease_until=past)
            raise jobs.JobStopped
        progress(self, done, total)

    monkeypatch.setattr(jobs.Running, "progress", beat)


@pytest.mark.requirement("D26")
def test_two_colleagues_of_one_company_are_two_leads_and_one_known_by_half_is_for_a_person(
    company, admin, batch
):
    firm = "川途旅游汽车运输有限公司"
    company.party("林秀兰", kind="person")
    rows = [("王建国", firm, "经理", "13800138001", "", "四川"),
            ("赵晓梅", firm, "司机", "13700137002", "", "四川"),
            ("林秀兰", "", "", "", "", "")]  # fmt: skip
    upload(admin, batch, ("list.csv", listed(*rows)))
    admin.post(f"/card-batches/{batch.pk}/accept/")
    work()
    found = dict(Card.objects.values_list("row", "status"))
    assert found == {2: "new", 3: "new", 4: "read"}


@pytest.mark.requirement("D26")
@pytest.mark.parametrize(("name", "firm", "mobile", "status"), [
    ("赵敏", "锦江物流有限公司", "13700137000", "linked"),  # as she is known
    ("赵民", "锦江物流有限公司", "13700137000", "linked"),  # a letter misread
    ("赵敏", "", "13700137001", "read"),  # a digit apart
    ("赵民", "锦江物流有限公司", "13700137555", "new"),  # a colleague
])  # fmt: skip
def test_a_person_is_linked_unasked_by_a_number_and_not_by_a_name_that_a_number_speaks_against(
    admin, batch, name, firm, mobile, status
):
    known = ("赵敏", "锦江物流有限公司", "经理", "13700137000", "", "四川")
    upload(admin, batch, ("known.csv", listed(known)))
    admin.post(f"/card-batches/{batch.pk}/accept/")
    work()
    upload(admin, batch, ("list.csv", listed((name, firm, "", mobile, "", ""))))
    admin.post(f"/card-batches/{batch.pk}/accept/")
    work()
    assert states(batch) == ["new", status]
