"""Change sets and the trash: who did what, and the way back."""

import re

from tests.web.company import make
from zhike.ledger.models import ChangeSet
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_named

PARTIES = resource_named("parties")


def text(response):
    return response.content.decode()


def latest():
    return ChangeSet.objects.order_by("-at").first()


def test_everybody_sees_his_own_sets_and_an_administrator_all(company, admin, li):
    company.party("of li", by="li")
    company.party("of admin")
    assert "of admin" in text(admin.get("/change-sets/"))
    assert "of li" in text(admin.get("/change-sets/"))
    assert "of li" not in text(admin.get("/change-sets/?whose=mine"))
    assert "of admin" not in text(li.get("/change-sets/"))
    assert "of li" in text(li.get("/change-sets/"))


def test_a_set_that_touched_nothing_one_may_see_is_not_found(company, li):
    company.party("theirs", by="wang")
    assert li.get(f"/change-sets/{latest().pk}/").status_code == 404
    assert li.post(f"/change-sets/{latest().pk}/undo/").status_code == 404
    assert Party.objects.exists()


def test_a_set_shows_what_it_changed(company, admin):
    party = company.party("old")
    saving.change(PARTIES, company.access("admin"), party.pk, {"name": "new"})
    page = text(admin.get(f"/change-sets/{latest().pk}/"))
    assert re.search(r"<del>(<bdi>)?old", page)
    assert re.search(r"<ins>(<bdi>)?new", page)


def test_undo_names_what_stood_in_its_way(company, admin):
    party = company.party("old")
    saving.change(PARTIES, company.access("admin"), party.pk, {"name": "new", "tier": "gold"})
    change_set = latest()
    saving.change(PARTIES, company.access("li"), party.pk, {"name": "newest"})
    response = admin.post(f"/change-sets/{change_set.pk}/undo/", follow=True)
    party.refresh_from_db()
    assert (party.name, party.tier) == ("newest", "")
    assert "changed since" in text(response)
    assert "changed since" in text(admin.get(f"/change-sets/{latest().pk}/"))


def test_undoing_twice_is_said_and_does_nothing(company, admin):
    company.party()
    change_set = latest()
    admin.post(f"/change-sets/{change_set.pk}/undo/")
    count = ChangeSet.objects.count()
    response = admin.post(f"/change-sets/{change_set.pk}/undo/", follow=True)
    assert "undone already" in text(response)
    assert ChangeSet.objects.count() == count


def test_undo_is_no_get(company, admin):
    company.party()
    assert admin.get(f"/change-sets/{latest().pk}/undo/").status_code == 405
    assert admin.get("/trash/1/restore/").status_code == 405


def test_after_undo_one_is_where_one_was_and_never_elsewhere(company, admin):
    party = company.party()
    saving.change(PARTIES, company.access("admin"), party.pk, {"name": "new"})
    url = f"/change-sets/{latest().pk}/undo/"
    for referer, expected in [
        (f"http://testserver/parties/{party.pk}/", f"/parties/{party.pk}/"),
        ("https://evil.example/testserver/x", "/change-sets/"),
        ("http://testserver//evil.example/", "/change-sets/"),
        (f"http://testserver/parties/{party.pk}/edit/", "/change-sets/"),
    ]:
        assert admin.post(url, headers={"Referer": referer})["Location"] == expected


def test_the_trash_holds_what_was_deleted_until_it_comes_back(company, admin):
    party = company.party("川途客运", contact_points=[{"type": "phone", "value": "021 5888 1234"}])
    make("relationships", from_party=str(party.pk))
    saving.remove(PARTIES, company.access("admin"), party.pk)
    page = text(admin.get("/trash/"))
    assert "川途客运" in page
    restore = re.findall(r'action="(/trash/\d+/restore/)"', page)
    response = admin.post(restore[0])
    assert response["Location"] == f"/parties/{party.pk}/"
    assert Party.objects.get(name="川途客运").relationships_from.count() == 1
    assert "川途客运" not in text(admin.get("/trash/"))


def test_one_record_of_a_bulk_deletion_comes_back_alone(company, admin):
    parties = [company.party(f"p{n}") for n in range(3)]
    given = {"ids": [str(p.pk) for p in parties], "do": "delete", "step": "run"}
    admin.post("/parties/bulk/", given)
    restore = re.findall(r'action="(/trash/\d+/restore/)"', text(admin.get("/trash/")))
    assert len(restore) == 3
    admin.post(restore[1])
    assert Party.objects.count() == 1
    assert len(re.findall(r"/restore/", text(admin.get("/trash/")))) == 2


def test_what_cannot_come_back_is_explained(company, admin):
    tags = resource_named("tags")
    first = make("tags", name="重点")
    saving.remove(tags, company.access("admin"), first.pk)
    make("tags", name="重点")
    restore = re.search(r'action="(/trash/\d+/restore/)"', text(admin.get("/trash/")))[1]
    assert "could not be brought back" in text(admin.post(restore, follow=True))


def test_the_trash_of_others_is_not_ones_own(company, admin, li):
    party = company.party("theirs", by="wang")
    saving.remove(PARTIES, company.access("wang"), party.pk)
    assert "theirs" not in text(li.get("/trash/"))
    assert li.post("/trash/999999/restore/").status_code == 404
    assert "theirs" in text(admin.get("/trash/"))
