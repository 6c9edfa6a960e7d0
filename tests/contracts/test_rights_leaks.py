"""What may not be seen shows nowhere: not by searching, filtering, sorting, counting, failing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models

from tests.cast import Cast, Planted
from tests.contracts.doors import MISSING, Answer, Visitor
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.sales.models import Opportunity, Stage

pytestmark = [pytest.mark.full, pytest.mark.requirement("A11", "B38", "D02")]

TOKEN = re.compile(r'[A-Za-z0-9]{64}|name="once" value="[^"]+"|data-mark="[\w=-]{100,}"')
API = "/api/v1/"
REP, OTHER = "zhouzihan", "zengling"


def bare(answer: Answer, *words: str) -> tuple[int, str]:
    """An answer without what was asked and without tokens: what could tell two apart."""
    text = TOKEN.sub("", answer.text)
    for word in words:
        text = text.replace(word, "…").replace(json.dumps(word)[1:-1], "…")
    return answer.status, text


@pytest.fixture
def rep(cast: Cast) -> Visitor:
    """A sales representative, who sees neither the customers nor the deals of another region."""
    return Visitor(cast, REP)


def words(planted: Planted) -> Iterator[str]:
    """Everything by which search could find a record."""
    for value in planted.values.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value.values()
        elif isinstance(value, list):
            for item in value:
                yield from [item] if isinstance(item, str) else (str(v) for v in item.values())


def nonsense(word: str) -> str:
    """A word of the same length that nothing holds."""
    return "".join("7" if c.isdigit() else "w" if c.isalpha() else c for c in word)


# Searching


def test_search_says_of_what_may_not_be_seen_what_it_says_of_nothing(
    cast: Cast, rep: Visitor
) -> None:
    sought = {w for kind in ("party", "opportunity") for w in words(cast.of(kind, OTHER))}
    sought = {word for word in sought if len(word) > 5 and word != "organization"}
    assert len(sought) > 6
    paths = [
        "/search/", "/search/options/", "/parties/", "/parties/options/", "/opportunities/",
        "/opportunities/board/", "/parties/board/", API + "search", API + "parties",
        API + "opportunities",
    ]  # fmt: skip
    nothing: dict[tuple[str, str], tuple[int, str]] = {}
    name = cast.of("party", OTHER).mark("name")
    for word in sought:
        # Every door finds by the same documents: a name is asked for at all of them.
        for path in paths if word == name else paths[:1] + paths[-3:-2]:
            call, none = rep.api if path.startswith(API) else rep.web, nonsense(word)
            if (path, none) not in nothing:
                nothing[path, none] = bare(call("GET", path, {"q": none}), none)
            assert bare(call("GET", path, {"q": word}), word) == nothing[path, none], (path, word)


def test_search_finds_what_may_be_seen(cast: Cast, rep: Visitor) -> None:
    for word in (cast.of("party").mark("name"), cast.of("party").values["uscc"]):
        items = rep.api("GET", API + "search", {"q": word}).json()["items"]
        assert [item["id"] for item in items] == [str(cast.of("party").id)]


def test_users_are_not_found_by_what_only_administrators_see(cast: Cast, rep: Visitor) -> None:
    admin = Visitor(cast, "admin")
    for word, path in (("novice", API + "search"), ("novice", API + "users")):
        assert admin.api("GET", path, {"q": word}).json()["items"]
        assert rep.api("GET", path, {"q": word}).json()["items"] == []
    for path in ("/users/options/", "/search/options/"):
        assert rep.web("GET", path, {"q": "novice"}).json() == []


# Filtering


def field(name: str, value: Any, op: str = "contains") -> dict[str, Any]:
    return {"field": name, "op": op, "value": value}


def filters(cast: Cast) -> Iterator[tuple[str, Any, str]]:
    """Record type, filter, and the word in it that is not for the sales representative."""
    foreign, deal = cast.of("party", OTHER), cast.of("opportunity", "crossing back")
    name = foreign.mark("name")
    for word in (name, foreign.mark("note"), foreign.mark("ccanary")):
        inner = {name: "name", foreign.mark("note"): "note"}.get(word, "c_canary")
        yield "parties", field(inner, word), word
        yield "opportunities", field("party." + inner, word), word
        yield "opportunities", {"not": field("party." + inner, word)}, word
        yield "tasks", {"any": [field("party." + inner, word), field("subject", "kn")]}, word
    for kind, by in (("contact-points", "party"), ("relationships", "from_party")):
        yield kind, field(by, str(foreign.id), "eq"), str(foreign.id)
    for word in ("some", "none"):
        where = field("name", deal.mark("name"))
        yield "parties", {word: "opportunities", "where": where}, deal.mark("name")
        where = field("value", cast.of("contact-point", OTHER).values["value"])
        yield "parties", {word: "contact_points", "where": where}, where["value"]
        inner_some = {"some": "interactions", "where": field("party.name", name)}
        yield "parties", {word: "opportunities", "where": {"some": "lines"}}, ""
        yield "parties", inner_some, name


@pytest.mark.full
def test_filters_find_nothing_in_what_may_not_be_seen(cast: Cast, rep: Visitor) -> None:
    for name, node, word in filters(cast):
        text = json.dumps(node)
        other = str(MISSING) if len(word) == 36 else nonsense(word)
        for call, path in ((rep.api, f"{API}{name}"), (rep.web, f"/{name}/")):
            found = call("GET", path, {"filter": text})
            none = call("GET", path, {"filter": text.replace(word, other)}) if word else found
            assert not rep.leaks(Answer(200, found.text.replace(word or "¤", ""), {})), node
            assert found.status == 200 or "interactions" in text, (name, node, found.text[:300])
            assert bare(found, word or "¤") == bare(none, other or "¤"), (path, node)


def test_by_the_id_of_what_may_not_be_seen_one_finds_ones_own_work_alone(
    cast: Cast, rep: Visitor
) -> None:
    """The API says whose customer's id stands in one's own deal: not its name, nor other deals."""
    foreign = str(cast.of("party", OTHER).id)
    for kind in ("opportunity", "task"):
        mine = cast.of(kind, "crossing")
        for op in ("eq", "in"):
            asked = {"filter": json.dumps(field("party", foreign, op))}
            found = rep.api("GET", API + mine.resource.name, asked)
            (item,) = found.json()["items"]
            assert (item["id"], item["party"], item["party_name"]) == (str(mine.id), foreign, None)
            assert found.json()["total"] == 1
            page = rep.web("GET", f"/{mine.resource.name}/", asked)
            assert page.status == 200
            assert not rep.leaks(page) | rep.leaks(found)


def test_counts_leave_out_what_may_not_be_seen(cast: Cast, rep: Visitor) -> None:
    mine = cast.of("party")
    text = rep.web("GET", f"/parties/{mine.id}/").text
    with change_set(by=cast.users[OTHER], door="web"):
        deal = Opportunity(name="x", party_id=mine.id, owner=cast.users[OTHER], amount="987654.00")
        deal.save()
    again = rep.web("GET", f"/parties/{mine.id}/").text
    assert TOKEN.sub("", again) == TOKEN.sub("", text)


def test_the_board_shows_and_counts_only_what_may_be_seen(cast: Cast, rep: Visitor) -> None:
    before = rep.web("GET", "/opportunities/board/")
    assert before.status == 200
    assert cast.of("opportunity").mark("name") in before.text
    assert not rep.leaks(before)
    for stage in Stage.objects.filter(is_closed=False):
        cards = rep.web("GET", "/opportunities/board/cards/", {"stage": str(stage.pk)})
        assert cards.status == 200
        assert not rep.leaks(cards)
    with change_set(by=cast.users[OTHER], door="web"):
        Opportunity(name="x", owner=cast.users[OTHER], amount="987654.00").save()
    assert bare(rep.web("GET", "/opportunities/board/")) == bare(before)


def test_a_card_is_moved_by_whom_the_verb_reaches_alone(cast: Cast, rep: Visitor) -> None:
    stage = str(Stage.objects.filter(kind="open").order_by("-position").first().pk)
    answers = {}
    for place in (OTHER, "sunxiaotong", REP):
        id_ = str(cast.of("opportunity", place).id)
        sent = {"id": id_, "stage": stage}
        answers[place] = rep.web("POST", "/opportunities/board/move/", sent)
    missing = rep.web("POST", "/opportunities/board/move/", {"id": str(MISSING), "stage": stage})
    assert answers[OTHER].shape == missing.shape
    assert [a.status for a in answers.values()] == [404, 403, 200]
    assert answers[OTHER].writes == answers["sunxiaotong"].writes == []
    assert answers[REP].writes


# Pages of one's own work about others' customers


@pytest.mark.parametrize("kind", ["opportunity", "task", "interaction"])
def test_ones_own_work_does_not_name_what_may_not_be_seen(
    cast: Cast, rep: Visitor, kind: str
) -> None:
    mine = cast.of(kind, "crossing")
    name = mine.resource.name
    pages = ("", "edit/", "history/", "timeline/", "as-of/", "access/", "delete/")
    for page in pages:
        answer = rep.web("GET", f"/{name}/{mine.id}/{page}")
        assert answer.status == 200, page
        assert not rep.leaks(answer), page
    for page in ("", "/history", "/timeline", "/access"):
        answer = rep.api("GET", f"{API}{name}/{mine.id}{page}")
        assert answer.status == 200
        assert not rep.leaks(answer), page
    for path in ("/", f"/{name}/", "/participants/", API + name, API + "participants"):
        call = rep.api if path.startswith(API) else rep.web
        assert not rep.leaks(call("GET", path)), path


# Failing


def test_a_taken_key_of_what_may_not_be_seen_tells_no_more_than_the_duplicate_check(
    cast: Cast, rep: Visitor
) -> None:
    """That is its name, so that two salespeople do not court one customer; no id, no number."""
    taken = cast.of("party", OTHER).values["uscc"]
    answer = rep.api("POST", API + "parties", {"name": "甲", "uscc": taken})
    assert answer.status == 409
    assert "existing" not in answer.json()
    page = rep.web("POST", "/parties/new/", {"name": "甲", "uscc": taken})
    assert page.status == 409
    for found in (answer, page):
        assert rep.leaks(found) <= {cast.of("party", OTHER).mark("name")}
        assert str(cast.of("party", OTHER).id) not in found.text


def test_what_needs_a_record_is_not_named_to_who_may_not_see_it(cast: Cast, rep: Visitor) -> None:
    with change_set(by=None, door="system"):
        party = Party(name="甲", owner=cast.users[REP])
        party.save()
        Opportunity(name="kn0001qnamez", party=party, owner=cast.users[OTHER]).save()
    api = rep.api("DELETE", f"{API}parties/{party.pk}")
    web = rep.web("POST", f"/parties/{party.pk}/delete/", {"version": "1"})
    assert (api.status, web.status) == (409, 409)
    assert "kn0001" not in api.text + web.text


def pointing(cast: Cast) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Creations that point at a record which the representative may not see, by one field."""
    yield "opportunities", {"name": "x"}, "party"
    yield "tasks", {"subject": "x"}, "party"
    yield "interactions", {"subject": "x"}, "party"
    yield "files", {"name": "x"}, "party"
    yield "relationships", {"from_party": str(cast.of("party").id), "type": "refers"}, "to_party"
    yield "contact-points", {"value": "13900000000"}, "party"


