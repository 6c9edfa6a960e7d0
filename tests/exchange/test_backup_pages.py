"""Backups on the screen, by night, and the gate of a restored copy."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from tests.web import company as companies
from zhike.access.models import AccessEvent
from zhike.exchange.backup import archive, kept, nightly
from zhike.ledger import jobs, outbound
from zhike.ledger.current import change_set
from zhike.ledger.mail import GuardedMail
from zhike.ledger.models import Hold, Job
from zhike.records.models import Company

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return companies.found()


@pytest.fixture
def admin(company):
    return company.browsers["admin"]


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path


def a_backup(kind=kept.DAILY, days=0):
    made = timezone.now() - dt.timedelta(days=days)
    path = kept.folder() / f"zhike-{made:%Y%m%d-%H%M%S}-{kind}.zip"
    with archive.writing(path) as (writer, _manifest), writer.member("files/x") as member:
        member.write(b"content")
    return path


def test_the_page_tells_the_last_one_and_the_last_that_was_restored_on_trial(admin):
    page = admin.get("/settings/backups/").content.decode()
    assert "none yet" in page
    path = a_backup()
    kept.note_proof(path, seconds=4.2)
    page = admin.get("/settings/backups/").content.decode()
    assert path.name in page
    assert "integrity and counts agree, 4.2 s" in page
    kept.note_proof(path, seconds=1, error="The database is damaged.")
    assert "The database is damaged." in admin.get("/settings/backups/").content.decode()


def test_only_an_administrator_fetches_a_backup_and_that_is_written_down(company, admin):
    path = a_backup()
    response = admin.get(f"/settings/backups/{path.name}/")
    assert b"".join(response.streaming_content) == path.read_bytes()
    assert AccessEvent.objects.get(event="backup").detail == path.name
    li = company.browsers["li"]
    for url in ("", f"{path.name}/"):
        assert li.get(f"/settings/backups/{url}").status_code == 403
    for url in ("make/", f"{path.name}/prove/"):
        assert li.post(f"/settings/backups/{url}").status_code == 403
    assert not Job.objects.exists()


def test_no_name_leads_out_of_the_folder(admin, tmp_path):
    (tmp_path / "secret-key").write_text("x" * 50)
    for name in ("..%2Fsecret-key", "secret-key", "zhike-1-daily.zip"):
        assert admin.get(f"/settings/backups/{name}/").status_code == 404


def test_an_administrator_asks_for_one_and_not_for_two_at_once(admin):
    admin.post("/settings/backups/make/")
    admin.post("/settings/backups/make/")
    assert [job.arguments for job in Job.objects.all()] == [{"kind": "by-hand"}]


def test_a_backup_is_due_once_two_in_the_morning_has_passed(company):
    firm = Company.here()
    night = dt.datetime(2026, 11, 28, 2, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    made = kept.Kept(None, night - dt.timedelta(hours=20), kept.DAILY, 1, {})
    assert not nightly.is_due(night - dt.timedelta(minutes=1), firm, made)
    assert nightly.is_due(night + dt.timedelta(minutes=1), firm, made)
    assert nightly.is_due(night, firm, None)


def test_the_worker_asks_once_a_night_unless_the_company_wants_none(company):
    nightly.make_nightly()
    nightly.make_nightly()
    assert Job.objects.filter(name=nightly.MAKE).count() == 1
    Job.objects.update(state="failed", finished_at=timezone.now())
    nightly.make_nightly()
    assert Job.objects.count() == 1, "an hour's peace after a failure"
    Job.objects.all().delete()
    with change_set(by=None, door="system"):
        firm = Company.here()
        firm.backups_kept = 0
        firm.save()
    nightly.make_nightly()
    assert not Job.objects.exists()


def test_the_oldest_daily_ones_go_but_not_the_last_proven_nor_what_people_made(company):
    proven, by_hand = a_backup(days=9), a_backup(kept.BY_HAND, days=20)
    kept.note_proof(proven, seconds=1)
    daily = [a_backup(days=n) for n in range(5)]
    kept.prune(3)
    left = {one.path for one in kept.all_kept()}
    assert left == {proven, by_hand, *daily[:3]}


@pytest.mark.requirement("D50")
def test_a_restored_copy_sends_nothing_until_an_administrator_resumes(company, admin, settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    letter = EmailMessage("方案", "见附件", "a@example.cn", ["b@example.cn"])
    letter.connection = GuardedMail()
    outbound.hold("2026-11-28 02:00")
    with pytest.raises(outbound.GateClosed):
        letter.send()
    assert mail.outbox == []
    assert "Resume sending" in admin.get("/parties/").content.decode()
    li = company.browsers["li"]
    assert "Resume sending" not in li.get("/parties/").content.decode()
    assert li.post("/settings/resume-sending/").status_code == 403
    assert outbound.current_hold() is not None
    admin.post("/settings/resume-sending/")
    assert letter.send() == 1
    assert Hold.objects.get().resumed_by == company.users["admin"].pk
    assert AccessEvent.objects.filter(event="sending_resumed").count() == 1
    assert "Resume sending" not in admin.get("/parties/").content.decode()


def test_jobs_that_act_outward_wait_in_a_restored_copy_and_others_go_on(db):
    try:
        jobs.handles("test.outward", outward=True)(lambda running: None)
        jobs.handles("test.inward")(lambda running: None)
        jobs.enqueue("test.outward", {})
        jobs.enqueue("test.inward", {})
        outbound.hold("2026-11-28 02:00")
        assert jobs.claim().name == "test.inward"
        assert jobs.claim() is None
        Hold.objects.all().delete()
        assert jobs.claim().name == "test.outward"
    finally:
        for name in ("test.outward", "test.inward"):
            jobs._handlers.pop(name)
        jobs._outward.discard("test.outward")
