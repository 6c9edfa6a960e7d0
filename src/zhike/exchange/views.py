"""The pages of import: upload, mapping, trial, run, report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from zhike.access.rights import Access, Denied
from zhike.exchange import jobs, reporting, uploads
from zhike.exchange.beginning import AS_LAST, begin, begin_as, has_last, importable, sample
from zhike.exchange.compiling import compile_mapping
from zhike.exchange.mapping import read_mapping
from zhike.exchange.mapping_form import MappingForm
from zhike.exchange.models import ImportRun
from zhike.exchange.profiles import PROFILES, profile_named
from zhike.exchange.readers import Layout, NotATable, Table
from zhike.exchange.spreading import laid_out
from zhike.exchange.text_files import DELIMITERS, ENCODINGS
from zhike.ledger import jobs as ledger_jobs
from zhike.ledger.models import Job
from zhike.records.errors import FieldError, Invalid, say
from zhike.records.resource import Resource, resource_named
from zhike.web.requests import PageRequest

LISTED = 50
PREVIEWED = 5
LARGE = 4 * 2**20
ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.STOPPED)


def imports_page(request: PageRequest) -> HttpResponse:
    """A new import, and one's own of late."""
    known = importable(request.access)
    if not known:
        raise Denied("import-run", "import")
    problem = ""
    if request.method == "POST":
        try:
            return redirect(f"/import/{_take_in(request, known).pk}/")
        except NotATable as error:
            problem = say(error)
    wanted = request.POST.get("resource") or request.GET.get("resource", "")
    runs = reporting.runs_of(request.access)
    shown = runs.select_related("change_set", "job")[:LISTED]
    options = [{"value": r.name, "label": str(r.label_plural).capitalize()} for r in known]
    context = {
        "resource": {"kind": "select", "name": "resource", "label": _("records"),
                     "options": options, "value": wanted,
                     "blank": _("find out from the file")},
        "problem": problem, "runs": [reporting.line(run) for run in shown],
        "count": runs.count(),
        "columns": reporting.columns(),
    }  # fmt: skip
    return render(request, "exchange/imports.html", context, status=400 if problem else 200)


def _take_in(request: PageRequest, known: list[Resource]) -> ImportRun:
    """Keep the upload and find out how it is to be read; raises NotATable."""
    file = request.FILES.get("file")
    name = request.POST.get("resource", "")
    if file is None or name not in {"", *(resource.name for resource in known)}:
        message = _("Choose a file, and which records it holds.")
        raise NotATable("no_file", message)
    actor = request.user.pk
    run = uploads.store(file.chunks(), name=file.name or "", resource=name, actor=actor)
    if run.size > LARGE and uploads.has_to_be_unfolded(run):
        jobs.start(run, jobs.OPEN)
        return run
    try:
        uploads.unfold(run, Layout())
    except NotATable:
        uploads.discard(run)
        raise
    return run


def run_or_404(request: PageRequest, id_: UUID) -> ImportRun:
    """One's own import; an administrator may look at any, but not go on with it."""
    run = ImportRun.objects.select_related("change_set", "job").filter(pk=id_).first()
    is_own = run is not None and run.actor == request.user.pk
    if run is None or not (request.access.everything or is_own):
        raise Http404
    if request.method == "POST" and not is_own:
        raise Denied("import-run", "update")
    jobs.close_broken(run)
    return run


def import_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """Where the import stands: being read, being mapped, being tried, under way, done."""
    run = run_or_404(request, id_)
    moving = run.job is not None and run.job.state not in ENDED
    context: dict[str, Any] = {
        "run": run, "title": run.file_name, "error": run.error,
        "trail": [{"label": _("Import"), "url": "/import/"}, {"label": run.file_name}],
    }  # fmt: skip
    if run.change_set is not None or moving:
        context["job"] = reporting.job(run)
        return render(request, "exchange/report.html", context)
    if not run.headings or not run.stored or not run.path.exists():
        return render(request, "exchange/gone.html", context)
    return _mapping_page(request, run, context)


def _mapping_page(request: PageRequest, run: ImportRun, context: dict[str, Any]) -> HttpResponse:
    table = uploads.table_of(run)
    form = _form(run, table)
    errors: list[FieldError] = []
    if request.method == "POST":
        try:
            if "layout" in request.POST:
                wish = _layout(request, run)
                # Another sheet may hold something else.
                run.resource = run.resource if wish.sheet == Layout.of(run.layout).sheet else ""
                uploads.unfold(run, wish)
                return redirect(f"/import/{run.pk}/")
            if "holds" in request.POST:
                _begin_anew(request, run, table)
                return redirect(f"/import/{run.pk}/")
            mapping = read_mapping(form.read(request.POST).json())
            if request.POST.get("do") == "drop":
                mapping = mapping.without_new()
            if mapping != form.mapping:
                uploads.remember(run, mapping)
            name = {"check": jobs.CHECK, "run": jobs.RUN}.get(request.POST.get("do", ""))
            form = _form(run, table)
            if name is not None:
                told, rows = laid_out(form.resource, request.access, mapping, table)
                compile_mapping(form.resource, request.access, told, rows.headings)
                jobs.start(run, name)
                return redirect(f"/import/{run.pk}/")
        except NotATable as error:
            errors = [FieldError("file", say(error))]
        except Invalid as invalid:
            errors = invalid.errors
    context |= {
        "form": form, "errors": _shown(errors, form), "trial": reporting.trial(run),
        "layout": _layout_fields(run), "preview": reporting.preview(table, PREVIEWED),
        "resource": form.resource, "holds": _holds_fields(run, request.access),
        "looks_like": _looks_like(run),
    }  # fmt: skip
    # htmx shows what it asked for only where it is no error.
    status = 400 if errors and not request.htmx else 200
    return render(request, "exchange/mapping.html", context, status=status)


