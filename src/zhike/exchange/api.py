"""Import for programs: a file comes in, a worker maps, tries and runs it, the report is asked for.

What an import wrote is taken back as any change set: `POST /change-sets/<id>/undo`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhike.access.rights import Denied
from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.idempotency import once
from zhike.api.problems import Problem, malformed
from zhike.exchange import jobs, uploads
from zhike.exchange.beginning import importable
from zhike.exchange.compiling import compile_mapping
from zhike.exchange.mapping import Mapping, read_mapping
from zhike.exchange.models import ImportRun
from zhike.exchange.profiles import profile_named
from zhike.exchange.readers import MOST_BYTES, Layout
from zhike.exchange.reporting import runs_of
from zhike.exchange.spreading import laid_out
from zhike.exchange.text_files import ENCODINGS
from zhike.ledger.models import ChangeSet, Job
from zhike.records.resource import resource_named

SETTINGS = ("resource", "profile", "encoding", "sheet", "mapping", "rehearse", "name")
MOVING = (Job.State.WAITING, Job.State.RUNNING)
LISTED = 50
PIECE = 1 << 20
Json = dict[str, Any]


def list_imports(call: Call) -> HttpResponse:
    """One's own of late, or all for an administrator."""
    asked = bodies.query(call.request, "limit")
    limit = bodies.whole(asked, "limit", LISTED, 200)
    runs = runs_of(call.access).select_related("change_set", "job")[:limit]
    return Answer({"items": [_json(run) for run in runs]})


def read_import(call: Call, id_: UUID) -> HttpResponse:
    """How far it is, its mapping, what a trial found, what came of it."""
    bodies.query(call.request)
    return Answer(_json(_one(call, id_)))


def begin_import(call: Call) -> HttpResponse:
    """Take a file in (as the body, or as the part `file` of a form) and let a worker do the rest.

    The settings stand in the address or in the form.
    """
    known = {resource.name for resource in importable(call.access)}
    if not known:
        raise Denied("import-run", "import")
    with tempfile.TemporaryFile() as kept:
        digest = hashlib.sha256()
        for piece in _pieces(call):
            digest.update(piece)
            kept.write(piece)
        if not kept.tell():
            raise malformed("file", _("Send a file."))
        said = _settings(call)
        mapping, profile = _mapping(said), said.get("profile", "")
        if (told := profile_named(profile)) is not None:
            said.setdefault("resource", told.resource)
        if said.get("resource") and said["resource"] not in known:
            raise malformed("resource", _("Choose one of: %(known)s.")
                            % {"known": ", ".join(sorted(known))})  # fmt: skip
        if mapping is not None and not said.get("resource"):
            raise malformed("resource", _("Say what the file holds."))
        kept.seek(0)

        def work() -> Answer:
            run = uploads.store(
                iter(lambda: kept.read(PIECE), b""), name=said.get("name") or _name(call),
                resource=said.get("resource", ""), actor=call.user.pk,
            )  # fmt: skip
            layout = Layout(encoding=said.get("encoding", ""), sheet=said.get("sheet", ""))
            jobs.start(
                run, jobs.WHOLE, layout=layout.json(), rehearse=said.get("rehearse") == "true",
                mapping=None if mapping is None else mapping.json(), profile=profile,
            )  # fmt: skip
            return Answer(_json(run), 202, {"Location": f"/api/v1/imports/{run.pk}"})

        sent = "\n".join([digest.hexdigest(), *(f"{n}={v}" for n, v in sorted(said.items()))])
        return once(call, work, sent.encode())


def run_import(call: Call, id_: UUID) -> HttpResponse:
    """Carry out what was tried, or try it again (`rehearse`), perhaps with another mapping."""
    run = _one(call, id_)
    if run.actor != call.user.pk:
        raise Problem("denied")
    said = bodies.body(call.request, optional=True)
    if unknown := sorted(set(said) - {"mapping", "rehearse"}):
        raise malformed(unknown[0], _("There is no such setting."))
    if said.get("rehearse", False) not in (True, False):
        raise malformed("rehearse", _("Give true or false."))

    def work() -> Answer:
        is_moving = run.job is not None and run.job.state in MOVING
        if is_moving or run.change_set is not None or not run.headings or not run.stored:
            raise Problem("not-now")
        mapping = read_mapping(said.get("mapping", run.mapping))
        resource = resource_named(run.resource)
        told, table = laid_out(resource, call.access, mapping, uploads.table_of(run))
        compile_mapping(resource, call.access, told, table.headings)
        if mapping.json() != run.mapping:
            uploads.remember(run, mapping)
        jobs.start(run, jobs.CHECK if said.get("rehearse") else jobs.RUN)
        return Answer(_json(run), 202, {"Location": f"/api/v1/imports/{run.pk}"})

    return once(call, work)


