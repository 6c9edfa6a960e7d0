"""Files of customers and leads come and go."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhike.access.rights import Denied
from zhike.base.errors import BadValue
from zhike.base.text import clean_text
from zhike.engagement import storage
from zhike.engagement.keeping_files import field_of, may_add
from zhike.engagement.models import File
from zhike.records.errors import say
from zhike.web.requests import PageRequest, record_or_404, resource_or_404

SEVERAL = 10


@require_POST
def upload(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Keep files that somebody adds to customer, lead or request; no type is believed."""
    holder = record_or_404(request, resource_or_404(request, name), id_)
    page = f"/{name}/{id_}/#files"
    if not may_add(request.access, holder):
        raise Denied(File.record_type, "create")
    files = request.FILES.getlist("files")[:SEVERAL]
    try:
        kept = [(_name(file.name or ""), storage.store(file.chunks())) for file in files]
    except BadValue as error:
        messages.error(request, say(error))
        return redirect(page)
    if kept:
        with request.access.change_set("attach") as opened:
            for called, stored in kept:
                File(
                    **{field_of(holder): holder}, name=called, owner=request.user,
                    size=stored.size, sha256=stored.sha256, storage_key=stored.key,
                ).save()  # fmt: skip
        done = _("%(count)s files kept.") % {"count": len(kept)}
        messages.success(request, done, extra_tags=f"undo:{opened.id}")
    return redirect(page)


def _name(name: str) -> str:
    """The name without folders, as text that every page can show."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return clean_text(last[-200:], max_length=200, multiline=False) or _("file")


@require_GET
def content(request: PageRequest, id_: UUID) -> FileResponse:
    """A file's content: always a download, never run or shown by the browser."""
    file = record_or_404(request, resource_or_404(request, "files"), id_)
    # A program may note a document whose content is elsewhere.
    path = storage.path_of(file.storage_key) if file.storage_key else None
    if path is None or not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=file.name)
    answer["Content-Type"] = "application/octet-stream"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
