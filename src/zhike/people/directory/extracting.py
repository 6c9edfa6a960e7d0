"""Taking companies out of the directory: they become leads of who takes them, within a quota."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhike.access import events
from zhike.access.models import User
from zhike.access.rights import Access
from zhike.base import phones
from zhike.base.errors import BadValue
from zhike.people.directory.known import known
from zhike.people.directory.quotas import left_today
from zhike.people.directory.rights import must_extract
from zhike.people.directory.searching import Wanted, each
from zhike.people.models import (
    DirectoryBatch,
    DirectoryCompany,
    DirectoryExtraction,
    Lead,
    Party,
)

ACTION = "extract"
MOST = 500
PIECE = 100


class TooMany(Exception):
    """More than may be taken today, or at once: says how many may be."""

    def __init__(self, sentence: str, allowed: int) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.sentence, self.allowed = sentence, allowed


@dataclass
class Taken:
    """What came of taking some out."""

    leads: list[UUID] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    """The names of those which are here already and were left."""
    change_set: UUID | None = None
    left: int | None = None


def extract(
    access: Access, *, ids: Sequence[int] = (), first: int = 0, wanted: Wanted | None = None
) -> Taken:
    """Make leads of those chosen, or of the first so many that fit and are not here yet.

    Who may take less than that takes none, and is told how many may be taken; it is noted either
    way. The user's own row is locked: of two at once the second counts the first. What is undone
    afterwards stays counted, as with claims from a pool.
    """
    user = must_extract(access)
    asked = first or len(set(ids))
    said = wanted.said(get_language() or "zh-hans")[:300] if wanted else ""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        left = left_today(user)
        some: list[DirectoryCompany] = []
        here: list[str] = []
        if too_many := asked > MOST or (left is not None and first > left):
            counted = asked
        else:
            some, here = _first(access, first, wanted) if first else _chosen(access, ids)
            counted = len(some)
            too_many = left is not None and counted > left
        if not too_many:
            return _take(access, user, some, here, asked, left, said)
        _note(user, asked, 0, 0, left, said, is_refused=True)
    raise _refusal(counted, left)


def _refusal(asked: int, left: int | None) -> TooMany:
    allowed = MOST if left is None else min(left, MOST)
    if left is None or left >= MOST:
        text = ngettext("Take at most %(n)s company at once.",
                        "Take at most %(n)s companies at once.", MOST)  # fmt: skip
        return TooMany(text % {"n": MOST}, allowed)
    text = ngettext(
        "You may take %(n)s company more today, not %(asked)s: choose fewer, or go on tomorrow.",
        "You may take %(n)s companies more today, not %(asked)s: choose fewer, or go on tomorrow.",
        allowed,
    )
    return TooMany(text % {"n": allowed, "asked": asked}, allowed)


def _chosen(access: Access, ids: Iterable[int]) -> tuple[list[DirectoryCompany], list[str]]:
    found = DirectoryCompany.objects.in_bulk(list(set(ids)))
    return _unknown(access, [found[id_] for id_ in dict.fromkeys(ids) if id_ in found])


def _first(
    access: Access, first: int, wanted: Wanted | None
) -> tuple[list[DirectoryCompany], list[str]]:
    some: list[DirectoryCompany] = []
    here: list[str] = []
    coming = each(wanted or Wanted())
    while len(some) < first and (piece := list(islice(coming, PIECE))):
        fresh, names = _unknown(access, piece)
        some += fresh
        here += names
    return some[:first], here


def _unknown(
    access: Access, some: Sequence[DirectoryCompany]
) -> tuple[list[DirectoryCompany], list[str]]:
    here = known(some, access)
    return ([one for one in some if one.pk not in here],
            [one.name for one in some if one.pk in here])  # fmt: skip


def _take(
    access: Access, user: User, some: Sequence[DirectoryCompany], here: list[str], asked: int,
    left: int | None, said: str,
) -> Taken:  # fmt: skip
    batches = {one.number: one for one in DirectoryBatch.objects.filter(number__isnull=False)}
    taken = Taken(known=here, left=None if left is None else left - len(some))
    if some:
        with access.change_set(ACTION, reason=_("taken out of the directory")) as opened:
            for one in some:
                lead = _lead(one, user, batches.get(one.batch))
                lead.save()
                taken.leads.append(lead.pk)
        taken.change_set = opened.row.pk
    _note(user, asked, len(some), len(here), left, said, change_set=taken.change_set)
    return taken


def _lead(one: DirectoryCompany, user: User, batch: DirectoryBatch | None) -> Lead:
    lead = Lead(
        name=one.person or one.name, company_name=one.name, uscc=one.uscc, region=one.region,
        industry=one.industry, address=one.address, country="CN", owner=user,
        source=Party.Source.DIRECTORY, source_detail=_from(batch)[:120], directory_batch=batch,
        need="", note=one.business,
    )  # fmt: skip
    if one.phone:
        try:
            lead.phone = phones.normalise(one.phone)
        except BadValue:
            lead.note = "\n".join(filter(None, (one.phone, one.business)))
    lead.settle()
    return lead


def _from(batch: DirectoryBatch | None) -> str:
    return f"{batch.name} · {batch.source} · {batch.dated}" if batch else ""


def _note(
    user: User, asked: int, taken: int, here: int, left: int | None, said: str, *,
    is_refused: bool = False, change_set: Any = None,
) -> None:  # fmt: skip
    DirectoryExtraction.objects.create(
        user=user.pk, asked=asked, taken=taken, known=here, allowed=left, is_refused=is_refused,
        change_set=change_set, searched=said,
    )  # fmt: skip
    detail = f"{taken}/{asked} {said}" if not is_refused else f"0/{asked} ({left}) {said}"
    event = events.DIRECTORY_REFUSED if is_refused else events.DIRECTORY_TAKEN
    events.note(event, user=user.pk, kind=Lead.record_type, detail=detail)
