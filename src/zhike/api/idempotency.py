"""Doing a POST once however often it is sent: the first answer is kept beside what it wrote."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence

from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.api.calls import Answer, Call
from zhike.api.models import IdempotencyKey
from zhike.api.problems import Problem, malformed
from zhike.ledger.writes import Write

KEPT = dt.timedelta(hours=72)
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("ETag", "Location", "Change-Set")
_KEY = re.compile("[\x21-\x7e]{1,200}")


def once(call: Call, work: Callable[[], Answer], sent: bytes | None = None) -> HttpResponse:
    """Do the work and answer; with an Idempotency-Key, do it for the first of equal requests only.

    `sent` stands for the body where that is too large to be held: its digest.

    Answers 422 for the key with another body, 409 while the first is under way; what failed has
    written nothing, so that it may be tried again. Rights were checked before.
    """
    key = call.request.headers.get("Idempotency-Key")
    if key is None:
        return work()
    if not _KEY.fullmatch(key):
        message = _("Give at most 200 letters, digits and signs without spaces.")
        raise malformed("Idempotency-Key", message)
    with transaction.atomic():
        kept = _Kept(call, key, call.request.body if sent is None else sent)
        known = kept.answer()
        if known is not None:
            return known
        answer = work()
        kept.keep(answer)
        transaction.on_commit(_prune, robust=True)
    return answer


class _Kept:
    """The place of one request's first answer."""

    def __init__(self, call: Call, key: str, sent: bytes) -> None:
        self.place = {
            "actor": call.user.pk,
            "method": call.request.method or "",
            "path": call.request.path_info[:300],
            "key": key,
        }
        self.fingerprint = hashlib.sha256(sent).hexdigest()

    def answer(self) -> HttpResponse | None:
        """The answer that was given before, if there is one."""
        self._lock()
        found = IdempotencyKey.objects.filter(**self.place).first()
        if found is None:
            return None
        if found.created_at < timezone.now() - KEPT:
            found.delete()
            return None
        if found.fingerprint != self.fingerprint:
            raise Problem("key-reused", _("Use a new key for each request."))
        headers = {**found.headers, REPLAYED: "true"}
        return HttpResponse(
            found.body, status=found.status, content_type="application/json", headers=headers
        )

    def keep(self, answer: Answer) -> None:
        """Keep the first answer."""
        IdempotencyKey.objects.create(
            **self.place,
            fingerprint=self.fingerprint,
            record=answer.record,
            status=answer.status_code,
            headers={n: answer.headers[n] for n in KEPT_HEADERS if n in answer.headers},
            body=answer.content.decode(),
        )

    def _lock(self) -> None:
        """Let no second request in before this one has ended.

        SQLite's writers queue: the second waits and then finds the first one's answer.
        """
        if connection.vendor != "postgresql":
            return
        text = "\n".join(str(part) for part in self.place.values())
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
            if not cursor.fetchone()[0]:
                detail = _("Wait for its answer, or repeat the request in a moment.")
                raise Problem("in-flight", detail, headers={"Retry-After": "1"})


def _prune() -> None:
    old = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT)
    if old.exists():
        old.delete()


class ForgetErased:
    """The projection that forgets the answers which show an erased record."""

    rank = 60
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Delete them in the transaction of the erasure."""
        if erased := [write.id for write in writes if write.action == "erase"]:
            IdempotencyKey.objects.filter(record__in=erased).delete()
