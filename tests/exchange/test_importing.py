"""Rows become records: created, updated, skipped, refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from tests.exchange.office import counts, workbook
from zhike.access.models import Team, User
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet
from zhike.ledger.undo import undo
from zhike.people.actions.merge import merge
from zhike.people.models import ContactPoint, Party, Relationship
from zhike.records import saving, search
from zhike.records.errors import Invalid
from zhike.records.models import CustomField
from zhike.records.resource import resource_named

CUSTOMERS = {
    "name": "公司", "contact_points.phone": "手机", "contact_points.email": "邮箱",
    "external_ids.erp": "编号",
}  # fmt: skip


@pytest.mark.full
@pytest.mark.requirement("A13")
def test_an_old_list_of_a_thousand_customers_moves_in_and_out(office):
    rows = [["公司", "手机", "邮箱", "编号"]]
    rows += [[f"客户{n:04d}号公司", f"138{n:08d}", f"c{n}@x.cn", f"C-{n}"] for n in range(950)]
    rows += [[f"客户{n:04d}号公司", f"138{n:08d}", "", f"C-{n}"] for n in range(0, 400, 10)]
    rows += [[f"坏号码{n}", "1234", "", f"B-{n}"] for n in range(10)]
    path = workbook(office.folder / "legacy.xlsx", rows)

    done = office.bring(path, CUSTOMERS, match={"by": "external_ids.erp", "found": "skip"})

    assert counts(done) == (950, 0, 40, 10)
    assert Party.objects.get(name="客户0007号公司").external_ids == {"erp": "C-7"}
    refused = office.refused()
    assert len(refused) == 11
    assert refused[1][0] == "992"
    assert refused[1][2:] == ["坏号码0", "1234", "", "B-0"]
    assert "手机" in refused[1][1]
    undo(done, by=None, door="web")
    assert (Party.objects.count(), ContactPoint.objects.count()) == (0, 0)


def test_a_row_becomes_one_change_with_its_parts(office):
    done = office.bring("公司,手机,邮箱,编号\n华中,13800138000,A@B.cn,7\n", CUSTOMERS, by="li")
    change = Change.objects.get(change_set=done)
    assert (change.kind, change.operation) == ("party", 1)
    assert [part[3]["value"][1] for part in change.content["p"]] == ["13800138000", "A@B.cn"]
    assert (done.door, done.actor, done.action) == ("import", office.users["li"].pk, "import")
    point = ContactPoint.objects.get(type="email")
    assert point.normalised == "a@b.cn"


def test_what_is_imported_is_found_by_search(office):
    office.bring("公司,手机,邮箱,编号\n华中汽车运输公司,13800138000,,\n", CUSTOMERS)
    assert len(search.find(office.access("admin"), "hzqc")) == 1
    assert len(search.find(office.access("admin"), "8000")) == 1


def test_a_record_of_an_import_equals_one_of_a_form(office):
    office.bring("公司,手机,邮箱,编号\n华中,13800138000,,E1\n", CUSTOMERS, by="li")
    raw = {"name": "华中", "external_ids": {"erp": "E2"}}
    made = saving.create(resource_named("parties"), office.access(), raw)
    imported = Party.objects.exclude(pk=made.pk).get()
    assert imported.state() | {"external_ids": {"erp": "E2"}} == made.state()
    assert imported.name_sort == made.name_sort
    assert imported.owner_id == office.users["li"].pk


def test_several_numbers_in_one_cell_become_several_contact_points(office):
    office.bring("公司,手机,邮箱,编号\n华中,13800138000；021-12345678,a@b.cn; c@d.cn,\n", CUSTOMERS)
    assert ContactPoint.objects.filter(type="phone").count() == 2
    assert ContactPoint.objects.filter(type="email").count() == 2


def test_only_given_fields_of_an_existing_record_are_changed(office):
    first = "name,industry,note,phone\n华中,retail,alt,13800138000\n"
    columns = {"name": "name", "industry": "industry", "note": "note",
               "contact_points.phone": "phone"}  # fmt: skip
    office.bring(first, columns)
    again = "name,industry,note,phone\n 华中 ,finance,,138 0013 8000\nNew,,,\n"
    done = office.bring(again, columns, match={"by": "name", "found": "update"})
    assert counts(done) == (1, 1, 0, 0)
    party = Party.objects.get(name="华中")
    assert (party.industry, party.note, party.version) == ("finance", "alt", 2)
    assert party.contact_points.count() == 1
    change = Change.objects.get(change_set=done, record=party.pk)
    assert change.content == {"f": {"industry": ["retail", "finance"]}}


def test_undoing_an_update_brings_every_old_value_back(office):
    columns = {"name": "name", "industry": "industry", "contact_points.phone": "phone"}
    office.bring("name,industry,phone\n华中,retail,13800138000\n", columns)
    before = Party.objects.get().state()
    done = office.bring("name,industry,phone\n华中,finance,13900139000\n深圳,retail,\n", columns,
                        match={"by": "name", "found": "update"})  # fmt: skip
    assert Party.objects.count() == 2
    undo(done, by=None, door="web")
    assert Party.objects.get().state() == before
    assert ContactPoint.objects.count() == 1


def test_rows_that_change_nothing_are_skipped(office):
    text = "name,industry\n华中,retail\n"
    columns = {"name": "name", "industry": "industry"}
    office.bring(text, columns)
    done = office.bring(text, columns, match={"by": "name", "found": "update"})
    assert counts(done) == (0, 0, 1, 0)
    assert done.change_count == 0


def test_two_rows_of_one_record_are_joined(office):
    text = "no,name,phone\n1,华中,13800138000\n1,华中客运,13900139000\n"
    columns = {"external_ids.erp": "no", "name": "name", "contact_points.phone": "phone"}
    done = office.bring(text, columns, match={"by": "external_ids.erp", "found": "update"})
    assert counts(done) == (1, 1, 0, 0)
    assert Party.objects.get().name == "华中客运"
    assert ContactPoint.objects.count() == 2


@pytest.mark.requirement("B47")
def test_a_credit_code_that_another_record_has_comes_in_and_waits_to_be_merged(office):
    code = "91350100M000100Y43"
    columns = {"name": "name", "uscc": "code"}
    office.bring(f"name,code\n华中,{code}\n", columns)
    done = office.bring(f"name,code\n华中客运,{code}\n华中集团,{code}\n好的,\n", columns)
    assert counts(done) == (3, 0, 0, 0)
    assert Party.objects.filter(uscc=code).count() == 3


def test_an_import_holds_one_lock_however_many_numbers_it_brings(office, on_postgresql):
    rows = "".join(f"{n},公司{n}\n" for n in range(600))
    office.bring("no,name\n" + rows, {"external_ids.erp": "no", "name": "name"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (1,)


def test_a_product_code_that_is_taken_refuses_its_row(office):
    columns, products = {"name": "name", "code": "code"}, {"resource": "products"}
    office.bring("name,code\n车,K10\n", columns, **products)
    done = office.bring("name,code\n别的,K10\n新,K12\n又,K12\n", columns, **products)
    assert counts(done) == (1, 0, 0, 2)


def test_two_records_of_one_key_make_a_row_ambiguous(office):
    office.bring("name\n华中\n华中\n", {"name": "name"})
    done = office.bring("name\n华中\n", {"name": "name"}, match={"by": "name", "found": "update"})
    assert counts(done) == (0, 0, 0, 1)


def test_amounts_in_millions_dates_of_america_and_misspelt_choices(office):
    columns = [
        {"to": "name", "from": "account"}, {"to": "kind", "value": "person"},
        {"to": "industry", "from": "sector", "values": {"technolgy": "technology"}},
        {"to": "annual_revenue", "from": "revenue", "multiply": "1000000"},
        {"to": "birthday", "from": "born", "dates": "mdy"},
        {"to": "country", "from": "where", "values": {"Philipines": "PH"}},
    ]  # fmt: skip
    text = 'account,sector,revenue,born,where\nAcme,technolgy,"1,100.04",10/2/1980,Philipines\n'
    assert counts(office.bring(text, columns)) == (1, 0, 0, 0)
    party = Party.objects.get()
    assert party.annual_revenue == Decimal("1100040000.00")
    assert party.birthday == dt.date(1980, 10, 2)
    assert (party.industry, party.country, party.kind) == ("technology", "PH", "person")


def test_a_cell_that_does_not_fit_may_be_left_empty(office):
    columns = [{"to": "name", "from": "n"}, {"to": "industry", "from": "i", "bad": "empty"}]
    assert counts(office.bring("n,i\nAcme,alchemy\n", columns)) == (1, 0, 0, 0)
    assert Party.objects.get().industry == ""


@pytest.mark.full
def test_a_column_without_a_field_becomes_a_custom_field(office):
    columns = [
        {"to": "name", "from": "n"},
        {"to": "c_founded", "from": "y",
         "new": {"label": "成立年份", "label_en": "founded", "kind": "integer"}},
    ]  # fmt: skip
    done = office.bring("n,y\nAcme,1996\n", columns)
    field = CustomField.objects.get()
    assert Party.objects.get().custom == {field.pk.hex: 1996}
    again = office.bring("n,y\nBcme,1997\n", columns)
    assert (CustomField.objects.count(), again.change_count) == (1, 1)
    undo(again, by=None, door="web")
    undo(done, by=None, door="web")
    assert (CustomField.objects.count(), Party.objects.count()) == (0, 0)


def test_rows_without_a_needed_cell_are_left_out(office):
    office.bring("name\nAcme\nBcme\n", {"name": "name"})
    columns = [{"to": "from_party", "from": "parent"}, {"to": "type", "value": "parent_of"},
               {"to": "to_party", "from": "name"}]  # fmt: skip
    done = office.bring("name,parent\nAcme,\nBcme,Acme\n", columns, resource="relationships",
                        only=["parent"])  # fmt: skip
    assert counts(done) == (1, 0, 1, 0)
    tie = Relationship.objects.get()
    assert (tie.from_party.name, tie.to_party.name) == ("Acme", "Bcme")


def test_a_tie_that_exists_is_not_made_twice(office):
    office.bring("name\nAcme\nBcme\n", {"name": "name"})
    columns = [{"to": "from_party", "from": "a"}, {"to": "type", "value": "parent_of"},
               {"to": "to_party", "from": "b"}]  # fmt: skip
    text = "a,b\nAcme,Bcme\nAcme,Bcme\nAcme,Acme\n"
    done = office.bring(text, columns, resource="relationships")
    assert counts(done) == (1, 0, 0, 2)


def test_people_who_left_come_in_as_inactive_users_with_their_teams(office):
    columns = [{"to": "name", "from": "agent"}, {"to": "login", "from": "agent"},
               {"to": "is_active", "value": "no"},
               {"to": "team", "from": ["office", "manager"], "join": " / ",
                "missing": "create"}]  # fmt: skip
    text = "agent,office,manager\nAnna,Central,Dustin\nBen,Central,Dustin\nCeci,East,Rocco\n"
    done = office.bring(text, columns, resource="users")
    assert counts(done) == (3, 0, 0, 0)
    anna = User.objects.get(name="Anna")
    assert (anna.is_active, anna.team.name, anna.team.parent.name) == (False, "Dustin", "Central")
    assert not anna.check_password("")
    assert Team.objects.count() == 1 + 4
    undo(done, by=None, door="web")
    assert (Team.objects.count(), User.objects.count()) == (1, 3)


def test_imports_may_name_owners_who_left(office):
    with change_set(by=None, door="system"):
        User(login="old", name="Anna Snelling", is_active=False).save()
    done = office.bring("n,o\nAcme,anna snelling\n", {"name": "n", "owner": "o"}, by="li")
    assert counts(done) == (1, 0, 0, 0)
    assert Party.objects.get().owner.login == "old"


def test_contact_points_can_be_brought_for_customers_who_exist(office):
    office.bring("n\nAcme\n", {"name": "n"}, by="li")
    columns = [{"to": "party", "from": "n"}, {"to": "type", "value": "wechat"},
               {"to": "value", "from": "w"}]  # fmt: skip
    done = office.bring("n,w\nAcme,acme-1\nAcme,acme-2\nNobody,x\n", columns, by="li",
                        resource="contact-points")  # fmt: skip
    assert counts(done) == (2, 0, 0, 1)
    assert Change.objects.filter(change_set=done, kind="party", operation=2).count() == 1
    undo(done, by=None, door="web")
    assert ContactPoint.objects.count() == 0


def test_an_apostrophe_before_a_formula_is_taken_off(office):
    office.bring("n\n'=SUM(A1)\n'+1\n'quoted\n", {"name": "n"})
    assert set(Party.objects.values_list("name", flat=True)) == {"=SUM(A1)", "+1", "'quoted"}


def test_what_a_mapping_cannot_do_is_said_before_anything_is_written(office):
    with pytest.raises(Invalid) as caught:
        office.bring("n\nAcme\n", {"name": "missing", "nonsense": "n", "created_at": "n"})
    fields = {error.field for error in caught.value.errors}
    assert {"missing", "nonsense", "created_at"} <= fields
    assert not Party.objects.exists()


def test_counts_add_up_and_the_set_is_closed(office):
    text = "n,p\n" + "".join(f"c{n},{'bad' if n % 7 == 0 else ''}\n" for n in range(1000))
    done = office.bring(text, {"name": "n", "contact_points.phone": "p"})
    assert sum(counts(done)) == 1000 == done.rows_done
    assert done.state == ChangeSet.State.CLOSED
    assert len(office.refused()) == 1 + counts(done)[3]


@pytest.mark.requirement("B47")
def test_a_row_with_the_number_of_a_merged_record_updates_the_one_that_is_left(office):
    office.bring("公司,手机,邮箱,编号\n川途客运,,,C-1\n四川川途,,,C-2\n", CUSTOMERS)
    first, second = (Party.objects.get(name=name) for name in ("川途客运", "四川川途"))
    with change_set(by=None, door="web", action="merge"):
        merge(first, second)
    by = {"by": "external_ids.erp", "found": "update"}
    done = office.bring("公司,手机,邮箱,编号\n川途集团,,,C-2\n", CUSTOMERS, match=by)
    assert counts(done)[:2] == (0, 1)
    one = Party.objects.get()
    assert (one.pk, one.name) == (first.pk, "川途集团")
    assert one.external_ids == {"erp": "C-1", "erp#2": "C-2"}