def test_pointing_at_what_may_not_be_seen_is_pointing_at_nothing(cast: Cast, rep: Visitor) -> None:
    foreign = str(cast.of("party", OTHER).id)
    for name, values, by in pointing(cast):
        answers = [
            rep.api("POST", API + name, values | {by: id_}) for id_ in (foreign, str(MISSING))
        ]
        assert bare(answers[0], foreign) == bare(answers[1], str(MISSING)), name
        assert answers[0].status == 400
        assert answers[0].writes == []
        forms = [
            rep.web("POST", f"/{name}/new/", values | {by: id_}) for id_ in (foreign, str(MISSING))
        ]
        assert bare(forms[0], foreign) == bare(forms[1], str(MISSING)), name
        filled = [rep.web("GET", f"/{name}/new/", {by: id_}) for id_ in (foreign, str(MISSING))]
        assert bare(filled[0], foreign) == bare(filled[1], str(MISSING)), name
    about = {"subject": "x", "party": str(cast.of("party").id)}
    for id_ in (foreign, str(MISSING)):
        sent = about | {"about": f"party:{id_}", "participants": [{"party": id_}]}
        answer = rep.api("POST", API + "interactions", sent)
        assert answer.status == 400
        assert {e["field"] for e in answer.json()["errors"]} >= {"about"}


