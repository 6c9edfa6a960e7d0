"""Make a token by which a program acts as a user."""

from __future__ import annotations

import argparse

from zhike.access import events
from zhike.access.models import ApiToken, User
from zhike.ledger.current import change_set
from zhike.ledger.models.change_set import Door
from zhike.project.commands import CommandRefused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """For whom."""
    words = parser.add_subparsers(dest="word", required=True)
    create = words.add_parser("create", help="print a new token, which is shown once")
    create.add_argument("--user", required=True, metavar="U", help="the log-in name")
    create.add_argument("--name", default="", help="what the token is for")


def run(options: argparse.Namespace) -> int:
    """Print the token alone."""
    user = User.objects.filter(login=options.user).first()
    if user is None:
        raise CommandRefused(f"There is no user who logs in as {options.user}.")
    if not user.is_active:
        raise CommandRefused(f"{options.user} is deactivated: activate the account first.")
    with change_set(by=None, door=Door.COMMAND, action="issue_token"):
        text = ApiToken.issue(user, options.name)
        events.note(events.TOKEN, user=user.pk, detail=options.name)
    print(text)
    return 0
