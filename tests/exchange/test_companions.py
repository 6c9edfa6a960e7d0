"""One file of contacts or deals makes companies, persons and the ties between them."""

import pytest

from tests.exchange.office import counts
from zhike.access.rights import system_access
from zhike.exchange import runner, trial
from zhike.exchange.suggesting import suggest
from zhike.ledger.bulk import LargeSet
from zhike.ledger.jobs import JobStopped
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import Party, Relationship
from zhike.records.resource import resource_named
from zhike.sales.defaults import ensure_default_pipeline
from zhike.sales.models import Opportunity

pytestmark = pytest.mark.full

CONTACTS = [
    {"to": "name", "from": "姓名"},
    {"to": "kind", "value": "person"},
    {"to": "contact_points.phone", "from": "手机"},
    {"to": "employer", "from": "公司", "missing": "create"},
    {"to": "employer.role", "from": "职务"},
]
FILE = """姓名,手机,公司,职务
王伟,13800138001,重庆长安汽车股份有限公司,采购经理
李娜,13800138002,重庆长安汽车,司机
张敏,13800138003,长安汽车,
刘洋,13800138004,重庆长安汽车股份有限公司北京分公司,经理
陈静,13800138005,,顾问
坏号,1234,从未存在有限公司,经理
"""


def ties():
    found = Relationship.objects.values_list("from_party__name", "to_party__name", "role")
    return sorted(found)


@pytest.mark.requirement("A13")
def test_a_file_of_contacts_makes_each_company_once_and_ties_its_people_to_it(office):
    done = office.bring(FILE, CONTACTS, by="li")
    assert counts(done) == (5, 0, 0, 1)
    assert done.report["companions"] == {"employer": {"created": 2, "matched": 2}}
    company, branch = "重庆长安汽车股份有限公司", "重庆长安汽车股份有限公司北京分公司"
    names = Party.objects.filter(kind="organization").values_list("name", flat=True)
    assert sorted(names) == [company, branch]
    assert ties() == [("刘洋", branch, "经理"), ("张敏", company, ""), ("李娜", company, "司机"),
                      ("王伟", company, "采购经理")]  # fmt: skip
    undo(done, by=None, door="web")
    assert (Party.objects.count(), Relationship.objects.count()) == (0, 0)


def test_a_company_that_is_there_is_found_and_left_as_it_is(office):
    office.bring("公司,行业\n北京华中贸易有限公司,retail\n上海华中贸易有限公司,\n",
                 {"name": "公司", "industry": "行业"}, by="li")  # fmt: skip
    text = (
        "姓名,公司,行业\n甲,北京华中贸易,finance\n乙,华中贸易,\n丙,广州华中贸易有限公司,finance\n"
    )
    columns = [{"to": "name", "from": "姓名"},
               {"to": "employer", "from": "公司", "missing": "create"},
               {"to": "employer.industry", "from": "行业"}]  # fmt: skip
    done = office.bring(text, columns, by="li")
    assert counts(done) == (2, 0, 0, 1)
    assert "华中贸易" in office.refused()[1][1]
    assert done.report["companions"]["employer"] == {"created": 1, "matched": 1}
    assert Party.objects.get(name="北京华中贸易有限公司").industry == "retail"
    assert Party.objects.get(name="广州华中贸易有限公司").industry == "finance"


KNOWN = """姓名,公司,行业,网站,税号,电话
甲,川途客运有限公司,finance,www.ct.example,91500000202802570Y,023-85550009
乙,川途客运,,,,
丙,新来有限公司,retail,,,
"""


def known(office, policy, by="li"):
    """A contacts file about a company that is here, with an industry and a telephone number."""
    there = {"name": "公司", "industry": "行业", "contact_points.phone": "电话"}
    office.bring("公司,行业,电话\n川途客运有限公司,retail,023-85550001\n", there, by="li")
    said = {"known": policy} if policy else {}
    columns = [{"to": "name", "from": "姓名"},
               {"to": "employer", "from": "公司", "missing": "create", **said}]  # fmt: skip
    columns += [{"to": f"employer.{to}", "from": heading} for to, heading in [
        ("industry", "行业"), ("website", "网站"), ("uscc", "税号"),
        ("contact_points.phone", "电话"),
    ]]  # fmt: skip
    order = office.order(KNOWN, columns, by=by)
    said = trial.examine(order)
    done = office.bring(KNOWN, columns, by=by)
    assert said["companions"] == done.report["companions"]
    company = Party.objects.get(name="川途客运有限公司")
    numbers = company.contact_points.order_by("value").values_list("normalised", flat=True)
    return done, company, list(numbers)


@pytest.mark.requirement("A13")
@pytest.mark.parametrize("policy", ["", "fill"])
def test_what_is_empty_of_a_company_that_is_here_is_filled_and_taken_back(office, policy):
    done, company, numbers = known(office, policy)
    assert done.report["companions"] == {"employer": {"created": 1, "matched": 2, "updated": 1}}
    assert (company.industry, company.website) == ("retail", "www.ct.example")
    assert (company.uscc, numbers) == ("91500000202802570Y", ["+862385550001"])
    undo(done, by=None, door="web")
    company.refresh_from_db()
    assert (company.website, company.uscc) == ("", None)


def test_a_company_that_is_here_is_overwritten_where_the_mapping_says_so(office):
    _, company, numbers = known(office, "overwrite")
    assert (company.industry, company.website) == ("finance", "www.ct.example")
    assert (company.name, len(numbers)) == ("川途客运有限公司", 2)


def test_a_company_that_is_here_is_left_where_the_mapping_says_so(office):
    done, company, numbers = known(office, "leave")
    assert "updated" not in done.report["companions"]["employer"]
    assert (company.industry, company.website, len(numbers)) == ("retail", "", 1)