def test_a_batch_and_a_bulk_edit_pass_by_what_may_not_be_seen(cast: Cast, rep: Visitor) -> None:
    foreign = cast.of("party", OTHER)
    rows = [
        {"method": m, "id": str(id_), "version": 1, **({"values": {"name": "x"}} if m[0] == "u"
                                                       else {})}
        for m in ("update", "delete") for id_ in (foreign.id, MISSING)
    ]  # fmt: skip
    answer = rep.api("POST", API + "parties/batch", {"rows": rows})
    found = [{n: v for n, v in row.items() if n != "id"} for row in answer.json()["rows"]]
    assert found[0] == found[1] == found[2] == found[3]
    assert found[0]["status"] == 404
    assert answer.writes == []
    for step in ("preview", "run"):
        for do in ("set:name", "delete"):
            shared = {"do": do, "v-name": "x", "step": step}
            pages = [
                rep.web("POST", "/parties/bulk/", shared | {"ids": [str(id_)]})
                for id_ in (foreign.id, MISSING)
            ]
            assert not rep.leaks(pages[0])
            assert bare(pages[0], str(foreign.id)) == bare(pages[1], str(MISSING))
    assert models.QuerySet(Party).get(pk=foreign.id).name == foreign.mark("name")


def test_a_private_view_of_others_is_no_view(cast: Cast, rep: Visitor) -> None:
    foreign = str(cast.of("saved-view", OTHER).id)
    shown, none = (rep.web("GET", "/parties/", {"view": v}) for v in (foreign, str(MISSING)))
    assert bare(shown, foreign) == bare(none, str(MISSING))


