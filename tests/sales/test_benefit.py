"""What a purchase brings the buyer: the bus of A25 to the yuan, editions, models without code."""

from __future__ import annotations

import json
import shutil
import subprocess
from decimal import Decimal

import pytest
from django.test import Client

from tests.sales import company as selling
from zhike.access.models import Grant, Role
from zhike.access.rights import system_access
from zhike.base import pdf
from zhike.engagement.models import File
from zhike.ledger.current import change_set
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.records.models import Company
from zhike.sales.benefit import printing
from zhike.sales.benefit.panels import _grouped
from zhike.sales.benefit.standing import BUS, ensure_benefit_models
from zhike.sales.models import (
    BenefitEdition,
    BenefitFormula,
    BenefitInput,
    BenefitModel,
    BenefitReport,
    Quote,
)

API = "/api/v1/benefit-reports"


@pytest.fixture
def company(db):
    found = selling.found()
    ensure_benefit_models(system_access())
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            for verb in ("read", "create", "update"):
                Grant(role=role, resource="benefit-report", verb=verb, scope="own").save()
        found.people["林"].language = "en"
        found.people["林"].save()
    return found


@pytest.fixture
def lin(company):
    client = Client()
    client.force_login(company.people["林"])
    return client


@pytest.fixture
def bus(company):
    return BenefitModel.objects.get(name=BUS)


def sent(browser, method, url, data, **headers):
    call = getattr(browser, method)
    return call(url, json.dumps(data), content_type="application/json", headers=headers)


def report(lin, company, bus, **values):
    party = selling.party(company, "川途客运")
    given = {"party": str(party.pk), "model": str(bus.pk), "values": values}
    answer = sent(lin, "post", API, given)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def by_hand(price, net, years, residual, rate):
    """Payback and net present value, year by year."""
    worth = -price + sum(net / (1 + rate) ** n for n in range(1, years + 1))
    return price / net, worth + price * residual / (1 + rate) ** years


def irr_by_hand(price, net, years, residual):
    """Where the present value changes its sign, by halving in floats."""
    low, high = -0.9, 10.0
    for _step in range(200):
        rate = (low + high) / 2
        low, high = (
            (rate, high) if by_hand(price, net, years, residual, rate)[1] > 0 else (low, rate)
        )
    return low


@pytest.mark.requirement("A25")
def test_the_bus_of_the_seed_comes_out_to_the_yuan(company, lin, bus):
    results = report(lin, company, bus)["results"]
    assert {key: results[key] for key in ("income", "fuel", "net", "payback", "npv_value")} == {
        "income": "1108800", "fuel": "277200", "net": "291600", "payback": "1.71",
        "npv_value": "1189227",
    }  # fmt: skip
    assert (results["irr_value"], results["break_even"], results["break_even_full"]) == (
        "56.8", "51.6", "55.3",
    )  # fmt: skip


@pytest.mark.requirement("A25")
def test_another_load_makes_a_new_edition_and_the_old_one_stays(company, lin, bus):
    made = report(lin, company, bus)
    answer = sent(lin, "post", f"{API}/{made['id']}/calculate", {"values": {"load": "60"}})
    assert answer.status_code == 200, answer.json()
    now = lin.get(f"{API}/{made['id']}").json()
    assert now["edition"] == 2
    assert (now["results"]["net"], now["results"]["payback"], now["results"]["npv_value"]) == (
        "133200", "3.75", "278959",
    )  # fmt: skip
    old, new = BenefitEdition.objects.order_by("number")
    assert (old.results["npv_value"], new.results["npv_value"]) == ("1189227", "278959")
    assert (old.values["load"], new.values["load"]) == ("70", "60")
    page = lin.get(f"/benefit-reports/{made['id']}/editions/1/").content.decode()
    assert "1,189,227" in page
    assert "278,959" in lin.get(f"/benefit-reports/{made['id']}/").content.decode()


