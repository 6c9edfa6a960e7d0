"""Taking cards in: an upload becomes cards, and the pictures among them are read.

A worker does it. How far it is stands in the change set, written with the cards themselves, so that
a killed one goes on where it was; a picture or a line that is here already is told, not doubled.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy, override

from zhike.access.models import User
from zhike.access.rights import Access, access_of
from zhike.engagement import storage
from zhike.engagement.batches import entries, reader
from zhike.engagement.batches.entries import Entry
from zhike.engagement.models import Card, CardBatch
from zhike.ledger.bulk import LargeSet
from zhike.ledger.jobs import JobStopped, Running, enqueue, handles
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.writes import CREATE, UPDATE, Write
from zhike.web.jobs import name_job

JOB = "engagement.cards"
ACTION = "take_in"
LARGEST = 60 * 2**20
AT_ONCE = 40
READ_AT_ONCE = 8
SECONDS = 1.0
NAMED = 20
"""So many of those that are here already are named."""


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: under which key it lies until it is taken in."""

    key: str
    name: str


def begin(batch: CardBatch, uploads: Sequence[Upload], user: UUID) -> Job:
    """Let a worker take these in; without any it reads what waits."""
    said = [{"key": one.key, "name": one.name} for one in uploads]
    return enqueue(JOB, {"batch": str(batch.pk), "uploads": said}, actor=user)


@handles(JOB)
def take_in(running: Running) -> dict[str, Any]:
    """Take in, read, and forget the upload; with the rights that its user has then."""
    user = User.objects.get(pk=running.job.actor)
    batch = CardBatch.objects.filter(pk=running.arguments["batch"]).first()
    uploads = [Upload(**one) for one in running.arguments["uploads"]]
    with override(user.language or settings.LANGUAGE_CODE):
        if batch is not None:
            _take_in(running, access_of(user, "web"), batch, uploads)
    for upload in uploads:
        storage.path_of(upload.key).unlink(missing_ok=True)
    return {}


def _take_in(running: Running, access: Access, batch: CardBatch, uploads: Sequence[Upload]) -> None:
    known = running.job.result.get("change_set")
    if known:
        large = LargeSet(ChangeSet.objects.get(pk=known))
    else:
        large = LargeSet.begin(by=access.user, door=access.door, action=ACTION,
                               reason=batch.name)  # fmt: skip
        running.keep(change_set=str(large.row.pk))
    try:
        _add_all(running, access, batch, uploads, large)
        if reader.is_available():
            _read_all(running, batch, large)
    except JobStopped:
        if Job.objects.get(pk=running.job.pk).state == Job.State.STOPPED:
            large.finish(ChangeSet.State.STOPPED)
        raise
    large.finish()


# Entries become cards


def _add_all(
    running: Running, access: Access, batch: CardBatch, uploads: Sequence[Upload], large: LargeSet
) -> None:
    for number, upload in enumerate(uploads):
        report = large.row.report
        at, done = report.get("upload", 0), report.get("entry", 0)
        path = storage.path_of(upload.key)
        if number < at or not path.exists():
            continue
        found = entries.entries(path, upload.name, access)
        rest = islice(found, done if number == at else 0, None)
        while chunk := list(islice(rest, AT_ONCE)):
            _Adding(access, batch, large, number).add(chunk)
            running.progress(0)
        large.row.report |= {"upload": number + 1, "entry": 0}