def _begin_anew(request: PageRequest, run: ImportRun, table: Table) -> None:
    """Suggest another mapping, for what the person says that the file holds."""
    name = request.POST.get("resource", "")
    if name in {resource.name for resource in importable(request.access)}:
        begin_as(run, table, jobs.access_for(run), name, request.POST.get("profile", ""))


def _form(run: ImportRun, table: Table) -> MappingForm:
    access = jobs.access_for(run)
    mapping = read_mapping(run.mapping) if run.mapping else begin(run, table, access)
    resource = resource_named(run.resource)
    unfit = run.trial.get("unfit", {})
    return MappingForm(resource, access, table.headings, sample(table), mapping, unfit)


def _looks_like(run: ImportRun) -> str:
    """The program that wrote the file, in words."""
    if run.profile == AS_LAST:
        return _("These headings have been imported before: the columns go where they went then.")
    profile = profile_named(run.profile)
    return "" if profile is None else _("It looks like a file of %(label)s.") % {
        "label": profile.label
    }  # fmt: skip


def _holds_fields(run: ImportRun, access: Access) -> list[dict[str, Any]]:
    """What the file holds and who wrote it, to change."""
    records = [{"value": r.name, "label": str(r.label_plural).capitalize()}
               for r in importable(access)]  # fmt: skip
    profiles = [{"value": p.name, "label": str(p.label)}
                for p in PROFILES if p.resource == run.resource]  # fmt: skip
    if run.profile == AS_LAST or has_last(run, access):
        profiles.insert(0, {"value": AS_LAST, "label": _("These headings, as last time")})
    return [
        {"kind": "select", "name": "resource", "label": _("records"), "options": records,
         "value": run.resource, "required": True},
        {"kind": "select", "name": "profile", "label": _("written by"), "options": profiles,
         "value": run.profile, "blank": _("Another program")},
    ]  # fmt: skip


def _shown(errors: list[FieldError], form: MappingForm) -> list[dict[str, str]]:
    """Errors with the name that the person knows the field by."""
    known = {name: str(target.label).capitalize() for name, target in form.known.items()}
    return [{"label": known.get(e.field, ""), "text": e.message, "id": "mapping"} for e in errors]


def _layout(request: PageRequest, run: ImportRun) -> Layout:
    """How the person says that the file is to be read."""
    given, before = request.POST, Layout.of(run.layout)
    line = given.get("heading_line", "")
    encoding, sheet = given.get("encoding", ""), given.get("sheet", "")
    return Layout(
        encoding=encoding if encoding in ENCODINGS else "",
        delimiter=given.get("delimiter", "").replace("tab", "\t"),
        sheet=sheet if sheet in before.sheets else "",
        heading_line=int(line) if line.isdecimal() and int(line) <= 100 else 0,
    )


def _layout_fields(run: ImportRun) -> list[dict[str, Any]]:
    layout = Layout.of(run.layout)
    line = {"kind": "number", "name": "heading_line", "label": _("line of the headings"),
            "value": layout.heading_line or "", "hint": _("Empty: found by itself.")}  # fmt: skip
    if layout.is_unfolded:
        options = [{"value": name, "label": name} for name in layout.sheets]
        sheet = {"kind": "select", "name": "sheet", "label": _("sheet"), "options": options,
                 "value": layout.sheet, "required": True}  # fmt: skip
        return [sheet, line]
    encodings = [{"value": name, "label": label} for name, label in ENCODINGS.items()]
    marks = [{"value": mark.replace("\t", "tab"), "label": _(label)}
             for mark, label in DELIMITERS.items()]  # fmt: skip
    return [
        {"kind": "select", "name": "encoding", "label": _("encoding"), "options": encodings,
         "value": layout.encoding, "required": True},
        {"kind": "select", "name": "delimiter", "label": _("between the cells"), "options": marks,
         "value": layout.delimiter.replace("\t", "tab"), "required": True},
        line,
    ]  # fmt: skip


def job_part(request: PageRequest, id_: UUID) -> HttpResponse:
    """The part that moves; when the job has ended the page is drawn anew."""
    run = run_or_404(request, id_)
    if run.job is None or run.job.state in ENDED:
        return HttpResponseClientRefresh()
    return render(request, "exchange/job_part.html", {"job": reporting.job(run)})


@require_POST
def stop(request: PageRequest, id_: UUID) -> HttpResponse:
    """Ask the job to end at its next step; what is done stands."""
    run = run_or_404(request, id_)
    if run.job is not None:
        ledger_jobs.stop_job(run.job)
    return redirect(f"/import/{run.pk}/")


def failures(request: PageRequest, id_: UUID) -> FileResponse:
    """The refused rows with their reasons, to correct and import again."""
    run = run_or_404(request, id_)
    if not run.stored or not run.failures.exists():
        raise Http404
    name = _("refused rows of %(file)s") % {"file": run.file_name}
    return FileResponse(
        run.failures.open("rb"), as_attachment=True, filename=f"{name}.csv",
        content_type="text/csv; charset=utf-8",
    )  # fmt: skip
