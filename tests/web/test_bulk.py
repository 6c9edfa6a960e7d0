"""Editing many records: seen before, done as one change set, taken back as one."""

import re

import pytest

from zhike.access.models import Grant
from zhike.ledger import jobs
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet, Job
from zhike.people.models import Party
from zhike.records import bulk_edit


def text(response):
    return response.content.decode()


@pytest.fixture
def parties(company):
    return [company.party(f"p{n:03}", by="li", tier="iron", tags="old") for n in range(6)]


def ids(parties):
    return [str(party.pk) for party in parties]


def test_a_field_is_chosen_then_its_value_then_seen_then_done(company, admin, parties):
    chosen = {"ids": ids(parties[:3])}
    assert "set:tier" in text(admin.post("/parties/bulk/", chosen | {"do": "set"}))
    assert 'name="v-tier"' in text(admin.post("/parties/bulk/", chosen | {"do": "set:tier"}))
    given = chosen | {"do": "set:tier", "v-tier": "gold"}
    preview = text(admin.post("/parties/bulk/", given | {"step": "preview"}))
    assert "Do it for 3 records" in preview
    assert "iron" in preview
    assert Party.objects.filter(tier="gold").count() == 0
    response = admin.post("/parties/bulk/", given | {"step": "run"}, follow=True)
    assert Party.objects.filter(tier="gold").count() == 3
    undo = re.search(r'action="(/change-sets/[^"]+/undo/)"', text(response))[1]
    admin.post(undo)
    assert Party.objects.filter(tier="gold").count() == 0


def test_a_wrong_value_is_said_and_nothing_is_written(company, admin, parties):
    given = {"ids": ids(parties), "do": "set:annual_revenue", "v-annual_revenue": "a lot"}
    response = admin.post("/parties/bulk/", given | {"step": "preview"})
    assert response.status_code == 422
    assert "a lot" in text(response)
    given = {"ids": ids(parties), "do": "set:name", "v-name": ""}
    assert admin.post("/parties/bulk/", given | {"step": "run"}).status_code == 422


def test_tags_are_put_on_and_taken_off(company, admin, parties):
    for do, after in (("add:tags", ["old", "new"]), ("take:tags", ["old"])):
        given = {"ids": ids(parties[:2]), "do": do, "v-tags": "new", "step": "run"}
        admin.post("/parties/bulk/", given)
        assert Party.objects.get(pk=parties[0].pk).tags == after


def test_all_that_a_list_holds_and_nothing_else(company, admin, parties):
    company.party("gold already", tier="gold")
    given = {"all": "1", "do": "set:source", "v-source": "fair", "step": "run"}
    admin.post('/parties/bulk/?filter={"field":"tier","op":"in","value":["iron"]}', given)
    assert Party.objects.filter(source="fair").count() == 6


def test_what_one_may_not_change_stays_and_is_counted_before(company, li, parties):
    theirs = company.party("theirs", by="wang")
    given = {"ids": ids([*parties, theirs]), "do": "set:tier", "v-tier": "gold"}
    assert "6 records chosen" in text(li.post("/parties/bulk/", given | {"step": "preview"}))
    li.post("/parties/bulk/", given | {"step": "run"})
    theirs.refresh_from_db()
    assert theirs.tier == ""
    assert Party.objects.filter(tier="gold").count() == 6


def test_bulk_deletion_is_one_undo(company, admin, parties):
    admin.post("/parties/bulk/", {"ids": ids(parties), "do": "delete", "step": "run"})
    assert not Party.objects.exists()
    change_set = ChangeSet.objects.get(action="bulk_edit")
    assert change_set.change_count == 6
    admin.post(f"/change-sets/{change_set.pk}/undo/")
    assert Party.objects.count() == 6


def test_a_verb_runs_on_each_and_those_that_cannot_are_named(company, admin):
    users = [company.users[name] for name in ("li", "wang", "admin")]
    given = {"ids": [str(user.pk) for user in users], "do": "run:deactivate", "step": "run"}
    admin.post("/users/bulk/", given)
    for user in users:
        user.refresh_from_db()
    assert [user.is_active for user in users] == [False, False, True]
    report = ChangeSet.objects.get(action="bulk_edit").report
    assert report["failed"] == 1


