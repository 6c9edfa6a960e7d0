"""The logo and the seal of a legal entity: pictures kept with it, drawn anew when they come in."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from PIL import Image, ImageOps

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.records.errors import say
from zhike.records.models import LegalEntity
from zhike.web.panels import Panel, register_panel
from zhike.web.requests import PageRequest, record_or_404, resource_or_404

NAMES = ("logo", "seal")
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
LONGEST_SIDE = 800
MOST_BYTES, MOST_PIXELS = 5 * 2**20, 40_000_000
MOST_KEPT = 400_000


def drawn(file: UploadedFile[Any]) -> str:
    """The picture as the address that a page shows: a PNG without what a camera wrote into it.

    Raises BadValue for what is none, is damaged or far too large.
    """
    content = file.read(MOST_BYTES + 1)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if len(content) > MOST_BYTES or picture.width * picture.height > MOST_PIXELS:
                raise _bad()
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            mode = "RGBA" if upright.has_transparency_data else "RGB"
            out = BytesIO()
            upright.convert(mode).save(out, "PNG", optimize=True)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _bad() from None
    if out.tell() > MOST_KEPT:
        raise _bad()
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def _bad() -> BadValue:
    message = N_("Choose a PNG or JPEG of at most 5 MB with few details: a logo or a seal.")
    return BadValue("picture", message)


@require_POST
def put_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """Keep a picture, or take it away."""
    entity: Any = record_or_404(
        request, resource_or_404(request, "legal-entities", "update"), id_, "update"
    )
    name = request.POST.get("which", "")
    if name not in NAMES:
        raise Http404
    page = f"/legal-entities/{entity.pk}/#pictures"
    file = request.FILES.get("picture")
    if file is None and "remove" not in request.POST:
        messages.error(request, _("Choose a picture first."))
        return redirect(page)
    try:
        picture = drawn(file) if file and "remove" not in request.POST else ""
    except BadValue as error:
        messages.error(request, say(error))
        return redirect(page)
    with request.access.change_set("edit") as opened:
        setattr(entity, name, picture)
        entity.save()
    messages.success(request, _("Kept."), extra_tags=f"undo:{opened.id}")
    return redirect(page)


def pictures(access: Access, entity: Any) -> Mapping[str, Any]:
    """Both pictures, and forms to change them for whoever administers the entity."""
    labels = {"logo": _("Logo"), "seal": _("Picture of the seal")}
    return {
        "rows": [{"name": name, "label": labels[name], "picture": getattr(entity, name)}
                 for name in NAMES],
        "action": f"/legal-entities/{entity.pk}/pictures/",
        "may": access.reaches(entity, "update"),
    }  # fmt: skip


register_panel(
    LegalEntity,
    Panel("pictures", gettext_lazy("pictures"), 20, "administration/panels/brand_pictures.html",
          pictures, is_live=False),
)  # fmt: skip