@pytest.mark.requirement("A25")
@pytest.mark.parametrize("values", [
    {"price": "820000", "seats": "53", "load": "55", "fare": "42", "years": "10", "rate": "6.5"},
    {"price": "310000", "fuel_price": "8.31", "residual": "0", "years": "5", "rate": "12"},
    {"labour": "0", "other": "650000", "trips": "3", "load": "92.5", "rate": "0.01"},
])  # fmt: skip
def test_other_figures_come_out_as_by_hand(company, lin, bus, values):
    results = report(lin, company, bus, **values)["results"]
    usual = {one.key: one.default for one in bus.inputs.all()}
    v = {key: float(text) for key, text in (usual | values).items()}
    income = v["seats"] * v["load"] / 100 * v["fare"] * v["trips"] * v["days"]
    cost = v["consumption"] / 100 * v["distance"] * v["days"] * v["fuel_price"]
    cost += v["labour"] + v["other"]
    net, years, residual = income - cost, int(v["years"]), v["residual"] / 100
    payback, worth = by_hand(v["price"], net, years, residual, v["rate"] / 100)
    assert float(results["income"]) == pytest.approx(income, abs=0.6)
    assert float(results["net"]) == pytest.approx(net, abs=0.6)
    assert float(results["payback"]) == pytest.approx(payback, abs=0.006)
    assert float(results["npv_value"]) == pytest.approx(worth, abs=0.6)
    irr = irr_by_hand(v["price"], net, years, residual)
    assert float(results["irr_value"]) == pytest.approx(irr * 100, abs=0.06)
    full = v["seats"] * v["fare"] * v["trips"] * v["days"]
    assert float(results["break_even"]) == pytest.approx(cost / full * 100, abs=0.06)


@pytest.mark.requirement("A25")
def test_the_calculator_shows_what_follows_as_one_types_and_keeps_an_edition(company, lin, bus):
    made = report(lin, company, bus)
    url = f"/benefit-reports/{made['id']}"
    page = lin.get(f"{url}/calculate/").content.decode()
    for text in ("1,108,800", "291,600", "1.71", "1,189,227", "56.8", "51.6", 'name="v-load"'):
        assert text in page
    live = lin.get(f"{url}/figures/", {"v-load": "60"}).content.decode()
    assert "278,959" in live
    assert "1,189,227" not in live
    assert "Year 8" in live
    assert BenefitEdition.objects.count() == 1
    answer = lin.post(f"{url}/calculate/", {"v-load": "60", "v-price": "50万"})
    assert answer.status_code == 302
    assert BenefitReport.objects.get().results["npv_value"] == "278959"


def test_the_same_figures_again_make_no_edition(company, lin, bus):
    made = report(lin, company, bus)
    sent(lin, "post", f"{API}/{made['id']}/calculate", {"values": {"load": "70"}})
    assert BenefitEdition.objects.count() == 1


def test_undo_takes_the_edition_back(company, lin, bus):
    made = report(lin, company, bus)
    sent(lin, "post", f"{API}/{made['id']}/calculate", {"values": {"load": "60"}})
    undo(ChangeSet.objects.filter(action="calculate").get(), by=None, door="web")
    assert BenefitEdition.objects.count() == 1
    assert BenefitReport.objects.get().results["npv_value"] == "1189227"


@pytest.mark.parametrize(("values", "word"), [
    ({"load": "viel"}, "number"), ({"load": "NaN"}, "number"), ({"load": "Infinity"}, "number"),
    ({"price": "1e9"}, "number"), ({"price": "9" * 16}, "number"), ({"wings": "2"}, "wings"),
    ({"price": "1; drop"}, "number"),
])  # fmt: skip
def test_what_is_no_number_is_refused_by_name(company, lin, bus, values, word):
    party = selling.party(company, "川途客运")
    given = {"party": str(party.pk), "model": str(bus.pk), "values": values}
    answer = sent(lin, "post", API, given)
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["field"] == "values"
    assert word in error["message"]
    assert not BenefitReport.objects.exists()
    made = report(lin, company, bus)
    key = next(iter(values))
    live = lin.get(f"/benefit-reports/{made['id']}/figures/", {f"v-{key}": values[key]})
    assert live.status_code == 200


