"""The company directory: lists come in, are searched, and companies become leads within a quota."""

import csv
import datetime as dt

import pytest
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.company import lead, party
from tests.people.directory import batch, code, fill, loaded, names, quota, row, text
from zhike.access.models import AccessEvent, Role
from zhike.access.rights import Denied, system_access
from zhike.base import uscc
from zhike.ledger.models import ChangeSet
from zhike.ledger.models.record import RecordInUse
from zhike.ledger.undo import undo
from zhike.people.directory import files
from zhike.people.directory.extracting import TooMany, extract
from zhike.people.directory.known import known
from zhike.people.directory.quotas import left_today
from zhike.people.directory.searching import Wanted, about, search
from zhike.people.models import DirectoryCompany, DirectoryExtraction, Lead
from zhike.people.rules import directory_tokens as tokens
from zhike.people.rules.postings import SIZE, count, each_of, either, pack, places, unpack
from zhike.project.bench.companies import write_list

GB = "gb18030"
CHENGDU = Wanted(region="510100")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Lists lie in a folder of the test's own."""
    settings.DATA_DIR = tmp_path


def found(wanted: Wanted, limit: int = 200) -> list[str]:
    return [one.name for one in search(wanted, limit=limit).companies]


def refused(made) -> list[list[str]]:
    with files.refusals(made.stored).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.requirement("E01")
@pytest.mark.django_db
@pytest.mark.parametrize("size", [21_968, 2_500])
def test_a_whole_list_is_shown_as_new_and_the_same_list_again_adds_nothing(tmp_path, size):
    write_list(tmp_path / "list.csv", size)
    content = (tmp_path / "list.csv").read_bytes()
    first = loaded(content, "第一批", "2024-04-26")
    assert (first.added, first.refused, DirectoryCompany.objects.count()) == (size, 0, size)
    new = Wanted(since=dt.date(2024, 4, 26))
    assert about(new) == size
    here = Wanted(since=dt.date(2024, 4, 26), region="510100", words="运输")
    said = DirectoryCompany.objects.filter(region__startswith="5101").filter(
        Q(name__contains="运输") | Q(business__contains="运输")
    )
    assert len(search(here, limit=500).companies) == said.count() > 0
    again = loaded(content, "第二批", "2024-05-03")
    assert (again.added, again.renewed, again.unchanged) == (0, 0, size)
    assert search(Wanted(since=dt.date(2024, 5, 3))).companies == []


@pytest.mark.requirement("E01")
@pytest.mark.django_db
def test_a_later_list_brings_up_to_date_and_taking_it_back_puts_things_as_they_were():
    loaded(text([row(1), row(2), row(3)]), "四月", "2026-04-26")
    before = list(DirectoryCompany.objects.order_by("pk").values())
    may = batch("五月", "2026-05-26")
    counts = fill(may, text([row(1), row(2, capital="8000万", region="重庆市"), row(4)]))
    assert (counts.added, counts.renewed, counts.unchanged) == (1, 1, 1)
    assert found(Wanted(region="500000")) == [row(2)[0]]
    assert row(2)[0] not in found(CHENGDU)
    assert found(Wanted(since=dt.date(2026, 5, 1))) == [row(4)[0]]
    may.forget_rows()
    assert list(DirectoryCompany.objects.order_by("pk").values()) == before
    assert set(found(CHENGDU)) == {row(n)[0] for n in (1, 2, 3)}
    assert found(Wanted(region="500000")) == []
    # The numbers come again: what stood under them is forgotten.
    fill(may, text([row(9, name="西安古都物流有限公司", region="陕西省西安市", capital="90万")]))
    assert found(Wanted(region="610100")) == ["西安古都物流有限公司"]
    assert found(Wanted(capital_from=80_000_000)) == []


@pytest.mark.requirement("E01")
@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", GB])
def test_each_wrong_row_is_told_with_its_line_and_the_others_come_in(encoding):
    rows = [row(n) if n % 2 else row(n, uscc=f"{code(n)[:17]}{'0' if code(n)[17] != '0' else '1'}")
            for n in range(1, 41)]  # fmt: skip
    rows += [row(1), row(50, capital="-5"), row(51, founded="2019-02-30"), row(52, name=""),
             row(53, capital="1e16"), row(54, capital="NaN"),
             row(55, founded="2999-01-01")]  # fmt: skip
    made = loaded(text(rows, encoding))
    assert (made.added, made.refused) == (20, 27)
    told = refused(made)
    assert [int(one[0]) for one in told[:20]] == list(range(3, 43, 2))
    assert all("校验" in one[1] or "check digit" in one[1] for one in told[:20])
    assert told[20][2] == row(1)[0]
    assert len(names()) == 20