def test_what_stayed_is_named_with_its_reason_to_download_and_to_choose_again(company, admin, li):
    """Rights, the record's own rules, and a record that went away between choosing and doing."""
    ours = company.party("ours", by="li")
    grant = Grant.objects.get(resource="party", verb="update")
    with change_set(by=None, door="system"):
        grant.scope = "own"
        grant.save()
    theirs, gone = company.party("=theirs", by="admin"), company.party("gone", by="li")
    chosen = ids([ours, theirs, gone])
    admin.post("/parties/bulk/", {"ids": ids([gone]), "do": "delete", "step": "run"})
    given = {"ids": chosen, "do": "set:tier", "v-tier": "gold", "step": "run"}
    response = li.post("/parties/bulk/", given, follow=True)
    page = text(response)
    assert "Set tier: Gold: 1 record. 2 stayed as they were." in page.replace(
        "tier: gold", "tier: Gold"
    )
    assert "Your roles do not reach it." in page
    assert "=theirs" in page
    assert "It was removed meanwhile" in page
    table = text(li.get(re.search(r'href="(/change-sets/[^"]+/left/)"', page)[1]))
    assert "'=theirs,Your roles do not reach it.,http://testserver/parties/" in table
    again = re.findall(r'<input type="hidden" name="ids" value="([^"]+)"', page)
    assert again == ids([theirs])
    assert Party.objects.filter(tier="gold").count() == 1


def test_a_job_offers_what_it_left_as_a_file(company, admin, monkeypatch):
    monkeypatch.setattr(bulk_edit, "AT_ONCE", 1)
    monkeypatch.setattr(bulk_edit, "paced", lambda ids, start: ([id_] for id_ in ids))
    users = [company.users[name] for name in ("li", "admin", "wang")]
    given = {"ids": ids(users), "do": "run:deactivate", "step": "run"}
    admin.post("/users/bulk/", given)
    jobs.run(jobs.claim())
    job = Job.objects.get(name=bulk_edit.JOB)
    page = text(admin.get(f"/jobs/{job.pk}/"))
    assert "left as they were" in page.lower()
    assert "admin," in text(admin.get(re.search(r'href="(/change-sets/[^"]+/left/)"', page)[1]))


def test_more_than_a_hundred_are_a_job_with_progress_and_undo(company, admin):
    for number in range(130):
        company.party(f"p{number}", by="li")
    given = {"all": "1", "do": "set:tier", "v-tier": "gold", "step": "run"}
    response = admin.post("/parties/bulk/", given)
    job = Job.objects.get(name="records.bulk_edit")
    assert response["Location"] == f"/jobs/{job.pk}/"
    assert "every 1s" in text(admin.get(f"/jobs/{job.pk}/"))
    jobs.run(jobs.claim())
    page = text(admin.get(f"/jobs/{job.pk}/"))
    assert "130 of 130" in page
    assert Party.objects.filter(tier="gold").count() == 130
    fragment = text(admin.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    admin.post(re.search(r'action="(/change-sets/[^"]+/undo/)"', page)[1])
    assert Party.objects.filter(tier="gold").count() == 0
    assert company.browsers["li"].get(f"/jobs/{job.pk}/").status_code == 404


def test_a_job_that_broke_off_goes_on_in_the_same_set(company, admin, parties, monkeypatch):
    monkeypatch.setattr(bulk_edit, "AT_ONCE", 0)
    monkeypatch.setattr(bulk_edit, "paced", lambda ids, start: ([id_] for id_ in ids))
    given = {"ids": ids(parties), "do": "set:tier", "v-tier": "gold", "step": "run"}
    admin.post("/parties/bulk/", given)
    broken, real = [], bulk_edit._set

    def break_once(*arguments):
        real(*arguments)
        if not broken and len(Party.objects.filter(tier="gold")) == 3:
            broken.append(1)
            raise RuntimeError("power cut")

    monkeypatch.setattr(bulk_edit, "_set", break_once)
    jobs.run(jobs.claim())
    assert Party.objects.filter(tier="gold").count() == 3
    Job.objects.update(run_after="2020-01-01T00:00:00Z")
    jobs.run(jobs.claim())
    assert Party.objects.filter(tier="gold").count() == 6
    assert ChangeSet.objects.get(action="bulk_edit").change_count == 6


def test_a_stopped_job_leaves_what_is_done(company, admin, parties, monkeypatch):
    monkeypatch.setattr(bulk_edit, "AT_ONCE", 0)
    admin.post("/parties/bulk/", {"ids": ids(parties), "do": "delete", "step": "run"})
    job = Job.objects.get()
    admin.post(f"/jobs/{job.pk}/stop/")
    assert jobs.claim() is None
    assert Party.objects.count() == 6


@pytest.mark.parametrize("do", ["set:password", "set:uscc", "run:erase", "nonsense", ""])
def test_what_cannot_be_edited_in_bulk_is_not_offered(company, admin, parties, do):
    response = admin.post("/parties/bulk/", {"ids": ids(parties), "do": do, "step": "run"})
    assert "set:tier" in text(response)


def test_without_the_right_to_change_there_is_no_bulk_edit(company, parties):
    given = {"ids": ids(parties), "do": "delete", "step": "run"}
    assert company.browsers["nobody"].post("/parties/bulk/", given).status_code == 403
    assert Party.objects.count() == 6