def test_giant_figures_are_shown_or_said_to_be_too_large_and_break_no_page(company, lin, bus):
    """Fares and seats of 15 digits come to 1e29: more digits than Decimal's usual context has."""
    made = report(lin, company, bus, seats="9" * 15, fare="1" + "0" * 14, trips="1", days="1",
                  load="100", labour="9" * 15)  # fmt: skip
    assert made["results"]["income"] == "9" * 15 + "0" * 14
    page = lin.get(f"/benefit-reports/{made['id']}/")
    assert page.status_code == 200
    assert lin.get(f"/benefit-reports/{made['id']}/calculate/").status_code == 200
    more = report(lin, company, bus, seats="9" * 15, fare="9" * 15, days="9" * 15)
    assert "income" not in more["results"]
    assert lin.get(f"/benefit-reports/{more['id']}/").status_code == 200


def test_an_outcome_between_nought_and_minus_one_keeps_its_sign():
    assert _grouped("-0.50") == "−0.50"
    assert _grouped("-1234567.8") == "−1,234,567.8"


def test_zero_seats_leave_what_follows_empty_with_the_reason(company, lin, bus):
    made = report(lin, company, bus, seats="0")
    assert "break_even" not in made["results"]
    assert "payback" not in made["results"]
    page = lin.get(f"/benefit-reports/{made['id']}/").content.decode()
    assert "divided by zero" in page


@pytest.mark.requirement("A25")
def test_an_administrator_makes_a_model_without_code(company, lin):
    with change_set(by=None, door="system"):
        Company.here()
    admin = Client()
    boss = company.people["林"]
    with change_set(by=None, door="system"):
        boss.is_admin = True
        boss.save()
    admin.force_login(boss)
    model = {
        "name": "冷藏车", "name_en": "A refrigerated lorry",
        "cash_flow": "if(year = 0, -invest, gain)", "horizon": "years", "outcome": "back",
        "inputs": [
            {"key": "invest", "label": "投资", "default": "100", "is_varied": True},
            {"key": "gain", "label": "收益", "default": "40"},
            {"key": "years", "label": "年数", "default": "3"},
        ],
        "formulas": [{"key": "back", "label": "回收期", "formula": "invest ÷ gain", "decimals": 2,
                      "is_key": True}],
    }  # fmt: skip
    horizon = {name: model.pop(name) for name in ("horizon", "outcome")}
    answer = sent(admin, "post", "/api/v1/benefit-models", model)
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    answer = sent(admin, "patch", f"/api/v1/benefit-models/{made['id']}", horizon,
                  **{"If-Match": f'"{made["version"]}"'})  # fmt: skip
    assert answer.status_code == 200, answer.json()
    found = report(admin, company, BenefitModel.objects.get(name="冷藏车"), gain="80")
    assert found["results"] == {"back": "1.25"}


@pytest.mark.parametrize(("formula", "word"), [
    ("9^9^9^9^", "missing"), ("(" * 10_000, "1,000"), ("party.name", "means nothing"),
    ("owner + 1", "no number"), ("income +", "missing"), ("net2", "need each other"),
])  # fmt: skip
def test_a_formula_that_makes_no_sense_is_refused(company, bus, formula, word):
    from django.utils.translation import override

    from zhike.records import saving
    from zhike.records.errors import Invalid
    from zhike.records.resource import resource_named

    given = {"model": str(bus.pk), "key": "net2", "label": "净二", "formula": formula}
    with override("en"), pytest.raises(Invalid) as refused:
        saving.create(resource_named("benefit-formulas"), system_access(), given)
    assert refused.value.errors[0].field == "formula"
    if word != "1,000":
        assert word in refused.value.errors[0].message


def test_a_changed_model_leaves_old_editions_as_they_were(company, lin, bus):
    made = report(lin, company, bus)
    with change_set(by=None, door="system"):
        for one in BenefitFormula.objects.filter(key="npv_value"):
            one.delete()
    page = lin.get(f"/benefit-reports/{made['id']}/editions/1/").content.decode()
    assert "1,189,227" in page
    answer = sent(lin, "post", f"{API}/{made['id']}/calculate", {"values": {"load": "60"}})
    assert "npv_value" not in answer.json().get("results", BenefitReport.objects.get().results)


