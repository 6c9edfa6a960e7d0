"""What every answer forbids the browser, and what a request may carry."""

import pytest
from django.test import Client


@pytest.fixture
def answer(db):
    return Client().get("/login/")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_guards_the_visitor(answer, header, value):
    assert answer.headers[header] == value


def test_only_our_own_scripts_and_styles_run(answer):
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy


def test_a_foreign_host_name_is_refused(db):
    assert Client().get("/login/", headers={"host": "evil.example"}).status_code == 400


def test_a_body_over_the_limit_is_refused_before_it_is_read(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = Client().post("/login/", b"x" * 101, content_type="application/json")
    assert answer.status_code == 413


def test_files_have_a_limit_of_their_own(settings):
    settings.BODY_MAX_SIZE = 1000
    answer = Client().post("/login/", {"text": "x" * 2000})
    assert answer.status_code == 413