def refused_rows(call: Call, id_: UUID) -> HttpResponseBase:
    """The refused rows with their reasons, as CSV."""
    bodies.query(call.request)
    run = _one(call, id_)
    if not run.stored or not run.failures.exists():
        raise Problem("missing")
    return FileResponse(run.failures.open("rb"), content_type="text/csv; charset=utf-8")


def _one(call: Call, id_: UUID) -> ImportRun:
    runs = runs_of(call.access).select_related("change_set", "job")
    found = runs.filter(pk=id_).first()
    if found is None:
        raise Problem("missing")
    jobs.close_broken(found)
    return found


def _pieces(call: Call) -> Iterator[bytes]:
    """The file, piece by piece; raises Problem for one that is too large."""
    file = call.request.FILES.get("file") if _is_form(call) else None
    if _is_form(call) and file is None:
        raise malformed("file", _("Send a file."))
    read = call.request.read if file is None else file.read
    size = 0
    while piece := read(PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise Problem("too-large")
        yield piece


def _is_form(call: Call) -> bool:
    return call.request.content_type == "multipart/form-data"


def _name(call: Call) -> str:
    file = call.request.FILES.get("file") if _is_form(call) else None
    return (file.name if file is not None else None) or "import"


def _settings(call: Call) -> dict[str, str]:
    """What the address says, then what the form says; raises Problem for what there is not."""
    said = bodies.query(call.request, *SETTINGS)
    for name, value in call.request.POST.items() if _is_form(call) else ():
        if name not in SETTINGS or "\x00" in str(value):
            raise malformed(name, _("There is no such setting."))
        said[name] = str(value)
    if said.get("profile") and profile_named(said["profile"]) is None:
        raise malformed("profile", _("There is no such profile."))
    if said.get("encoding") and said["encoding"] not in ENCODINGS:
        raise malformed("encoding", _("Choose one of: %(known)s.")
                        % {"known": ", ".join(ENCODINGS)})  # fmt: skip
    if said.get("rehearse", "true") not in ("true", "false"):
        raise malformed("rehearse", _("Give true or false."))
    return said


def _mapping(said: dict[str, str]) -> Mapping | None:
    if not said.get("mapping"):
        return None
    try:
        return read_mapping(bodies.parse(said["mapping"]))
    except ValueError:
        raise malformed("mapping", _("Give the mapping as a JSON object.")) from None


def _json(run: ImportRun) -> Json:
    written = run.change_set
    return {
        "id": str(run.pk),
        "created_at": run.created_at.astimezone(dt.UTC).isoformat(),
        "name": run.file_name,
        "resource": run.resource or None,
        "profile": run.profile or None,
        "state": _state(run),
        "rows": run.rows,
        "done": written.rows_done if written is not None else 0,
        "mapping": run.mapping,
        "left_out": read_mapping(run.mapping).left_out(run.headings) if run.mapping else [],
        "trial": run.trial or None,
        "report": _report(written) if written is not None else None,
        "change_set": str(written.pk) if written is not None else None,
        "job": str(run.job_id) if run.job_id else None,
        "error": run.error,
    }


def _report(written: ChangeSet) -> Json:
    return {name: value for name, value in written.report.items() if name != "failure_bytes"}


def _state(run: ImportRun) -> str:
    """`waiting`, `running`; then `failed`, `tried`, `done` or `stopped`."""
    if run.job is not None and run.job.state in MOVING:
        return run.job.state
    if run.error or (run.job is not None and run.job.state == Job.State.FAILED):
        return "failed"
    if run.change_set is None:
        return "tried" if run.trial else "waiting"
    return "done" if run.change_set.state == ChangeSet.State.CLOSED else "stopped"