@pytest.mark.requirement("E01")
@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", GB])
@pytest.mark.parametrize("step", [2, 5])
def test_of_a_damaged_list_the_damaged_rows_alone_are_refused(encoding, step):
    lines = text([row(n) for n in range(40)], encoding).splitlines(keepends=True)
    damaged = range(1, 41, step)
    for n in damaged:
        lines[n] = lines[n][:3] + b"\xff\xff" + lines[n][3:]
    made = loaded(b"".join(lines))
    assert (made.added, made.refused) == (40 - len(damaged), len(damaged))
    assert [int(one[0]) for one in refused(made)] == [n + 1 for n in damaged]


@pytest.mark.django_db
def test_without_a_code_name_and_city_tell_companies_apart():
    made = loaded(text([row(1, uscc="", name="锦江客运"), row(2, uscc="-", name="锦江客运"),
                        row(3, uscc="", name="锦江客运", region="重庆市")]))  # fmt: skip
    assert (made.added, made.refused) == (2, 1)


@pytest.mark.django_db
def test_a_region_nobody_wrote_is_read_from_the_code_and_a_trade_from_the_business():
    loaded(text([row(1, region="", industry="", business="软件开发")]))
    one = DirectoryCompany.objects.get()
    assert (one.region, one.industry, one.capital) == ("510100", "software", 5_000_000)


@pytest.mark.requirement("D22")
@pytest.mark.django_db
@pytest.mark.parametrize(("companies", "ours", "taken"), [(20, 3, 5), (12, 4, 8)])
def test_a_rep_searches_sees_whose_some_are_and_takes_others_as_leads(
    company, companies, ours, taken
):
    loaded(text([row(n) for n in range(companies)]
                + [row(100 + n, name=f"上海{n}号软件有限公司", region="上海市", industry="软件",
                       business="软件") for n in range(7)]))  # fmt: skip
    quota(50)
    lin, he = company.people["林"], company.people["何"]
    for n in range(ours):
        party(row(n)[0], lin if n else he, uscc=code(n))
    access = company.access("林")
    wanted = Wanted(words="客车运输", region="510100")
    page = search(wanted)
    assert len(page.companies) == companies
    flags = {one.name: known(page.companies, access).get(one.pk) for one in page.companies}
    here = {name: flag for name, flag in flags.items() if flag}
    assert set(here) == {row(n)[0] for n in range(ours)}
    # Of a colleague's in another region one learns that it is here, not whose it is.
    assert (here[row(0)[0]].url, here[row(0)[0]].owner, here[row(1)[0]].owner) == ("", "", "林")
    chosen = [one.pk for one in page.companies if one.name not in here][:taken]
    mine = [one.pk for one in page.companies if one.name in here]
    result = extract(access, ids=[*chosen, *mine], wanted=wanted)
    assert (len(result.leads), len(result.known), result.left) == (taken, ours, 50 - taken)
    made = Lead.objects.filter(owner=lin)
    assert {one.source for one in made} == {"directory"}
    assert {one.directory_batch.name for one in made} == {"企业名录"}
    assert all("客套数据" in one.source_detail for one in made)
    again = extract(access, ids=chosen)
    assert (again.leads, len(again.known)) == ([], taken)


@pytest.mark.requirement("E01")
@pytest.mark.django_db
@pytest.mark.parametrize(("daily", "wanted"), [(100, 50), (60, 31)])
def test_the_first_so_many_that_are_not_here_are_taken_and_counted(company, daily, wanted):
    loaded(text([row(n) for n in range(70)]))
    quota(daily)
    lead(company, "林", name="李", company_name=row(69)[0], uscc=code(69))
    access = company.access("林")
    result = extract(access, first=wanted, wanted=CHENGDU)
    assert len(result.leads) == wanted
    assert result.known == [row(69)[0]]
    assert left_today(company.people["林"]) == daily - wanted
    log = DirectoryExtraction.objects.get()
    assert (log.asked, log.taken, log.known, log.is_refused) == (wanted, wanted, 1, False)


