"""Papers: what the customer gets says what the document says, in their language, and no more."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client

from tests.sales import papers
from zhike.base import pdf
from zhike.base.ids import uuid7
from zhike.engagement import storage
from zhike.engagement.models import File, PublicLink
from zhike.ledger.current import change_set
from zhike.ledger.fields import RecordRef
from zhike.records.models import LegalEntity
from zhike.sales.models import Contract, Order, Quote
from zhike.sales.papers.building import paper_of, taxes_of
from zhike.sales.papers.printing import html_of, pdf_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def house(company):
    return papers.furnished(company)


def shown(document, language="zh"):
    return html_of(paper_of(document, language))


def client_of(house, name="林"):
    client = Client()
    client.force_login(house.people[name])
    return client


def bare_press(monkeypatch):
    """A press that is quick: what it is given is what tests look at."""
    printed = []

    def press(html, css=()):
        printed.append(html)
        return b"%PDF-1.7 " + html.encode()

    monkeypatch.setattr("zhike.sales.papers.printing.to_pdf", press)
    return printed


def test_a_paper_has_the_entitys_name_and_code_and_the_templates_words(house):
    """B49: whoever prints, the entity's name and USCC stand on it, and the template's terms."""
    for model in (Quote, Contract, Order):
        html = shown(papers.document(house, model))
        for words in ("华骏客车有限公司", papers.CODE, "让每一次出行更安心", "运费由供方承担",
                      "本文书以盖章件为准", "4210 0000 1234 5678", "colour-blue"):  # fmt: skip
            assert words in html, (model, words)


def test_a_paper_adds_up_and_says_the_total_in_figures_and_capitals(house):
    html = shown(papers.document(house))
    for words in ("79,380,000.00", "¥70,342,127.23", "税额 13%", "¥9,132,212.39", "税额 6%",
                  "¥5,660.38", "¥79,480,000.00", "人民币柒仟玖佰肆拾捌万元整"):  # fmt: skip
        assert words in html, words
    assert Decimal("70342127.23") + Decimal("9132212.39") + Decimal("5660.38") == Decimal(79480000)


@pytest.mark.parametrize("discount", ["0", "3.33", "100"])
@pytest.mark.parametrize("gross", [["113000"], ["100.01", "0.01"], ["0.05", "33.33", "66.67"]])
def test_net_and_vat_are_the_amount_whatever_the_discount(gross, discount):
    class Line:
        def __init__(self, amount, rate):
            self.amount, self.tax_rate = Decimal(amount), rate

    lines = [Line(amount, ("13", "6", "")[n]) for n, amount in enumerate(gross)]
    amount = (sum(line.amount for line in lines) * (100 - Decimal(discount)) / 100).quantize(
        Decimal("0.01")
    )
    taxes = taxes_of(amount, lines)
    assert all(tax >= 0 and tax == tax.quantize(Decimal("0.01")) for tax in taxes.values())
    assert sum(taxes.values()) <= amount
    if (gross, discount) == (["113000"], "0"):
        assert taxes == {"13": Decimal(13000)}


@pytest.mark.parametrize("model", [Quote, Contract, Order])
def test_an_english_paper_has_no_chinese_but_names(house, model):
    made = papers.document(house, model, name="60 K10 buses")
    with change_set(by=None, door="system"):
        LegalEntity.objects.get().templates.get(kind=model.record_type)
    html = shown(made, "en")
    for known in ("蜀运客运有限公司", "王芳", "林", "K10 城市客车", "五年维保", "52座", "空气悬架",
                  "台", "年", "中国银行福州分行"):  # fmt: skip
        html = html.replace(known, "")
    assert CHINESE.findall(html) == []
    assert "Huajun Bus Co., Ltd." in html
    assert "CNY 79,480,000.00" in html


def test_products_have_their_english_names_on_english_papers(house):
    """Where a product has one; both names where a paper is in both languages."""
    with change_set(by=None, door="system"):
        house.k10.name_en, house.k10.unit_en = "K10 city bus", "vehicle"
        house.k10.save()
    made = papers.document(house)
    chinese, english, both = (shown(made, language) for language in ("zh", "en", "both"))
    assert "K10 城市客车" in chinese
    assert "K10 city bus" not in chinese
    assert "K10 city bus" in english
    assert "K10 城市客车" not in english
    assert "五年维保" in english, "it has none"
    assert [text.count("vehicle") for text in (chinese, english, both)] == [0, 1, 1]
    assert "台\nvehicle" in both
    assert "K10 城市客车\nK10 city bus" in both


def test_both_languages_stand_beside_each_other(house):
    html = shown(papers.document(house), "both")
    for words in ("报价单 Quotation", "数量\nQuantity", "华骏客车有限公司\nHuajun Bus Co., Ltd.",
                  "Prices include VAT", "以上价格为含税价"):  # fmt: skip
        assert words in html, words


def test_neither_cost_nor_a_note_of_the_house_is_ever_printed(house):
    for model in (Quote, Contract, Order):
        made = papers.document(house, model)
        for language in ("zh", "en", "both"):
            html = shown(made, language)
            for secret in ("777777", "777,777", papers.NOTE, "底价"):
                assert secret not in html


@pytest.mark.parametrize(
    ("status", "stamp"), [("draft", "草稿"), ("void", "已作废"), ("superseded", "已作废")]
)
def test_what_counts_not_yet_or_no_more_says_so_across_the_paper(house, status, stamp):
    html = shown(papers.document(house, status=status))
    assert f'<p class="stamp">{stamp}</p>' in html


def test_an_empty_draft_without_entity_is_printed_all_the_same(house):
    with change_set(by=None, door="system"):
        quote = Quote(party=house.party, owner=None)
        quote.save()
    html = shown(quote)
    assert "零元整" in html
    assert "None" not in html


def test_text_is_no_markup(house):
    quote = papers.document(house, name="<img src=x onerror=alert(1)>")
    html = shown(quote)
    assert "<img src=x" not in html
    assert "&lt;img" in html


def test_the_pdf_is_kept_with_customer_and_quote_and_its_code_leads_there(house, monkeypatch):
    printed = bare_press(monkeypatch)
    quote = papers.document(house, status="sent")
    answer = client_of(house).post(f"/quotes/{quote.pk}/paper/", {"language": "zh"})
    assert answer.status_code == 302
    file = File.objects.get()
    assert file.name == "报价单 HJ-QUOTE-001.pdf"
    assert (file.party, file.about) == (house.party, f"quote:{quote.pk}")
    assert storage.path_of(file.storage_key).read_bytes().startswith(b"%PDF-")
    link = PublicLink.objects.get()
    assert link.recipient == "王芳"
    (token,) = re.findall(r"http://testserver(/shared/[\w-]{43}/)", printed[0])
    assert papers.customer().get(token).status_code == 200
    assert "HJ-QUOTE-001" in client_of(house).get(f"/quotes/{quote.pk}/").content.decode()


def test_a_draft_has_no_code_to_scan(house, monkeypatch):
    printed = bare_press(monkeypatch)
    quote = papers.document(house, status="draft")
    client_of(house).post(f"/quotes/{quote.pk}/paper/", {"language": "en"})
    assert not PublicLink.objects.exists()
    assert "/shared/" not in printed[0]
    assert File.objects.get().name == "Quotation 60台K10采购 草稿.pdf"


def test_programs_make_and_fetch_papers(house, monkeypatch):
    bare_press(monkeypatch)
    quote = papers.document(house, status="sent")
    client, path = client_of(house), f"/api/v1/quotes/{quote.pk}/paper"
    assert client.get(path).status_code == 404
    wrong = client.post(path, '{"language": "fr"}', "application/json")
    assert wrong.status_code == 400
    made = client.post(path, '{"language": "en"}', "application/json")
    assert made.status_code == 201
    assert made.json()["name"] == "Quotation HJ-QUOTE-001.pdf"
    fetched = client.get(path)
    assert fetched["Content-Type"] == "application/pdf"
    assert b"CNY 79,480,000.00" in b"".join(fetched.streaming_content)


def test_a_pdf_that_somebody_put_there_is_no_paper_of_the_quote(house, monkeypatch):
    bare_press(monkeypatch)
    quote = papers.document(house, status="sent")
    client, path = client_of(house), f"/api/v1/quotes/{quote.pk}/paper"
    stored = storage.store([b"%PDF-1.7 scanned"])
    scanned = File(
        party=house.party, about=RecordRef.to(quote), name="Quotation HJ-QUOTE-001.pdf",
        owner=house.people["林"], size=stored.size, sha256=stored.sha256,
        content_type="application/pdf", storage_key=stored.key,
    )  # fmt: skip

    def uploaded():
        with change_set(by=house.people["林"], door="web"):
            scanned.save()

    uploaded()
    assert client.get(path).status_code == 404
    client.post(path, '{"language": "en"}', "application/json")
    scanned.pk, scanned._state.adding = uuid7(), True
    uploaded()
    assert b"79,480,000.00" in b"".join(client.get(path).streaming_content)


@pytest.mark.parametrize("door", ["web", "api"])
def test_whoever_may_not_write_the_quote_makes_no_paper(house, monkeypatch, door):
    bare_press(monkeypatch)
    quote = papers.document(house, status="sent")
    path = f"/quotes/{quote.pk}/paper/" if door == "web" else f"/api/v1/quotes/{quote.pk}/paper"
    other = client_of(house, "何")
    assert other.post(path).status_code == 404
    assert not File.objects.exists()
    assert not PublicLink.objects.exists()
    assert Client().post(path).status_code in (302, 401)


def test_without_a_press_the_browser_prints_the_same_page_with_its_code(house, monkeypatch):
    def none(html, css=()):
        raise pdf.NoPdf("missing", "This installation cannot make PDFs")

    monkeypatch.setattr("zhike.sales.papers.printing.to_pdf", none)
    quote = papers.document(house, status="sent")
    answer = client_of(house).post(f"/quotes/{quote.pk}/paper/", {"language": "zh"})
    page = answer.content.decode()
    assert "人民币柒仟玖佰肆拾捌万元整" in page
    assert "cannot make PDFs" in page
    assert "data:image/svg+xml" in page
    assert PublicLink.objects.count() == 1
    assert not File.objects.exists()
    path = f"/api/v1/quotes/{quote.pk}/paper"
    told = client_of(house).post(path, "{}", "application/json")
    assert told.status_code == 409


def test_a_paper_of_sixty_lines_is_printed_in_time(house):
    printed = pdf_of(paper_of(papers.document(house, lines=60), "both"))
    assert printed.startswith(b"%PDF-")
    assert len(printed) < 1_000_000


def test_a_contracts_code_leads_to_where_its_number_stands_ready_and_opens_nothing(
    house, monkeypatch
):
    printed = bare_press(monkeypatch)
    contract = papers.document(house, Contract, status="approved")
    client_of(house).post(f"/contracts/{contract.pk}/paper/", {"language": "en"})
    assert not PublicLink.objects.exists()
    (path,) = re.findall(r'alt="http://testserver(/verify/[^"]*)"', printed[0])
    page = papers.customer().get(path).content.decode()
    assert f'value="{contract.number}"' in page
    assert str(contract.amount) not in page
    told = papers.customer().post(path, {"number": contract.number, "amount": contract.amount})
    assert "offer-pine" in told.content.decode()
