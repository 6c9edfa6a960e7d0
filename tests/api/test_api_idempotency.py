"""A POST that is sent twice does its work once."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.api.company import Company, found
from zhike.api.models import IdempotencyKey
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.people.models import Party

BODY = {"name": "一次就好"}


def made():
    return Party.objects.filter(name__startswith="一次就好").count()


def test_the_same_request_gets_the_first_answer_again(li):
    first = li.post("/parties", BODY, Idempotency_Key="a")
    again = li.post("/parties", BODY, Idempotency_Key="a")
    assert made() == 1
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    for name in ("ETag", "Location", "Change-Set", "Content-Type"):
        assert again[name] == first[name]


def test_the_same_key_with_another_body_is_refused(li):
    li.post("/parties", BODY, Idempotency_Key="a")
    answer = li.post("/parties", {"name": "一次就好吗"}, Idempotency_Key="a")
    assert answer.status_code == 422
    assert made() == 1


def test_a_key_counts_for_its_user_and_its_path(company, li):
    li.post("/parties", BODY, Idempotency_Key="a")
    assert company.apis["wang"].post("/parties", BODY, Idempotency_Key="a").status_code == 201
    assert li.post("/tasks", {"subject": "x"}, Idempotency_Key="a").status_code == 201
    assert made() == 2


def test_what_failed_may_be_tried_again(li):
    assert li.post("/parties", {}, Idempotency_Key="a").status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert li.post("/parties", BODY, Idempotency_Key="a").status_code == 201


def test_a_batch_and_an_undo_are_done_once(li):
    batch = {"rows": [{"method": "create", "values": BODY}]}
    first = li.post("/parties/batch", batch, Idempotency_Key="b").json()
    assert li.post("/parties/batch", batch, Idempotency_Key="b").json() == first
    assert made() == 1
    path = f"/change-sets/{first['change_set']}/undo"
    undone = li.post(path, Idempotency_Key="u")
    assert undone.status_code == 200
    assert ChangeSet.objects.filter(undoes=first["change_set"]).count() == 1


def test_an_undo_that_was_answered_is_answered_again(li):
    first = li.post("/parties", BODY)
    path = f"/change-sets/{first['Change-Set']}/undo"
    undone = li.post(path, Idempotency_Key="u")
    again = li.post(path, Idempotency_Key="u")
    assert again.content == undone.content
    assert again["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 201])
def test_a_key_that_is_none_is_refused(li, key):
    assert li.post("/parties", BODY, Idempotency_Key=key).status_code == 400
    assert made() == 0


def test_keys_are_forgotten_after_72_hours(li, django_capture_on_commit_callbacks):
    for key in ("a", "b"):
        li.post("/parties", BODY, Idempotency_Key=key)
    IdempotencyKey.objects.update(created_at=timezone.now() - dt.timedelta(hours=73))
    with django_capture_on_commit_callbacks(execute=True):
        assert li.post("/parties", BODY, Idempotency_Key="a").status_code == 201
    assert made() == 3
    assert [kept.key for kept in IdempotencyKey.objects.all()] == ["a"]


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one_record():
    company = Company({}, {}, {}, {})
    with change_set(by=None, door="system", action="set_up"):
        found(company)
    li, gate, answers = company.apis["li"], threading.Barrier(4), []

    def send():
        try:
            gate.wait()
            answers.append(li.post("/parties", BODY, Idempotency_Key="at-once"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made() == 1
    assert len(answers) == 4
    first = [a for a in answers if a.status_code == 201 and "Idempotent-Replayed" not in a]
    assert len(first) == 1
    for answer in answers:
        if answer.status_code == 409:
            assert answer["Retry-After"] == "1"
        else:
            assert (answer.status_code, answer.content) == (201, first[0].content)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_postgresql")
def test_a_request_under_way_is_answered_409_until_it_has_ended():
    from zhike.api.calls import Call
    from zhike.api.idempotency import _Kept

    company = Company({}, {}, {}, {})
    with change_set(by=None, door="system", action="set_up"):
        found(company)
    li = company.apis["li"]
    request = li.post("/parties", BODY).wsgi_request
    from django.db import transaction

    from zhike.access.rights import access_of

    answers = []

    def send():
        answers.append(li.post("/parties?duplicates=accept", BODY, Idempotency_Key="k"))
        connections.close_all()

    with transaction.atomic():
        _Kept(Call(request, access_of(company.users["li"], "api")), "k", b"").answer()
        thread = threading.Thread(target=send)
        thread.start()
        thread.join()
    assert answers[0].status_code == 409
    assert answers[0]["Retry-After"] == "1"
    send()
    assert answers[1].status_code == 201
    assert connection.vendor == "postgresql"
