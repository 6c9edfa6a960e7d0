"""The command line's words about the API."""

import argparse

import pytest

from tests.api.company import Api
from zhike.ledger.current import change_set
from zhike.project.commands import CommandRefused, token


def asked(*words):
    parser = argparse.ArgumentParser()
    token.add_arguments(parser)
    return parser.parse_args(words)


def test_a_new_token_is_printed_alone_and_lets_its_user_in(company, capsys):
    assert token.run(asked("create", "--user", "li")) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("zk_")
    assert printed.count("\n") == 1
    assert Api(printed.strip()).get("/me").json()["login"] == "li"


def test_no_token_is_made_for_nobody_or_for_who_has_left(company):
    with change_set(by=None, door="system"):
        company.users["wang"].is_active = False
        company.users["wang"].save()
    for login in ("nobody there", "wang"):
        with pytest.raises(CommandRefused):
            token.run(asked("create", "--user", login))
