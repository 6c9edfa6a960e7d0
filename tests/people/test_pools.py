"""Pools: who claims what from them, what is seen there, who is told what."""

import datetime as dt

import pytest
from django.utils import translation

from tests.people.company import LEADS, lead, party
from tests.people.pooling import claim, laid, pool
from tests.values import without_ids
from zhike.access.rights import Denied, system_access
from zhike.ledger.actions import NotNow
from zhike.people.models import ContactPoint, Lead, Party
from zhike.people.pools.limits import said
from zhike.records import bulk_edit, listing, saving
from zhike.records.bulk_edit import Edit, Selection
from zhike.records.errors import Invalid
from zhike.records.history import history
from zhike.records.models import SavedView
from zhike.records.resource import resource_for, resource_named
from zhike.records.search.finding import find

PARTIES = resource_named("parties")


def refused(company, record, by):
    with pytest.raises(NotNow) as caught:
        claim(company, record, by)
    return caught.value.sentence


@pytest.mark.requirement("A17")
@pytest.mark.parametrize("cap", [3, 1])
def test_who_owns_the_most_claims_no_more_until_one_is_released(company, cap):
    lin = company.people["林"]
    sea = pool(company, most_owned=cap)
    owned = [party(f"客户{n}", lin) for n in range(cap)]
    fourth = laid(company, party("第四家", company.people["陈"]), sea)
    with translation.override("zh-hans"):
        assert "超出客户数拥有上限" in refused(company, fourth, "林")
    laid(company, owned[0], sea, by="林")
    claim(company, fourth, "林")
    assert Party.objects.get(pk=fourth.pk).owner == lin
    told = {r.pk: [e.action for e in history(company.access("林"), PARTIES, r.pk)]
            for r in (fourth, owned[0])}  # fmt: skip
    assert told == {fourth.pk: ["claim", "put_in", "create"], owned[0].pk: ["put_in", "create"]}


def test_what_a_saved_view_finds_does_not_count_as_owned(company):
    lin = company.people["林"]
    won = {"field": "lifecycle", "op": "in", "value": ["retained"]}
    view = SavedView(name="已成交", resource="parties", visibility="public", filter=won)
    with system_access().change_set():
        view.save()
    sea = pool(company, most_owned=1, not_counted=str(view.pk))
    party("老客户", lin, lifecycle="retained")
    first, second = (laid(company, party(n, company.people["陈"]), sea) for n in ("甲", "乙"))
    claim(company, first, "林")
    assert refused(company, second, "林")


def test_claims_are_counted_even_if_what_was_claimed_is_given_back(company):
    sea = pool(company, daily_claims=2)
    three = [laid(company, party(f"客户{n}", company.people["陈"]), sea) for n in range(3)]
    for one in three[:2]:
        claim(company, one, "林")
    laid(company, three[0], sea, by="林")
    assert "2" in refused(company, three[2], "林")
    claim(company, three[2], "周")


def test_whoever_owned_it_last_waits_and_is_told_until_when_others_do_not(company):
    sea = pool(company, cool_down_days=7)
    given = laid(company, party("川途客运", company.people["林"]), sea, by="林")
    assert said(given.updated_at + dt.timedelta(days=7)) in refused(company, given, "林")
    claim(company, given, "陈")
    laid(company, given, sea, by="陈")
    claim(company, given, "林")


def test_what_is_new_in_the_pool_is_frozen_but_not_for_those_who_run_it(company):
    sea = pool(company, freeze_days=2, admins=["周"])
    new = laid(company, party("川途客运", company.people["林"]), sea)
    assert said(new.pooled_at + dt.timedelta(days=2)) in refused(company, new, "陈")
    claim(company, new, "周")


def test_the_second_is_told_who_was_quicker_and_strangers_see_nothing(company):
    sea = pool(company)
    one = laid(company, party("川途客运", company.people["周"]), sea)
    claim(company, one, "陈")
    with translation.override("zh-hans"):
        assert refused(company, one, "林") == "已被陈领取。"
    with pytest.raises(Party.DoesNotExist):
        claim(company, one, "何")


def test_members_see_what_lies_in_the_pool_with_hidden_and_masked_fields(company):
    sea = pool(company, "lead", hidden=["need", "email"], masked=["mobile"], admins=["周"])
    made = laid(company, lead(company, need="机场线六台", email="c@chuantu.example"), sea)
    seen = company.access("陈")
    record = seen.rows(Lead).get(pk=made.pk)
    specs = LEADS.specs(seen)
    assert specs["mobile"].text(record) == "+86 139****5678"
    assert (specs["need"].json(record), specs["email"].text(record)) == ("", "")
    assert specs["company_name"].text(record) == "川途客运集团有限公司"
    whole = LEADS.specs(company.access("周"))
    assert whole["need"].text(record) == "机场线六台"
    assert not company.access("何").rows(Lead).filter(pk=made.pk).exists()
    told = {line.field for e in history(seen, LEADS, made.pk) for line in e.lines}
    assert "company_name" in told
    assert told.isdisjoint({"need", "email", "mobile"})


