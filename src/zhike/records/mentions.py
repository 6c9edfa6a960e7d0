"""Mentions: `@周子涵(zhouzihan)` in a text calls that colleague.

The mark is plain text, so that history, search and exports read as the form does; the log-in name
in it tells two people of one name apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhike.access.models import User
from zhike.ledger.models import LargeText
from zhike.ledger.values import TEXT_KEY
from zhike.ledger.writes import DELETE, Write
from zhike.records.notifying import Kind, Notice, register_kind, register_watcher

MENTION = re.compile(r"@([^@()\n]{1,100})\(([^\s()@]{1,100})\)")
MENTIONED = "mention"
MOST = 50


def mark_of(user: User) -> str:
    """What a text says to call this colleague."""
    name = re.sub(r"[@()\s]+", " ", user.name).strip()
    return f"@{name}({user.login})"


def logins_in(text: str) -> set[str]:
    """The log-in names of those whom a text calls."""
    return {found[2] for found in MENTION.finditer(text)}


def mentioned(write: Write) -> Iterator[Notice]:
    """Whom the record's texts call now and did not call before."""
    if write.operation == DELETE:
        return
    called: set[str] = set()
    for fields in (write.fields, *(p.fields for p in write.parts if p.operation != DELETE)):
        for before, after in fields.values():
            called |= _in_value(after) - _in_value(before)
    if called:
        users = User.objects.filter(login__in=sorted(called)[:MOST])
        for pk in users.values_list("pk", flat=True):
            yield Notice(MENTIONED, pk)


def _in_value(value: object) -> set[str]:
    """Of a value as the ledger keeps it: a large text stands elsewhere."""
    if isinstance(value, dict) and TEXT_KEY in value:
        kept = LargeText.objects.filter(digest=value[TEXT_KEY]).values_list("text", flat=True)
        value = kept.first()
    return logins_in(value) if isinstance(value, str) and "@" in value else set()


register_kind(
    Kind(MENTIONED, 10, _("somebody mentions me"), _("%(who)s mentioned you in %(what)s"), "chat")
)
register_watcher(mentioned)
