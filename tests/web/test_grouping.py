"""Lists in groups and the sums under them: of all that the list holds and its reader may see."""

import html
import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.web.company import PASSWORD, found, make
from zhike.people.models import Party
from zhike.records import summary
from zhike.records.models import ExchangeRate
from zhike.records.resource import resource_named
from zhike.sales.models import Pipeline, Stage


def deals(company, *amounts, **common):
    pipeline = Pipeline.objects.filter(is_default=True).first() or _pipeline(company)
    for amount, currency in amounts:
        make(
            "opportunities", by=company.access("admin"), name=f"deal {amount}", amount=amount,
            currency=currency, pipeline=str(pipeline.pk),
            stage=str(Stage.objects.filter(pipeline=pipeline).first().pk), **common,
        )  # fmt: skip


def _pipeline(company):
    with company.access("admin").change_set("edit"):
        pipeline = Pipeline(name="sales", is_default=True)
        pipeline.save()
        Stage(pipeline=pipeline, name="first", position=1, win_probability=10).save()
    return pipeline


def page(browser, url, **asked):
    return html.unescape(browser.get(url, asked).content.decode())


def test_amounts_of_several_currencies_come_to_one_in_the_companys(company, admin):
    with company.access("admin").change_set("edit"):
        ExchangeRate(currency="USD", rate=Decimal("7.1"), valid_from="2020-01-01").save()
    deals(company, ("1000", "CNY"), ("100", "USD"))
    opportunities = resource_named("opportunities")
    specs = summary.summed(opportunities.specs(company.access("admin")).values())
    group = summary.total(opportunities, opportunities.model.objects.all(), specs)
    assert (group.count, group.sums["amount"]) == (2, Decimal("1710.00"))
    assert 'value="1710.00"' in page(admin, "/opportunities/") or "1,710" in page(
        admin, "/opportunities/"
    )


def test_where_a_rate_is_missing_it_is_said_and_nothing_is_added_up(company, admin):
    deals(company, ("1000", "CNY"), ("100", "EUR"))
    assert "a rate is missing" in page(admin, "/opportunities/")


def test_groups_hold_every_record_once_and_lead_to_a_list_of_them(company, admin):
    for number, tier in enumerate(["gold", "gold", "iron", ""]):
        company.party(f"p{number}", tier=tier)
    shown = page(admin, "/parties/", group="tier")
    counts = re.findall(
        r'class="group-name"><bdi>([^<]*)</bdi></span>\s*<span class="count[^>]*>(\d+)', shown
    )
    assert counts == [("Gold", "2"), ("Iron", "1"), ("Without tier", "1")]
    assert sum(int(count) for _name, count in counts) == Party.objects.count()
    links = re.findall(r'hx-get="([^"]*)"', shown)
    narrowed = [admin.get(link).context["total_text"] for link in links if "filter" in link]
    assert narrowed == ["2 records", "1 record", "1 record"]


def test_a_group_counts_only_what_its_reader_may_see(company):
    company.party("mine", by="li", tier="gold")
    company.party("theirs", by="wang", tier="gold")
    shown = page(company.browsers["li"], "/parties/", group="tier")
    assert re.findall(r"<span class=\"count[^>]*>(\d+)", shown)[:1] == ["1"]


@pytest.mark.parametrize("field", ["note", "nothing", "name", "contact_points"])
def test_a_field_that_makes_no_groups_leaves_the_list_as_it_is(company, admin, field):
    company.party("p")
    assert 'class="groups"' not in page(admin, "/parties/", group=field)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_cells_are_edited_by_the_keyboard_alone_and_taken_back(page):
    company = found()
    for name in ("p1", "p2"):
        company.party(name, by="li", tier="iron")
    page.goto("/login/")
    page.fill("[name=username]", "li")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto("/parties/?columns=name,tier,employee_count")
    page.focus(".table-region")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("[data-editing] select").wait_for()
    page.keyboard.type("gold")
    page.keyboard.press("Tab")
    expect(page.locator("td.is-saved")).to_have_text("Gold")
    page.keyboard.type("12")
    page.locator("[data-editing] input[name=employee_count]").wait_for()
    expect(page.locator("[data-editing] input[name=employee_count]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-editing]")).to_have_count(0)
    assert list(Party.objects.order_by("name").values_list("tier", "employee_count")) == [
        ("gold", None), ("iron", None),
    ]  # fmt: skip
    page.locator("#toasts [data-undo]").wait_for()
    page.keyboard.press("Control+z")
    page.wait_for_load_state()
    expect(page.locator("tbody")).not_to_contain_text("Gold")
