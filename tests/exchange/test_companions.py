"""One file of contacts or deals makes companies, persons and the ties between them."""

import pytest

from tests.exchange.office import counts
from zhike.exchange import trial
from zhike.ledger.undo import undo
from zhike.people.models import Party, Relationship
from zhike.sales.models import Opportunity

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
