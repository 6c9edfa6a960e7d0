"""The page on which a lead is converted."""

import pytest

from tests.people.company import lead, party


@pytest.fixture
def browser(client, company):
    """Lin's browser, in Chinese."""
    client.force_login(company.people["林"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(browser, made):
    return browser.get(f"/leads/{made.pk}/convert/").content.decode()


@pytest.mark.requirement("D03")
def test_the_form_proposes_whom_the_lead_may_be_about_and_why(browser, company):
    owner = company.people["林"]
    by_name = party("四川川途客运有限公司", owner)
    person = party("陈小磊", owner, kind="person",
                   contact_points=[{"type": "phone", "value": "139 1234 5678"}])  # fmt: skip
    party("蓉城通勤", owner)
    text = page_of(browser, lead(company, need="城际线路 10 台，年底前要"))
    assert f'name="party" value="{by_name.pk}"' in text
    assert f'name="person" value="{person.pk}"' in text
    assert "四川川途客运有限公司 · 名称相同" in text
    assert "陈小磊 · 电话相同" in text
    assert "蓉城通勤" not in text
    assert 'value="川途客运集团有限公司 城际线路 10 台"' in text


def test_customers_out_of_sight_are_not_proposed(browser, company):
    party("四川川途客运有限公司", company.people["何"])
    assert "四川川途" not in page_of(browser, lead(company))