@pytest.mark.requirement("E02")
@pytest.mark.django_db
@pytest.mark.parametrize(("daily", "used", "asked"), [(100, 80, 30), (40, 35, 6)])
def test_more_than_is_left_today_is_refused_and_said_and_logged(company, daily, used, asked):
    loaded(text([row(n) for n in range(120)]))
    quota(daily)
    access = company.access("林")
    extract(access, first=used, wanted=CHENGDU)
    with pytest.raises(TooMany) as caught:
        extract(access, first=asked, wanted=CHENGDU)
    assert caught.value.allowed == daily - used
    assert str(daily - used) in caught.value.sentence
    assert Lead.objects.count() == used
    log = DirectoryExtraction.objects.order_by("-pk").first()
    assert (log.is_refused, log.asked, log.allowed, log.taken) == (True, asked, daily - used, 0)
    assert AccessEvent.objects.filter(event="directory_refused").count() == 1
    # A colleague has a quota of their own; nobody else's day is touched.
    assert left_today(company.people["陈"]) == daily


@pytest.mark.requirement("E02")
@pytest.mark.django_db
def test_the_nearest_team_and_the_role_say_how_many_and_none_says_none(company):
    lin, he = company.people["林"], company.people["何"]
    quota(0)
    assert left_today(lin) == 0
    quota(30)
    assert left_today(lin) == 30
    quota(10, team=lin.team)
    assert (left_today(lin), left_today(he)) == (10, 30)
    quota(15, team=lin.team, role=Role.objects.get(name="销售代表"))
    assert (left_today(lin), left_today(company.people["周"])) == (15, 10)


@pytest.mark.django_db
def test_what_is_undone_stays_counted(company):
    loaded(text([row(n) for n in range(5)]))
    quota(5)
    result = extract(company.access("林"), first=3, wanted=CHENGDU)
    undo(ChangeSet.objects.get(pk=result.change_set), by=company.people["林"], door="web")
    assert Lead.objects.count() == 0
    assert left_today(company.people["林"]) == 2


@pytest.mark.django_db
def test_who_may_enter_no_leads_takes_none(company):
    loaded(text([row(1)]))
    with pytest.raises(Denied):
        extract(system_access(), first=1, wanted=CHENGDU)


@pytest.mark.django_db
def test_a_batch_is_deleted_only_after_its_companies_were_taken_back():
    made = loaded(text([row(1)]))
    with pytest.raises(RecordInUse), system_access("web").change_set():
        made.delete()
    made.forget_rows()
    with system_access("web").change_set():
        made.delete()
    assert names() == set()


@pytest.mark.django_db
def test_every_page_follows_the_one_before():
    loaded(text([row(n) for n in range(123)]))
    seen, below = [], None
    while True:
        page = search(Wanted(words="蓉城 客车"), below, 50)
        seen += [one.name for one in page.companies]
        below = page.after
        if below is None:
            break
    assert sorted(seen) == sorted(row(n)[0] for n in range(123))


def test_codes_completed_are_right():
    assert uscc.normalise(uscc.completed("91510100MA6000001"))


PLACES = st.sets(st.integers(0, SIZE - 1), max_size=400)
MANY = st.builds(lambda start, step: set(range(start, SIZE, step)), st.integers(0, 50),
                 st.integers(2, 12))  # fmt: skip


@given(one=PLACES | MANY, other=PLACES | MANY)
@settings(max_examples=60, deadline=None)
def test_members_are_laid_over_each_other_like_sets(one, other):
    a, b = (unpack(pack(sorted(some))) for some in (one, other))
    assert list(places(a)) == sorted(one, reverse=True)
    assert set(places(each_of([a, b]))) == one & other
    assert set(places(either([a, b]))) == one | other
    assert count(a) == len(one)


@given(low=st.integers(0, 10**10), span=st.integers(0, 10**10), yuan=st.integers(0, 3 * 10**10))
@settings(max_examples=300, deadline=None)
def test_the_tokens_of_a_range_cover_every_amount_in_it(low, span, yuan):
    covered = set(tokens.capital_between(low, low + span))
    if low <= yuan <= low + span:
        assert covered & set(tokens.of_capital(yuan))
    assert len(covered) < 80


DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2030, 12, 31))


@given(low=DAYS, high=DAYS, day=DAYS)
@settings(max_examples=300, deadline=None)
def test_the_tokens_of_a_span_cover_every_day_in_it(low, high, day):
    low, high = sorted((low, high))
    covered = set(tokens.founded_between(low, high))
    if low <= day <= high:
        assert covered & set(tokens.of_month(str(day)))