def test_a_report_goes_on_where_its_model_has_lost_an_input_or_is_another_one(company, lin, bus):
    made = report(lin, company, bus)
    with change_set(by=None, door="system"):
        BenefitInput(model=bus, key="tolls", label="过路费", default="5").save()
    sent(lin, "post", f"{API}/{made['id']}/calculate", {"values": {"tolls": "12"}})
    with change_set(by=None, door="system"):
        BenefitInput.objects.get(key="tolls").delete()
    url = f"{API}/{made['id']}"
    renamed = sent(lin, "patch", url, {"name": "新车"}, **{"If-Match": lin.get(url)["ETag"]})
    assert renamed.status_code == 200, renamed.json()
    answer = sent(lin, "post", f"{url}/calculate", {"values": {"load": "60"}})
    assert answer.status_code == 200, answer.json()
    now = lin.get(url).json()
    assert (now["results"]["npv_value"], "tolls" in now["values"]) == ("278959", False)
    wrong = sent(lin, "post", f"{url}/calculate", {"values": {"tolls": "13"}})
    assert wrong.status_code == 400
    with change_set(by=None, door="system"):
        other = BenefitModel(name="另一个")
        other.save()
        BenefitInput(model=other, key="load", label="上座率", unit="%", default="50").save()
        BenefitFormula(model=other, key="half", label="一半", formula="load / 2", decimals=2).save()
    etag = lin.get(url)["ETag"]
    moved = sent(lin, "patch", url, {"model": str(other.pk)}, **{"If-Match": etag})
    assert moved.status_code == 200, moved.json()
    assert (moved.json()["results"], moved.json()["edition"]) == ({"half": "0.30"}, 4)


@pytest.mark.requirement("A25")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the PDF")
@pytest.mark.parametrize(("language", "words"), [
    ("zh-hans", ("效益分析报告", "净现值", "投资回收期", "内部收益率", "保本上座率")),
    ("en", ("Benefit report", "Net present value", "Payback", "Internal rate of return",
            "Break-even load")),
])  # fmt: skip
def test_the_printed_pdf_has_the_figures_in_its_language(company, lin, bus, language, words):
    made = report(lin, company, bus)
    one = BenefitReport.objects.get(pk=made["id"])
    html = printing.html_of(system_access(), one, language)
    printed = pdf.to_pdf(html, printing._styles())
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=printed, capture_output=True,
                          check=True)  # fmt: skip
    text = done.stdout.decode()
    figures = ("1,108,800", "277,200", "291,600", "1.71", "1,189,227", "56.8", "51.6", "55.3")
    assert [word for word in (*figures, *words) if word not in text] == []


def test_standing_data_is_made_once(company, bus):
    ensure_benefit_models(system_access())
    assert BenefitModel.objects.count() == 1
    assert bus.definition().term("load").inward(Decimal(70)) == Decimal("0.7")


@pytest.mark.requirement("A25")
def test_both_pdfs_are_kept_with_the_quote(company, lin, bus, monkeypatch):
    printed = []

    def press(html, css):
        printed.append(html)
        return b"%PDF-1.7"

    monkeypatch.setattr(printing, "to_pdf", press)
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            Grant(role=role, resource="quote", verb="read", scope="own").save()
            for verb in ("read", "create"):
                Grant(role=role, resource="file", verb=verb, scope="own").save()
    made = report(lin, company, bus)
    one = BenefitReport.objects.get(pk=made["id"])
    with change_set(by=None, door="system"):
        quote = Quote(party=one.party, owner=company.people["林"])
        quote.save()
        one.quote = quote
        one.save()
    assert lin.post(f"/benefit-reports/{one.pk}/pdf/").status_code == 302
    assert {file.about for file in File.objects.all()} == {str(RecordRef.to(quote))}
    assert File.objects.count() == 2
    zh, en = printed
    assert "净现值" in zh
    assert "Net present value" in en
    assert all("1,189,227" in page for page in printed)
    assert "278,9" not in lin.get(f"/benefit-reports/{one.pk}/print/?language=en").content.decode()
