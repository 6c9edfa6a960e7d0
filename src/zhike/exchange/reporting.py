"""What came of an import, as its pages say it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.rights import Access
from zhike.exchange.companions.declared import companions_of
from zhike.exchange.models import ImportRun
from zhike.exchange.planned import COUNTED
from zhike.exchange.readers import Table
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.undoable import is_undone
from zhike.records.resource import Resource, resource_named
from zhike.web.dates import moment_text

STATES = {Job.State.WAITING.value: "queued"}


def runs_of(access: Access) -> QuerySet[ImportRun]:
    """The imports that this user may look at: one's own, or all for an administrator."""
    runs = ImportRun.objects.order_by("-created_at")
    if access.everything:
        return runs
    return runs.filter(actor=access.user.pk if access.user else None)


def counts(report: dict[str, Any], resource: str = "") -> list[dict[str, Any]]:
    """The four counts that add up to all rows, then those of what the rows bring along."""
    labels = {
        "created": _("created"), "updated": _("updated"), "skipped": _("skipped"),
        "rejected": _("refused"),
    }  # fmt: skip
    own = [
        {"label": labels[name], "value": f"{report.get(name, 0):,}",
         "tone": "seal" if name == "rejected" and report.get(name) else ""}
        for name in COUNTED
    ]  # fmt: skip
    return own + _companion_counts(report.get("companions", {}), resource)


def _companion_counts(report: dict[str, dict[str, int]], resource: str) -> list[dict[str, Any]]:
    """How many further records are new, how many rows name a known one, how many changed."""
    labels = {"created": _("%(record)s: new"), "matched": _("%(record)s: known already"),
              "updated": _("%(record)s: brought up to date")}  # fmt: skip
    return [
        {"label": labels[word] % {"record": companion.label}, "value": f"{count:,}", "tone": ""}
        for companion in companions_of(resource)
        for word, count in report.get(companion.name, {}).items()
    ]


def job(run: ImportRun) -> dict[str, Any]:
    """The parameters of the job component."""
    work, written = run.job, run.change_set
    state = work.state if work is not None else Job.State.DONE.value
    done, total = (work.done, work.total) if work is not None else (run.rows, run.rows)
    if written is not None:
        done = written.rows_done
    address = f"/import/{run.pk}/"
    shown: dict[str, Any] = {
        "id": f"import-{run.pk}", "title": _title(run), "state": STATES.get(state, state),
        "done": done, "total": total,
        "text": _("%(done)s of %(total)s") % {"done": f"{done:,}", "total": f"{total:,}"}
        if total else "",
        "status_url": f"{address}job/", "stop_url": f"{address}stop/", "error": run.error,
    }  # fmt: skip
    if work is not None and work.state == Job.State.FAILED and not run.error:
        shown["error"] = _("It failed and gave up. What is done stands, and can be undone.")
    if written is None:
        return shown
    shown["counts"] = counts(written.report, run.resource)
    if written.report.get("rejected"):
        shown["failed_url"] = f"{address}failed/"
    if written.state != ChangeSet.State.OPEN:
        shown["open_url"] = f"/change-sets/{written.pk}/"
        if is_undone(written):
            shown["text"] = _("taken back")
        elif written.change_count:
            shown["undo_url"] = f"/change-sets/{written.pk}/undo/"
    return shown


def _title(run: ImportRun) -> str:
    if run.change_set is not None:
        return _("Import of %(file)s") % {"file": run.file_name}
    name = run.job.name if run.job is not None else ""
    if name == "import.open":
        return _("Reading %(file)s") % {"file": run.file_name}
    return _("Trying %(file)s") % {"file": run.file_name}


def columns() -> list[dict[str, Any]]:
    """The columns of the list of imports."""
    labels = (_("file"), _("records"), _("what came of it"), _("when"))
    return [{"label": label, "at": at} for label, at in zip(labels, (1, 3, 2, 3), strict=True)]


def line(run: ImportRun) -> dict[str, Any]:
    """An import in the list of imports."""
    written = run.change_set
    report = written.report if written is not None else {}
    words = [
        f"{entry['label']} {entry['value']}"
        for entry in counts(report, run.resource)
        if entry["value"] != "0"
    ]
    words = words or [_("not imported yet") if written is None else _("nothing imported")]
    if written is not None and is_undone(written):
        words.append(_("taken back"))
    records = str(resource_named(run.resource).label_plural) if run.resource else ""
    return {
        "cells": [
            {"kind": "link", "text": run.file_name, "url": f"/import/{run.pk}/"},
            _cell(records[:1].upper() + records[1:]),
            _cell(" · ".join(words)),
            _cell(moment_text(run.created_at)),
        ]
    }


def trial(run: ImportRun) -> dict[str, Any] | None:
    """What a trial found; None where there was none with this mapping."""
    found = run.trial
    if not found:
        return None
    return {
        "rows": f"{found['rows']:,}",
        "counts": counts(found, run.resource),
        "conflicts": found.get("conflicts", 0),
        "problems": [
            {**problem, "lines": ", ".join(map(str, problem["lines"]))}
            for problem in found["problems"]
        ],
        "alike": _alike(found, resource_named(run.resource)),
    }


def _alike(found: dict[str, Any], resource: Resource) -> dict[str, Any] | None:
    """The rows that look like a record which is here, as a table; None where nobody looked."""
    alike = found.get("alike")
    if not alike:
        return None
    looked, count = alike["looked_at"], alike["count"]
    words = ngettext(
        "%(count)s row looks like one of the %(records)s that are here, without sharing a key.",
        "%(count)s rows look like one of the %(records)s that are here, without sharing a key.",
        count,
    ) if looked >= found["rows"] else ngettext(
        "%(count)s of the first %(looked)s rows looks like one of the %(records)s that are here, "
        "without sharing a key.",
        "%(count)s of the first %(looked)s rows look like one of the %(records)s that are here, "
        "without sharing a key.",
        count,
    )  # fmt: skip
    labels = (_("line"), _("row"), _("looks like"), _("probability"))
    return {
        "count": count,
        "text": words % {"count": f"{count:,}", "looked": f"{looked:,}",
                         "records": resource.label_plural},
        "columns": [{"label": label, "at": at}
                    for label, at in zip(labels, (None, 1, 2, 3), strict=True)],
        "rows": [{"cells": _alike_cells(row, resource)} for row in alike["rows"]],
    }  # fmt: skip


def _alike_cells(row: dict[str, Any], resource: Resource) -> list[dict[str, str]]:
    known = _cell(row["is_like"] or _("a record that you may not see"))
    if row["id"]:
        known |= {"kind": "link", "url": f"/{resource.name}/{row['id']}/"}
    return [
        _cell(str(row["line"])), _cell(row["name"]), known, _cell(f"{row['probability']:.0%}"),
    ]  # fmt: skip


def preview(table: Table, count: int) -> dict[str, Any]:
    """The first rows as they stand in the file."""
    rows = [row[1] for row in table.head(table.heading_line + count)][table.heading_line :]
    width = len(table.headings)
    return {
        "columns": [
            # On a phone the first three are shown.
            {"label": heading, "at": number if number <= 3 else None}
            for number, heading in enumerate(table.headings, start=1)
        ],
        "rows": [{"cells": [_cell(text) for text in (row + [""] * width)[:width]]} for row in rows],
    }


def _cell(text: str) -> dict[str, str]:
    return {"kind": "text", "text": text[:80]}
