"""The cards of a fair: taken in, looked at, accepted as leads or linked to whom we know."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tests.web import company as web
from zhike.engagement.batches import entries, reader
from zhike.engagement.models import Card, Interaction, Task
from zhike.exchange.cards import reading
from zhike.ledger import jobs
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.undo import undo
from zhike.people.models import Lead

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