# Fields that are hidden or masked


@pytest.mark.parametrize(
    ("login", "name", "hidden", "wheres"),
    [
        ("hefang", "opportunities", "amount", [("parties", {"some": "opportunities"})]),
        ("qiujian", "contact-points", "value", [("parties", {"some": "contact_points"})]),
    ],
)
def test_a_hidden_or_masked_field_is_as_unknown_as_none(
    cast: Cast, login: str, name: str, hidden: str, wheres: list[tuple[str, dict[str, Any]]]
) -> None:
    visitor = Visitor(cast, login)
    for op, value in (("empty", True), ("eq", "1"), ("gt", "1")):
        asked = [(name, field(hidden, value, op), field("nonsense", value, op))]
        for other, some in wheres:
            inner = [some | {"where": field(n, value, op)} for n in (hidden, "nonsense")]
            asked.append((other, inner[0], inner[1]))
        for other, node, none in asked:
            for call, path in ((visitor.api, f"{API}{other}"), (visitor.web, f"/{other}/")):
                refused, unknown = (
                    call("GET", path, {"filter": json.dumps(n)}) for n in (node, none)
                )
                assert refused.status == 400, (path, node)
                words = (hidden, "nonsense")
                assert bare(refused, *words) == bare(unknown, *words), (path, node)
    for call, path in ((visitor.api, f"{API}{name}"), (visitor.web, f"/{name}/")):
        answers = [call("GET", path, {"sort": sort}) for sort in (hidden, "nonsense")]
        assert answers[0].status == 400
        assert bare(answers[0], hidden, "nonsense") == bare(answers[1], hidden, "nonsense")


def test_a_bulk_edits_reason_does_not_say_what_a_field_hides(cast: Cast) -> None:
    director, service = Visitor(cast, "zhaolei"), Visitor(cast, "hefang")
    deal = cast.of("opportunity")
    sent = {"ids": [str(deal.id)], "do": "set:amount", "v-amount": "987654", "step": "run"}
    assert director.web("POST", "/opportunities/bulk/", sent).status == 302
    (set_id,) = (
        models.QuerySet(Opportunity)
        .filter(pk=deal.id, amount="987654.00")
        .values_list("pk", flat=True)
    )
    assert set_id
    shown = re.compile(r"987.?654|98.?\.8")
    for page in ("", "history/", "timeline/", "as-of/", "access/"):
        assert not shown.search(service.web("GET", f"/opportunities/{deal.id}/{page}").text), page
    for page in ("", "/history", "/timeline"):
        assert not shown.search(service.api("GET", f"{API}opportunities/{deal.id}{page}").text)
    assert shown.search(director.web("GET", f"/opportunities/{deal.id}/history/").text)
