"""Loading a list and taking it back, in the background."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhike.access.granted import ADMINISTER
from zhike.access.models import User
from zhike.access.rights import Access, Denied
from zhike.base.errors import N_, BadValue
from zhike.exchange.readers import NotATable
from zhike.ledger.jobs import JobStopped, Running, enqueue, handles
from zhike.ledger.models import Job
from zhike.people.directory import files
from zhike.people.directory.loading import load, open_list, total_of
from zhike.people.models import DirectoryBatch
from zhike.records.errors import say
from zhike.web.jobs import name_job

LOAD, FORGET = "directory.load", "directory.forget"
ALIVE = (Job.State.WAITING, Job.State.RUNNING)
name_job(LOAD, _("loading of companies"))
name_job(FORGET, _("taking back of companies"))


class Busy(BadValue):
    """The directory takes one list after the other, and gives back the last one first."""


def require(access: Access) -> None:
    """Only who sets up the directory loads lists and takes them back."""
    if not access.can(DirectoryBatch, ADMINISTER):
        raise Denied(DirectoryBatch.record_type, ADMINISTER)


def start_loading(access: Access, batch: DirectoryBatch, stored: str, name: str,
                  encoding: str = "") -> Job:  # fmt: skip
    """Let a worker load a list that has been stored; raises Busy."""
    with transaction.atomic():
        _hold()
        fresh = DirectoryBatch.objects.get(pk=batch.pk)
        if fresh.is_in_use:
            raise Busy("loaded", N_("Its companies are in the directory: take them back first."))
        files.discard(fresh.stored)
        batch.note_down(stored=stored, file_name=name[:200], trouble="")
        actor = access.user.pk if access.user else None
        return enqueue(LOAD, {"batch": str(batch.pk), "encoding": encoding}, actor=actor)


def start_forgetting(access: Access, batch: DirectoryBatch) -> Job:
    """Let a worker take a batch's companies out again; raises Busy where later ones are there."""
    with transaction.atomic():
        _hold()
        fresh = DirectoryBatch.objects.get(pk=batch.pk)
        later = DirectoryBatch.objects.filter(number__gt=fresh.number or 0).order_by("-number")
        if not fresh.is_in_use:
            raise Busy("empty", N_("None of its companies are in the directory."))
        if (last := later.first()) is not None:
            message = N_("Take back %(name)s first: it was loaded later.")
            raise Busy("later", message, name=last.name)
        actor = access.user.pk if access.user else None
        return enqueue(FORGET, {"batch": str(batch.pk)}, actor=actor)


def _hold() -> None:
    """One after the other: refused while a job on the directory is waiting or under way."""
    list(DirectoryBatch.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    if Job.objects.filter(name__in=(LOAD, FORGET), state__in=ALIVE).exists():
        raise Busy("busy", N_("Another list is being loaded: try again when that is done."))


@handles(LOAD)
def load_list(running: Running) -> dict[str, Any]:
    """Load a list; begun again, from its beginning."""
    batch = DirectoryBatch.objects.get(pk=running.arguments["batch"])
    with override(_language(running)):
        try:
            table = open_list(batch, running.arguments.get("encoding", ""))
            running.progress(0, total_of(table))
            counts = load(batch, table, running.progress)
        except NotATable as error:
            batch.note_down(trouble=say(error)[:300])
            return {"failed": 0}
        except JobStopped:
            if Job.objects.get(pk=running.job.pk).state == Job.State.STOPPED:
                batch.forget_rows()
            raise
    return {"changed": counts.added + counts.renewed, "failed": counts.refused}


@handles(FORGET)
def forget_list(running: Running) -> dict[str, Any]:
    """Take a list back."""
    batch = DirectoryBatch.objects.get(pk=running.arguments["batch"])
    with override(_language(running)):
        running.progress(0, batch.added + batch.renewed)
        batch.forget_rows(running.progress)
    return {}


def _language(running: Running) -> str:
    user = User.objects.filter(pk=running.job.actor).first()
    return (user.language if user else "") or settings.LANGUAGE_CODE