def test_what_is_veiled_is_neither_searched_nor_filtered_by_until_it_is_claimed(company):
    sea = pool(company, "lead", masked=["mobile"], admins=["周"])
    made = laid(company, lead(company), sea)
    by_mobile = {"field": "mobile", "op": "eq", "value": "13912345678"}
    for node in (by_mobile, {"all": [by_mobile]}):
        assert ids(company, "陈", node) == []
        assert ids(company, "周", node) == [made.pk]
    assert ids(company, "陈", {"not": by_mobile}) == [made.pk]  # As whatever it were.
    assert find(company.access("陈"), "13912345678", Lead) == []
    assert find(company.access("陈"), "川途", Lead) == [made.pk]
    assert find(company.access("周"), "13912345678", Lead) == [made.pk]
    claim(company, made, "陈")
    assert find(company.access("陈"), "13912345678", Lead) == [made.pk]
    assert ids(company, "陈", by_mobile) == [made.pk]


def ids(company, who, node, resource=LEADS):
    found = listing.rows(resource, company.access(who), listing.Query(filter=node))
    return list(found.values_list("pk", flat=True))


def test_a_pool_may_hide_how_its_customers_are_reached(company):
    sea = pool(company, hidden=["contact_points"])
    reached = [{"type": "phone", "value": "13912345678"}]
    one = laid(company, party("川途客运", company.people["周"], contact_points=reached), sea)
    points = company.access("陈").rows(ContactPoint)
    assert not points.exists()
    assert find(company.access("陈"), "13912345678", Party) == []
    assert find(company.access("陈"), "川途", Party) == [one.pk]
    claim(company, one, "陈")
    assert company.access("陈").rows(ContactPoint).exists()


@pytest.mark.requirement("A17")
def test_a_pool_may_mask_how_its_customers_are_reached(company):
    sea = pool(company, masked=["contact_points"], admins=["周"])
    reached = [{"type": "phone", "value": "13912345678"}]
    one = laid(company, party("川途客运", company.people["周"], contact_points=reached), sea)
    seen, whole = company.access("陈"), company.access("周")
    (point,) = seen.shown_parts(ContactPoint, [one.pk])
    value = resource_for(ContactPoint).specs(seen)["value"]
    assert value.text(point) == "+86 139****5678"
    assert "5678" in resource_for(ContactPoint).specs(whole)["value"].text(point)
    assert not seen.rows(ContactPoint).exists()
    by_number = {"field": "value", "op": "contains", "value": "5678"}
    points = resource_for(ContactPoint)
    for asked in ("13912345678", "12345678", "5678"):
        assert find(seen, asked, Party) == []
    assert ids(company, "陈", by_number, points) == []
    assert ids(company, "周", by_number, points) == [point.pk]
    assert "5678" not in without_ids(str([e.lines for e in history(seen, PARTIES, one.pk)]))
    claim(company, one, "陈")
    assert find(company.access("陈"), "13912345678", Party) == [one.pk]


def test_a_field_by_which_records_are_named_or_sorted_cannot_be_veiled(company):
    with pytest.raises(Invalid) as caught:
        pool(company, hidden=["name"], masked=["name", "tier"])
    assert [error.field for error in caught.value.errors] == ["hidden", "masked"]


def test_members_claim_and_read_but_change_and_assign_nothing_there(company):
    sea = pool(company)
    one = laid(company, party("川途客运", company.people["周"]), sea)
    with pytest.raises(Denied):
        saving.change(PARTIES, company.access("陈"), one.pk, {"tier": "gold"})
    raw = {"owner": str(company.people["林"].pk)}
    with pytest.raises(Denied):
        saving.perform(PARTIES, company.access("周"), one.pk, "assign", raw)
    company2 = pool(company, name="另一公海", admins=["周"])
    laid_there = laid(company, party("滇南旅游", company.people["陈"]), company2)
    saving.perform(PARTIES, company.access("周"), laid_there.pk, "assign", raw)
    assert Party.objects.get(pk=laid_there.pk).owner == company.people["林"]


def test_many_are_claimed_at_once_each_with_its_verdict(company):
    sea = pool(company, daily_claims=2)
    four = [laid(company, party(f"客户{n}", company.people["周"]), sea) for n in range(4)]
    claim(company, four[0], "陈")
    selection = Selection([str(one.pk) for one in four])
    done = bulk_edit.run(PARTIES, company.access("林"), Edit("run", "claim"), selection)
    assert (done.change_count, done.report["failed"]) == (2, 2)
    reasons = {line["reason"] for line in done.report["failures"]}
    assert len(reasons) == 2
    assert sum("陈" in reason for reason in reasons) == 1


def test_putting_in_asks_for_a_reason_and_finds_the_own_pool(company):
    pool(company, name="南区公海", teams=["南区"])
    sea = pool(company)
    one = party("川途客运", company.people["林"])
    with pytest.raises(Invalid) as caught:
        saving.perform(PARTIES, company.access("林"), one.pk, "put_in", {})
    assert caught.value.errors[0].field == "pool_reason"
    raw = {"pool_reason": "no_time"}
    done = saving.perform(PARTIES, company.access("林"), one.pk, "put_in", raw)
    assert (done.pool, done.owner, done.pool_reason) == (sea, None, "no_time")
    leads = pool(company, "lead")
    with pytest.raises(Invalid):
        laid(company, party("乙", company.people["林"]), leads)
