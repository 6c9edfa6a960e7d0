"""The filter's form: rows within rows, periods that move, and the same filter sent back."""

import datetime as dt
import json
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.company import make
from tests.web.test_lists import names
from zhike.access.rights import system_access
from zhike.records.models import SavedView
from zhike.records.resource import resource_named
from zhike.web import filter_nodes, filter_rows, filter_sent
from zhike.web.filter_fields import Offered


class Sent(HTMLParser):
    """What a browser would send of the filter's form as it stands in a page."""

    def __init__(self, page):
        super().__init__()
        self.given, self.select, self.is_within = [], "", False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.is_within = self.is_within or "data-filter" in known
        name = known.get("name") or ""
        if not self.is_within or (tag != "option" and not name.startswith("f-")):
            return
        if tag == "select":
            self.select = name
            self.given.append((name, None))
        elif tag == "option" and self.select.startswith("f-"):
            if "selected" in known or self.given[-1] == (self.select, None):
                self.given = [pair for pair in self.given if pair[0] != self.select]
                self.given.append((self.select, known["value"]))
        elif tag == "input" and (known.get("type") != "checkbox" or "checked" in known):
            self.given.append((name, known.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_within = False
        if tag == "select":
            self.select = ""


def sent(rows, offered):
    """The rows as a form shows them and a browser sends them back."""
    template = Template("{% load ui %}{% filterbar fields rows choices_url=url %}")
    page = template.render(Context({"fields": offered.parameters, "rows": rows, "url": "/x/"}))
    query = QueryDict(mutable=True)
    for name, value in Sent(page).given:
        query.appendlist(name, value or "")
    return query


def asked(text, op="contains"):
    return st.sampled_from("abc").map(lambda x: {"field": text, "op": op, "value": x})


def filters_of(text, relations, depth):
    """Filters of a record type; leaves contain a letter, so that a set of letters answers them."""
    if not depth:
        return asked(text)
    inner = st.deferred(lambda: filters_of(text, relations, depth - 1))
    some = [
        st.builds(lambda word, where, name=name: {word: name, "where": where},
                  st.sampled_from(["some", "none"]), filters_of(theirs, {}, depth - 1))
        for name, theirs in relations.items()
    ]  # fmt: skip
    many = st.lists(inner, min_size=1, max_size=3)
    groups = [many.map(lambda n, w=w: {w: n}) for w in ("all", "any")]
    return st.one_of(asked(text), *groups, inner.map(lambda n: {"not": n}), *some)


WORLDS = st.recursive(
    st.tuples(st.frozensets(st.sampled_from("abc")), st.just(())),
    lambda inner: st.tuples(st.frozensets(st.sampled_from("abc")), st.lists(inner, max_size=2)),
    max_leaves=6,
)


def holds(node, world):
    letters, others = world
    if "all" in node:
        return all(holds(part, world) for part in node["all"])
    if "any" in node:
        return any(holds(part, world) for part in node["any"])
    if "not" in node:
        return not holds(node["not"], world)
    if "field" in node:
        return node["value"] in letters
    found = any(holds(node["where"], other) for other in others)
    return found if "some" in node else not found


def test_what_the_form_shows_means_the_same_when_it_is_sent_back(company):
    offered = Offered(resource_named("parties"), system_access())
    trees = filters_of("name", {"interactions": "subject", "opportunities": "name"}, 5)

    @settings(max_examples=30, deadline=None)
    @given(trees, st.lists(WORLDS, min_size=1, max_size=4))
    def check(node, worlds):
        again = filter_sent.read(sent(filter_rows.rows(node, offered), offered), offered)
        assert [holds(again, world) for world in worlds] == [holds(node, w) for w in worlds]

    check()


WORDS = ["all", "any", "not", "some", "none", "where", "field", "op", "value", "x"]
SAID = [
    "interactions",
    "tier",
    "name",
    "created_at",
    "owner",
    "within",
    "empty",
    "has",
    "today",
    "7",
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(SAID),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner),
    max_leaves=12,
)


def test_whatever_an_address_holds_can_be_shown_in_the_form(company):
    offered = Offered(resource_named("parties"), system_access())

    @settings(max_examples=50, deadline=None)
    @given(st.dictionaries(st.sampled_from(WORDS), ANYTHING, min_size=1))
    def check(node):
        if filter_nodes.can_be_shown(node):
            sent(filter_rows.rows(node, offered), offered)

    check()


def test_nobody_spoke_by_telephone_in_ninety_days_is_two_conditions_within_one(company, admin):
    quiet, recent = company.party("quiet"), company.party("recent")
    for party, days in ((quiet, 91), (recent, 90)):
        at = timezone.now() - dt.timedelta(days=days)
        make("interactions", party=str(party.pk), channel="call", at=at.isoformat())
    form = {
        "f-0-field": "interactions:", "f-0-op": "none", "f-0-join": "all",
        "f-0.0-field": "channel", "f-0.0-op": "in", "f-0.0-value": "call",
        "f-0.7-field": "at", "f-0.7-op": "last_n", "f-0.7-count": "90", "f-0.7-unit": "days",
    }  # fmt: skip
    response = admin.get("/parties/", form)
    assert names(response) == ["quiet"]
    assert ("f-0.1-count", "90") in Sent(response.content.decode()).given
    filter_ = {"none": "interactions", "where": {"all": [
        {"field": "channel", "op": "in", "value": ["call"]},
        {"field": "at", "op": "within", "value": "last_n_days:90"},
    ]}}  # fmt: skip
    items = admin.get("/api/v1/parties", {"filter": json.dumps(filter_)}).json()["items"]
    assert [item["name"] for item in items] == ["quiet"]


def test_a_period_is_reckoned_in_the_readers_zone_when_it_is_asked(company, admin, li, monkeypatch):
    due = dt.datetime(2031, 3, 9, 15, 30, tzinfo=dt.UTC)  # 00:30 on the tenth in Tokyo.
    make("tasks", subject="early", due_at=due.isoformat())
    li_too = str(company.users["li"].pk)
    make("tasks", subject="hers", due_at=due.isoformat(), owner=li_too, by=company.access("li"))
    now = dt.datetime(2031, 3, 9, 23, 0, tzinfo=dt.UTC)  # The ninth in London, the tenth in Tokyo.
    monkeypatch.setattr(timezone, "localdate", lambda: timezone.localtime(now).date())
    li.post("/preferences/", {"language": "en", "time_zone": "Asia/Tokyo"})
    admin.post("/preferences/", {"language": "en", "time_zone": "Europe/London"})
    for reader, period, found in ((li, "today", 1), (li, "yesterday", 0), (admin, "today", 2),
                                  (admin, "this_week", 2), (li, "this_week", 1)):  # fmt: skip
        filter_ = json.dumps({"field": "due_at", "op": "within", "value": period})
        assert len(names(reader.get("/tasks/", {"filter": filter_}))) == found, period
        answer = reader.get("/api/v1/tasks", {"filter": filter_}).json()
        assert answer["total"] == found, period


@pytest.mark.parametrize("value", ["", "last_n_days", "some_day", 7, None, ["today"]])
def test_what_is_no_period_is_refused_with_a_sentence(company, admin, value):
    filter_ = json.dumps({"field": "created_at", "op": "within", "value": value})
    assert admin.get("/parties/", {"filter": filter_}).status_code == 400
    assert admin.get("/api/v1/parties", {"filter": filter_}).status_code == 400


def test_a_value_that_cannot_be_read_stays_in_its_row_to_be_mended(company, admin):
    sent = {"f-0-field": "annual_revenue", "f-0-op": "gte", "f-0-value": "a lot"}
    response = admin.get("/parties/", sent)
    assert response.status_code == 400
    assert ("f-0-value", "a lot") in Sent(response.content.decode()).given
    deep = "[" * 900 + "]" * 900
    half = '{"field":"name","op":"contains","value":"\\ud800"}'
    for filter_ in (half, f'{{"all":{deep}}}', '{"not":' * 900 + "{}" + "}" * 900):
        response = admin.get("/parties/", {"filter": filter_})
        assert response.status_code == 400
        assert "</html>" in response.content.decode()


def test_a_filter_nested_twenty_deep_says_what_is_wrong_and_the_page_stays_whole(company, admin):
    node = {"field": "name", "op": "contains", "value": "x"}
    for _level in range(20):
        node = {"any": [node]}
    response = admin.get("/parties/", {"filter": json.dumps(node)})
    page = response.content.decode()
    assert response.status_code == 400
    assert "too deep, too long" in page
    assert "</html>" in page
    assert 'id="filter"' in page
    view = SavedView(resource="parties", name="deep", filter=node, owner=company.users["admin"])
    with company.access("admin").change_set("save_view"):
        view.save()
    response = admin.get(f"/parties/?view={view.pk}")
    assert response.status_code == 200
    assert "A part of this view is gone" in response.content.decode()
