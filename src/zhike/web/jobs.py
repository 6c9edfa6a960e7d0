"""Background jobs as their user sees them: how far, what came of it, stop, undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhike.ledger import jobs
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.undoable import is_undone
from zhike.records import bulk_edit, notifying, undoing
from zhike.web.requests import PageRequest

STATES = {Job.State.WAITING: "queued"}
_titles: dict[str, str | Promise] = {
    bulk_edit.JOB: gettext_lazy("bulk edit"),
    undoing.JOB: gettext_lazy("undo"),
}
_told = {bulk_edit.JOB, undoing.JOB}


def name_job(name: str, title: str | Promise, *, told: bool = True) -> None:
    """Say what a kind of job is called on its page, and whether its user hears of its end."""
    _titles[name] = title
    if told:
        _told.add(name)


def title_of(name: str) -> str:
    """What a kind of job is called."""
    return str(_titles.get(name, name))


@jobs.at_end
def tell_its_user(job: Job) -> None:
    """Whoever asked for it may have left the page long ago."""
    if job.actor is not None and job.name in _told:
        kind = "job" if job.state == Job.State.DONE else "job_failed"
        notifying.tell_once(
            job.actor, kind, f"job {job.pk}", at=job.finished_at, record_kind="job",
            record=job.pk,
        )  # fmt: skip


notifying.register_kind(
    notifying.Kind("job", 60, gettext_lazy("a job of mine is done"),
                   gettext_lazy("%(what)s: it is done"), "check")
)  # fmt: skip
notifying.register_kind(
    notifying.Kind("job_failed", 60, gettext_lazy("a job of mine has failed"),
                   gettext_lazy("%(what)s: it failed"), "alert")
)  # fmt: skip


def job_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """The job; htmx asks each second for the part that moves."""
    job = _job(request, id_)
    context = {"job": parameters(job)}
    template = "web/job_part.html" if request.htmx and not request.htmx.boosted else "web/job.html"
    return render(request, template, context)


@require_POST
def stop(request: PageRequest, id_: UUID) -> HttpResponse:
    """Ask the job to end at its next step."""
    job = _job(request, id_)
    jobs.stop_job(job)
    change_set = ChangeSet.objects.filter(pk=job.result.get("change_set")).first()
    if change_set is not None and change_set.state == ChangeSet.State.OPEN:
        change_set.state = ChangeSet.State.STOPPED
        change_set.save(update_fields=["state"])
    return redirect(f"/jobs/{job.pk}/")


def _job(request: PageRequest, id_: UUID) -> Job:
    job = get_object_or_404(Job, pk=id_)
    if not request.access.everything and job.actor != request.user.pk:
        raise Http404
    return job


def parameters(job: Job) -> dict[str, Any]:
    """The parameters of the job component."""
    title = title_of(job.name)
    done = job.total if job.state == Job.State.DONE and job.total else job.done
    set_id = job.result.get("change_set", "")
    return {
        "id": f"job-{job.pk}", "title": title[:1].upper() + title[1:],
        "state": STATES.get(job.state, job.state),  # type: ignore[call-overload]
        "done": done, "total": job.total,
        "text": _("%(done)s of %(total)s") % {"done": f"{done:,}", "total": f"{job.total:,}"}
        if job.total else "",
        "counts": _counts(job), "status_url": f"/jobs/{job.pk}/", "error": _error(job),
        "stop_url": f"/jobs/{job.pk}/stop/",
        "failed_url": f"/change-sets/{set_id}/left/"
        if job.name == bulk_edit.JOB and job.result.get("failed") else "",
        "undo_url": f"/change-sets/{set_id}/undo/" if set_id and _can_undo(set_id) else "",
        "open_url": f"/change-sets/{set_id}/" if set_id else "",
    }  # fmt: skip


def _counts(job: Job) -> list[dict[str, Any]]:
    counts = []
    if "changed" in job.result:
        counts.append({"label": _("changed"), "value": f"{job.result['changed']:,}"})
    if failed := job.result.get("failed"):
        counts.append({"label": _("left as they were"), "value": f"{failed:,}", "tone": "seal"})
    return counts


def _error(job: Job) -> str:
    """Why it failed, or that it tries again; not what the program says to its makers."""
    if job.state == Job.State.FAILED:
        return _("It failed %(n)s times and gave up. What is done stands, and can be undone.") % {
            "n": job.attempts
        }
    if job.state == Job.State.WAITING and job.attempts:
        return _("It failed and will be tried again.")
    return ""


def _can_undo(set_id: str) -> bool:
    change_set = ChangeSet.objects.filter(pk=set_id).first()
    if change_set is None or change_set.state == ChangeSet.State.OPEN:
        return False
    return change_set.change_count > 0 and not is_undone(change_set)
