"""Where import and export stand in the house: navigation and jobs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.exchange import exports, jobs
from zhike.records.resource import all_resources
from zhike.web.commands import Command, register_action
from zhike.web.jobs import name_job
from zhike.web.list_state import ListState
from zhike.web.lists import register_list_action
from zhike.web.navigation import FOOT, Entry, register_entry


def may_import(access: Access) -> bool:
    """Whether there is anything into which this user may import."""
    return any(
        access.can(r.model, "import") and access.can(r.model, "create") for r in all_resources()
    )


def _import_into(state: ListState, access: Access) -> dict[str, Any] | None:
    resource = state.resource
    if not all(access.can(resource.model, verb) for verb in ("import", "create")):
        return None
    return {"label": _("Import"), "url": f"/import/?resource={resource.name}", "icon": "import"}


def _export_from(state: ListState, access: Access) -> dict[str, Any] | None:
    """The list as it is shown, as a file."""
    resource = state.resource
    if not access.can(resource.model, "export"):
        return None
    url = state.url().replace(f"/{resource.name}/", f"/{resource.name}/export/", 1)
    return {"label": _("Export"), "url": url, "icon": "export"}


register_list_action(_export_from)
register_list_action(_import_into)
register_action(
    Command(_("Import a table"), "/import/", "import", may_import, _("upload excel csv"))
)
register_entry(Entry(FOOT, 5, _("import"), "/import/", "import", may_import))
for _name in (jobs.OPEN, jobs.CHECK, jobs.RUN):
    name_job(_name, _("import"), told=_name == jobs.RUN)
name_job(exports.JOB, _("export"))