class _Adding:
    """Some entries on their way to cards, in one transaction."""

    def __init__(self, access: Access, batch: CardBatch, large: LargeSet, number: int) -> None:
        self.access, self.batch, self.large, self.number = access, batch, large, number

    def add(self, chunk: Sequence[Entry]) -> None:
        """Make a card of each that is not here, in this batch or in another in sight."""
        keys = self._kept(chunk)
        self.large.write(lambda: self._plan(chunk, keys), len(chunk))

    def _kept(self, chunk: Sequence[Entry]) -> dict[str, str]:
        """The pictures, under new names."""
        here = self._here(chunk)
        new = {one.digest: one.data for one in chunk if one.data and one.digest not in here}
        return {digest: storage.store([data]).key for digest, data in new.items()}

    def _here(self, chunk: Sequence[Entry]) -> set[str]:
        """What of them is a card: in this batch, or in one that the user sees."""
        cards = Card.objects.filter(sha256__in=[one.digest for one in chunk])
        own = cards.filter(batch=self.batch.pk).values_list("sha256", flat=True)
        batches = self.access.rows(CardBatch).values("pk")
        others = cards.filter(batch__in=batches, storage_key__gt="")
        return {*own, *others.values_list("sha256", flat=True)}

    def _plan(self, chunk: Sequence[Entry], keys: dict[str, str]) -> list[Write]:
        here, made = self._here(chunk), list[Card]()
        report = dict(self.large.row.report)
        if report.get("upload", 0) != self.number:
            report["upload"], report["entry"] = self.number, 0
        for one in chunk:
            if one.digest in here:
                report["again"] = report.get("again", 0) + 1
                report["names"] = [*report.get("names", []), _line(one)][:NAMED]
            else:
                here.add(one.digest)
                made.append(_card(self.batch, one, keys.get(one.digest, "")))
        report["entry"] = report.get("entry", 0) + len(chunk)
        report["added"] = report.get("added", 0) + len(made)
        self.large.row.report = report
        return [_new(card) for card in made]


def _line(entry: Entry) -> str:
    return f"{entry.name}:{entry.row}" if entry.row else entry.name


def _card(batch: CardBatch, entry: Entry, key: str) -> Card:
    status = Card.Status.UNREADABLE if entry.trouble else Card.Status.WAITING
    values = entry.values or {}
    if values and not entry.trouble:
        status = Card.Status.READ
    return Card(
        batch=batch, file_name=entry.name, row=entry.row, sha256=entry.digest, storage_key=key,
        status=status, trouble=entry.trouble,
        reading={name: {"value": text} for name, text in values.items()},
    )  # fmt: skip


def _new(card: Card) -> Write:
    fields = {name: (None, value) for name, value in card.state().items() if value}
    return Write(card.record_type, card.pk, CREATE, ACTION, fields)


# Pictures are read


def _read_all(running: Running, batch: CardBatch, large: LargeSet) -> None:
    waiting = Card.objects.filter(batch=batch.pk, status=Card.Status.WAITING)
    total = waiting.count()
    if not total:
        return
    running.progress(0, total)
    done = 0
    for chunk in _read(waiting.exclude(storage_key="")):
        large.write(lambda chunk=chunk: _changed(chunk), 0)  # type: ignore[misc]
        done += len(chunk)
        running.progress(done, total)


def _read(waiting: Any) -> Iterator[list[tuple[UUID, reader.Read]]]:
    """What stands on the pictures, a few at a time, read outside of any transaction."""
    ids = list(waiting.order_by("pk").values_list("pk", "storage_key"))
    chunk: list[tuple[UUID, reader.Read]] = []
    began = time.monotonic()
    for pk, key in ids:
        chunk.append((pk, reader.read(storage.path_of(key))))
        if len(chunk) >= READ_AT_ONCE or time.monotonic() - began > SECONDS:
            yield chunk
            chunk, began = [], time.monotonic()
    if chunk:
        yield chunk


def _changed(chunk: Sequence[tuple[UUID, reader.Read]]) -> list[Write]:
    """The cards with what was read; one that somebody has meanwhile decided upon is theirs."""
    found = dict(chunk)
    cards = Card.objects.filter(pk__in=list(found), status=Card.Status.WAITING)
    writes = []
    for card in cards.select_for_update().order_by("pk"):
        read = found[card.pk]
        card.reading, card.trouble = read.fields, read.trouble
        card.status = Card.Status.UNREADABLE if read.trouble else Card.Status.READ
        writes.append(Write(card.record_type, card.pk, UPDATE, "read", card.changes()))
    return writes


name_job(JOB, gettext_lazy("reading cards"))