def test_the_credit_code_tells_companies_of_one_name_apart(office):
    text = ("姓名,公司,税号\n甲,华中,911100008021004302\n乙,华中集团,911100008021004302\n"
            "丙,华中,91500000202802570Y\n")  # fmt: skip
    columns = [{"to": "name", "from": "姓名"},
               {"to": "employer", "from": "公司", "missing": "create"},
               {"to": "employer.uscc", "from": "税号"}]  # fmt: skip
    done = office.bring(text, columns, by="li")
    assert (done.report["companions"]["employer"], counts(done)) == (
        {"created": 2, "matched": 1}, (3, 0, 0, 0))  # fmt: skip
    assert Party.objects.filter(name="华中").count() == 2


def test_importing_the_contacts_again_adds_nothing_but_what_is_new(office):
    match = {"match": {"by": "name", "found": "update"}}
    office.bring(FILE, CONTACTS, by="li", **match)
    before = Relationship.objects.count()
    done = office.bring(FILE.replace("张敏,13800138003,长安汽车", "张敏,13800138003,新公司"),
                        CONTACTS, by="li", **match)  # fmt: skip
    assert counts(done) == (0, 1, 4, 1)
    assert Relationship.objects.count() == before + 1


def test_a_trial_counts_what_the_run_then_does(office):
    said = trial.examine(office.order(FILE, CONTACTS, by="li"))
    assert Party.objects.count() == 0
    done = office.bring(FILE, CONTACTS, by="li")
    assert said["companions"] == done.report["companions"]
    assert said["created"] == done.report["created"]


DEALS = """商机名称,客户名称,联系人,联系人电话,金额
客运60台,川途客运有限公司,赵一,13900139001,600000
校车20台,川途客运,赵一,13900139001,200000
旅游30台,蓝天旅游公司,赵一,13900139002,300000
"""


def test_a_file_of_deals_makes_customers_contacts_and_deals(office):
    columns = [{"to": "name", "from": "商机名称"}, {"to": "amount", "from": "金额"},
               {"to": "party", "from": "客户名称", "missing": "create"},
               {"to": "contact", "from": "联系人", "missing": "create"},
               {"to": "contact.contact_points.phone", "from": "联系人电话"}]  # fmt: skip
    ensure_default_pipeline(system_access())
    done = office.bring(DEALS, columns, resource="opportunities")
    assert counts(done) == (3, 0, 0, 0)
    assert done.report["companions"] == {
        "party": {"created": 2, "matched": 1}, "contact": {"created": 2, "matched": 1},
    }  # fmt: skip
    deals = Opportunity.objects.order_by("created_at", "name_sort")
    assert {deal.party.name for deal in deals} == {"川途客运有限公司", "蓝天旅游公司"}
    assert ties() == [("赵一", "川途客运有限公司", ""), ("赵一", "蓝天旅游公司", "")]
    again = office.bring(DEALS, columns, resource="opportunities")
    assert again.report["companions"]["contact"] == {"created": 0, "matched": 3}
    assert Relationship.objects.count() == 2
    undo(again, by=None, door="web")
    undo(done, by=None, door="web")
    assert (Opportunity.objects.count(), Party.objects.count()) == (0, 0)


@pytest.mark.requirement("D14")
def test_a_list_of_companies_brings_whom_to_talk_to_along(office):
    text = "客户名称,联系人,职务,联系人手机,电话\n川途客运,赵一,经理,13900139001,028-85550001\n"
    path = office.file(text + "蓝天旅游,赵一,,,028-85550002\n")
    headings, rows = ["客户名称", "联系人", "职务", "联系人手机", "电话"], []
    mapping = suggest(resource_named("parties"), office.access(), headings, rows)
    match = {"match": {"by": "name", "found": "update"}}
    columns = [column.json() for column in mapping.columns]
    done = office.bring(path, columns, by="li", **match)
    assert done.report["companions"] == {"contact": {"created": 2, "matched": 0}}
    assert ties() == [("赵一", "川途客运", "经理"), ("赵一", "蓝天旅游", "")]
    person = Party.objects.get(relationships_from__to_party__name="川途客运")
    assert (person.kind, person.contact_points.get().value) == ("person", "13900139001")
    again = office.bring(path, columns, by="li", **match)
    assert again.report["companions"] == {"contact": {"created": 0, "matched": 2}}
    assert counts(again) == (0, 0, 2, 0)


def test_an_import_that_was_broken_off_goes_on_without_making_a_company_twice(office):
    text = "姓名,手机,公司,职务\n"
    text += "".join(f"人{n},138{n:08d},第{n % 7}客运有限公司,\n" for n in range(500))
    order = office.order(text, CONTACTS, by="li")
    large = runner.begin(order)

    def stop(done):
        raise JobStopped

    with pytest.raises(JobStopped):
        runner.run(order, large, stop)
    assert 0 < Party.objects.filter(kind="person").count() < 500
    done = runner.run(order, LargeSet(ChangeSet.objects.get(pk=large.row.pk)))
    assert counts(done) == (500, 0, 0, 0)
    assert done.report["companions"] == {"employer": {"created": 7, "matched": 493}}
    assert Party.objects.filter(kind="organization").count() == 7
    assert Relationship.objects.count() == 500


def test_a_company_that_is_not_to_be_made_refuses_its_row(office):
    columns = [{"to": "name", "from": "姓名"}, {"to": "employer", "from": "公司"}]
    office.bring("公司\n华中\n", {"name": "公司"}, by="li")
    done = office.bring("姓名,公司\n甲,华中\n乙,没有的公司\n", columns, by="li")
    assert counts(done) == (1, 0, 0, 1)
    assert "没有的公司" in office.refused()[1][1]
    assert Party.objects.filter(name="没有的公司").count() == 0
