"""A file looked at without keeping it: only what its own bytes say is a picture, a PDF or text."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhike.access.rights import Access
from zhike.engagement import storage
from zhike.engagement.models import File
from zhike.engagement.pictures import SEALED, drawn_anew
from zhike.records.resource import resource_for
from zhike.records.titles import title
from zhike.web.cells import cell
from zhike.web.names import names_of
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail

TEXTS = (".txt", ".csv", ".tsv", ".md", ".log", ".json", ".eml", ".vcf")
FIRST = 16 * 1024
LINES = 60
LONGEST = 240
PDF = "application/pdf"
# The browsers' own viewers of PDF do not start in a sandbox; nothing else loads or runs.
VIEWER = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


def type_of(head: bytes) -> str:
    """The MIME type of a picture or a PDF by its first bytes, whatever its name says; else ""."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return PDF if head.startswith(b"%PDF-") else ""


def lines_of(head: bytes, *, is_all: bool) -> list[str] | None:
    """The first lines of a text in the encodings that Chinese desks have; None for no text."""
    if b"\0" in head:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(1 if is_all else 4):  # A character may be cut through at the end.
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return [line[:LONGEST] for line in text.splitlines()[:LINES]]
    return None


@require_GET
def preview(request: PageRequest, id_: UUID) -> HttpResponse:
    """The file with its name, size, who and when, and the way to the ones beside it."""
    resource = resource_or_404(request, "files")
    file = record_or_404(request, resource, id_)
    called = title(request.access, file)
    context = {
        "called": called, "trail": trail(request.access, resource, file, _("Preview")),
        "facts": _facts(request.access, file), **_content(file), **_beside(request.access, file),
        "download": {"label": _("Download"), "icon": "download",
                     "url": f"/files/{file.pk}/content/"},
        "page": {"label": _("All about this file"), "url": f"/files/{file.pk}/"},
    }  # fmt: skip
    template = "engagement/preview_dialog.html" if request.htmx else "engagement/preview_page.html"
    return render(request, template, context)


@require_GET
def shown(request: PageRequest, id_: UUID) -> HttpResponseBase:
    """A picture drawn anew, or a PDF in the browser's own viewer; anything else: not found."""
    file = record_or_404(request, resource_or_404(request, "files"), id_)
    path = _path(file)
    kind = type_of(_head(path)) if path else ""
    if path is None or not kind:
        raise Http404
    answer: HttpResponseBase
    if kind == PDF:
        answer = FileResponse(path.open("rb"), filename=file.name, content_type=kind)
        answer["Content-Security-Policy"] = VIEWER
    else:
        drawn = drawn_anew(path)
        if drawn is None:
            raise Http404
        answer = HttpResponse(drawn, content_type="image/webp")
        answer["Content-Security-Policy"] = SEALED
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _path(file: File) -> Path | None:
    path = storage.path_of(file.storage_key) if file.storage_key else None
    return path if path is not None and path.exists() else None


def _head(path: Path) -> bytes:
    with path.open("rb") as content:
        return content.read(FIRST)


def _facts(access: Access, file: File) -> list[dict[str, Any]]:
    """Its size, whose it is and since when, as far as the reader may see that."""
    resource = resource_for(File)
    specs, names = resource.specs(access), names_of(resource, access, [file])
    facts = [{"label": specs[name].label, "cell": cell(specs[name], file, names)}
             for name in ("owner", "created_at", "note") if name in specs]  # fmt: skip
    if "size" in specs:
        size = {"kind": "text", "text": filesizeformat(file.size)}
        facts.insert(0, {"label": _("size"), "cell": size})
    return facts


def _content(file: File) -> dict[str, Any]:
    """What the page shows of it: a picture, a link to the PDF, the first lines, or nothing."""
    path = _path(file)
    if path is None:
        return {"gone": True}
    head = _head(path)
    kind, url = type_of(head), f"/files/{file.pk}/shown/"
    if kind:
        return {"pdf" if kind == PDF else "image": url}
    if not file.name.lower().endswith(TEXTS):
        return {}
    lines = lines_of(head, is_all=path.stat().st_size <= FIRST)
    return {} if lines is None else {"text": "\n".join(lines), "is_text": True}


def _beside(access: Access, file: File) -> dict[str, Any]:
    """The files before and after it of the same holder, in the panel's order: the latest first."""
    whose = {"party": file.party_id} if file.party_id else {"lead": file.lead_id}
    rows = access.rows(File).filter(**whose)
    newer = rows.filter(pk__gt=file.pk).order_by("pk").first()
    older = rows.filter(pk__lt=file.pk).order_by("-pk").first()
    return {
        "previous": f"/files/{newer.pk}/preview/" if newer else "",
        "next": f"/files/{older.pk}/preview/" if older else "",
    }
